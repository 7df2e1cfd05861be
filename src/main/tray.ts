import { nativeTheme, Tray, Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppCommand } from '@domain/app-commands';
import { formatsFor } from '@locales/formats';
import { isWriting, type ActiveRecording } from './active-recordings';
import { trayIcon } from './icons';
import type { DesktopTexts } from './texts';

export interface TrayActions {
  readonly show: () => void;
  readonly send: (command: AppCommand) => void;
  readonly stop: (sessionId: string) => void;
  readonly quit: () => void;
}

/** How often the elapsed time in the tooltip is told anew, in milliseconds. */
const tooltipMilliseconds = 1000;

/** An icon beside the desktop's clock. On a desktop without such a place it is shown nowhere, which is no error. */
export class TrayIcon {
  private tray: Tray | null = null;
  private ticks: NodeJS.Timeout | undefined;
  private recordings: readonly ActiveRecording[] = [];
  private readonly draw = () => this.tray?.setImage(trayIcon(this.recordings.some(isWriting)));

  constructor(
    private readonly texts: DesktopTexts,
    private readonly actions: TrayActions,
  ) {}

  update(isWanted: boolean, recordings: readonly ActiveRecording[]): void {
    this.recordings = recordings;
    clearInterval(this.ticks);
    if (!isWanted) return this.remove();
    if (this.tray === null) {
      this.tray = new Tray(trayIcon(recordings.some(isWriting)));
      this.tray.on('click', this.actions.show);
      nativeTheme.on('updated', this.draw);
    }
    this.draw();
    this.tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(this.texts, recordings, this.actions)));
    this.tell();
    if (recordings.some(isWriting)) this.ticks = setInterval(() => this.tell(), tooltipMilliseconds).unref();
  }

  private tell(): void {
    this.tray?.setToolTip(trayTooltip(this.texts, this.recordings, Date.now()));
  }

  private remove(): void {
    nativeTheme.off('updated', this.draw);
    this.tray?.destroy();
    this.tray = null;
  }
}

/** The state in one line. */
function stateLine({ t }: Pick<DesktopTexts, 't'>, recordings: readonly ActiveRecording[]): string {
  const count = recordings.filter(isWriting).length;
  if (count > 0) return t('tray.recording', { count });
  return recordings.length > 0 ? t('tray.waiting', { count: recordings.length }) : t('tray.idle');
}

export function trayTooltip(texts: Pick<DesktopTexts, 't' | 'language'>, recordings: readonly ActiveRecording[], nowMs: number): string {
  const { duration } = formatsFor(texts.language);
  const lines = recordings
    .filter(isWriting)
    .map(({ name, startedAt }) => texts.t('tray.elapsed', { name, elapsed: duration((nowMs - Date.parse(startedAt)) / 1000) }));
  return [`Capstan – ${stateLine(texts, recordings)}`, ...lines].join('\n');
}

export function trayTemplate(texts: Pick<DesktopTexts, 't' | 'language'>, recordings: readonly ActiveRecording[], actions: TrayActions): MenuItemConstructorOptions[] {
  const { t, language } = texts;
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const clock = (iso: string) => formatsFor(language).clock(iso);
  return [
    { label: stateLine(texts, recordings), enabled: false },
    line,
    { label: t('tray.show'), click: actions.show },
    {
      label: t('commands.record'),
      click: () => {
        actions.show();
        actions.send('record');
      },
    },
    ...(recordings.length > 0 ? [line] : []),
    ...recordings.map(({ id, name, startedAt, state }): MenuItemConstructorOptions => ({
      label: t('tray.stop', { name, since: clock(startedAt) }),
      enabled: state !== 'stopping',
      click: () => actions.stop(id),
    })),
    line,
    { label: t('menu.quit'), click: actions.quit },
  ];
}
