import type { SessionView } from '@domain/session';
import { isRunning, recordingSessions } from './selectors';
import { recentBitRateKbps } from './rates';
import type { AppState } from './state';

/** Until the disk of this recording is at its floor, in seconds; null where space or rate is unknown. All that write there count. */
export function secondsLeft(state: Pick<AppState, 'sessions' | 'sizes'>, session: SessionView): number | null {
  if (!session.disk || !isRunning(session)) return null;
  const { freeBytes, floorBytes } = session.disk;
  const writing = recordingSessions(state).filter((other) => isRunning(other) && other.host.id === session.host.id);
  const kbps = writing.reduce((sum, other) => sum + (recentBitRateKbps(state.sizes, other.id) ?? other.progress?.bitRateKbps ?? 0), 0);
  return kbps > 0 ? (Math.max(0, freeBytes - floorBytes) * 8) / (kbps * 1000) : null;
}
