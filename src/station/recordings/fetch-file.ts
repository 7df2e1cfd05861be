import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CapstanFailure, errorOf, failure, type CapstanError, type ErrorKind } from '@domain/errors';
import type { ReadingHead } from '@domain/recording-tools';
import { formatSpace } from '@domain/units';
import type { FetchOptions } from '../engine';
import { fileFailure } from '../file-failure';
import { makeFolder } from '../make-folder';
import { isTaken, moveToFreePath } from './move';
import { freeBytesAt, PartFile, whenFull } from './part-file';

/** What a host sends of a file, in this order. */
export type FilePiece =
  | ({ readonly type: 'file' } & ReadingHead)
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** SHA-256 of the whole file in hex. */
  | { readonly type: 'hash'; readonly sha256: string };

/** Reads a file of a host from an offset on. Without a `hash` at its end the connection broke. */
export type ReadFile = (offsetBytes: number, signal: AbortSignal) => AsyncGenerator<FilePiece>;

export interface FetchedFile {
  readonly sizeBytes: number;
}

/** These leave room for the file system's own needs and for what else writes. */
const spareBytes = 16 * 1024 * 1024;
const breaks: ReadonlySet<ErrorKind> = new Set(['connection-lost', 'daemon-unreachable', 'host-unreachable']);
/** Whether a copy failed only because the host was away. */
export const isBreak = ({ kind }: CapstanError): boolean => breaks.has(kind);

/** Tried again this long without a single byte. */
const patienceMilliseconds = 60_000;
const longestPauseMilliseconds = 8000;
const progressMilliseconds = 100;

/**
 * Copies a file of a host to `target`, which appears only when size and hash are those of the host. Until then it grows
 * as `target.part`, which a broken or cancelled copy leaves for the next one. Goes on by itself after a break; throws
 * `connection-lost` where the host stays away.
 */
export async function fetchFile(read: ReadFile, target: string, options: FetchOptions): Promise<FetchedFile> {
  const { signal } = options;
  const onProgress = atMostEvery(progressMilliseconds, options.onProgress);
  try {
    signal.throwIfAborted();
    makeFolderFor(target);
    if (await isTaken(target)) return await compared(read, target, signal);
    const part = await PartFile.open(`${target}.part`, (bytes) => onProgress(bytes, 0), signal);
    let head: ReadingHead;
    try {
      head = await filled(part, read, { onProgress, signal });
      await part.finish(head.modifiedSeconds, await ownerFor(target));
    } finally {
      await part.close();
    }
    await placed(part.path, target);
    options.onProgress(head.sizeBytes, head.sizeBytes);
    return { sizeBytes: head.sizeBytes };
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    throw failure('transfer-cancelled', `What came of ${basename(target)} until now lies in ${target}.part.`, { cause: thrown });
  }
}

/** Reads until the part is whole, over every break. */
async function filled(part: PartFile, read: ReadFile, options: FetchOptions): Promise<ReadingHead> {
  let heardAt = performance.now();
  let pauseMilliseconds = 250;
  for (;;) {
    const before = part.sizeBytes;
    let broken: unknown;
    try {
      const head = await readOnce(part, read, options);
      if (head) return head;
      broken = failure('connection-lost', 'The connection broke while the recording was copied.');
    } catch (thrown) {
      if (options.signal.aborted || !isBreak(errorOf(thrown))) throw thrown;
      broken = thrown;
    }
    if (part.sizeBytes !== before) {
      heardAt = performance.now();
      pauseMilliseconds = 250;
    }
    if (performance.now() - heardAt > patienceMilliseconds) throw givenUp(part, broken);
    await delay(pauseMilliseconds, undefined, { signal: options.signal });
    pauseMilliseconds = Math.min(longestPauseMilliseconds, pauseMilliseconds * 2);
  }
}

const givenUp = (part: PartFile, cause: unknown): CapstanFailure =>
  failure('connection-lost', `${errorOf(cause).detail} ${part.sizeBytes} bytes are here already, in ${part.path}.`, {
    nextStep: 'Fetch it again when the host is back: it goes on where it ended.',
    cause,
  });

/** Null where the connection broke. A part that turns out not to be the host's is deleted: `transfer-damaged`. */
async function readOnce(part: PartFile, read: ReadFile, { onProgress, signal }: FetchOptions): Promise<ReadingHead | null> {
  let head: ReadingHead | null = null;
  for await (const piece of read(part.sizeBytes, signal)) {
    switch (piece.type) {
      case 'file':
        head = piece;
        if (piece.offsetBytes !== part.sizeBytes) await part.clear();
        await provesSpace(part, piece.sizeBytes - piece.offsetBytes);
        break;
      case 'bytes':
        await part.add(piece.bytes);
        onProgress(part.sizeBytes, head?.sizeBytes ?? 0);
        break;
      case 'hash':
        if (head !== null && part.sizeBytes === head.sizeBytes && part.sha256() === piece.sha256) return head;
        await part.flush();
        await rm(part.path);
        throw failure('transfer-damaged', `${part.sizeBytes} bytes came of ${head?.sizeBytes ?? 0}, and their SHA-256 is not that of the host (${piece.sha256}). The copy was deleted.`);
    }
  }
  return null;
}

async function provesSpace(part: PartFile, neededBytes: number): Promise<void> {
  const free = await freeBytesAt(part.path);
  if (free >= neededBytes + spareBytes || neededBytes === 0) return;
  throw failure('disk-full', `${dirname(part.path)} has ${formatSpace(free)} free; ${formatSpace(neededBytes)} are still to come.`, {
    nextStep: 'Free some space here, or choose a folder on another disk.',
  });
}

/** A file that is here already may be the very same one, fetched before. */
async function compared(read: ReadFile, target: string, signal: AbortSignal): Promise<FetchedFile> {
  const { size, sha256 } = await hashOf(target, signal);
  for await (const piece of read(size, signal)) {
    const differs = (piece.type === 'file' && piece.sizeBytes !== size) || (piece.type === 'hash' && piece.sha256 !== sha256);
    if (differs) throw failure('output-unwritable', `${target} is there already, and is another file.`, { nextStep: 'Choose another folder, or give that file another name.' });
    if (piece.type === 'hash') return { sizeBytes: size };
  }
  throw failure('connection-lost', `The connection broke while ${target} was compared with what lies on the host.`);
}

async function hashOf(path: string, signal: AbortSignal): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(path, { signal })) {
      hash.update(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
  } catch (thrown) {
    throw fileFailure(thrown, path, { whenFull });
  }
  return { size, sha256: hash.digest('hex') };
}

function makeFolderFor(target: string): void {
  try {
    makeFolder(dirname(target));
  } catch (thrown) {
    throw fileFailure(thrown, dirname(target), { whenFull });
  }
}

/** Root keeps nothing for itself: the file is the folder's owner's. */
async function ownerFor(target: string): Promise<{ readonly uid: number; readonly gid: number } | null> {
  return process.getuid?.() === 0 ? stat(dirname(target)) : null;
}

async function placed(part: string, target: string): Promise<void> {
  try {
    await moveToFreePath(part, target);
  } catch (thrown) {
    throw fileFailure(thrown, target, { whenFull });
  }
}

/** Calls at most once in a time; what comes in between is left out. */
function atMostEvery(milliseconds: number, call: FetchOptions['onProgress']): FetchOptions['onProgress'] {
  let calledAt = Number.NEGATIVE_INFINITY;
  return (bytes, totalBytes) => {
    const now = performance.now();
    if (now - calledAt < milliseconds) return;
    calledAt = now;
    call(bytes, totalBytes);
  };
}
