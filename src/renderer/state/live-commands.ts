import type { Still } from '@domain/contract';
import type { SessionView } from '@domain/session';
import { trying, type CommandServices } from './asking';
import { focusedSession, isOpen, isRunning, isWaiting, recordingSessions } from './selectors';
import { pictureSessionId } from './tiles';
import type { WatchKeeper } from './watch-keeper';

export interface LiveServices extends CommandServices {
  readonly picture: Pick<WatchKeeper, 'hold' | 'release'>;
}

/** What is done to the picture or recording in view while it goes on. */
export function liveCommands({ request, store, now, picture }: LiveServices) {
  const { dispatch } = store;
  const tried = trying(store);
  const tell = (view: SessionView | undefined) => {
    if (view) dispatch({ type: 'station-event', event: { type: 'session', view, event: null }, atMs: now() });
  };
  const resume = async (id: string) => {
    picture.hold();
    tell(await tried(() => request('sessions.resume', { id })));
    picture.release();
  };
  const stop = async (id: string) => tell(await tried(() => request('sessions.stop', { id })));
  const cancelStart = async () => {
    dispatch({ type: 'record-cancelling' });
    await tried(() => request('sessions.cancelStart'));
  };
  return {
    stop,
    cancelStart,
    /** Stops the recording in view or ends its waiting; calls off one that is being started, or stops the only one that is open. */
    stopInView: async () => {
      const state = store.get();
      const focused = focusedSession(state);
      const open = recordingSessions(state).filter(isOpen);
      const inView = focused && isOpen(focused) ? focused : undefined;
      if (!inView && state.launch.state === 'starting') return cancelStart();
      const session = inView ?? (open.length === 1 ? open[0] : undefined);
      if (session) await stop(session.id);
    },
    /** Pauses the recording in view, or resumes it. */
    pauseOrResume: async () => {
      const session = focusedSession(store.get());
      if (!session) return;
      const { id } = session;
      if (session.isPaused === true && isWaiting(session)) await resume(id);
      else if (isRunning(session)) tell(await tried(() => request('sessions.pause', { id })));
    },
    /** The picture in view as a file or on the clipboard; undefined where there is none, or it failed. */
    takeStill: async (to: 'file' | 'clipboard'): Promise<Still | undefined> => {
      const sessionId = pictureSessionId(store.get());
      return sessionId === null ? undefined : tried(() => request('stills.take', { sessionId, to }));
    },
    revealStill: async (path: string) => {
      await tried(() => request('stills.reveal', { path }));
    },
  };
}
