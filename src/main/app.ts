import { app, type BrowserWindow } from 'electron';
import type { StationEvent } from '@domain/contract';
import { languageFor } from '@domain/preferences';
import { hasEnded } from '@domain/session';
import type { Station } from '../station/types';
import { about } from './about';
import { runDesktop, showWindow } from './desktop';
import { fileDialogs } from './dialogs';
import { report } from './failures';
import { openIpc, sendCommand, sendEvent, sendPicture } from './ipc';
import { LoadFlow } from './load-flow';
import type { MediaFiles } from './media';
import type { OpenedFiles } from './opened-files';
import { PresetOffers } from './opened-presets';
import { PictureFlow } from './pictures';
import type { PreferencesFile } from './preferences';
import { installQuit } from './quit';
import { RecentlyPlayed } from './recently-played';
import { RecordStarts } from './record-starts';
import { Removals } from './removals';
import { Reports } from './report';
import { requestHandlers } from './requests';
import { stillImages } from './still-images';
import { Stills } from './stills';
import { StationHolder } from './station-holder';
import { Tools } from './tools';
import { Texts } from './texts';
import { WatchSessions } from './watch-sessions';
import { saveWindowState } from './window-state';

export interface AppOptions {
  readonly preferences: PreferencesFile;
  readonly openedFiles: OpenedFiles;
  readonly window: BrowserWindow;
  readonly directory: string;
  readonly windowDirectory: string;
}

/** Joins the window and the station: requests, events, pictures, and the end of both. Answers what the page may show of recordings. */
export async function runApp({ window, directory, windowDirectory, preferences, openedFiles }: AppOptions): Promise<MediaFiles> {
  const texts = await Texts.open(languageFor(preferences.current.language, app.getPreferredSystemLanguages()));
  const contents = window.webContents;
  const watchSessions = new WatchSessions();
  const played = new RecentlyPlayed();
  let pictures: PictureFlow | null = null;
  const pictureFlow = ({ sessions }: Station) =>
    (pictures ??= new PictureFlow(sessions, (picture) => sendPicture(contents, picture)));
  const tell = (event: StationEvent) => sendEvent(contents, event);
  const desktop = runDesktop({
    window,
    preferences,
    texts,
    station: () => holder.current,
    send: (command) => sendCommand(contents, command),
    sendEvent: tell,
  });
  const holder: StationHolder = new StationHolder(() =>
    openStation(directory, () => new Set([...removals.hiddenIds, ...played.ids()]), (event) => {
      tell(event);
      desktop.receive(event);
    }),
  );
  const dialogs = fileDialogs(window, texts);
  const removals = new Removals({ station: () => holder.ready(), moveToBin: (path) => dialogs.moveToBin(path), emit: tell, texts });
  const reports = new Reports({ station: () => holder.ready(), about });
  const tools = new Tools({ ready: () => holder.ready(), dialogs, emit: tell });
  const load = new LoadFlow({ watch: async (wish) => (await holder.ready()).watchLoad(wish), onFailure: report });

  openIpc({
    contents,
    handlers: requestHandlers({
      ready: () => holder.ready(),
      reopen: () => holder.reopen(),
      dialogs,
      removals,
      preferences,
      reports,
      presetOffers: new PresetOffers(openedFiles),
      pictures: pictureFlow,
      watchSessions,
      recordStarts: new RecordStarts(),
      stills: new Stills({ images: stillImages, reveal: (path) => dialogs.reveal(path), onTrouble: report }),
      load,
      tools,
    }),
    onPictureDone: () => pictures?.done(),
    onInternal: report,
    onRefused: (name, error) => reports.note(name, error),
  });
  openedFiles.onAdded(() => sendEvent(contents, { type: 'presets-opened' }));
  installQuit({
    window,
    station: () => holder.current,
    preferences,
    texts,
    remember: () => saveWindowState(windowDirectory, window),
    close: async () => {
      await Promise.all([watchSessions.endAll(), tools.endAll()]);
      await removals.finish();
      await (await holder.settled())?.close();
    },
  });
  followWindow(window, {
    onPageGone: () => {
      pictures?.reset();
      removals.hold(false);
      watchSessions.endAll().catch(report);
      tools.endAll().catch(report);
      if (holder.current) load.set(null).catch(report);
    },
    onVisible: (visible) => {
      pictures?.setVisible(visible);
      load.setVisible(visible);
    },
  });
  return {
    thumbnail: async (id) => (await holder.ready()).thumbnail(id),
    recording: async (id) => {
      played.add(id);
      return (await holder.ready()).recordings.get(id).path;
    },
    playable: async (id) => {
      played.add(id);
      return (await holder.ready()).conversions.playable(id);
    },
  };
}

async function openStation(directory: string, busyIds: () => ReadonlySet<string>, onEvent: (event: StationEvent) => void): Promise<Station> {
  const [{ openStation: open }, { openElectronStore }, { safeCredentials }] = await Promise.all([
    import('../station/index'),
    import('./electron-store'),
    import('./safe-credentials'),
  ]);
  const station = await open({
    dataDirectory: directory,
    openStore: openElectronStore,
    engine: wantedEngine(),
    credentials: safeCredentials(directory),
    env: process.env,
    version: app.getVersion(),
  });
  station.onEvent(onEvent);
  const openedAt = new Date().toISOString();
  void station.sessions
    .adopt()
    .then(() => endAbandoned(station, openedAt))
    .then(() => station.upkeep.begin(busyIds))
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

/** A page that ends again this soon after it was loaded anew would do so for ever. */
const crashLoopMilliseconds = 10_000;

interface PageListener {
  readonly onPageGone: () => void;
  readonly onVisible: (visible: boolean) => void;
}

function followWindow(window: BrowserWindow, { onPageGone, onVisible }: PageListener): void {
  const { webContents } = window;
  // A navigation that was refused leaves the page as it is; one that took place was a reload.
  webContents.on('did-navigate', onPageGone);
  let lastCrash = Number.NEGATIVE_INFINITY;
  webContents.on('render-process-gone', (_event, { reason }) => {
    onPageGone();
    if (reason === 'clean-exit') return;
    const isLoop = performance.now() - lastCrash < crashLoopMilliseconds;
    lastCrash = performance.now();
    if (isLoop) throw new Error(`The page of the window ended twice in a row: ${reason}. Recordings go on.`);
    report(new Error(`the page ended: ${reason}`));
    webContents.reload();
  });
  for (const [event, visible] of [
    ['hide', false],
    ['minimize', false],
    ['show', true],
    ['restore', true],
  ] as const) {
    window.on(event as 'show', () => onVisible(visible));
  }
  app.on('second-instance', () => showWindow(window));
}
