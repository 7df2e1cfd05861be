import { hasEnded, type SessionView } from './session';

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

const isWriting = ({ purpose, state }: SessionView): boolean => purpose === 'record' && !hasEnded(state);
