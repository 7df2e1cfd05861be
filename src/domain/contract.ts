import { z } from 'zod';
import type { AppCommand } from './app-commands';
import { benchmarkOfferSchema, benchmarkReportSchema, benchmarkRowSchema } from './benchmark/report';
import { benchmarkFormats, benchmarkWishSchema } from './benchmark/wish';
import { capabilitiesSchema, controlValuesSchema, encoderProofSchema } from './capabilities';
import { findingSchema } from './doctor/finding';
import { encodeSummarySchema } from './encode-summary';
import { capstanErrorSchema } from './errors';
import { hostCheckSchema, hostNameSchema, hostSchema } from './host';
import { imageListSchema, storedImageSchema } from './images';
import { hostLoadSchema, sessionLoadSchema } from './load';
import type { ContainerSpec } from './plan/types';
import { preferencesSchema } from './preferences';
import { hostFileNameSchema, hostRecordingsSchema } from './host-recording';
import { maximumPresetFileBytes, presetHostSchema, presetNameSchema, presetSchema, presetSettingsSchema } from './preset';
import { nameTemplateSchema, recordingSchema } from './recording';
import { removedRecordingSchema, retentionSchema } from './retention';
import { purposes, sessionEventSchema, sessionIdPattern, sessionViewSchema } from './session';

