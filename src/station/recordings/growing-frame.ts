import { join } from 'node:path';
import { newestFrameArgv } from '@domain/conversion';
import { failure } from '@domain/errors';
import { headerEnd, newestStretch } from '@domain/matroska-tail';
import type { SessionRecord } from '@domain/session';
import { isSplit } from '@domain/split';
import { withFileBytes } from './file-bytes';
import type { OpenFilesHere } from './file-place';
import { jpegOf } from './jpeg-of';
import { splitFilesAt } from './place';

const mebibyte = 1024 * 1024;
const headBytes = mebibyte;
/** Two seconds between key frames at 130 Mbit/s. */
const tailBytes = 32 * mebibyte;
const maximumBytes = 64 * mebibyte;
/** Which picture it is is settled before ffmpeg starts: waiting for it on a busy computer costs no more than patience. */
const patienceMilliseconds = 10_000;

/**
 * The newest picture of a recording that is being written, as a JPEG of its full size. Null where there is no such
 * file on this computer, where it is no Matroska, or where no key frame is near its end. Throws `conversion-cancelled`
 * where it takes too long, `conversion-failed`, and what opening the file throws.
 */
export async function growingFrame({ output, settings }: Pick<SessionRecord, 'output' | 'settings'>, openFiles: OpenFilesHere): Promise<Uint8Array | null> {
  if (output?.storage !== 'shared' || settings.muxer !== 'matroska') return null;
  const fileName = isSplit(settings) ? (await splitFilesAt(output, null)).at(-1)?.fileName : output.fileName;
  if (fileName === undefined) return null;
  const path = join(output.source, fileName);
  const place = await openFiles({ inputs: [path], writes: null });
  const stretch = await stretchOf(path);
  const [input = ''] = place.inputs;
  const argv = stretch && newestFrameArgv(input, stretch);
  if (!argv) return null;
  const { jpeg, trouble } = await jpegOf(place, argv, { patienceMilliseconds, maximumBytes, isAwaited: true });
  if (jpeg === null) throw failure('conversion-failed', trouble ?? 'ffmpeg made no picture of the end of the file.');
  return jpeg;
}

const stretchOf = (path: string) =>
  withFileBytes(path, async (sizeBytes, read) => {
    const headerBytes = headerEnd(await read(0, Math.min(sizeBytes, headBytes)));
    if (headerBytes === null) return null;
    const from = Math.max(headerBytes, sizeBytes - tailBytes);
    const found = newestStretch(await read(from, sizeBytes - from));
    return found && { ...found, headerBytes, startByte: from + found.startByte, endByte: from + found.endByte };
  });
