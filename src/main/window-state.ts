import { screen, type BrowserWindow, type Rectangle } from 'electron';
import type { OpenStore } from '../station/types';

interface WindowStateDocument extends Record<string, unknown> {
  bounds: Rectangle | null;
  isMaximized: boolean;
}

export interface WindowState {
  readonly bounds: Partial<Rectangle> & { readonly width: number; readonly height: number };
  readonly isMaximized: boolean;
  /** Remembers size and place of the window when it closes. */
  follow(window: BrowserWindow): void;
}

const usual = { width: 1280, height: 800 };
export const minimumSize = { minWidth: 900, minHeight: 600 };

/** Where the window was when it closed last, unless that place is on no screen any more. */
export function openWindowState(openStore: OpenStore, directory: string): WindowState {
  const document = openStore<WindowStateDocument>({
    name: 'window-state',
    directory,
    defaults: { bounds: null, isMaximized: false },
  });
  const { bounds, isMaximized } = document.store;
  return {
    bounds: isRectangle(bounds) && isOnScreen(bounds) ? bounds : usual,
    isMaximized: isMaximized === true,
    follow: (window) =>
      window.on('close', () => {
        document.store = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
      }),
  };
}

const isRectangle = (value: unknown): value is Rectangle =>
  typeof value === 'object' &&
  value !== null &&
  ['x', 'y', 'width', 'height'].every((key) => Number.isInteger((value as Record<string, unknown>)[key]));

function isOnScreen({ x, y, width, height }: Rectangle): boolean {
  if (width < minimumSize.minWidth || height < minimumSize.minHeight) return false;
  return screen.getAllDisplays().some(({ workArea }) => {
    const visibleWidth = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    return visibleWidth >= 200 && y >= workArea.y && y < workArea.y + workArea.height - 100;
  });
}
