import { errorOf } from '@domain/errors';
import { localSpace } from '../hosts/host-space';
import { rest } from './rest';

/** As often as the guard looks. */
const lookMilliseconds = 5000;

/** Tells the free bytes of a folder of this computer now and every five seconds, null while they cannot be seen. Ends with the signal. */
export async function watchSpace(folder: string, onSpace: (freeBytes: number | null) => void, over: AbortSignal, pauseMilliseconds = lookMilliseconds): Promise<void> {
  while (!over.aborted) {
    const freeBytes = await freeBytesOf(folder);
    if (!over.aborted) onSpace(freeBytes);
    await rest(pauseMilliseconds, over);
  }
}

async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    return (await localSpace(folder)).freeBytes;
  } catch (thrown) {
    if (errorOf(thrown).kind === 'output-unwritable') return null;
    throw thrown;
  }
}
