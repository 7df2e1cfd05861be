import { Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';

/** A key that the page itself handles; the menu shows it and presses it. */
const pageKey = (label: string, accelerator: string, keyCode: string): MenuItemConstructorOptions => ({
  label,
  accelerator,
  registerAccelerator: false,
  click: (_item, window) => {
    const contents = (window as BrowserWindow | undefined)?.webContents;
    for (const type of ['keyDown', 'keyUp'] as const)
      contents?.sendInputEvent({ type, keyCode, modifiers: ['control'] });
  },
});

export function installMenu(): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: '&Capture',
        submenu: [
          pageKey('&Record', 'Ctrl+R', 'r'),
          pageKey('&Stop', 'Ctrl+.', '.'),
          { type: 'separator' },
          pageKey('Save &preset', 'Ctrl+S', 's'),
          { type: 'separator' },
          { role: 'close' },
          { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
          { role: 'toggleDevTools' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}
