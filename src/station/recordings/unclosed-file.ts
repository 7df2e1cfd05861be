import { isUnclosed, unclosedHeadBytes, unclosedTailBytes } from '@domain/unclosed';
import { errorCode } from '../error-code';
import { withFileBytes } from './file-bytes';

/** Whether a file of this computer was begun by a recorder and never closed. One that cannot be read here could not be repaired either: false. */
export async function isUnclosedFile(path: string): Promise<boolean> {
  try {
    return await withFileBytes(path, async (sizeBytes, read) =>
      isUnclosed(await read(0, unclosedHeadBytes), await read(Math.max(0, sizeBytes - unclosedTailBytes), unclosedTailBytes)),
    );
  } catch (thrown) {
    if (errorCode(thrown) === undefined) throw thrown;
    return false;
  }
}
