import type { Gap } from '@domain/gap';
import { partNumber, type Recording } from '@domain/recording';
import type { WholeRecording } from '@domain/recording-parts';

/** A line of the table: a recording in one file, all of one in parts, or a part of it. */
export interface RecordingRow {
  readonly key: string;
  readonly whole: WholeRecording;
  /** What it is of: all files of the recording, or the one of a part. */
  readonly files: readonly [Recording, ...Recording[]];
  /** 2 for what is shown below the line of all parts. */
  readonly level: 1 | 2;
  /** Null where there is nothing to unfold. */
  readonly isOpen: boolean | null;
  /** What is missing right before it. */
  readonly gap: Gap | null;
}

export const wholeKey = ({ id }: Pick<WholeRecording, 'id'>): string => `whole-${id}`;
export const isWhole = ({ isOpen }: RecordingRow): boolean => isOpen !== null;

/** Recordings as lines; those that are unfolded have their parts below them. @param open ids of recordings */
export function rowsOf(wholes: readonly WholeRecording[], open: ReadonlySet<string>): readonly RecordingRow[] {
  return wholes.flatMap((whole): RecordingRow[] => {
    const { id, files } = whole;
    if (files.length === 1) return [{ key: files[0].id, whole, files, level: 1, isOpen: null, gap: null }];
    const all: RecordingRow = { key: wholeKey(whole), whole, files, level: 1, isOpen: open.has(id), gap: null };
    return open.has(id) ? [all, ...files.map((file, index) => partRow(whole, file, files[index - 1]))] : [all];
  });
}

function partRow(whole: WholeRecording, file: Recording, before: Recording | undefined): RecordingRow {
  const isBegin = before !== undefined && partNumber(before) !== partNumber(file);
  const gap = isBegin ? (whole.gaps.find(({ beforePart }) => beforePart === partNumber(file)) ?? null) : null;
  return { key: file.id, whole, files: [file], level: 2, isOpen: null, gap };
}

/** Each once, though a part and its whole may both be chosen. */
export const filesOf = (rows: readonly RecordingRow[]): readonly Recording[] => [...new Map(rows.flatMap(({ files }) => files.map((file) => [file.id, file] as const))).values()];

/** What to add up: a part whose whole is among them counts with it. */
export function counted(rows: readonly RecordingRow[]): readonly { readonly durationSeconds: number; readonly sizeBytes: number }[] {
  const keys = new Set(rows.map(({ key }) => key));
  return rows.flatMap((row) => (row.level === 2 && keys.has(wholeKey(row.whole)) ? [] : [isWhole(row) ? row.whole : row.files[0]]));
}
