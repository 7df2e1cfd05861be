import { open } from 'node:fs/promises';
import { isUnclosed, unclosedHeadBytes, unclosedTailBytes } from '@domain/unclosed';

/** Whether a file of this computer was begun by a recorder and never closed. */
export async function isUnclosedFile(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number) => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, Math.max(0, from));
      return buffer.subarray(0, bytesRead);
    };
    return isUnclosed(await read(0, unclosedHeadBytes), await read(size - unclosedTailBytes, unclosedTailBytes));
  } finally {
    await file.close();
  }
}
