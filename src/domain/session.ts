import { z } from 'zod';
import { encodeSummarySchema } from './encode-summary';
import { capstanErrorSchema } from './errors';
import { presetSettingsSchema } from './preset';
import { progressSchema } from './progress';
import { endReasons, fileNamePattern, mediaInfoSchema, recordingSchema, type EndReason } from './recording';
import { assertNever } from './result';
import { alertSchema, withAlert } from './watchdog/alert';

/** `record` writes a file; `watch` only shows the live picture of a source. */
export const purposes = ['record', 'watch'] as const;
export type Purpose = (typeof purposes)[number];

export const sessionIdPattern = /^[a-z0-9]{10}$/;

/** All that is needed to find a session again and to close it: kept in the recorder's label, or beside the process. */
export const sessionRecordSchema = z.object({
  schemaVersion: z.literal(1),
  id: z.string().regex(sessionIdPattern),
  /** Id of the data folder that started it: an app touches no session of another owner. */
  ownerId: z.string().min(1).max(64),
  purpose: z.enum(purposes),
  presetName: z.string(),
  settings: presetSettingsSchema,
  output: z
    .object({
      /** Where ffmpeg writes, as ffmpeg sees it. */
      directory: z.string(),
      /** Where it is split, its files have their numbers in it (`splitFileName`). */
      fileName: z.string().regex(fileNamePattern),
      storage: z.enum(['shared', 'separate']),
      /** What is mounted there: a folder of this computer, or (`separate`) a volume of the daemon. */
      source: z.string(),
    })
    .nullable(),
  /** Folder on this computer where the recording ends up. */
  destination: z.string().nullable(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  /** Which part of a recording that went on after a failure this is, from 1, and the session of its first part. */
  part: z.object({ number: z.int().min(1), firstSessionId: z.string() }).nullable().default(null),
  /** The node that the recorder has open, as its host numbers it; null for sources without one. */
  devicePath: z.string().nullable().default(null),
  /** What encodes, where and by which path; null in records of older versions. */
  encode: encodeSummarySchema.nullable().default(null),
  /** Free space at which the guard ends it; null in records of older versions, and where nothing is written. */
  diskFloorBytes: z.number().nullable().default(null),
});
export type SessionRecord = z.infer<typeof sessionRecordSchema>;

/** Space left on the disk that is recorded on, and the floor at which the recording is stopped. */
export const diskSpaceSchema = z.object({ freeBytes: z.number(), floorBytes: z.number() });
export type DiskSpace = z.infer<typeof diskSpaceSchema>;

export const sessionEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), engine: z.enum(['docker', 'local']), session: z.string(), startedAt: z.string() }),
  /** First frame written: from now on a stop leaves a file that plays. */
  z.object({ type: z.literal('recording') }),
  z.object({ type: z.literal('delivered'), media: mediaInfoSchema }),
  progressSchema.extend({ type: z.literal('progress') }),
  z.object({ type: z.literal('stopping') }),
  z.object({ type: z.literal('connection'), lost: z.boolean() }),
  z.object({ type: z.literal('warning'), message: z.string() }),
  /** A watchdog saw something, sees it again, or it has passed. */
  alertSchema.extend({ type: z.literal('alert') }),
  /** After the end: it goes on in a new part when what is missing is back; null when the waiting is over, with the session that goes on. */
  z.object({ type: z.literal('waiting'), message: z.string().nullable(), next: z.string().optional(), paused: z.boolean().optional() }),
  /** Space where the file is written, every few seconds; null while it cannot be seen. The recording stops at the floor. */
  z.object({ type: z.literal('disk'), freeBytes: z.number().nullable(), floorBytes: z.number() }),
  z.object({
    type: z.literal('ended'),
    reason: z.enum(endReasons),
    /** Of one that was split: its first file, with the length, size and frames of all. */
    recording: recordingSchema.nullable(),
    /** Paths of all files, where it was split. */
    files: z.array(z.string()).optional(),
    error: capstanErrorSchema.nullable(),
  }),
]);
export type SessionEvent = z.infer<typeof sessionEventSchema>;

