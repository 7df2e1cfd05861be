import { z } from 'zod';

/** Why a recording in parts was not written for a while: it was paused, its source was away, or it failed otherwise. */
export const gapReasons = ['paused', 'away', 'failed'] as const;
export type GapReason = (typeof gapReasons)[number];

/** A time between two parts of a recording, of which there is nothing. */
export const gapSchema = z.object({
  /** Number of the part that begins after it. */
  beforePart: z.int().min(2),
  /** ISO 8601, UTC, to about a second: begin and length of files tell no more. */
  from: z.string(),
  to: z.string(),
  seconds: z.number().min(0),
  reason: z.enum(gapReasons),
});
export type Gap = z.infer<typeof gapSchema>;
