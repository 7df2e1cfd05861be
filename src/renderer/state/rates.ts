import type { SessionView } from '@domain/session';
import { secondsLeft } from '@domain/time-left';
import type { AppState } from './state';

/** How large a file was, and when it was told. */
interface SizeSample {
  readonly atMs: number;
  readonly sizeBytes: number;
}

/** Sizes of the last moment by session; oldest first. */
export type Sizes = Readonly<Record<string, readonly SizeSample[]>>;

const windowMs = 10_000;
const stepMs = 500;
/** Files grow in steps: over less time than this a rate would be that of one step. */
const shortestMs = 3000;

/** With the size that this view tells; without the session once it has ended. */
export function withSize(sizes: Sizes, { id, state, progress }: SessionView, atMs: number): Sizes {
  const known = sizes[id] ?? [];
  const isOver = state !== 'starting' && state !== 'recording';
  if (isOver) return id in sizes ? Object.fromEntries(Object.entries(sizes).filter(([other]) => other !== id)) : sizes;
  const sizeBytes = progress?.sizeBytes ?? null;
  const last = known.at(-1);
  if (sizeBytes === null || (last && atMs - last.atMs < stepMs)) return sizes;
  const recent = known.filter((sample, index) => index === known.length - 1 || atMs - sample.atMs <= windowMs);
  return { ...sizes, [id]: [...recent, { atMs, sizeBytes }] };
}

/** Over the last ten seconds; null while that is not known. */
export function recentBitRateKbps(sizes: Sizes, id: string): number | null {
  const samples = sizes[id] ?? [];
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs - first.atMs < shortestMs || last.sizeBytes < first.sizeBytes) return null;
  return ((last.sizeBytes - first.sizeBytes) * 8) / (last.atMs - first.atMs);
}

/** Until the disk of this recording is at its floor, at the rates of this moment; null where that is not known. */
export const secondsLeftNow = ({ sessions, sizes }: Pick<AppState, 'sessions' | 'sizes'>, session: SessionView): number | null =>
  secondsLeft(session, sessions, ({ id, progress }) => recentBitRateKbps(sizes, id) ?? progress?.bitRateKbps ?? null);