/** Which engine runs and why, in words for people. */
export const engineStatusSchema = z.object({
  kind: z.enum(['docker', 'local']),
  host: hostSchema.pick({ id: true, name: true }),
  /** One sentence: `Docker answers at unix:///var/run/docker.sock.` or why this computer's own ffmpeg is used. */
  because: z.string(),
  endpoint: z.string(),
  /** Why Docker is not used, where it is not; null otherwise. */
  dockerError: capstanErrorSchema.nullable(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

export const stationStatusSchema = z.object({
  version: z.string(),
  /** The host that is chosen: what is started now starts there. */
  host: hostSchema,
  engine: engineStatusSchema,
  dataDirectory: z.string(),
  recordingsDirectory: z.string(),
  /** How recordings are named: `{preset}-{date}-{time}`. */
  nameTemplate: z.string(),
  /** When recordings are removed by themselves. */
  retention: retentionSchema,
  /** Things to say once, such as a broken presets file that was set aside. */
  notices: z.array(z.string()),
});
export type StationStatus = z.infer<typeof stationStatusSchema>;

/** A preset as it is being edited: unsaved settings under a name. */
export const sessionDraftSchema = z.strictObject({ presetName: presetNameSchema, settings: presetSettingsSchema });
export type SessionDraft = z.infer<typeof sessionDraftSchema>;

/** What will run, as text for people. `command` pastes into a terminal. */
export const planViewSchema = z.object({
  argv: z.array(z.string()),
  /** As Docker is asked for it; null where this computer's own ffmpeg runs. */
  container: z.custom<ContainerSpec | null>(),
  command: z.string(),
  encode: encodeSummarySchema,
  warnings: z.array(z.string()),
});
export type PlanView = z.infer<typeof planViewSchema>;

/** What a host offers and how full it is, for one page about it. */
export const hostOverviewSchema = z.object({
  engine: engineStatusSchema,
  capabilities: capabilitiesSchema,
  /** Of the disk that its recordings go to; null where it was not told. */
  space: z.object({ freeBytes: z.number(), totalBytes: z.number() }).nullable(),
});
export type HostOverview = z.infer<typeof hostOverviewSchema>;

/** Versions of what this window is made of, for the about box and for reports. */
export const aboutSchema = z.object({ version: z.string(), electron: z.string(), chromium: z.string(), node: z.string(), system: z.string() });
export type About = z.infer<typeof aboutSchema>;

/** A preset file that the desktop gave to Capstan to open; nothing of it is kept before the answer. */
export const openedPresetsSchema = z.object({ path: z.string(), names: z.array(z.string()) });
export type OpenedPresets = z.infer<typeof openedPresetsSchema>;

/** A still picture of a session: a file on this computer, or (null) the clipboard. */
export const stillSchema = z.object({ path: z.string().nullable(), width: z.int(), height: z.int() });
export type Still = z.infer<typeof stillSchema>;

/** What is made of a finished recording: an MP4 with the same pictures, one file of its parts, something that this window can play, or its own file with an index. */
export const conversionKinds = ['remux', 'join', 'playable', 'repair'] as const;

/** What came of one file of presets: what it held, or why it was refused. */
export const importedFileSchema = z.object({ fileName: z.string(), presets: z.array(presetSchema), error: capstanErrorSchema.nullable() });
export type ImportedFile = z.infer<typeof importedFileSchema>;

/** How long what was removed can be put back, in seconds. */
export const undoSeconds = 10;

const nothing = z.undefined();
const hostId = hostSchema.shape.id;
/** Null: the chosen one. */
const onHost = z.strictObject({ hostId: hostId.nullable() });
const benchmarkId = z.strictObject({ id: benchmarkReportSchema.shape.id });
const sessionId = z.string().regex(sessionIdPattern);
const presetId = presetSchema.shape.id;
// Without the default of a saved preset: absent means that nothing is said about it.
const presetHost = presetHostSchema.nullable().optional();
/** What was removed with one gesture, and is put back as one. */
const removalBatch = z.strictObject({ batch: z.int() });
const credentialName = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);
const recordingIds = z.array(sessionId).min(1).max(10_000);

/** Every request that a window may make. This list is the whole surface between the renderer and the station. */
export const requests = {
  'station.status': { input: nothing, output: stationStatusSchema },
  /** Looks for Docker again, as after starting it. */
  'station.reconnect': { input: nothing, output: stationStatusSchema },
  'station.capabilities': { input: z.strictObject({ refresh: z.boolean() }), output: capabilitiesSchema },
  'preferences.get': { input: nothing, output: preferencesSchema },
  'preferences.set': { input: preferencesSchema.partial(), output: preferencesSchema },
  'settings.setNameTemplate': { input: z.strictObject({ template: nameTemplateSchema }), output: stationStatusSchema },
  'settings.setRetention': { input: retentionSchema, output: stationStatusSchema },
  /** What the limits have removed, newest first. */
  'recordings.removed': { input: nothing, output: z.array(removedRecordingSchema) },
  'app.about': { input: nothing, output: aboutSchema },
  /** Versions, checks of the hosts and logs as text for an issue, without secrets. */
  'report.create': { input: nothing, output: z.string() },
  /** Saves the text that was made last where a dialog says; null when the user cancelled. */
  'report.save': { input: nothing, output: z.string().nullable() },
  /** The preset file that was opened first and is not answered yet; null without one. Throws `preset-invalid` once for one that cannot be read. */
  'openedPresets.next': { input: nothing, output: openedPresetsSchema.nullable() },
  /** Adds its presets, or leaves them; answers what was added. */
  'openedPresets.answer': { input: z.strictObject({ path: z.string().max(4096), isWanted: z.boolean() }), output: z.array(presetSchema) },
  /** Tries every encoder on every GPU of the chosen host, or answers what was seen before; images that are missing are made. */
  'encoders.probe': { input: z.strictObject({ refresh: z.boolean() }), output: capabilitiesSchema },
  'encoders.cancelProbe': { input: nothing, output: nothing },
  /**
   * Begins the flow of `load` events of a connected host in place of any other, or (null) ends it; `wholeGpu` also reads
   * Intel's counters, which needs PERFMON.
   */
  'load.watch': { input: z.strictObject({ hostId: hostId.nullable(), wholeGpu: z.boolean() }), output: nothing },
  /** Controls of a capture device of the chosen host, by identity; answers them as read back. Works while it is recorded. */
  'controls.set': { input: z.strictObject({ device: z.string().min(1).max(512), values: controlValuesSchema }), output: controlValuesSchema },
  /** This computer, every docker context, and what the user added. */
  'hosts.list': { input: nothing, output: z.object({ chosenId: hostId, hosts: z.array(hostSchema) }) },
  /** With `tls` the folder with the certificates is asked for in a dialog; null when the user cancelled. */
  'hosts.add': { input: z.strictObject({ name: hostNameSchema, address: z.string().min(1).max(300), tls: z.boolean() }), output: hostSchema.nullable() },
  'hosts.rename': { input: z.strictObject({ id: hostId, name: hostNameSchema }), output: hostSchema },
  'hosts.remove': { input: z.strictObject({ id: hostId }), output: nothing },
  /** Looks step by step why a host can or cannot be used; each step is told as an event too. */
  'hosts.check': { input: z.strictObject({ id: hostId }), output: hostCheckSchema },
  /** Writes the key with this fingerprint to the user's known_hosts, if the host still offers it; then checks again. */
  'hosts.trustKey': { input: z.strictObject({ id: hostId, fingerprint: z.string().max(100) }), output: hostCheckSchema },
  /** From now on this host's devices are shown and recorded. Sessions of others go on. */
  'hosts.choose': { input: z.strictObject({ id: hostId }), output: stationStatusSchema },
  /** Devices, GPUs, encoders and free space of any host, chosen or not. */
  'hosts.overview': { input: z.strictObject({ id: hostId, refresh: z.boolean() }), output: hostOverviewSchema },
  /** Images of the chosen host. */
  'images.list': { input: nothing, output: imageListSchema },
  /** Removes what nothing uses any more; answers what was removed. */
  'images.prune': { input: nothing, output: z.array(storedImageSchema) },
  /** Keeps a user and password for network sources under a name, encrypted; they never come back to the window. */
  'credentials.set': { input: z.strictObject({ name: credentialName, user: z.string().max(256), password: z.string().max(1024) }), output: nothing },
  'credentials.list': { input: nothing, output: z.array(z.string()) },
  'credentials.remove': { input: z.strictObject({ name: credentialName }), output: nothing },
  'presets.list': { input: nothing, output: z.array(presetSchema) },
  'presets.create': { input: z.strictObject({ name: presetNameSchema, settings: presetSettingsSchema, host: presetHost }), output: presetSchema },
  /** Without `host` the preset stays bound as it is; null unbinds it. */
  'presets.update': { input: z.strictObject({ id: presetId, settings: presetSettingsSchema, host: presetHost }), output: presetSchema },
  'presets.rename': { input: z.strictObject({ id: presetId, name: presetNameSchema }), output: presetSchema },
  'presets.duplicate': { input: z.strictObject({ id: presetId }), output: presetSchema },
  'presets.remove': { input: z.strictObject({ id: presetId }), output: nothing },
  /** Puts the preset that was removed last back in its place. */
  'presets.undoRemove': { input: nothing, output: presetSchema },
  /** Asks for files in a dialog of the main process; null when the user cancelled. A file that is refused does not keep out the others. */
  'presets.import': { input: nothing, output: z.array(importedFileSchema).nullable() },
  /** Text of a preset file that was dropped on the window. */
  'presets.importText': { input: z.strictObject({ text: z.string().max(maximumPresetFileBytes) }), output: z.array(presetSchema) },
  'presets.export': { input: z.strictObject({ ids: z.array(presetId).min(1).max(500) }), output: z.string().nullable() },
  /** Media file chosen in a dialog; only paths chosen so, or saved in a preset, are accepted as a source. */
  'files.chooseSource': { input: nothing, output: z.string().nullable() },
  'files.chooseRecordingsDirectory': { input: nothing, output: z.string().nullable() },
  'plan.preview': { input: sessionDraftSchema, output: planViewSchema },
  'sessions.list': { input: nothing, output: z.array(sessionViewSchema) },
  'sessions.start': {
    input: z.strictObject({ draft: sessionDraftSchema, purpose: z.enum(purposes) }),
    output: sessionViewSchema,
  },
  /** Calls off the starts of recordings that are not answered yet: they get `start-cancelled`. */
  'sessions.cancelStart': { input: nothing, output: nothing },
  'sessions.stop': { input: z.strictObject({ id: sessionId }), output: sessionViewSchema },
  /** Closes the file that is written and waits: resuming goes on in a new part. Answers the paused session. */
  'sessions.pause': { input: z.strictObject({ id: sessionId }), output: sessionViewSchema },
  /** Goes on with a paused recording; answers the session of its new part. */
  'sessions.resume': { input: z.strictObject({ id: sessionId }), output: sessionViewSchema },
  /** The newest picture of a session, in full size where its file grows on this computer, as a file beside the recordings, or on the clipboard. */
  'stills.take': { input: z.strictObject({ sessionId, to: z.enum(['file', 'clipboard']) }), output: stillSchema },
  'stills.reveal': { input: z.strictObject({ path: z.string().max(4096) }), output: nothing },
  /** Last lines of the recorder's own log. */
  'sessions.log': { input: z.strictObject({ id: sessionId }), output: z.string() },
  /** Starts or ends the flow of `picture` messages of one session to this window. */
  'sessions.watch': { input: z.strictObject({ id: sessionId, on: z.boolean() }), output: nothing },
  'recordings.list': { input: nothing, output: z.array(recordingSchema) },
  'recordings.reveal': { input: z.strictObject({ id: sessionId }), output: nothing },
  'recordings.open': { input: z.strictObject({ id: sessionId }), output: nothing },
  /** Gives the file another name in its folder; the ending stays. */
  'recordings.rename': { input: z.strictObject({ id: sessionId, name: hostFileNameSchema }), output: recordingSchema },
  /** Takes recordings off the list; a moment later, or when the window closes, their files go to the desktop's bin. */
  'recordings.remove': { input: z.strictObject({ ids: recordingIds }), output: removalBatch },
  /** Puts back what was removed together, as long as its files are not in the bin; empty where they are. */
  'recordings.undoRemove': { input: removalBatch, output: z.array(recordingSchema) },
  /** While the user looks at the word on what was removed, its time stands still; it begins anew afterwards. */
  'removals.hold': { input: z.strictObject({ on: z.boolean() }), output: nothing },
  /** Another file with the same pictures and sound, as MP4. Told as events `conversion`. Throws `conversion-failed` or `conversion-cancelled`. */
  'recordings.remux': { input: z.strictObject({ id: sessionId }), output: recordingSchema },
  /** Gives a file that was not closed its index and length; the original stays until that is proved. Throws as `recordings.remux`, and `recording-busy`. */
  'recordings.repair': { input: z.strictObject({ id: sessionId }), output: recordingSchema },
  /** Marks recordings to keep, so that retention never removes them, or takes the mark away. */
  'recordings.keep': { input: z.strictObject({ ids: recordingIds, on: z.boolean() }), output: z.array(recordingSchema) },
  /** One file of all parts of a recording, without encoding again; the parts stay. */
  'recordings.join': { input: z.strictObject({ id: sessionId }), output: recordingSchema },
  /** Makes a version that Chromium can play, for a recording that it cannot; it lies at `capstan://app/media/playable/ID` then. */
  'recordings.makePlayable': { input: z.strictObject({ id: sessionId }), output: nothing },
  'recordings.cancelConversion': { input: z.strictObject({ id: sessionId }), output: nothing },
  /** What lies on the chosen host; null where it shares this computer's files. */
  'hostRecordings.list': { input: nothing, output: hostRecordingsSchema.nullable() },
  /** Copies a recording here, going on where an earlier copy broke off, and compares size and hash. */
  'hostRecordings.fetch': { input: z.strictObject({ fileName: hostFileNameSchema }), output: recordingSchema },
  'hostRecordings.cancelFetch': { input: z.strictObject({ fileName: hostFileNameSchema }), output: nothing },
  'hostRecordings.rename': { input: z.strictObject({ fileName: hostFileNameSchema, name: hostFileNameSchema }), output: nothing },
  /** Takes them off the list; a moment later, or when the window closes, they are deleted on the host. */
  'hostRecordings.remove': { input: z.strictObject({ fileNames: z.array(hostFileNameSchema).min(1).max(1000) }), output: removalBatch },
  'hostRecordings.undoRemove': { input: removalBatch, output: z.array(z.string()) },
  /** Looks why a host does not work as it should; told step by step as events `doctor`. A second asker joins the first. Throws `doctor-cancelled`. */
  'doctor.run': { input: onHost.extend({ tryEncoders: z.boolean() }), output: z.array(findingSchema) },
  'doctor.cancel': { input: onHost, output: nothing },
  'benchmark.offer': { input: onHost, output: benchmarkOfferSchema },
  /** A media file for a benchmark, chosen in a dialog and kept by main; answers its name, or null when the user cancelled. */
  'benchmark.chooseFile': { input: nothing, output: z.string().nullable() },
  /** Measures encoders; each row is told as an event `benchmark`. Throws `benchmark-busy` while one runs on that host, and `benchmark-cancelled`. */
  'benchmark.run': { input: onHost.extend({ wish: benchmarkWishSchema }), output: benchmarkReportSchema },
  'benchmark.cancel': { input: onHost, output: nothing },
  /** Newest first. */
  'benchmark.list': { input: nothing, output: z.array(benchmarkReportSchema) },
  'benchmark.remove': { input: benchmarkId, output: nothing },
  /** To share; with the published figures where there are any. */
  'benchmark.markdown': { input: benchmarkId, output: z.string() },
  /** Saves it where a dialog says; null when the user cancelled. */
  'benchmark.save': { input: benchmarkId.extend({ format: z.enum(benchmarkFormats) }), output: z.string().nullable() },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.infer<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.infer<(typeof requests)[N]['output']>;

/** Every event that the station sends to its shells. They state what happened, they steer nothing. */
export const stationEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session'), view: sessionViewSchema, event: sessionEventSchema.nullable() }),
  z.object({ type: z.literal('engine'), status: engineStatusSchema }),
  z.object({ type: z.literal('hosts') }),
  /** A step of a check that is under way. */
  z.object({ type: z.literal('host-check'), hostId: z.string(), step: hostCheckSchema.shape.steps.element }),
  /** Devices of this host came or went, or a signal or control changed: ask for its capabilities again. */
  z.object({ type: z.literal('devices'), hostId: z.string() }),
  /** How far the trial of the encoders is; `proof` is the one that has just ended. */
  z.object({ type: z.literal('encoder-probe'), hostId: z.string(), done: z.int(), total: z.int(), trying: z.string().nullable(), proof: encoderProofSchema.nullable() }),
  /** The machine and its GPUs at work, about once a second while it is watched. */
  z.object({ type: z.literal('load'), hostId: z.string(), load: hostLoadSchema }),
  z.object({ type: z.literal('session-load'), sessionId: z.string(), load: sessionLoadSchema }),
  /** Loudest sample of each channel since the last such event, in dB of full scale; about ten a second while the session is watched. */
  z.object({ type: z.literal('levels'), sessionId: z.string(), peakDbfs: z.array(z.number()) }),
  /** How far an examination is; `finding` is the one that has just been made. */
  z.object({ type: z.literal('doctor'), hostId: z.string(), done: z.int(), total: z.int(), doing: z.string(), finding: findingSchema.nullable() }),
  /** How far a benchmark is; `row` is the one that has just ended. */
  z.object({ type: z.literal('benchmark'), hostId: z.string(), done: z.int(), total: z.int(), doing: z.string(), row: benchmarkRowSchema.nullable() }),
  z.object({ type: z.literal('preferences'), preferences: preferencesSchema }),
  /** A preset file was opened from the desktop: ask for it. */
  z.object({ type: z.literal('presets-opened') }),
  /** Somebody clicked what the desktop said of this session. */
  z.object({ type: z.literal('session-chosen'), sessionId: z.string() }),
  z.object({ type: z.literal('presets') }),
  z.object({ type: z.literal('recordings') }),
  /** Progress of making the image; `fraction` is null while unknown, and 1 when it is done. */
  z.object({ type: z.literal('image'), step: z.string(), fraction: z.number().min(0).max(1).nullable() }),
  /** Progress of copying a recording from the daemon's machine; `sessionId` is null where no session of ours made it. */
  z.object({ type: z.literal('fetch'), sessionId: z.string().nullable(), fileName: z.string(), bytes: z.number(), totalBytes: z.number() }),
  /** How far something that is made of a recording is; `fraction` is null while unknown, and 1 when it is done. */
  z.object({ type: z.literal('conversion'), recordingId: z.string(), kind: z.enum(conversionKinds), fraction: z.number().min(0).max(1).nullable() }),
  /** What lies on the host has changed. */
  z.object({ type: z.literal('hostRecordings'), hostId: z.string() }),
  /** Recordings of this computer were removed by the limits that are set. */
  z.object({ type: z.literal('cleaned'), removed: z.array(removedRecordingSchema) }),
  z.object({ type: z.literal('notice'), message: z.string() }),
]);
export type StationEvent = z.infer<typeof stationEventSchema>;

/** Answer of every request: errors cross the channel as data. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: z.infer<typeof capstanErrorSchema> };

export interface LivePicture {
  readonly sessionId: string;
  readonly jpeg: Uint8Array;
  /** When it came to this computer, in milliseconds since the epoch. */
  readonly receivedAtMs: number;
}

/** The functions that the preload gives to the window, and nothing else. */
export interface CapstanBridge {
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Reply<RequestOutput<N>>>;
  onEvent(listener: (event: StationEvent) => void): () => void;
  /** What a menu or the tray asks for. */
  onCommand(listener: (command: AppCommand) => void): () => void;
  /** Newest picture of a watched session. Call `done` once it is drawn: at most two pictures are under way. */
  onPicture(listener: (picture: LivePicture, done: () => void) => void): () => void;
}
