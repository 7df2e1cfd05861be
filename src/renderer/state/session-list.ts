import { hasEnded, type SessionView } from '@domain/session';
import { withoutSessionLoad } from './load';
import { isOpen, isRunning, recordingSessions } from './selectors';
import type { AppState, Focus } from './state';
import { withoutTransfers } from './transfers';

/** The newest view of each session; an ended one is not brought back by a late message. */
export function withSession(state: AppState, view: SessionView): AppState {
  const known = state.sessions.find(({ id }) => id === view.id);
  if (known && hasEnded(known.state) && !hasEnded(view.state)) return state;
  const ended = hasEnded(view.state);
  // An ended watch has nothing left to show; an ended recording stays until it is dismissed, if it ended here or goes on later.
  const keep = isOpen(view) || (view.purpose === 'record' && known !== undefined);
  const sessions = known
    ? state.sessions.map((session) => (session.id === view.id ? view : session))
    : [...state.sessions, view];
  const next: AppState = {
    ...state,
    focus: followed(state.focus, view, known),
    sessions: keep ? sessions : sessions.filter(({ id }) => id !== view.id),
    layout: isSecondRecording(state, view) ? 'grid' : state.layout,
    pictured: ended ? state.pictured.filter((id) => id !== view.id) : state.pictured,
    transfers: ended ? withoutTransfers(state.transfers, ({ sessionId }) => sessionId === view.id) : state.transfers,
    load: ended ? withoutSessionLoad(state.load, view.id) : state.load,
    levels: ended && state.levels?.sessionId === view.id ? null : state.levels,
  };
  const isWatch = ended && state.watch.state === 'live' && state.watch.id === view.id;
  return isWatch ? { ...next, watch: view.error ? { state: 'failed', error: view.error } : { state: 'off' } } : next;
}

/** A recording that went on without this window is what is looked at first. */
export function withRunningInView(state: AppState, before: AppState): AppState {
  const running = before.sessions.length === 0 ? recordingSessions(state).findLast(isOpen) : undefined;
  return running && state.focus.on === 'source' ? { ...state, focus: { on: 'session', id: running.id } } : state;
}

/** Several recordings are seen beside each other, until the user looks at one alone. */
function isSecondRecording(state: AppState, view: SessionView): boolean {
  const running = recordingSessions(state).filter(isRunning);
  return view.purpose === 'record' && isRunning(view) && running.length === 1 && running[0]?.id !== view.id;
}

/** What goes on in another session is looked at there; a look back at the first one stays. */
function followed(focus: Focus, { id, nextSessionId }: SessionView, known: SessionView | undefined): Focus {
  const isNews = nextSessionId !== undefined && known?.nextSessionId === undefined;
  return isNews && focus.on === 'session' && focus.id === id ? { on: 'session', id: nextSessionId } : focus;
}

/** It comes into view where it is known still; else only the page does. */
export function chosenOutside(state: AppState, id: string): AppState {
  const isKnown = state.sessions.some((session) => session.id === id);
  return { ...state, page: 'capture', dialog: null, focus: isKnown ? { on: 'session', id } : state.focus };
}

/** With its earlier parts, which nothing shows any more. */
export function dismissed(state: AppState, id: string): AppState {
  const session = state.sessions.find((other) => other.id === id);
  if (!session || isOpen(session)) return state;
  const first = session.part?.firstSessionId ?? id;
  const isGone = (other: SessionView) => other.id === id || (other.nextSessionId !== undefined && (other.id === first || other.part?.firstSessionId === first));
  const sessions = state.sessions.filter((other) => !isGone(other));
  const isLost = state.focus.on === 'session' && !sessions.some((other) => state.focus.on === 'session' && other.id === state.focus.id);
  return { ...state, sessions, focus: isLost ? { on: 'source' } : state.focus };
}

/** One that is not listed yet has just ended; one that was, and is not any more, is gone until it is put back. */
export function withRecordings(state: AppState, recordings: AppState['recordings']): AppState {
  if (recordings.state !== 'ready') return { ...state, recordings };
  const before = state.recordings.state === 'ready' ? state.recordings.value : [];
  const listed = new Set(recordings.value.map(({ id }) => id));
  const gone = [...new Set([...state.goneRecordings, ...before.map(({ id }) => id)])].filter((id) => !listed.has(id));
  // Nothing is left to show of one that ended well.
  const over = state.sessions.filter(({ id, error, nextSessionId }) => gone.includes(id) && error === null && nextSessionId === undefined);
  return over.reduce<AppState>((next, { id }) => dismissed(next, id), { ...state, recordings, goneRecordings: gone });
}
