import { capstanError, type CapstanError } from '../errors';
import { boxBorder, boxMargin, hasText, isBeyondLatin, isOverlaid, layOverlay, type OverlayLayout } from '../overlay';
import type { Overlay, PresetSettings } from '../preset';
import { formatFrameSize, type FrameSize } from '../units';
import type { SourceColour } from './colour';
import type { SourcePlan } from './source';
import { encodedSize } from './transform';
import type { FfmpegBuild } from '../capabilities';

type Source = Pick<SourcePlan, 'frameSize'>;

/** Why nothing can be drawn into the pictures as the settings want it; null where it can. */
export function refusedOverlay(settings: PresetSettings, source: Source, ffmpeg: FfmpegBuild, watchOnly: boolean): CapstanError | null {
  const { overlay, video } = settings;
  if (!isOverlaid(overlay)) return null;
  const field = hasText(overlay) ? 'overlay.text' : 'overlay.clock';
  if (video.mode === 'copy' && !watchOnly) {
    return capstanError('preset-invalid', 'The stream is kept as it is, so nothing can be drawn into its pictures.', {
      field,
      nextStep: 'Choose an encoder, or take the text and the clock out.',
    });
  }
  if (ffmpeg.drawsText === false) {
    return capstanError('preset-invalid', `ffmpeg ${ffmpeg.version} on this host was built without the libraries that draw text (libfreetype, libfontconfig).`, {
      field,
      nextStep: 'Use another ffmpeg or image, or take the text and the clock out.',
    });
  }
  const size = encodedSize(settings, source);
  if (layOverlay(overlay, size) !== null) return null;
  return capstanError('preset-invalid', `${size ? `Pictures of ${formatFrameSize(size)} are` : 'The pictures are'} too small for this text and clock: the letters could not be read.`, {
    field,
    nextStep: 'Shorten the text, take the clock out, or choose larger pictures.',
  });
}

/**
 * For frames in the CPU's memory, upright, ahead of where the preview branches off. Text of the user is drawn as it
 * stands (`expansion=none`); what ffmpeg expands is Capstan's own.
 */
export function overlayFilters(settings: PresetSettings, colour: SourceColour | null, source: Source): string[] {
  const { overlay } = settings;
  const size = encodedSize(settings, source);
  const layout = isOverlaid(overlay) ? layOverlay(overlay, size) : null;
  if (layout === null) return [];
  const isFull = colour?.range === 'full' && colour.matrix !== 'rgb';
  const text = layout.lines.join('\n');
  return [
    // Packed formats are repacked to be drawn on: the scaler in between must not convert their range.
    ...(isFull ? ['scale=in_range=full:out_range=full'] : []),
    ...(overlay.clock === 'none' ? [] : [drawText({ overlay, layout, size, text: clockTexts[overlay.clock], expansion: 'normal', offsetPercent: (boxMargin + boxBorder) * layout.sizePercent })]),
    ...(text === '' ? [] : [drawText({ overlay, layout, size, text, expansion: 'none', offsetPercent: layout.textOffsetPercent })]),
  ];
}

/** In drawtext's own language. ffmpeg 5.1 knows no fractions of the time of day, so only `elapsed` has them. */
const clockTexts = { local: '%{localtime} %{localtime:%z}', utc: '%{gmtime} UTC', elapsed: '%{pts:hms}' } as const;

interface Drawing {
  readonly overlay: Overlay;
  readonly layout: OverlayLayout;
  readonly size: FrameSize | null;
  readonly text: string;
  readonly expansion: 'none' | 'normal';
  /** From the top or bottom to the letters. */
  readonly offsetPercent: number;
}

/** Sizes are parts of the height, so that a device which gives another size than it was asked for is drawn on just as well. */
function drawText({ overlay, layout, size, text, expansion, offsetPercent }: Drawing): string {
  const { sizePercent } = layout;
  const ofHeight = (percent: number) => `h*${Number((percent / 100).toFixed(5))}`;
  const inset = ofHeight((boxMargin + boxBorder) * sizePercent);
  const offset = ofHeight(offsetPercent);
  const border = size ? Math.max(2, Math.round((boxBorder * sizePercent * size.height) / 100)) : 6;
  const options = {
    fontfile: fontPattern(text),
    expansion,
    text,
    fontsize: ofHeight(sizePercent),
    fontcolor: 'white',
    box: '1',
    boxcolor: 'black@0.6',
    boxborderw: String(border),
    x: overlay.position.endsWith('left') ? inset : `w-tw-${inset}`,
    y: overlay.position.startsWith('top') ? offset : `h-th-${offset}`,
  };
  return `drawtext=${Object.entries(options).map(([name, value]) => `${name}=${escapeFilterValue(value)}`).join(':')}`;
}

/**
 * A pattern of fontconfig, which drawtext takes in place of a file. The letters beyond Latin are named, so that a font
 * that has them is preferred; pictographs are not, as fonts of coloured pictures cannot be drawn.
 */
export function fontPattern(text: string): string {
  const letters = [...new Set([...text].filter((character) => isBeyondLatin(character) && /[\p{L}\p{M}\p{N}]/u.test(character)))];
  const points = letters.map((letter) => letter.codePointAt(0) ?? 0).toSorted((one, other) => one - other);
  return points.length === 0 ? 'monospace' : `monospace:charset=${points.map((point) => point.toString(16)).join(' ')}`;
}

/**
 * A value of a filter's option, as it has to stand in `-filter_complex`: quoted by backslashes once for the list of
 * options and once more for the graph (decision 0039). Blanks at its ends would be lost, so it must have none.
 */
export function escapeFilterValue(value: string): string {
  return value.replace(/[\\':]/g, String.raw`\$&`).replace(/[\\'[\],;]/g, String.raw`\$&`);
}

/** Said where the text is drawn smaller than the settings want it. */
export function overlayWarnings(settings: PresetSettings, source: Source): string[] {
  const { overlay } = settings;
  const layout = isOverlaid(overlay) ? layOverlay(overlay, encodedSize(settings, source)) : null;
  if (layout === null || layout.sizePercent >= overlay.sizePercent) return [];
  return [`The text is drawn at ${layout.sizePercent} % of the picture’s height, not ${overlay.sizePercent} %: larger, not all of it would fit.`];
}

/** What is drawn, for people; null where nothing is. */
export function overlaySummary({ overlay }: Pick<PresetSettings, 'overlay'>): string | null {
  if (!isOverlaid(overlay)) return null;
  const clock = { none: null, local: 'the local time', utc: 'the time in UTC', elapsed: 'the time since the start' }[overlay.clock];
  const drawn = [hasText(overlay) ? 'the text' : null, clock].filter((part) => part !== null).join(' and ');
  return `The CPU draws ${drawn} into them.`;
}

/** Environment of a container that draws: it knows no time zone, and its fonts' index has no other place to be written to. */
export const overlayEnv = ({ overlay }: Pick<PresetSettings, 'overlay'>, timeZone: string): string[] =>
  isOverlaid(overlay) ? [`TZ=${timeZone}`, 'XDG_CACHE_HOME=/dev/shm'] : [];
