import { createHash } from 'node:crypto';
import { constants, open, statfs, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFailure } from '../file-failure';

export const whenFull = 'Free some space here and fetch it again: it goes on where it ended.';

/** Bytes that are written at once; twice as much is kept in memory at most. */
const batchBytes = 1024 * 1024;

/**
 * The part of a file that is here already, with its hash so far. Bytes go to their own places and nothing is cut off
 * but what is longer than the whole, so that two programs that copy the same file do each other no harm.
 */
export class PartFile {
  private hash = createHash('sha256');
  private position = 0;
  private batch: Uint8Array[] = [];
  private batched = 0;
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** Opens or makes the part, and reads what is in it. Throws `output-unwritable` or `disk-full`. */
  static async open(path: string, onRead: (bytes: number) => void, signal: AbortSignal): Promise<PartFile> {
    try {
      // A link here could lead the copy anywhere.
      const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o666);
      const part = new PartFile(path, handle);
      try {
        await part.readAll(onRead, signal);
        return part;
      } catch (thrown) {
        await handle.close();
        throw thrown;
      }
    } catch (thrown) {
      throw signal.aborted ? thrown : fileFailure(thrown, path, { whenFull });
    }
  }

  get sizeBytes(): number {
    return this.position + this.batched;
  }

  /** SHA-256 of all that is in the part, in hex. */
  sha256(): string {
    return this.hash.copy().digest('hex');
  }

  /** Waits where the disk is slower than the sender. */
  async add(bytes: Uint8Array): Promise<void> {
    this.hash.update(bytes);
    this.batch.push(bytes);
    this.batched += bytes.length;
    if (this.batched >= batchBytes) await this.writeBatch();
  }

  /** Begins again with nothing. */
  async clear(): Promise<void> {
    await this.flush();
    await this.guarded(() => this.handle.truncate(0));
    this.position = 0;
    this.hash = createHash('sha256');
  }

  /** Waits until the system has taken all bytes. */
  async flush(): Promise<void> {
    await this.writeBatch();
    await this.writing;
  }

  /** Waits until the disk has them, and gives the file its time. */
  async finish(modifiedSeconds: number, owner: { readonly uid: number; readonly gid: number } | null): Promise<void> {
    await this.flush();
    await this.guarded(async () => {
      if (owner) await this.handle.chown(owner.uid, owner.gid);
      await this.handle.utimes(modifiedSeconds, modifiedSeconds);
      await this.handle.sync();
    });
  }

  /** What came until now stays for the next time. */
  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.handle.close();
    }
  }

  private async readAll(onRead: (bytes: number) => void, signal: AbortSignal): Promise<void> {
    const buffer = Buffer.alloc(batchBytes);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, this.position);
      if (bytesRead === 0) return;
      this.hash.update(buffer.subarray(0, bytesRead));
      this.position += bytesRead;
      onRead(this.position);
    }
  }

  /** Hands one batch to the disk, after the one before. */
  private async writeBatch(): Promise<void> {
    await this.writing;
    const { batch, position } = this;
    this.position += this.batched;
    this.batch = [];
    this.batched = 0;
    this.writing = this.guarded(() => writeAll(this.handle, batch, position));
    this.writing.catch(() => undefined);
  }

  private async guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      throw fileFailure(thrown, this.path, { whenFull });
    }
  }
}

/** A full disk takes a first part of a batch and refuses the rest. */
async function writeAll(handle: FileHandle, batch: readonly Uint8Array[], position: number): Promise<void> {
  let rest = Buffer.concat(batch);
  let at = position;
  while (rest.length > 0) {
    const { bytesWritten } = await handle.write(rest, 0, rest.length, at);
    rest = rest.subarray(bytesWritten);
    at += bytesWritten;
  }
}

/** Free space for a file at this path, in bytes. */
export async function freeBytesAt(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(dirname(path));
  return bavail * bsize;
}
