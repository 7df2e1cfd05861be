import { z } from 'zod';
import { fileNamePattern } from './recording';

export const hostFileNameSchema = z.string().regex(fileNamePattern, 'must be a plain file name');

/** A recording as it lies on the Docker host. */
export const hostRecordingSchema = z.object({
  fileName: z.string(),
  sizeBytes: z.int().min(0),
  /** ISO 8601, UTC. */
  modifiedAt: z.string(),
  /** Null where it was not read yet, or where the file does not tell. */
  durationSeconds: z.number().nullable(),
  /** Session that made it, where this Capstan knows it. */
  sessionId: z.string().nullable(),
  /** A session writes it now: it is left alone. */
  growing: z.boolean(),
  /** Absolute path here, once it was fetched whole and is still there. */
  localPath: z.string().nullable(),
});
export type HostRecording = z.infer<typeof hostRecordingSchema>;

/** Everything that lies where a host keeps its recordings, newest first. */
export const hostRecordingsSchema = z.object({
  /** The volume or folder, for people. */
  place: z.string(),
  freeBytes: z.number(),
  totalBytes: z.number(),
  recordings: z.array(hostRecordingSchema),
});
export type HostRecordings = z.infer<typeof hostRecordingsSchema>;
