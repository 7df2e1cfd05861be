import { z } from 'zod';
import { standardClipNames } from './report';

/** What a window may ask to be measured: no path, since a file is chosen in a dialog of the main process and kept there. */
export const benchmarkWishSchema = z.strictObject({
  /** ffmpeg's names; null for the standard set. */
  encoders: z.array(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/)).min(1).max(32).nullable(),
  clips: z.array(z.enum(standardClipNames)).min(1).max(standardClipNames.length).nullable(),
  /** Instead of the clips. `file` is the one that was chosen last. */
  source: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('file') }), z.strictObject({ kind: z.literal('camera'), device: z.string().min(1).max(512) })]).nullable(),
  secondsPerRun: z.number().min(1).max(60),
  runs: z.int().min(1).max(10),
  streams: z.boolean(),
  quality: z.boolean(),
});
export type BenchmarkWish = z.infer<typeof benchmarkWishSchema>;

export const benchmarkFormats = ['json', 'markdown'] as const;
export type BenchmarkFormat = (typeof benchmarkFormats)[number];

/** All that the host offers, for a few minutes. */
export const usualBenchmarkWish: BenchmarkWish = { encoders: null, clips: null, source: null, secondsPerRun: 5, runs: 3, streams: false, quality: true };
