import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { failure } from '@domain/errors';
import { packetsArgv, parsePackets, repairArgv, repairDifference, type FileProof } from '@domain/repair';
import type { MediaInfo, Recording } from '@domain/recording';
import type { FilePlace, OpenFilesHere } from './file-place';
import { inspected, inStaging, runFfmpeg } from './ffmpeg-job';
import { isUnclosedFile } from './unclosed-file';
import { isBeingWritten } from './writers';

export interface RepairOptions {
  readonly signal: AbortSignal;
  readonly onFraction: (fraction: number) => void;
}

export type Repaired = Pick<Recording, 'sizeBytes' | 'durationSeconds' | 'frames' | 'media'>;

/** Writing the new file is about this share of the work, proving it the rest. */
const writingShare = 0.4;

/**
 * Gives a file that was not closed its index and its length. The packets go into a new file, which takes the place of
 * the original only once it was read to its end and every packet was found the same (decision 0038). Throws
 * `conversion-failed`, `recording-busy`, `disk-full`, `output-unwritable` or the signal's reason; the original is as it was then.
 */
export async function repairFile(openFiles: OpenFilesHere, { path, durationSeconds }: Recording, { signal, onFraction }: RepairOptions): Promise<Repaired> {
  const before = await stat(path);
  if (!(await isUnclosedFile(path))) throw failure('conversion-failed', 'The file was closed as it should be: there is nothing to repair.', { nextStep: 'Play it as it is.' });
  if (await isBeingWritten(path)) throw failure('recording-busy', `${path} is being written.`);
  const muxer = extname(path).toLowerCase() === '.mp4' ? 'mp4' : 'matroska';
  const onWritten = (fraction: number) => onFraction(fraction * writingShare);
  const job = { inputs: [path], directory: dirname(path), neededBytes: before.size, durationSeconds, signal, onFraction: onWritten };
  return inStaging(openFiles, job, async ({ place, staging }) => {
    const name = `repaired.${muxer === 'mp4' ? 'mp4' : 'mkv'}`;
    const [input = '', output] = [place.inputs[0], `${place.writes}/${name}`];
    await runFfmpeg(place, repairArgv(input, output, muxer), job);
    const original = await proofOf(place, input, signal);
    onFraction((1 + writingShare) / 2);
    const made = await proofOf(place, output, signal);
    const difference = original && made ? repairDifference(original, made) : 'No picture was found in it.';
    if (difference !== null || made === null) throw failure('conversion-failed', `${difference ?? ''} The recording was left as it is.`);
    const sizeBytes = await staging.replace(name, path, before);
    return { sizeBytes, durationSeconds: made.media.durationSeconds ?? durationSeconds, frames: made.media.frames, media: made.media };
  });
}

async function proofOf(place: FilePlace, path: string, signal: AbortSignal): Promise<(FileProof & { readonly media: MediaInfo }) | null> {
  const decoder = new TextDecoder();
  let text = '';
  await place.run(packetsArgv(path), { signal, onStdout: (chunk) => (text += decoder.decode(chunk, { stream: true })) });
  const media = await inspected(place, path, true, signal);
  return media && { packets: parsePackets(text), media };
}
