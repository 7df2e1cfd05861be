import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { languageFor } from '@domain/preferences';
import { dataDirectory } from '../station/store/data-directory';
import { installFailureHandlers } from './failures';
import type { MediaFiles } from './media';
import { OpenedFiles, presetFilesOf } from './opened-files';
import { registerAppScheme, serveApp } from './protocol';
import { openWindow, refuseEverythingElse } from './window';
import { readWindowState } from './window-state';

const directory = dataDirectory(process.env);
const windowDirectory = join(directory, 'window');

installFailureHandlers();
mkdirSync(windowDirectory, { recursive: true, mode: 0o700 });
app.setPath('userData', windowDirectory);
registerAppScheme();

const openedFiles = new OpenedFiles(presetFilesOf(process.argv, process.cwd()));
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, words, workingDirectory) => openedFiles.add(presetFilesOf(words, workingDirectory)));
  void app.whenReady().then(start);
} else {
  process.stderr.write('capstan: the window is open already; it comes to the front.\n');
  app.quit();
}

/** The window first: everything else is loaded while its page is. */
async function start(): Promise<void> {
  refuseEverythingElse();
  let openMedia: (files: MediaFiles) => void = () => undefined;
  const media = new Promise<MediaFiles>((resolve) => {
    openMedia = resolve;
  });
  const preferences = import('./preferences').then(({ PreferencesFile }) => new PreferencesFile(windowDirectory));
  serveApp({
    root: join(app.getAppPath(), 'out/renderer'),
    media: () => media,
    language: async () => languageFor((await preferences).current.language, app.getPreferredSystemLanguages()),
  });
  const window = openWindow(readWindowState(windowDirectory));
  const { runApp } = await import('./app');
  openMedia(await runApp({ window, directory, windowDirectory, preferences: await preferences, openedFiles }));
}
