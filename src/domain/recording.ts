import { z } from 'zod';
import { capstanErrorSchema } from './errors';
import { gapSchema } from './gap';
import { frameSizeSchema } from './units';
import { alertSchema } from './watchdog/alert';

export const endReasons = ['completed', 'stopped', 'failed', 'lost'] as const;
export type EndReason = (typeof endReasons)[number];

/** What ffprobe read from a recording, or from the head of one that still grows. */
export const mediaInfoSchema = z.object({
  codec: z.string(),
  frameSize: frameSizeSchema.or(z.object({ width: z.int(), height: z.int() })),
  /** Average frames a second by the file's own header; null where it does not say. */
  framesPerSecond: z.number().nullable(),
  pixelFormat: z.string().nullable(),
  audioCodec: z.string().nullable(),
  durationSeconds: z.number().nullable(),
  /** Video frames in the file; null where it was not read to its end. */
  frames: z.int().nullable(),
});
export type MediaInfo = z.infer<typeof mediaInfoSchema>;

export const recordingSchema = z.object({
  /** Id of the session that made it. */
  id: z.string(),
  /** Absolute path on this computer. */
  path: z.string(),
  /** Absolute path on the daemon's machine, where that is not this computer. */
  remotePath: z.string().nullable(),
  durationSeconds: z.number(),
  sizeBytes: z.int(),
  frames: z.int().nullable(),
  droppedFrames: z.int(),
  media: mediaInfoSchema.nullable(),
  presetName: z.string(),
  source: z.string(),
  engine: z.enum(['docker', 'local']),
  host: z.object({ id: z.string(), name: z.string() }).default({ id: 'this-computer', name: 'This computer' }),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  reason: z.enum(endReasons),
  /** Nobody was there when its recorder ended, or it was killed: what was written until then was found and closed later. */
  recovered: z.boolean().default(false),
  /**
   * Which further part of a recording it is, and the session of the first part; null for a whole one and for a first part
   * in one file. `file`: which file of that part, from 1, where it was split; nothing is missing between these.
   */
  part: z.object({ number: z.int().min(1), firstSessionId: z.string(), file: z.int().min(1).optional() }).nullable().default(null),
  /** Of a file that was made of all parts of a recording: how many they were, and what is missing in it. */
  joined: z.object({ parts: z.int().min(1), gaps: z.array(gapSchema.extend({ atSeconds: z.number().min(0) })) }).optional(),
  /** What the watchdogs saw while it was made; absent where they saw nothing. */
  alerts: z.array(alertSchema).optional(),
  error: capstanErrorSchema.nullable(),
  /** Marked to keep: retention never removes it. Absent where it is not marked. */
  kept: z.boolean().optional(),
  /** Its file was not closed: it plays, but has no index and no length. `problem`: why a repair failed; null where none was tried. Absent for all others. */
  unclosed: z.object({ problem: z.string().nullable() }).optional(),
});
export type Recording = z.infer<typeof recordingSchema>;

/** A recording is not known to be a first part before it goes on: it carries no number. */
export const partNumber = ({ part }: Pick<Recording, 'part'>): number => part?.number ?? 1;

const fileNumber = ({ part }: Pick<Recording, 'part'>): number => part?.file ?? 1;

/** How the parts of a recording, and the files of each, follow one another. */
export const inPartOrder = (a: Pick<Recording, 'part'>, b: Pick<Recording, 'part'>): number => partNumber(a) - partNumber(b) || fileNumber(a) - fileNumber(b);

/** The first part or file that is not among these, which lie in their order, for people; null where none is missing. */
export function missingPart(parts: readonly Pick<Recording, 'part'>[]): string | null {
  let before = { number: 0, file: 1 };
  for (const part of parts) {
    const [number, file] = [partNumber(part), fileNumber(part)];
    if (number === before.number && file !== before.file + 1) return `File ${before.file + 1} of part ${number}`;
    if (number > before.number + 1) return `Part ${before.number + 1}`;
    if (number === before.number + 1 && file !== 1) return `File 1 of part ${number}`;
    before = { number, file };
  }
  return null;
}

/** Names that may go to a file system and to ffmpeg as they are (decision 0008). */
export const fileNamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A new name with the old one's ending, which players and people go by: `talk` for `a.mkv` is `talk.mkv`. */
export function withEndingOf(before: string, name: string): string {
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(before)?.[0] ?? '';
  return name.toLowerCase().endsWith(ending.toLowerCase()) ? name : `${name}${ending}`;
}

/** How recordings are named, without the ending: text with `{preset}`, `{source}`, `{host}`, `{date}` and `{time}`. */
export const nameTemplateSchema = z.string().trim().min(1).max(80).regex(/^(?:[A-Za-z0-9._ -]|\{(?:preset|source|host|date|time)\})+$/, 'may hold letters, digits, spaces, . _ - and the names in braces');
export const usualNameTemplate = '{preset}-{date}-{time}';

/** Whether a file of a host may be a recording of ours: no other is listed, or touched. */
export const isRecordingName = (name: string): boolean => fileNamePattern.test(name) && /\.(mkv|mp4)$/i.test(name);
