import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { hasEnded } from '@domain/session';
import { dataDirectory } from '../station/store/data-directory';
import type { Station } from '../station/types';

import { fileDialogs } from './dialogs';
import { openElectronStore } from './electron-store';
import { installFailureHandlers, report } from './failures';
import { closeForeignChannels, openIpc, sendEvent, sendPicture } from './ipc';
import { installMenu } from './menu';
import { PictureFlow } from './pictures';
import { registerAppScheme, serveApp } from './protocol';
import { installQuit } from './quit';
import { requestHandlers } from './requests';
import { StationHolder } from './station-holder';
import { WatchSessions } from './watch-sessions';
import { openWindow, refuseEverythingElse } from './window';
import { openWindowState } from './window-state';

const directory = dataDirectory(process.env);
const windowDirectory = join(directory, 'window');
let window: BrowserWindow | null = null;
let pictures: PictureFlow | null = null;
const watchSessions = new WatchSessions();

installFailureHandlers();
mkdirSync(windowDirectory, { recursive: true, mode: 0o700 });
app.setPath('userData', windowDirectory);
registerAppScheme();

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', focusWindow);
  void app.whenReady().then(start);
} else {
  process.stderr.write('capstan: the window is open already; it comes to the front.\n');
  app.quit();
}

function start(): void {
  refuseEverythingElse();
  serveApp(join(app.getAppPath(), 'out/renderer'));
  installMenu();
  window = openWindow(openWindowState(openElectronStore, windowDirectory));
  followWindow(window);

  const holder = new StationHolder(openStation);
  openIpc({
    contents: () => window?.webContents ?? null,
    handlers: requestHandlers({
      ready: () => holder.ready(),
      reopen: () => holder.reopen(),
      dialogs: fileDialogs(() => window),
      pictures: (station) => (pictures ??= pictureFlow(station)),
      watchSessions,
    }),
    onPictureDone: () => pictures?.done(),
    onInternal: report,
  });
  installQuit({
    window,
    station: () => holder.current,
    close: async () => {
      await watchSessions.endAll();
      await holder.current?.close();
    },
  });
}

/** The station is loaded after the window: nothing of it is needed for the first picture of the page. */
async function openStation(): Promise<Station> {
  const { openStation: open } = await import('../station/index');
  const station = await open({
    dataDirectory: directory,
    openStore: openElectronStore,
    engine: wantedEngine(),
    env: process.env,
    version: app.getVersion(),
  });
  closeForeignChannels();
  station.onEvent((event) => window && sendEvent(window.webContents, event));
  const openedAt = new Date().toISOString();
  void station.sessions
    .adopt()
    .then(() => endAbandoned(station, openedAt))
    .catch(report);
  return station;
}

/** Watching ends with its window; what a crash left behind watches for nobody. */
async function endAbandoned({ sessions }: Station, openedAt: string): Promise<void> {
  const abandoned = sessions
    .list()
    .filter(({ purpose, state, startedAt }) => purpose === 'watch' && !hasEnded(state) && startedAt < openedAt);
  await Promise.all(abandoned.map(({ id }) => sessions.get(id).stop()));
}

function wantedEngine(): 'auto' | 'docker' | 'local' {
  const wanted = app.commandLine.getSwitchValue('engine');
  if (wanted === 'docker' || wanted === 'local') return wanted;
  if (wanted !== '' && wanted !== 'auto') throw new Error(`--engine=${wanted}: there are auto, docker and local.`);
  return 'auto';
}

const pictureFlow = ({ sessions }: Station) =>
  new PictureFlow(sessions, (sessionId, jpeg) => window && sendPicture(window.webContents, sessionId, jpeg));

function followWindow(opened: BrowserWindow): void {
  const { webContents } = opened;
  const leavePage = () => {
    pictures?.reset();
    watchSessions.endAll().catch(report);
  };
  webContents.on('did-start-navigation', (_event, _url, isSameDocument, isMainFrame) => {
    if (isMainFrame && !isSameDocument) leavePage();
  });
  webContents.on('render-process-gone', (_event, { reason }) => {
    leavePage();
    report(new Error(`the page ended: ${reason}`));
    if (reason !== 'clean-exit' && !opened.isDestroyed()) webContents.reload();
  });
  opened.on('hide', () => pictures?.setVisible(false));
  opened.on('minimize', () => pictures?.setVisible(false));
  opened.on('show', () => pictures?.setVisible(true));
  opened.on('restore', () => pictures?.setVisible(true));
  opened.on('closed', () => {
    window = null;
  });
}

function focusWindow(): void {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
