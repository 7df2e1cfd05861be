import type { Host } from '@domain/host';
import type { SessionView } from '@domain/session';
import { chosenHost, chosenHostId, hostById } from './hosts';
import { loadOfHost } from './load';
import type { LoadWish } from './load-keeper';
import { focusedSession, isOpen, isRunning } from './selectors';
import type { AppState } from './state';
import { sessionInView } from './tiles';

type NamedHost = Pick<Host, 'id' | 'name'>;

/** The hosts that Capstan is connected to: the chosen one, then those that sessions run on. Load is known of these alone. */
export function connectedHosts(state: Pick<AppState, 'hosts' | 'status' | 'sessions'>): NamedHost[] {
  const chosen = chosenHost(state);
  const connected = new Map<string, NamedHost>(chosen ? [[chosen.id, chosen]] : []);
  for (const { host } of state.sessions.filter(isOpen)) {
    if (!connected.has(host.id)) connected.set(host.id, hostById(state, host.id) ?? host);
  }
  return [...connected.values()];
}

/** The host whose load is shown: the one that the page of the load was asked for, else that of the session in view. */
export function loadHost(state: AppState): NamedHost | null {
  const connected = connectedHosts(state);
  const wanted = [state.page === 'load' ? state.load.shownHostId : null, focusedSession(state)?.host.id];
  const shown = wanted.map((wantedId) => connected.find(({ id }) => id === wantedId)).find((host) => host !== undefined);
  return shown ?? connected[0] ?? null;
}

/** The running session in view, where it runs on the host whose load is shown: its share belongs beside it. */
export function loadSession(state: AppState): SessionView | null {
  const session = sessionInView(state);
  return session && isRunning(session) && session.host.id === loadHost(state)?.id ? session : null;
}

/** The load that is looked at, on the pages that show one; that of the chosen host only while it answers. */
export function loadWish(state: AppState): LoadWish | null {
  const { page, isConnecting, status, connection } = state;
  const hostId = loadHost(state)?.id;
  if (hostId === undefined || (page !== 'capture' && page !== 'load')) return null;
  const { wholeGpu } = loadOfHost(state.load, hostId);
  if (hostId !== chosenHostId(state)) return { hostId, connection: 'of a session', wholeGpu };
  if (isConnecting || status.state !== 'ready') return null;
  return { hostId, connection: `${connection} ${status.value.engine.kind}`, wholeGpu };
}
