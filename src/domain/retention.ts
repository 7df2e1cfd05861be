import { z } from 'zod';
import { inPartOrder, type Recording } from './recording';

/** When recordings of this computer are removed by themselves; null: never for that reason. */
export const retentionSchema = z.strictObject({
  /** Older than this many days, by their end. */
  olderThanDays: z.int().min(1).max(36_500).nullable(),
  /** All together larger than this, in GiB. */
  largerThanGib: z.number().min(1).max(1_000_000).nullable(),
  /** Less free than this on the disk of the recordings, in GiB. */
  keepFreeGib: z.number().min(1).max(1_000_000).nullable(),
});
export type Retention = z.infer<typeof retentionSchema>;

export const noRetention: Retention = { olderThanDays: null, largerThanGib: null, keepFreeGib: null };
export const retainsAll = (limits: Retention): boolean => Object.values(limits).every((limit) => limit === null);

export const retentionReasons = ['age', 'size', 'space'] as const;
export type RetentionReason = (typeof retentionReasons)[number];

/** A recording that was removed by a limit, for the log of them. */
export const removedRecordingSchema = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  /** ISO 8601, UTC, as `removedAt`. */
  startedAt: z.string(),
  reason: z.enum(retentionReasons),
  removedAt: z.string(),
});
export type RemovedRecording = z.infer<typeof removedRecordingSchema>;

/** What a decision is taken by: `recordings` are those whose files are there, and are as they were recorded. */
export interface RetentionFacts {
  readonly recordings: readonly RetainedRecording[];
  /** Recordings that something is at: they run or wait, are converted, copied, played, or about to be put back. */
  readonly busyIds: ReadonlySet<string>;
  readonly limits: Retention;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** On the disk of the recordings folder; null where it cannot be seen. */
  readonly freeBytes: number | null;
}

export type RetainedRecording = Pick<Recording, 'id' | 'startedAt' | 'durationSeconds' | 'sizeBytes' | 'kept' | 'part'> & {
  /** Whether its file lies on the disk whose free space is told. */
  readonly isOnDisk: boolean;
};

export interface RetentionChoice<T extends RetainedRecording = RetainedRecording> {
  readonly recording: T;
  readonly reason: RetentionReason;
}

/** What ended less long ago may still go on, in a process that this one knows nothing of. */
export const settledSeconds = 600;
const dayMs = 24 * 60 * 60 * 1000;
const gibibyte = 1024 ** 3;

/** What goes, oldest first, the parts of a recording together, until the limits hold; kept ones and those in use stay. */
export function retentionChoice<T extends RetainedRecording>(facts: Omit<RetentionFacts, 'recordings'> & { readonly recordings: readonly T[] }): RetentionChoice<T>[] {
  const { recordings, busyIds, limits, nowMs, freeBytes } = facts;
  const wholes = wholesOf(recordings);
  const isFree = ({ firstId, parts, endMs }: Whole<T>) => !busyIds.has(firstId) && parts.every(({ id, kept }) => kept !== true && !busyIds.has(id)) && nowMs - endMs >= settledSeconds * 1000;
  let totalBytes = recordings.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let free = freeBytes;
  const reasonOf = ({ endMs, diskBytes }: Whole<T>): RetentionReason | null => {
    if (limits.olderThanDays !== null && nowMs - endMs > limits.olderThanDays * dayMs) return 'age';
    if (limits.largerThanGib !== null && totalBytes > limits.largerThanGib * gibibyte) return 'size';
    return limits.keepFreeGib !== null && free !== null && free < limits.keepFreeGib * gibibyte && diskBytes > 0 ? 'space' : null;
  };
  const chosen: RetentionChoice<T>[] = [];
  for (const whole of wholes.filter(isFree)) {
    const reason = reasonOf(whole);
    if (reason === null) continue;
    chosen.push(...whole.parts.map((recording) => ({ recording, reason })));
    totalBytes -= whole.bytes;
    free = free === null ? null : free + whole.diskBytes;
  }
  return chosen;
}

/** A recording with all its parts. */
interface Whole<T> {
  readonly firstId: string;
  readonly parts: readonly T[];
  readonly endMs: number;
  readonly bytes: number;
  readonly diskBytes: number;
}

function wholesOf<T extends RetainedRecording>(recordings: readonly T[]): Whole<T>[] {
  const groups = new Map<string, T[]>();
  for (const recording of recordings) {
    const key = recording.part?.firstSessionId ?? recording.id;
    groups.set(key, [...(groups.get(key) ?? []), recording]);
  }
  const wholes = [...groups].map(([firstId, parts]) => ({
    firstId,
    parts: parts.toSorted(inPartOrder),
    endMs: Math.max(...parts.map(({ startedAt, durationSeconds }) => Date.parse(startedAt) + durationSeconds * 1000)),
    bytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    diskBytes: parts.reduce((sum, { isOnDisk, sizeBytes }) => sum + (isOnDisk ? sizeBytes : 0), 0),
  }));
  return wholes.toSorted((a, b) => a.endMs - b.endMs);
}
