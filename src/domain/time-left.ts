import { hasEnded, type SessionView } from './session';
import { formatSpace } from './units';

/** Below this much time the disk is spoken of, in seconds. */
export const shortSeconds = 600;

/** Null where the rate is not known yet, in kbit/s. */
export type RateOf = (view: SessionView) => number | null;

const averageRateKbps: RateOf = ({ progress }) => progress?.bitRateKbps ?? null;

/**
 * Until the disk that this recording writes to is at its floor, in seconds. All recordings that run on its host count;
 * null where the space is not known, or the rate of one of them.
 */
export function secondsLeft({ host, state, disk }: SessionView, views: readonly SessionView[], rateKbps = averageRateKbps): number | null {
  if (!disk || hasEnded(state)) return null;
  const rates = views.filter((other) => isWriting(other) && other.host.id === host.id).map(rateKbps);
  const sumKbps = rates.reduce((sum, rate) => (sum === null || rate === null ? null : sum + rate), 0);
  return sumKbps ? (Math.max(0, disk.freeBytes - disk.floorBytes) * 8) / (sumKbps * 1000) : null;
}

/** An average over less than this says little of the rest, in seconds. */
const settledSeconds = 3;

/** What is said of a disk that fills up; null where there is more time left, or where that is not known yet. */
export function diskWarning(view: SessionView, views: readonly SessionView[]): string | null {
  const seconds = (view.progress?.timeSeconds ?? 0) < settledSeconds ? null : secondsLeft(view, views);
  if (seconds === null || seconds > shortSeconds || !view.disk) return null;
  const { freeBytes, floorBytes } = view.disk;
  const left = seconds < 60 ? `${Math.floor(seconds)} s` : `${Math.floor(seconds / 60)} min`;
  return `The disk is full in about ${left}: ${formatSpace(freeBytes)} are free, and the recording is closed at ${formatSpace(floorBytes)}. Free some space there.`;
}

const isWriting = ({ purpose, state }: SessionView): boolean => purpose === 'record' && !hasEnded(state);
