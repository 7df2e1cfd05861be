import { z } from 'zod';

export const findingStatuses = ['ok', 'warning', 'failed', 'not-applicable'] as const;
export type FindingStatus = (typeof findingStatuses)[number];

/** Headings of the report, in its order. */
export const checkGroups = ['connection', 'docker', 'disk', 'cameras', 'gpus', 'intel', 'amd', 'nvidia', 'boards', 'encoders'] as const;
export type CheckGroup = (typeof checkGroups)[number];

/** What one check of a host found. `capstan doctor --json` prints an array of these. */
export const findingSchema = z.object({
  /** Stable; that of the diagnosis (`domain/diagnosis`) where recordings can fail by the same cause. */
  id: z.string(),
  title: z.string(),
  group: z.enum(checkGroups),
  status: z.enum(findingStatuses),
  /** The line that shows it, as the tool, file or daemon has it; empty where nothing was there to see. */
  evidence: z.string(),
  reason: z.string(),
  /** Empty where nothing needs to be done. */
  remedy: z.string(),
  /** Ready to copy; never run by Capstan. */
  commands: z.array(z.string()),
});
export type Finding = z.infer<typeof findingSchema>;
