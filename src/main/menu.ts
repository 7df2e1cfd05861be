import { Menu, type MenuItemConstructorOptions } from 'electron';
import { accelerators, type AppCommand } from '@domain/app-commands';
import { isWriting, type ActiveRecording } from './active-recordings';
import type { DesktopTexts } from './texts';

export interface MenuOptions {
  readonly texts: Pick<DesktopTexts, 't'>;
  readonly recordings: readonly ActiveRecording[];
  readonly send: (command: AppCommand) => void;
  readonly openDocumentation: () => void;
  readonly isDevelopment: boolean;
}

export const installMenu = (options: MenuOptions): void => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));

/** The menu bar in the reader's language. Keys of commands are shown here and handled by the page. */
export function menuTemplate({ texts: { t }, recordings, send, openDocumentation, isDevelopment }: MenuOptions): MenuItemConstructorOptions[] {
  const command = (name: AppCommand, enabled = true): MenuItemConstructorOptions => ({
    id: name,
    label: t(`commands.${name}`),
    enabled,
    ...(accelerators[name] !== undefined && { accelerator: accelerators[name], registerAccelerator: false }),
    click: () => send(name),
  });
  const role = (name: NonNullable<MenuItemConstructorOptions['role']> & keyof typeof roleWords): MenuItemConstructorOptions => ({
    role: name,
    label: t(roleWords[name]),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const isActive = recordings.length > 0;
  const canPause = recordings.some(({ state }) => state === 'recording' || state === 'paused');
  const isWritten = recordings.some(isWriting);
  return [
    {
      label: t('menu.capture'),
      submenu: [
        command('record'),
        command('pause', canPause),
        command('stop', isActive),
        line,
        command('still', isWritten),
        command('copy-still', isWritten),
        line,
        command('preferences'),
        line,
        role('quit'),
      ],
    },
    {
      label: t('menu.presets'),
      submenu: [command('save-preset'), command('save-preset-as'), command('find-preset'), line, command('import-presets'), command('export-presets')],
    },
    {
      label: t('menu.edit'),
      submenu: [role('undo'), role('redo'), line, role('cut'), role('copy'), role('paste'), role('delete'), line, role('selectAll')],
    },
    {
      label: t('menu.view'),
      submenu: [
        command('show-capture'),
        command('show-recordings'),
        command('show-hosts'),
        command('show-load'),
        command('show-doctor'),
        command('show-benchmark'),
        line,
        command('toggle-grid'),
        command('full-screen-picture'),
        command('toggle-side-panel'),
        line,
        role('zoomIn'),
        role('zoomOut'),
        role('resetZoom'),
        line,
        role('togglefullscreen'),
        ...(isDevelopment ? [line, role('toggleDevTools')] : []),
      ],
    },
    { label: t('menu.window'), submenu: [role('minimize'), role('close')] },
    {
      label: t('menu.help'),
      submenu: [
        command('shortcuts'),
        { id: 'documentation', label: t('menu.documentation'), click: openDocumentation },
        command('report'),
        line,
        command('about'),
      ],
    },
  ];
}

const roleWords = {
  quit: 'menu.quit',
  undo: 'menu.undo',
  redo: 'menu.redo',
  cut: 'menu.cut',
  copy: 'menu.copy',
  paste: 'menu.paste',
  delete: 'menu.delete',
  selectAll: 'menu.selectAll',
  zoomIn: 'menu.zoomIn',
  zoomOut: 'menu.zoomOut',
  resetZoom: 'menu.resetZoom',
  togglefullscreen: 'menu.fullScreen',
  toggleDevTools: 'menu.developerTools',
  minimize: 'menu.minimize',
  close: 'menu.close',
} as const;
