import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, session } from 'electron';
import { appUrl, isAppUrl } from './app-url';
import { windowIcon } from './icons';
import { minimumSize, type WindowState } from './window-state';

/** Colours of the page before its styles are there, so that nothing flashes. */
const backgrounds = { light: '#f8f9fa', dark: '#1a1b1e' };

/** A window that shows capstan://app/ and nothing else: no other page, no second window, no permission but to fill the screen. `root` holds the build. */
export function openWindow(state: WindowState, root = app.getAppPath()): BrowserWindow {
  const window = new BrowserWindow({
    ...state.bounds,
    ...minimumSize,
    show: false,
    title: 'Capstan',
    icon: windowIcon(),
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload: join(root, 'out/preload/index.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: !app.isPackaged,
      // Files are asked for by the dialogs of this process alone.
      disableBlinkFeatures: 'FileSystemAccessLocal',
    },
  });
  window.once('ready-to-show', () => {
    if (state.isMaximized) window.maximize();
    window.show();
  });
  // Nobody is asked before about:blank: the page comes back.
  window.webContents.on('did-navigate', (_event, url) => {
    if (!isAppUrl(url)) void window.loadURL(appUrl);
  });
  void window.loadURL(appUrl);
  return window;
}

/** To be called before the first window. */
export function refuseEverythingElse(): void {
  // Filling the screen with the picture is all that the page may ask for.
  session.defaultSession.setPermissionRequestHandler((contents, permission, answer) => answer(permission === 'fullscreen' && isAppUrl(contents.getURL())));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
  // A link of the page would write a file, under a name of its choice, or ask for one.
  session.defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
