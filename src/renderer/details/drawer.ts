import { z } from 'zod';

/** How the drawer stands: folded or open, and how high. */
interface Drawer {
  readonly isOpen: boolean;
  /** In pixels; null for the usual share of the window. */
  readonly heightPx: number | null;
}

const key = 'details-drawer';
const keptSchema = z.object({ isOpen: z.boolean(), heightPx: z.number().positive().nullable() });
/** Windows lower than this begin with it folded, so that the picture has the room. */
const roomyHeightPx = 720;

export const minimumHeightPx = 120;
/** The picture keeps the rest. */
export const maximumHeightPx = (windowHeightPx: number): number => Math.max(minimumHeightPx, Math.round(windowHeightPx * 0.6));
/** The same as in the style sheet. */
export const usualHeightPx = (windowHeightPx: number): number => Math.min(360, Math.max(180, Math.round(windowHeightPx * 0.26)));

export const fittingHeightPx = (heightPx: number, windowHeightPx: number): number =>
  Math.round(Math.min(maximumHeightPx(windowHeightPx), Math.max(minimumHeightPx, heightPx)));

/** As it was left; what cannot be read is begun anew. */
export function keptDrawer(storage: Pick<Storage, 'getItem'>, windowHeightPx: number): Drawer {
  const text = storage.getItem(key);
  return (text !== null && readDrawer(text)) || { isOpen: windowHeightPx >= roomyHeightPx, heightPx: null };
}

export const keepDrawer = (storage: Pick<Storage, 'setItem'>, drawer: Drawer): void => storage.setItem(key, JSON.stringify(drawer));

function readDrawer(text: string): Drawer | null {
  try {
    return keptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** Where a key moves the edge of the drawer; null where it does not. */
export function heightAfterKey(pressed: string, isFast: boolean, heightPx: number, windowHeightPx: number): number | null {
  const stepPx = isFast ? 64 : 16;
  const wished: Readonly<Record<string, number>> = {
    ArrowUp: heightPx + stepPx,
    ArrowDown: heightPx - stepPx,
    Home: maximumHeightPx(windowHeightPx),
    End: minimumHeightPx,
  };
  const height = wished[pressed];
  return height === undefined ? null : fittingHeightPx(height, windowHeightPx);
}
