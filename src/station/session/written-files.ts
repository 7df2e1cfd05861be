import { createHash } from 'node:crypto';
import { wholeReadBytes } from '@domain/media-info';
import { framesLost, type FrameAccounting } from '@domain/progress';
import type { MediaInfo, Recording } from '@domain/recording';
import type { SessionRecord } from '@domain/session';
import { firstFileName, splitNumber } from '@domain/split';
import type { CollectedFile, Run, WrittenFile } from '../engine';

/** A file that a recorder left, and what it holds. */
export interface LookedAt extends WrittenFile {
  readonly media: MediaInfo | null;
}

const holdsNothing = ({ media }: LookedAt): boolean => media === null || media.frames === 0 || media.durationSeconds === null;

export interface Left {
  /** Those with something in them, in their order. */
  readonly files: readonly LookedAt[];
  /** What all of them hold; null where there is not one frame. */
  readonly media: MediaInfo | null;
}

/**
 * Looks at what a recorder left, and deletes the file that holds nothing: the only one, or the last of one that was
 * split. Large files are read whole only where they may not have been closed. @param expectedBytes as the recorder told
 */
export async function lookAtFiles(run: Run, { closed, expectedBytes }: { readonly closed: boolean; readonly expectedBytes: number }): Promise<Left> {
  const written = await run.files();
  const bytes = written.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  const names = written.map(({ fileName }) => fileName);
  const small = Math.max(bytes, expectedBytes) <= wholeReadBytes;
  // Of several only the last can be open.
  const apart = !closed && !small ? 1 : 0;
  const media = [
    ...(await run.inspect(names.slice(0, names.length - apart), { complete: small })),
    ...(await run.inspect(names.slice(names.length - apart), { complete: true })),
  ];
  const looked = written.map((file, index) => ({ ...file, media: media[index] ?? null }));
  const last = looked.findLastIndex((file) => !holdsNothing(file));
  const files = looked.slice(0, last + 1);
  const empty = looked.slice(last + 1).map(({ fileName }) => fileName);
  // The folder that was made for them goes with the last of them, also where there is none.
  const absent = looked.length === 0 ? firstFileName(run.record) : null;
  for (const fileName of absent === null ? empty : [absent]) await run.discard(fileName);
  return { files, media: sumOfMedia(files) };
}

function sumOfMedia(files: readonly LookedAt[]): MediaInfo | null {
  const known = files.flatMap(({ media }) => media ?? []);
  const [first] = known;
  if (first === undefined || files.length === 1) return first ?? null;
  const frames = known.length === files.length && known.every((media) => media.frames !== null) ? sum(known, (media) => media.frames ?? 0) : null;
  return { ...first, durationSeconds: sum(known, ({ durationSeconds }) => durationSeconds ?? 0), frames };
}

/** A file at its place, with what is known of its length. */
export interface PlacedFile extends CollectedFile {
  readonly fileName: string;
  readonly media: MediaInfo | null;
  readonly durationSeconds: number;
  readonly frames: number | null;
}

export type CommonFields = Pick<Recording, 'recovered' | 'presetName' | 'source' | 'engine' | 'host' | 'reason' | 'error' | 'alerts'>;

/** An entry of each file. The first bears the session's id; frames whose loss is not known by file stand with it. */
export function recordingsOf(
  record: SessionRecord,
  files: readonly PlacedFile[],
  { common, accounting, droppedFrames }: { readonly common: CommonFields; readonly accounting: FrameAccounting; readonly droppedFrames: number },
): Recording[] {
  const lost = files.map(({ media }) => framesLost(accounting, media));
  const allKnown = lost.every((frames) => frames !== null);
  let beforeSeconds = 0;
  return files.map(({ fileName, isUnclosed, ...file }, index) => {
    const startedAt = new Date(Date.parse(record.startedAt) + beforeSeconds * 1000).toISOString();
    beforeSeconds += file.durationSeconds;
    const number = splitNumber(record.output?.fileName ?? '', fileName);
    return {
      ...common,
      ...file,
      id: index === 0 ? record.id : idOfFile(record.id, number ?? index + 1),
      part: number === null || files.length === 1 ? record.part : { ...(record.part ?? { number: 1, firstSessionId: record.id }), file: number },
      startedAt: index === 0 ? record.startedAt : startedAt,
      droppedFrames: allKnown ? (lost[index] ?? 0) : index === 0 ? droppedFrames : 0,
      ...(isUnclosed && { unclosed: { problem: null } }),
    };
  });
}

/** The same whenever it is asked for: what a crash interrupted is entered again, not twice. */
const idOfFile = (sessionId: string, number: number): string => createHash('sha256').update(`${sessionId} ${number}`).digest('hex').slice(0, 10);

/** The first file with the figures of all, as a session tells of its recording; null where there is none. */
export function wholeOf(recordings: readonly Recording[], media: MediaInfo | null): Recording | null {
  const [first] = recordings;
  if (first === undefined || recordings.length === 1) return first ?? null;
  return {
    ...first,
    media,
    frames: recordings.every(({ frames }) => frames !== null) ? sum(recordings, ({ frames }) => frames ?? 0) : null,
    durationSeconds: sum(recordings, ({ durationSeconds }) => durationSeconds),
    sizeBytes: sum(recordings, ({ sizeBytes }) => sizeBytes),
    droppedFrames: sum(recordings, ({ droppedFrames }) => droppedFrames),
  };
}

const sum = <T>(values: readonly T[], figure: (value: T) => number): number => values.reduce((total, value) => total + figure(value), 0);
