import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { DockerClient } from './client';
import { statusOf } from './errors';

export interface ArchiveCopy {
  readonly id: string;
  /** Absolute path inside the container. */
  readonly path: string;
  /** Absolute path here; appears only when the copy is whole. */
  readonly target: string;
}

/** Copies one file out of a container. Answers its size in bytes; null where the container holds no such file. */
export async function copyFromArchive(
  client: DockerClient,
  { id, path, target }: ArchiveCopy,
  onProgress: (bytes: number, totalBytes: number) => void,
): Promise<number | null> {
  let archive: NodeJS.ReadableStream;
  try {
    archive = await client.archive(id, path);
  } catch (thrown) {
    if (thrown instanceof Error && statusOf(thrown.cause) === 404) return null;
    throw thrown;
  }
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.part`;
  let copied: number | null = null;
  try {
    const tar = extract();
    const reading = pipeline(archive, tar);
    for await (const entry of tar) {
      const size = entry.header.size ?? 0;
      if (entry.header.type !== 'file' || copied !== null) {
        entry.resume();
        continue;
      }
      let bytes = 0;
      const counter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          onProgress(bytes, size);
          done(null, chunk);
        },
      });
      await pipeline(entry, counter, createWriteStream(part, { flush: true }));
      copied = size;
    }
    await reading;
    if (copied !== null) await rename(part, target);
    return copied;
  } finally {
    await rm(part, { force: true });
  }
}
