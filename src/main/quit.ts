import { app, dialog, type BrowserWindow } from 'electron';
import { hasEnded } from '@domain/session';
import type { Station } from '../station/types';

export interface QuitOptions {
  readonly window: BrowserWindow;
  readonly station: () => Station | null;
  /** Keeps what is to be found again at the next start. */
  readonly remember: () => void;
  /** Ends what belongs to this process. Recorders live on. */
  readonly close: () => Promise<void>;
}

/** Longest wait for containers and connections to end, in milliseconds. */
const maximumCloseMilliseconds = 10_000;

/** Asks before it leaves recordings behind, then closes the station and quits once. */
export function installQuit(options: QuitOptions): void {
  const { window, station, close } = options;
  let stage: 'running' | 'asking' | 'leaving' | 'left' = 'running';

  const leave = async (stop: readonly (() => Promise<unknown>)[]) => {
    stage = 'leaving';
    options.remember();
    // A page that still ran would start what is being ended.
    window.destroy();
    const ended = Promise.allSettled(stop.map((end) => end())).then(close);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, maximumCloseMilliseconds))]);
    stage = 'left';
    app.quit();
  };

  const ask = async () => {
    const sessions = station()?.sessions;
    const recording = sessions?.list().filter(({ purpose, state }) => purpose === 'record' && !hasEnded(state)) ?? [];
    if (!sessions || recording.length === 0) return leave([]);
    stage = 'asking';
    const { response } = await dialog.showMessageBox(window, question(recording.length));
    if (response === 2) stage = 'running';
    else
      await leave(
        response === 1
          ? recording.map(
              ({ id }) =>
                () =>
                  sessions.get(id).stop(),
            )
          : [],
      );
  };

  app.on('before-quit', (event) => {
    if (stage === 'left') return;
    event.preventDefault();
    if (stage === 'running') void ask();
  });
  // Closing the window asks the same question, while there is still a window to ask in.
  window.on('close', (event) => {
    if (stage === 'left') return;
    event.preventDefault();
    app.quit();
  });
  // The desktop or an administrator ends the app: nobody is there to ask, and recorders live on.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      if (stage === 'running' || stage === 'asking') void leave([]);
    });
  }
}

const question = (count: number) => ({
  type: 'question' as const,
  title: 'Quit Capstan',
  message: count === 1 ? 'A recording is running.' : `${count} recordings are running.`,
  detail: 'Recordings go on without the window. Capstan shows them again at the next start.',
  buttons: ['Keep recording', 'Stop and quit', 'Cancel'],
  defaultId: 0,
  cancelId: 2,
  noLink: true,
});
