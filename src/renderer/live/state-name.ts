import type { SessionView } from '@domain/session';
import { focusedSession, isRunning, isWaiting, sessionById } from '../state/selectors';
import type { AppState } from '../state/state';
import { sourceTile, type TileId } from '../state/tiles';

/** Names of states: each has a word in `live.json`, and dots and edges go by them. */
export type StateName =
  | SessionView['state']
  | 'paused'
  | 'waiting'
  | 'idle'
  | 'connecting'
  | 'away'
  | 'opening'
  | 'live'
  | 'no-picture';

export function sessionStateName(session: SessionView): StateName {
  if (!isWaiting(session)) return session.state;
  return session.isPaused === true ? 'paused' : 'waiting';
}

/** Of the chosen source and its live picture. */
function sourceStateName({ isConnecting, status, watch, pictured }: AppState): StateName {
  if (isConnecting) return 'connecting';
  if (status.state === 'failed') return 'away';
  if (watch.state === 'live') return pictured.includes(watch.id) ? 'live' : 'opening';
  return ({ off: 'idle', starting: 'opening', failed: 'no-picture' } as const)[watch.state];
}

export function tileStateName(state: AppState, tile: TileId): StateName {
  const session = tile === sourceTile ? null : sessionById(state, tile);
  return session ? sessionStateName(session) : sourceStateName(state);
}

/** Of what is in view, or of the recording that is being started. */
export function stateNameInView(state: AppState): StateName {
  const session = focusedSession(state);
  if (state.launch.state === 'starting' && !(session && isRunning(session))) return 'starting';
  return session ? sessionStateName(session) : sourceStateName(state);
}
