import type { BenchmarkOffer, BenchmarkOptions, BenchmarkProgress, BenchmarkReport } from '@domain/benchmark/report';
import type { Capabilities, ControlValues, EncoderProof } from '@domain/capabilities';
import type { HostOverview, SessionDraft, StationEvent, StationStatus } from '@domain/contract';
import type { Finding } from '@domain/doctor/finding';
import type { CapstanError } from '@domain/errors';
import type { Host, HostCheck, HostCheckStep } from '@domain/host';
import type { HostRecordings } from '@domain/host-recording';
import type { Plan } from '@domain/plan/types';
import type { Preset, PresetHost, PresetSettings } from '@domain/preset';
import type { Recording } from '@domain/recording';
import type { RemovedRecording, RetainedRecording, Retention, RetentionChoice } from '@domain/retention';
import type { Result } from '@domain/result';
import type { Purpose, SessionEvent, SessionView } from '@domain/session';
import type { CredentialStore } from './credentials';
import type { EngineImages } from './engine';
import type { NewHost } from './hosts/host-library';

/** Everything that a shell (window or terminal) may do. Methods throw `CapstanFailure`. */
export interface Station {
  readonly presets: PresetLibrary;
  readonly recordings: RecordingLibrary;
  readonly sessions: Sessions;
  readonly settings: Settings;
  readonly hosts: Hosts;
  readonly hostRecordings: HostRecordingsLibrary;
  readonly conversions: RecordingConversions;
  readonly cleaning: Cleaning;
  readonly upkeep: Upkeep;
  readonly doctor: Doctor;
  readonly benchmarks: Benchmarks;
  /** Path of a small JPEG of a recording, made where it is missing. Throws `conversion-failed` where it has no picture. */
  thumbnail(id: string): Promise<string>;
  /** The newest picture in the file that a session writes, in its full size; null where it cannot be had from there. */
  fileFrame(sessionId: string): Promise<Uint8Array | null>;
  readonly credentials: CredentialStore;
  /** Images of the chosen host. Throws `daemon-unreachable` where it is this computer's own ffmpeg. */
  images(): Promise<EngineImages>;
  /** Sets controls of a capture device of the chosen host; answers them as read back. Throws `control-refused` or `device-missing`. */
  setControls(device: string, values: ControlValues): Promise<ControlValues>;
  status(): Promise<StationStatus>;
  /** Looks for Docker again. */
  reconnect(): Promise<StationStatus>;
  capabilities(options?: { readonly refresh?: boolean }): Promise<Capabilities>;
  /** Tries the encoders of the chosen host; told step by step as events `encoder-probe`. A second call joins the first. */
  probeEncoders(options?: { readonly refresh?: boolean; readonly encoders?: readonly string[]; readonly signal?: AbortSignal }): Promise<EncoderProof[]>;
  /** Ends a trial that is under way; who waits for it gets `probe-cancelled`. */
  cancelEncoderProbe(): void;
  /**
   * Begins or (null) ends the events `load` of one host, by default the chosen one. Throws `host-unknown` for another
   * that is not connected already.
   */
  watchLoad(options: { readonly hostId?: string; readonly wholeGpu: boolean } | null): Promise<void>;
  /** What would run, without starting it; `destination` is a folder on this computer. */
  plan(draft: SessionDraft, options?: StartOptions): Promise<Result<Plan, CapstanError>>;
  onEvent(listener: (event: StationEvent) => void): () => void;
  /** Ends this process's part: observers, connections, timers. Recorders live on. */
  close(): Promise<void>;
}

/** The machines to record on. Exactly one is chosen: what is asked of the station is asked of it. */
export interface Hosts {
  list(): Promise<Host[]>;
  /** What was left out of the list, and why. */
  readonly notices: readonly string[];
  chosen(): Promise<Host>;
  /** By id, name or address. Throws `host-unknown` or `host-invalid`. */
  find(reference: string): Promise<Host>;
  choose(id: string): Promise<StationStatus>;
  add(host: NewHost): Promise<Host>;
  rename(id: string, name: string): Promise<Host>;
  remove(id: string): Promise<void>;
  /**
   * What a host offers and how full it is, chosen or not; nothing is changed there, and it stays connected only where it
   * was. Throws what the connection throws, and `image-missing` where devices cannot be looked at yet.
   */
  overview(id: string, options: { readonly refresh: boolean }): Promise<HostOverview>;
  /** Step by step up to the first failure; never throws for what it finds. */
  check(host: Host, onStep?: (step: HostCheckStep) => void): Promise<HostCheck>;
  /** Accepts the key with this fingerprint into the user's known_hosts, if the host still offers it, and checks again. */
  trustKey(host: Host, fingerprint: string, onStep?: (step: HostCheckStep) => void): Promise<HostCheck>;
}

