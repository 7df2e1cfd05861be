import { z } from 'zod';
import { pipelinePaths } from './capabilities';

const place = z.enum(['gpu', 'cpu', 'none']);

/** How the pictures travel from the source to the file. */
export const planPathSchema = z.object({
  name: z.enum([...pipelinePaths, 'copy']),
  decode: place,
  convert: place,
  encode: place,
  /** How often each whole picture crosses between the memories of CPU and GPU; `summary` names what would add one. */
  copies: z.int().min(0),
  /** For people: `MJPEG decoded, converted and encoded on the GPU; no picture leaves it.` */
  summary: z.string(),
});
export type PlanPath = z.infer<typeof planPathSchema>;

/** What was wanted and is not done, as encoder and path, and why. Never silent. */
export const planFallbackSchema = z.object({ wanted: z.string(), chosen: z.string(), reason: z.string() });
export type PlanFallback = z.infer<typeof planFallbackSchema>;

/** What encodes, where, and how the pictures get there. Kept with the session. */
export const encodeSummarySchema = z.object({
  /** ffmpeg's name, or `copy`. */
  encoder: z.string(),
  gpu: z.object({ id: z.string(), name: z.string() }).nullable(),
  path: planPathSchema,
  fallback: planFallbackSchema.nullable(),
});
export type EncodeSummary = z.infer<typeof encodeSummarySchema>;
