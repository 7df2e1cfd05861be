import { hasEnded, type SessionView } from './session';

/** What a recording is at, as people are told. */
export type Activity = 'starting' | 'recording' | 'stopping' | 'paused' | 'waiting';

/** Null where it is over, or goes on as another session. */
export function activityOf({ state, isPaused, waitingFor, nextSessionId }: SessionView): Activity | null {
  if (!hasEnded(state)) return state;
  if (nextSessionId !== undefined) return null;
  if (isPaused) return 'paused';
  return waitingFor === undefined ? null : 'waiting';
}
