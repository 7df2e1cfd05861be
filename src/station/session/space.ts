import { localSpace } from '../hosts/host-space';
import { rest } from './rest';

/** As often as the guard looks. */
const lookMilliseconds = 5000;

/** Tells the free bytes of a folder of this computer now and every five seconds. Ends with the signal; throws `output-unwritable`. */
export async function watchSpace(folder: string, onSpace: (freeBytes: number) => void, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const { freeBytes } = await localSpace(folder);
    if (!over.aborted) onSpace(freeBytes);
    await rest(lookMilliseconds, over);
  }
}
