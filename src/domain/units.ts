import { z } from 'zod';

/** Frames a second as a rational, since 30000/1001 is no decimal. */
export const frameRateSchema = z
  .object({ numerator: z.int().min(1).max(1_000_000), denominator: z.int().min(1).max(1_000_000) })
  .refine(({ numerator, denominator }) => numerator / denominator <= 1000, 'must be at most 1000 frames a second');
export type FrameRate = z.infer<typeof frameRateSchema>;

/** Width and height in pixels. Odd sizes are refused: 4:2:0 chroma has no half pixels. */
export const frameSizeSchema = z.object({
  width: z.int().min(16).max(16_384).multipleOf(2),
  height: z.int().min(16).max(16_384).multipleOf(2),
});
export type FrameSize = z.infer<typeof frameSizeSchema>;

export const framesPerSecond = (rate: FrameRate): number => rate.numerator / rate.denominator;
export const formatFrameRate = (rate: FrameRate): string =>
  rate.denominator === 1 ? String(rate.numerator) : `${rate.numerator}/${rate.denominator}`;
export const formatFrameSize = (size: FrameSize): string => `${size.width}x${size.height}`;

/** `30`, `29.97` or `30000/1001`; null where it is none of these. NTSC decimals become their exact rational. */
export function parseFrameRate(text: string): FrameRate | null {
  const rational = /^(\d{1,7})\/(\d{1,7})$/.exec(text);
  if (rational) return valid({ numerator: Number(rational[1]), denominator: Number(rational[2]) });
  if (!/^\d{1,4}(\.\d{1,6})?$/.test(text)) return null;
  const value = Number(text);
  if (Number.isInteger(value)) return valid({ numerator: value, denominator: 1 });
  const ntsc = Math.ceil(value);
  if (Math.abs(value - (ntsc * 1000) / 1001) < 0.005) return valid({ numerator: ntsc * 1000, denominator: 1001 });
  return valid({ numerator: Math.round(value * 1000), denominator: 1000 });
}

/** `1280x720`; null where it is not two numbers. Whether the size is possible is for the schema to say. */
export function parseFrameSize(text: string): FrameSize | null {
  const match = /^(\d{1,6})x(\d{1,6})$/i.exec(text);
  return match ? { width: Number(match[1]), height: Number(match[2]) } : null;
}

function valid(rate: FrameRate): FrameRate | null {
  return frameRateSchema.safeParse(rate).success ? rate : null;
}

/** Space on a disk, for people: `640 MB`, or `2.5 GB` from 1 GB on. */
export const formatSpace = (bytes: number): string => (bytes < 1e9 ? `${Math.floor(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);
