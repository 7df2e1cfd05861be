import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, type BrowserWindow, type Rectangle } from 'electron';

export interface WindowState {
  readonly bounds: Partial<Rectangle> & { readonly width: number; readonly height: number };
  readonly isMaximized: boolean;
}

const usual = { width: 1280, height: 800 };
export const minimumSize = { minWidth: 900, minHeight: 600 };

/** Where the window was when it closed last, unless that place is on no screen any more. */
export function readWindowState(directory: string): WindowState {
  const { bounds, isMaximized } = readDocument(pathIn(directory));
  return { bounds: isRectangle(bounds) && isOnScreen(bounds) ? bounds : usual, isMaximized: isMaximized === true };
}

/** Keeps size and place of the window for the next start. */
export function saveWindowState(directory: string, window: BrowserWindow): void {
  const state: WindowState = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() };
  writeFileSync(pathIn(directory), JSON.stringify(state), { mode: 0o600 });
}

const pathIn = (directory: string) => join(directory, 'window-state.json');

/** A file that is absent or damaged means nothing but the usual place. */
function readDocument(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
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
