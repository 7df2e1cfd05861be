import { join } from 'node:path';
import { app, shell, type BrowserWindow } from 'electron';
import type { AppCommand } from '@domain/app-commands';
import type { StationEvent } from '@domain/contract';
import { hasEnded } from '@domain/session';
import type { Station } from '../station/types';
import { isWriting, RecordingsWatch, type ActiveRecording } from './active-recordings';
import { report } from './failures';
import { KeepAwake } from './keep-awake';
import { installMenu } from './menu';
import { Notices, notify } from './notifications';
import type { PreferencesFile } from './preferences';
import type { Texts } from './texts';
import { TrayIcon } from './tray';

export interface DesktopOptions {
  readonly window: BrowserWindow;
  readonly preferences: PreferencesFile;
  readonly texts: Texts;
  readonly station: () => Station | null;
  readonly send: (command: AppCommand) => void;
  readonly sendEvent: (event: StationEvent) => void;
}

export interface Desktop {
  /** To be told of everything that the station says. */
  receive(event: StationEvent): void;
}

/** What the desktop shows of Capstan beside its window: menu bar, tray, notifications, and that the computer stays awake. */
export function runDesktop({ window, preferences, texts, station, send, sendEvent }: DesktopOptions): Desktop {
  const keepAwake = new KeepAwake();
  const views = () => station()?.sessions.list() ?? [];
  const notices = new Notices(texts, views);
  const tray = new TrayIcon(texts, {
    show: () => showWindow(window),
    send,
    stop: (id) => {
      station()?.sessions.get(id).stop().catch(report);
    },
    quit: () => app.quit(),
  });
  const update = (recordings: readonly ActiveRecording[]) => {
    installMenu({
      texts,
      recordings,
      send,
      openDocumentation: () => void openDocumentation(),
      isDevelopment: process.env['NODE_ENV'] === 'development',
    });
    tray.update(preferences.current.tray, recordings);
    keepAwake.set(preferences.current.keepAwake && recordings.some(isWriting));
  };
  const openDocumentation = async () => {
    const path = join(app.getAppPath(), 'README.md');
    const refused = await shell.openPath(path);
    if (refused !== '') sendEvent({ type: 'notice', message: texts.t('notices.notOpened', { path, reason: refused }) });
  };
  const watch = new RecordingsWatch(views, update);
  const updateAll = () => update(watch.now);
  updateAll();
  texts.onChange(updateAll);
  preferences.onChange((now) => {
    sendEvent({ type: 'preferences', preferences: now });
    updateAll();
    texts.follow(now, app.getPreferredSystemLanguages()).catch(report);
  });
  return {
    receive: (event) => {
      if (event.type !== 'session' && event.type !== 'cleaned') return;
      if (event.type === 'session' && (event.event?.type !== 'progress' || hasEnded(event.view.state))) watch.look();
      const notice = preferences.current.notifications && !window.isDestroyed() && !window.isFocused() ? notices.of(event) : null;
      if (notice === null) return;
      notify(notice, () => {
        showWindow(window);
        if (notice.sessionId !== null) sendEvent({ type: 'session-chosen', sessionId: notice.sessionId });
      });
    },
  };
}

export function showWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
