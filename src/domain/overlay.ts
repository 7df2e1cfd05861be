import type { Overlay, PresetSettings } from './preset';
import { isTransformed } from './transform';
import type { FrameSize } from './units';

/** What of the text is drawn: blanks at its ends are not, so that a text of blanks alone is none. */
const drawnText = ({ text }: Overlay): string => text.trim();

export const hasText = (overlay: Overlay): boolean => drawnText(overlay) !== '';
/** Whether anything is drawn into the pictures. */
export const isOverlaid = (overlay: Overlay): boolean => overlay.clock !== 'none' || hasText(overlay);
/** Whether the CPU has to have the pictures, to crop, turn, flip or draw (decisions 0030 and 0039). */
export const isReworked = ({ transform, overlay }: Pick<PresetSettings, 'transform' | 'overlay'>): boolean => isTransformed(transform) || isOverlaid(overlay);

/** Characters of each clock, in the words of `date`: `2026-01-02 03:04:05 +0100`. */
const clockLengths: Readonly<Record<Overlay['clock'], number>> = { none: 0, local: 25, utc: 23, elapsed: 13 };

/** Widths in parts of the font size. The letters of DejaVu Sans Mono are 0.602 wide; what is drawn in other fonts is rarely wider than this. */
const monospaced = 0.605;
const proportional = 0.75;
const full = 1.05;
/** Chinese, Japanese and Korean, and pictographs. */
const isFullWidth = (character: string): boolean => /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(character);
/** Beyond Latin another font may have to be taken, with letters of another width. */
export const isBeyondLatin = (character: string): boolean => (character.codePointAt(0) ?? 0) > 0x24f;

/** Space around the letters within their box, and around the box: parts of the font size. */
export const boxBorder = 0.25;
export const boxMargin = 0.5;
/** From line to line, and from the text's box to the clock's. */
const lineHeight = 1.25;
const gap = 0.15;
/** Smaller letters are no letters; from the other size on they are read with ease. Pixels. */
const leastPixels = 6;
const readablePixels = 10;
/** The pictures are what is recorded: no more of their height is covered, in percent. */
const mostCovered = 60;

export interface OverlayLayout {
  /** As they are drawn; empty where there is no text. */
  readonly lines: readonly string[];
  /** Font size in percent of the picture's height. */
  readonly sizePercent: number;
  /** Where the text begins, from the edge that it is at, in the same percent: the clock is between. */
  readonly textOffsetPercent: number;
}

/**
 * Broken into lines, and smaller than was asked for where it would not fit otherwise. Null where letters that small cannot
 * be read. @param frameSize of the pictures that are drawn on; null where it is not known before the start
 */
export function layOverlay(overlay: Overlay, frameSize: FrameSize | null): OverlayLayout | null {
  // What is unknown is taken to be no wider than pictures of old television.
  const aspect = frameSize ? frameSize.width / frameSize.height : 4 / 3;
  const percentOf = (pixels: number) => (frameSize ? (pixels * 100) / frameSize.height : 0);
  const clockRows = overlay.clock === 'none' ? 0 : 1;
  const offset = boxMargin + boxBorder + clockRows * (lineHeight + 2 * boxBorder + gap);
  for (let size = Math.max(overlay.sizePercent, percentOf(readablePixels)); size >= Math.max(0.5, percentOf(leastPixels)); size *= 0.95) {
    const width = (aspect * 100) / size - 2 * (boxBorder + boxMargin);
    const lines = linesOf(drawnText(overlay), width);
    const rows = lines.length * lineHeight + offset + boxBorder;
    const fits = clockLengths[overlay.clock] * monospaced <= width && rows * size <= mostCovered && lines.every((line) => widthOf(line) <= width);
    if (fits) return { lines, sizePercent: rounded(size), textOffsetPercent: rounded(offset * size) };
  }
  return null;
}

const rounded = (percent: number): number => Math.floor(percent * 100) / 100;

function widthOf(text: string): number {
  const characters = [...text];
  const narrow = characters.some(isBeyondLatin) ? proportional : monospaced;
  return characters.reduce((sum, character) => sum + (isFullWidth(character) ? full : narrow), 0);
}

/** At blanks where it can be, within words that are longer than a line. */
function linesOf(text: string, width: number): string[] {
  if (text === '') return [];
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [''];
    for (const piece of paragraph.split(/(?<=\s)/u).flatMap((word) => (widthOf(word.trimEnd()) > width ? [...word] : [word]))) {
      const last = lines.at(-1) ?? '';
      if (last !== '' && widthOf((last + piece).trimEnd()) > width) lines.push(piece);
      else lines[lines.length - 1] = last + piece;
    }
    return lines.map((line) => line.trimEnd());
  });
}
