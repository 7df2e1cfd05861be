import type { Gap, GapReason } from './gap';
import { inPartOrder, missingPart, partNumber, type Recording } from './recording';
import { isAway } from './session-end';

/** All that is there of one recording: one file, or several in parts. */
export interface WholeRecording {
  /** Session of its first part, also where that part is not there any more. */
  readonly id: string;
  /** Its files, in their order. */
  readonly files: readonly [Recording, ...Recording[]];
  /** How many parts these are of. */
  readonly parts: number;
  /** What was not recorded in between, as far as the parts before and after it are there. */
  readonly gaps: readonly Gap[];
  /** The first part or file that is not there any more, for people; null where none is missing. */
  readonly missing: string | null;
  readonly durationSeconds: number;
  readonly sizeBytes: number;
  readonly droppedFrames: number;
}

/** Session that a recording began with. */
export const wholeId = ({ id, part }: Pick<Recording, 'id' | 'part'>): string => part?.firstSessionId ?? id;

/** Each recording once, newest first, whatever the order of the files. */
export function wholeRecordings(files: readonly Recording[]): WholeRecording[] {
  const byId = new Map<string, [Recording, ...Recording[]]>();
  for (const file of files) {
    const others = byId.get(wholeId(file));
    if (others) others.push(file);
    else byId.set(wholeId(file), [file]);
  }
  return [...byId].map(([id, found]) => wholeOf(id, found)).toSorted((a, b) => compare(b.files[0].startedAt, a.files[0].startedAt) || compare(a.id, b.id));
}

function wholeOf(id: string, found: readonly [Recording, ...Recording[]]): WholeRecording {
  const [first, ...others] = found.toSorted((a, b) => inPartOrder(a, b) || compare(a.startedAt, b.startedAt) || compare(a.id, b.id));
  const files: WholeRecording['files'] = [first ?? found[0], ...others];
  const gaps = gapsOf(files);
  return {
    ...{ id, files, gaps },
    parts: new Set(files.map(partNumber)).size,
    missing: missingPart(files),
    durationSeconds: sum(files, ({ durationSeconds }) => durationSeconds),
    sizeBytes: sum(files, ({ sizeBytes }) => sizeBytes),
    droppedFrames: sum(files, ({ droppedFrames }) => droppedFrames),
  };
}

export const missingSeconds = (gaps: readonly Gap[]): number => sum(gaps, ({ seconds }) => seconds);

type Timed = Pick<Recording, 'part' | 'startedAt' | 'durationSeconds' | 'reason' | 'error'>;

/**
 * What is missing between the parts of a recording, given its files in their order. A start takes its time before the
 * first frame, that of the part before did too: the two cancel out.
 */
export function gapsOf(files: readonly Timed[]): Gap[] {
  const parts: { number: number; files: Timed[] }[] = [];
  for (const file of files) {
    const last = parts.at(-1);
    if (last?.number === partNumber(file)) last.files.push(file);
    else parts.push({ number: partNumber(file), files: [file] });
  }
  return parts.flatMap(({ number, files: [next] }, index) => {
    const before = parts[index - 1];
    const [first, last] = [before?.files[0], before?.files.at(-1)];
    // What lies between parts of which one is gone is not known.
    if (!next || !first || !last || before?.number !== number - 1) return [];
    const begin = Date.parse(next.startedAt);
    const end = Math.min(begin, Math.round(Date.parse(first.startedAt) + sum(before.files, ({ durationSeconds }) => durationSeconds) * 1000));
    return [{ beforePart: number, from: iso(end), to: iso(begin), seconds: (begin - end) / 1000, reason: reasonOf(last) }];
  });
}

function reasonOf({ reason, error }: Timed): GapReason {
  if (error === null) return reason === 'stopped' ? 'paused' : 'failed';
  return isAway(error) ? 'away' : 'failed';
}

/** Where in the file that was made of all of them each gap lies. @param files in their order */
export function joinedOf(files: WholeRecording['files']): NonNullable<Recording['joined']> {
  const gaps = gapsOf(files).map((gap) => ({ ...gap, atSeconds: sum(files.filter((file) => partNumber(file) < gap.beforePart), ({ durationSeconds }) => durationSeconds) }));
  return { parts: new Set(files.map(partNumber)).size, gaps };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const sum = <T>(values: readonly T[], figure: (value: T) => number): number => values.reduce((total, value) => total + figure(value), 0);