/** What lies on the chosen host. Methods throw `recording-unknown`, `recording-busy`, `transfer-damaged` and those of the daemon. */
export interface HostRecordingsLibrary {
  /**
   * Null where the host shares this computer's files. Lengths that are not known yet follow with the event
   * `hostRecordings`, or are waited for.
   */
  list(options?: { readonly waitForLengths?: boolean }): Promise<HostRecordings | null>;
  /**
   * Copies a recording into `destination` (default: the recordings folder), going on where a copy broke off.
   * Throws `transfer-cancelled` once it was cancelled.
   */
  fetch(fileName: string, options?: { readonly destination?: string; readonly signal?: AbortSignal }): Promise<Recording>;
  /** Ends a copy that is under way; what was copied stays for the next one. */
  cancelFetch(fileName: string): void;
  rename(fileName: string, name: string): Promise<void>;
  /** @param host where it lies; default: the chosen one */
  remove(fileName: string, host?: Host): Promise<void>;
}

/** What is made of finished recordings, told as events `conversion`. Methods throw `conversion-failed`, `conversion-cancelled` and `disk-full`. */
export interface RecordingConversions {
  /** Another file with the same pictures and sound, as MP4. */
  remux(id: string, signal?: AbortSignal): Promise<Recording>;
  /** One file of all parts of a recording. */
  join(id: string, signal?: AbortSignal): Promise<Recording>;
  /**
   * Gives a file that was not closed its index and length, in its own place; the original stays until every packet of
   * the new one is proved. Throws `recording-busy` too.
   */
  repair(id: string, signal?: AbortSignal): Promise<Recording>;
  makePlayable(id: string, signal?: AbortSignal): Promise<void>;
  /** Ends what is being made of this recording. */
  cancel(id: string): void;
  /** Path of what `makePlayable` made; null where it did not. */
  playable(id: string): Promise<string | null>;
}

/** Removal of recordings of this computer by limits: for good, and never of one that is kept, in use, or not as it was recorded. */
export interface Cleaning {
  /** What would go now, oldest first, the parts of a recording together. */
  look(options?: CleaningOptions): Promise<RetentionChoice<Recording & RetainedRecording>[]>;
  /** Removes that; told as the event `cleaned`. One after the other where several ask. */
  clean(options?: CleaningOptions): Promise<RemovedRecording[]>;
  /** What was removed so, newest first. */
  history(): RemovedRecording[];
}

export interface CleaningOptions {
  /** Default: those of the settings. */
  readonly limits?: Retention;
  /** What the shell is at, such as a recording that it plays. */
  readonly busyIds?: () => ReadonlySet<string>;
}

/** How fast hosts encode. The last fifty reports are kept. */
export interface Benchmarks {
  /** What can be measured on a host, by default the chosen one, by what is known of its encoders now. */
  offer(host?: Host): Promise<BenchmarkOffer>;
  /**
   * Measures, one encoder after another, and keeps the report. Throws `benchmark-failed`, `benchmark-busy`, `preset-invalid` with the
   * option as field, what the engine throws, or the signal's reason; nothing is left behind.
   */
  run(options: BenchmarkOptions & { readonly host?: Host; readonly signal?: AbortSignal; readonly onProgress?: (progress: BenchmarkProgress) => void }): Promise<BenchmarkReport>;
  /** Newest first. */
  list(): BenchmarkReport[];
  /** Throws `benchmark-unknown`. */
  get(id: string): BenchmarkReport;
  remove(id: string): void;
}

export interface Upkeep {
  /** From now on this process repairs and cleans up by itself. @param busyIds recordings that the shell is at */
  begin(busyIds: () => ReadonlySet<string>): void;
}

/** Looks why something does not work. */
export interface Doctor {
  /** Of the chosen host by default. Changes nothing, and throws only the signal's reason: what could not be seen is told. */
  examine(options?: ExamineOptions): Promise<Finding[]>;
}

export interface ExamineOptions {
  readonly host?: Host;
  /** Tries every encoder on every GPU too; what worked before is remembered. */
  readonly tryEncoders?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DoctorProgress) => void;
}

export interface DoctorProgress {
  readonly done: number;
  readonly total: number;
  /** What is being looked at, for people. */
  readonly doing: string;
  /** One that has just been made; null while evidence is gathered. */
  readonly finding: Finding | null;
}

export interface StartOptions {
  readonly purpose?: Purpose;
  /** Folder for the recording; default: the recordings folder of the settings. */
  readonly destination?: string;
  /** Plan for this host instead of the one at hand. */
  readonly capabilities?: Capabilities;
  /** Only for a plan: try hardware encoders that were never tried here, as a start does. */
  readonly tryEncoders?: boolean;
  readonly signal?: AbortSignal;
  /** Pictures will be wanted at once: saves the observer a restart. Default: only for the purpose `watch`. */
  readonly watched?: boolean;
}

