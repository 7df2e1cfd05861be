import { concatList, joinRefusal, parseStreams, streamsArgv, type JoinedStream } from '@domain/conversion';
import { failure } from '@domain/errors';
import { missingPart, partNumber, type Recording } from '@domain/recording';
import { fileTimesArgv, parseFileTimes, secondsToNext, type FileTimes } from '@domain/split-join';
import type { RecordingLibrary } from '../types';
import type { FilePlace } from './file-place';
import { isFile } from './move';
import { isUnclosedFile } from './unclosed-file';

/** All parts of a recording, in their order. Throws `conversion-failed` where it has none, or where one is not there: nothing is left out silently. */
export async function allParts(recordings: RecordingLibrary, id: string): Promise<readonly [Recording, ...Recording[]]> {
  const [first, ...others] = recordings.parts(id);
  if (!first) throw failure('conversion-failed', 'This recording has no parts.', { nextStep: 'Choose a recording in parts.' });
  const unknown = missingPart([first, ...others]);
  if (unknown !== null) throw failure('conversion-failed', `${unknown} is not among the recordings any more.`, { nextStep: 'Keep the parts as they are, or join them in an editor.' });
  for (const part of [first, ...others]) {
    if (await isFile(part.path)) continue;
    throw failure('conversion-failed', `Part ${partNumber(part)} is missing: there is no ${part.path}.`, { nextStep: 'Bring it back to its place, or fetch it from its host.' });
  }
  return [first, ...others];
}

const nextStep = 'Keep the parts as they are, or join them in an editor that encodes again.';

/** The list for ffmpeg, and the codec of the pictures. Throws `conversion-failed` where the parts do not match. */
export async function listOfParts(place: FilePlace, parts: readonly Recording[], signal: AbortSignal): Promise<{ readonly list: string; readonly codec: string | null }> {
  const streams: JoinedStream[][] = [];
  for (const path of place.inputs) streams.push(await streamsOf(place, path, signal));
  const refusal = joinRefusal(streams);
  if (refusal !== null) throw failure('conversion-failed', `${refusal} They cannot be joined without encoding again.`, { nextStep });
  const lengths = await lengthsOfSplit(place, parts, signal);
  const listed = await Promise.all(
    parts.map(async ({ path, durationSeconds }, index) => ({
      path: place.inputs[index] ?? '',
      durationSeconds: lengths[index] ?? ((await isUnclosedFile(path)) ? durationSeconds : null),
    })),
  );
  const list = concatList(listed);
  if (list === null) throw failure('conversion-failed', 'The path of a part has a line break in it.', { nextStep: 'Give the folder another name.' });
  return { list, codec: streams[0]?.find(({ codec_type: type }) => type === 'video')?.codec_name ?? null };
}

/** Of each file that the next one of a split recording follows, to where that begins; null for all others. */
async function lengthsOfSplit(place: FilePlace, parts: readonly Recording[], signal: AbortSignal): Promise<readonly (number | null)[]> {
  const follows = parts.map((part, index) => isNextFile(parts[index - 1], part));
  const times: (FileTimes | null)[] = [];
  for (const [index, { durationSeconds }] of parts.entries()) {
    const [input = ''] = place.inputs.slice(index);
    const isWanted = follows[index] === true || follows[index + 1] === true;
    times.push(isWanted ? parseFileTimes((await read(place, fileTimesArgv(input, durationSeconds), signal)).stdout) : null);
  }
  return parts.map(({ media }, index) => {
    const [file, next] = times.slice(index, index + 2);
    return follows[index + 1] && file && next ? secondsToNext(file, next, media?.framesPerSecond ?? null) : null;
  });
}

const isNextFile = (before: Recording | undefined, { part }: Recording): boolean =>
  part?.file !== undefined && before?.part?.file === part.file - 1 && partNumber(before) === part.number;

async function read({ run }: FilePlace, argv: readonly string[], signal: AbortSignal): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const chunks: Uint8Array[] = [];
  const { stderr } = await run(argv, { signal, onStdout: (chunk) => chunks.push(chunk) });
  return { stdout: Buffer.concat(chunks).toString('utf8'), stderr };
}

async function streamsOf(place: FilePlace, path: string, signal: AbortSignal): Promise<JoinedStream[]> {
  const { stdout, stderr } = await read(place, streamsArgv(path), signal);
  const streams = parseStreams(stdout);
  if (streams === null || streams.length === 0) throw failure('conversion-failed', `A part cannot be read: ${stderr.trim()}`);
  return streams;
}
