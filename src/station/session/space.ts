import { errorOf } from '@domain/errors';
import type { SessionRecord } from '@domain/session';
import { localSpace } from '../hosts/host-space';
import { splitFilesAt } from '../recordings/place';
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

const writtenMilliseconds = 1000;

/** Tells every second what a recording that is split has come to; null before its first file. Ends with the signal. */
export async function watchWritten(output: NonNullable<SessionRecord['output']>, onBytes: (bytes: number | null) => void, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const files = await splitFilesAt(output, null);
    onBytes(files.length === 0 ? null : files.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0));
    await rest(writtenMilliseconds, over);
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