export const sessionStates = ['starting', 'recording', 'stopping', ...endReasons] as const;
export type SessionState = (typeof sessionStates)[number];

export const sessionViewSchema = z.object({
  id: z.string(),
  purpose: z.enum(purposes),
  engine: z.enum(['docker', 'local']),
  host: z.object({ id: z.string(), name: z.string() }),
  presetName: z.string(),
  source: z.string(),
  settings: presetSettingsSchema,
  state: z.enum(sessionStates),
  startedAt: z.string(),
  /** Where the file is being written, for people to read; null when only watching. */
  outputPath: z.string().nullable(),
  progress: progressSchema.nullable(),
  /** What the source really gave, against what was asked for. */
  delivered: mediaInfoSchema.nullable(),
  connectionLost: z.boolean(),
  warnings: z.array(z.string()),
  /** What the watchdogs saw, those that have passed too; absent while they saw nothing. */
  alerts: z.array(alertSchema).optional(),
  recording: recordingSchema.nullable(),
  /** Of an ended session that was split: the paths of all its files. */
  files: z.array(z.string()).optional(),
  error: capstanErrorSchema.nullable(),
  encode: encodeSummarySchema.nullable().optional(),
  /** Which part of a recording this is; absent or null for one that never had to go on. */
  part: sessionRecordSchema.shape.part.unwrap().optional(),
  /** Of an ended part: what the next one waits for, for people. A stop ends the waiting. */
  waitingFor: z.string().optional(),
  /** Of an ended part: it was paused, and waits to be resumed. */
  isPaused: z.boolean().optional(),
  /** Absent while it is not known. */
  disk: diskSpaceSchema.optional(),
  /** Of an ended session: the one in which it goes on, as its next part or with what its settings allow instead. */
  nextSessionId: z.string().optional(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export const hasEnded = (state: SessionState): state is EndReason => (endReasons as readonly string[]).includes(state);

/** The next view of a session. An ended session stays as it ended, whatever still arrives. */
export function reduceSession(view: SessionView, event: SessionEvent): SessionView {
  if (event.type === 'waiting') return { ...view, waitingFor: event.message ?? undefined, isPaused: event.paused, ...(event.next !== undefined && { nextSessionId: event.next }) };
  if (hasEnded(view.state)) return view;
  switch (event.type) {
    case 'started':
      return { ...view, startedAt: event.startedAt };
    case 'recording':
      return view.state === 'starting' ? { ...view, state: 'recording' } : view;
    case 'delivered':
      return { ...view, delivered: event.media };
    case 'progress': {
      const { type: _type, ...progress } = event;
      return { ...view, progress, connectionLost: false };
    }
    case 'disk':
      return { ...view, disk: event.freeBytes === null ? undefined : { freeBytes: event.freeBytes, floorBytes: event.floorBytes } };
    case 'stopping':
      return { ...view, state: 'stopping' };
    case 'connection':
      return { ...view, connectionLost: event.lost };
    case 'warning':
      return { ...view, warnings: [...view.warnings, event.message].slice(-20) };
    case 'alert': {
      const { type: _type, ...alert } = event;
      return { ...view, alerts: withAlert(view.alerts ?? [], alert) };
    }
    case 'ended':
      return {
        ...view,
        state: event.reason,
        recording: event.recording,
        ...(event.files && { files: event.files }),
        error: event.error,
        connectionLost: false,
      };
    default:
      return assertNever(event);
  }
}

/** How a source is named to people. */
export function sourceLabel({ source }: Pick<SessionRecord['settings'], 'source'>): string {
  switch (source.type) {
    case 'test-pattern':
      return 'Test pattern';
    case 'capture-device':
      return source.device === '' ? 'No device chosen' : source.device;
    case 'network':
      return source.url === '' ? 'No address entered' : source.url;
    case 'file':
      return source.path === '' ? 'No file chosen' : source.path.slice(source.path.lastIndexOf('/') + 1);
    default:
      return assertNever(source);
  }
}