export interface Sessions {
  list(): SessionView[];
  get(id: string): LiveSession;
  /** Finds the sessions that outlived the app, shows the running ones and closes the ended ones. */
  adopt(): Promise<void>;
  /** Plans and starts. `onPlanned` is told what will run before anything is started. */
  start(draft: SessionDraft, options?: StartOptions & { readonly onPlanned?: (plan: Plan) => void }): Promise<LiveSession>;
}

export interface LiveSession {
  readonly id: string;
  readonly view: SessionView;
  /** Settles with the last view; never rejects. */
  readonly ended: Promise<SessionView>;
  /** After the end: the part in which the recording goes on, once it records; null where it does not. */
  readonly next: Promise<LiveSession | null>;
  onEvent(listener: (event: SessionEvent) => void): () => void;
  /** Asks for a clean end once; further calls wait for the same end. After the end it ends the waiting for a next part. */
  stop(): Promise<SessionView>;
  /**
   * Closes the file of this part and waits (decision 0029). One that is starting is paused with its first frame; a
   * second call waits for the same. Throws `pause-refused`. The view says whether it is paused: it may have failed meanwhile.
   */
  pause(): Promise<SessionView>;
  /**
   * Goes on in a new part, once that records. Throws what a start throws, and the recording stays paused; `pause-refused`
   * where it is not paused, `start-cancelled` where a stop came first.
   */
  resume(): Promise<LiveSession>;
  /** Starts the flow of JPEG pictures; call what it answers to end it. */
  watch(listener: (jpeg: Uint8Array) => void): () => void;
  log(): Promise<string>;
}

export interface PresetLibrary {
  /** Built-in presets first, then the user's by name. */
  list(): Preset[];
  /** By id, else by name without regard to case; throws `preset-invalid` where there is none. */
  find(idOrName: string): Preset;
  /** @param host host that it is bound to; null: none */
  create(name: string, settings: PresetSettings, host?: PresetHost | null): Preset;
  /** @param host null unbinds it; absent, it stays bound as it is */
  update(id: string, settings: PresetSettings, host?: PresetHost | null): Preset;
  rename(id: string, name: string): Preset;
  duplicate(id: string): Preset;
  remove(id: string): void;
  undoRemove(): Preset;
  /**
   * Text of a preset file, as `exportText` writes it. Existing presets are kept; a name in use gets a number.
   * @param mayName media files that may be named: others are left out, and have to be chosen
   */
  importText(text: string, mayName?: (path: string) => boolean): Preset[];
  exportText(ids: readonly string[]): string;
  /** What was said when the file was opened, such as that a broken one was set aside. */
  readonly notices: readonly string[];
}

export interface RecordingLibrary {
  /** Newest first. Those whose file is gone are left out. */
  list(): Promise<Recording[]>;
  get(id: string): Recording;
  /** Of all that are remembered, whether their file is there or not. */
  ids(): ReadonlySet<string>;
  add(recording: Recording): void;
  /** All parts of the recording that this one is a part of, in their order, whether their files are there or not; none of a whole one. Throws `recording-unknown`. */
  parts(id: string): Recording[];
  /** All of a host, those included whose file is not here: it may lie there still. */
  ofHost(hostId: string): Recording[];
  /** Renames the file too; its ending stays. Throws `output-unwritable`. */
  rename(id: string, fileName: string): Promise<Recording>;
  /** Marks recordings to keep, or takes the mark away; answers them. Throws `recording-unknown` before anything is changed. */
  keep(ids: readonly string[], isKept: boolean): Recording[];
  /** Forgets it; the file is the caller's to bin. */
  forget(id: string): void;
}

export interface Settings {
  /** Id of this data folder: containers carry it as their owner. */
  readonly ownerId: string;
  recordingsDirectory: string;
  /** How recordings are named, as `nameTemplateSchema` has it. */
  nameTemplate: string;
  /** When recordings are removed by themselves. */
  retention: Retention;
  /** Host that the window shows. */
  chosenHostId: string;
  /** Hosts where sessions of this owner may run: looked at again after a restart. */
  hostsInUse: readonly string[];
}

/** A small JSON document on disk; electron-store in the window, conf (its base) in the terminal. */
export interface DocumentStore<T extends Record<string, unknown>> {
  store: T;
  readonly path: string;
}

export type OpenStore = <T extends Record<string, unknown>>(options: {
  readonly name: string;
  readonly directory: string;
  readonly defaults: T;
}) => DocumentStore<T>;
