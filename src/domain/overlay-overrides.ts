import { refuse, type CapstanError } from './errors';
import { overlayClocks, overlayPositions, overlaySchema, type Overlay } from './preset';
import { ok, type Result } from './result';

/** What a command line changes in what is drawn into the pictures, as it was typed. */
export interface OverlayOverrides {
  /** Empty takes it out. */
  readonly overlayText?: string;
  /** `none`, `local`, `utc` or `elapsed`. */
  readonly overlayClock?: string;
  /** `top-left`, `top-right`, `bottom-left` or `bottom-right`. */
  readonly overlayPosition?: string;
  /** Percent of the picture's height. */
  readonly overlaySize?: string | number;
}

/** The overlay with the overrides in place. Refuses with `preset-invalid` and the field. */
export function changedOverlay(before: Overlay, { overlayText, overlayClock, overlayPosition, overlaySize }: OverlayOverrides): Result<Overlay, CapstanError> {
  const text = overlaySchema.shape.text.safeParse(overlayText ?? before.text);
  if (!text.success) return refused('text', `${JSON.stringify(overlayText)} is no text of at most 200 characters without control characters.`);
  const clock = overlayClock === undefined ? before.clock : overlayClocks.find((each) => each === overlayClock);
  if (clock === undefined) return refused('clock', `${JSON.stringify(overlayClock)} is none of ${overlayClocks.join(', ')}.`);
  const position = overlayPosition === undefined ? before.position : overlayPositions.find((each) => each === overlayPosition);
  if (position === undefined) return refused('position', `${JSON.stringify(overlayPosition)} is none of ${overlayPositions.join(', ')}.`);
  const typedSize = overlaySize === undefined ? before.sizePercent : /^\d{1,2}$/.test(String(overlaySize)) ? Number(overlaySize) : Number.NaN;
  const size = overlaySchema.shape.sizePercent.safeParse(typedSize);
  if (!size.success) return refused('sizePercent', `${JSON.stringify(overlaySize)} is no whole number from 2 to 20.`);
  return ok({ text: text.data, clock, position, sizePercent: size.data });
}

const refused = (field: keyof Overlay, detail: string) => refuse('preset-invalid', `overlay.${field}: ${detail}`, { field: `overlay.${field}` });
