import { app, dialog, type BrowserWindow } from 'electron';
import type { Station } from '../station/types';
import { activeRecordings, isWriting, type ActiveRecording } from './active-recordings';
import { report } from './failures';
import type { PreferencesFile } from './preferences';
import type { DesktopTexts } from './texts';

export interface QuitOptions {
  readonly window: BrowserWindow;
  readonly station: () => Station | null;
  readonly preferences: PreferencesFile;
  readonly texts: DesktopTexts;
  /** Keeps what is to be found again at the next start. */
  readonly remember: () => void;
  /** Ends what belongs to this process. Recorders live on. */
  readonly close: () => Promise<void>;
}

/** Longest wait for containers and connections to end, in milliseconds. */
const maximumCloseMilliseconds = 10_000;

/** Asks before it leaves recordings behind, then closes the station and quits once. */
export function installQuit(options: QuitOptions): void {
  const { window, station, close, preferences, texts } = options;
  let stage: 'running' | 'asking' | 'leaving' | 'left' = 'running';

  const leave = async (stop: readonly (() => Promise<unknown>)[]) => {
    stage = 'leaving';
    tryTo(options.remember);
    // A page that still ran would start what is being ended.
    window.destroy();
    const ended = Promise.all(stop.map(async (end) => end().catch(report)))
      .then(close)
      .catch(report);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, maximumCloseMilliseconds))]);
    stage = 'left';
    app.quit();
  };

  const ask = async () => {
    const sessions = station()?.sessions;
    const recordings = activeRecordings(sessions?.list() ?? []);
    if (!sessions || recordings.length === 0) return leave([]);
    stage = 'asking';
    const choice = await chosen(recordings);
    if (choice === 'cancel') {
      stage = 'running';
      return undefined;
    }
    return leave(choice === 'stop' ? recordings.map(({ id }) => () => sessions.get(id).stop()) : []);
  };

  const chosen = async (recordings: readonly ActiveRecording[]): Promise<'keep-recording' | 'stop' | 'cancel'> => {
    const { onQuit } = preferences.current;
    if (onQuit !== 'ask' && recordings.every(isWriting)) return onQuit;
    const { response, checkboxChecked } = await dialog.showMessageBox(window, quitQuestion(texts, recordings));
    const choice = (['keep-recording', 'stop', 'cancel'] as const)[response] ?? 'cancel';
    if (checkboxChecked && choice !== 'cancel') tryTo(() => preferences.set({ onQuit: choice }));
    return choice;
  };

  app.on('before-quit', (event) => {
    if (stage === 'left') return;
    event.preventDefault();
    if (stage !== 'running') return;
    ask().catch((thrown: unknown) => {
      if (stage === 'asking') stage = 'running';
      report(thrown);
    });
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

/** What cannot be kept is told, and keeps nobody from leaving. */
function tryTo(action: () => unknown): void {
  try {
    action();
  } catch (thrown) {
    report(thrown);
  }
}

export function quitQuestion({ t }: Pick<DesktopTexts, 't'>, recordings: readonly ActiveRecording[]) {
  const running = recordings.filter(isWriting).length;
  const waiting = recordings.length - running;
  const details = [running > 0 ? t('quit.runningDetail') : null, waiting > 0 ? t('quit.waitingDetail', { count: waiting }) : null];
  return {
    type: 'question' as const,
    title: t('quit.title'),
    message: running > 0 ? t('quit.running', { count: running }) : t('quit.waiting', { count: waiting }),
    detail: details.filter((detail) => detail !== null).join('\n'),
    buttons: [running > 0 ? t('quit.keep') : t('quit.leave'), t('quit.stop'), t('quit.cancel')],
    // What is paused or waits ends with the program: that is a question each time.
    ...(waiting === 0 && { checkboxLabel: t('quit.remember') }),
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  };
}
