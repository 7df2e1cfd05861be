import { open } from 'node:fs/promises';

/** Up to `length` bytes of a file from an offset on, in bytes. */
export type ReadBytes = (from: number, length: number) => Promise<Uint8Array>;

/** Lets `work` read parts of a file of this computer. Throws the system's error. */
export async function withFileBytes<Found>(path: string, work: (sizeBytes: number, read: ReadBytes) => Promise<Found>): Promise<Found> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await work(size, async (from, length) => {
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    });
  } finally {
    await file.close();
  }
}
