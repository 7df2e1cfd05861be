import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conversionFraction, conversionReason } from '@domain/conversion';
import { failure } from '@domain/errors';
import { ffprobeArgv, parseMediaInfo } from '@domain/media-info';
import { ProgressReader } from '@domain/progress';
import type { MediaInfo } from '@domain/recording';
import type { FilePlace, OpenFilesHere } from './file-place';
import { freeSpace, openStaging, proveSpace, type Staging } from './staging';

export interface Job {
  /** Absolute paths. */
  readonly inputs: readonly string[];
  /** Folder that the outcome will lie in. */
  readonly directory: string;
  readonly neededBytes: number;
  /** Of the outcome, for its progress. */
  readonly durationSeconds: number;
  readonly signal: AbortSignal;
  readonly onFraction: (fraction: number) => void;
}

export interface Placed {
  readonly place: FilePlace;
  readonly staging: Staging;
}

export interface Made {
  /** What ffmpeg counted; null where it did not say. */
  readonly frames: number | null;
}

/** Where a job works: a folder that only it sees, and that is gone afterwards whatever happens. Throws `disk-full` and `output-unwritable`. */
export async function inStaging<T>(openFiles: OpenFilesHere, job: Job, work: (placed: Placed) => Promise<T>): Promise<T> {
  job.signal.throwIfAborted();
  await proveSpace(job.directory, job.neededBytes);
  const staging = await openStaging(job.directory);
  try {
    const place = await openFiles({ inputs: job.inputs, writes: staging.directory }, job.signal);
    const { writesAs } = place;
    if (writesAs) await chown(staging.directory, writesAs.uid, writesAs.gid);
    return await work({ place, staging });
  } finally {
    await staging.remove();
  }
}

/** Runs ffmpeg over a job's files. Throws `conversion-failed`, `disk-full`, `ffmpeg-missing`, or the signal's reason. */
export async function runFfmpeg({ run }: FilePlace, argv: readonly string[], { signal, onFraction, durationSeconds }: Job): Promise<Made> {
  const reader = new ProgressReader();
  const decoder = new TextDecoder();
  let frames: number | null = null;
  const { exitCode, stderr } = await run(argv, {
    signal,
    onStdout: (chunk) => {
      for (const block of reader.push(decoder.decode(chunk, { stream: true }))) {
        frames = block.frame;
        const fraction = conversionFraction(block, durationSeconds);
        if (fraction !== null) onFraction(fraction);
      }
    },
  });
  if (exitCode === 0) return { frames };
  if (/No space left on device/i.test(stderr)) throw failure('disk-full', conversionReason(stderr), { nextStep: freeSpace });
  throw failure('conversion-failed', conversionReason(stderr));
}

/** A small text beside what is being made, as ffmpeg sees it. */
export async function besides({ place, staging }: Placed, name: string, text: string): Promise<string> {
  await writeFile(join(staging.directory, name), text);
  return `${place.writes}/${name}`;
}

/** What ffprobe reads from a file of a place; `complete` counts its frames. */
export async function inspected({ run }: FilePlace, path: string, complete: boolean, signal: AbortSignal): Promise<MediaInfo | null> {
  const chunks: Uint8Array[] = [];
  await run(ffprobeArgv(path, complete), { signal, onStdout: (chunk) => chunks.push(chunk) });
  return parseMediaInfo(Buffer.concat(chunks).toString('utf8'));
}
