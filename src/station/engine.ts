import type { Capabilities, ControlValues, EncoderFamily, EncoderProof, FamilyImage } from '@domain/capabilities';
import type { EngineStatus } from '@domain/contract';
import type { HostRecording } from '@domain/host-recording';
import type { ImageChoice, ImageList, ImageRecipe, StoredImage } from '@domain/images';
import type { GpuLoad, HostLoad, SessionLoad } from '@domain/load';
import type { Channels, Plan } from '@domain/plan/types';
import type { ProgressBlock } from '@domain/progress';
import type { MediaInfo } from '@domain/recording';
import type { SessionRecord } from '@domain/session';
import type { RecorderPulse } from '@domain/watchdog/pulse';
import type { BenchmarkPlace, BenchmarkPlaceOptions } from './benchmark/place';
import type { OpenFiles } from './recordings/file-place';

/** Where a plan runs: in containers of a Docker daemon, or as this computer's own ffmpeg. Both run the same argv. */
export interface Engine {
  readonly kind: 'docker' | 'local';
  readonly status: EngineStatus;
  /** Null where this computer's own ffmpeg runs. */
  readonly images: EngineImages | null;
  /** What this host was proved to offer. Looks up the devices anew; the rest is cached by image or ffmpeg. Makes the image where it is missing. */
  capabilities(options: CapabilityOptions): Promise<Capabilities>;
  /**
   * The image that recorders of this family run in, with its ffmpeg; it is copied, built or pulled where the daemon does
   * not have it, told as events `image`. Null where this computer's own ffmpeg runs. Throws `image-missing`,
   * `ffmpeg-missing`, or the signal's reason.
   */
  ensureFamilyImage(family: EncoderFamily, signal?: AbortSignal): Promise<FamilyImage | null>;
  /**
   * What every encoder does on every GPU, by encoding real frames in the image that recordings run in; what worked
   * with the same kernel, driver, GPU and image is not tried again unless asked. `capabilities` then tells it too. Who
   * asks while a trial is under way shares it. Throws the signal's reason, or that of the connection; nothing is left behind.
   */
  probeEncoders(options: EncoderProbeOptions): Promise<EncoderProof[]>;
  /** Where a benchmark of this host runs. Throws `ffmpeg-missing` and the like where there is nothing to run. */
  openBenchmark(options: BenchmarkPlaceOptions): Promise<BenchmarkPlace>;
  /** The machine and its GPUs at work, once a second until what it answers is called. Joined by all who ask. */
  watchLoad(options: { readonly wholeGpu: boolean }, listener: (load: HostLoad) => void): Promise<() => void>;
  /** The GPUs at work, as seen within the last ten seconds or looked at now, which takes two. Throws where the host does not tell. */
  gpuLoads(): Promise<readonly GpuLoad[]>;
  /** The folder as ffmpeg will see it. Makes it, proves that it can be written, and that the disk has room. */
  prepareOutput(directory: string): Promise<OutputTarget>;
  channels(): Promise<Channels>;
  /**
   * Starts the recorder and its guard. Nothing is left behind when it throws. An aborted signal before the start means:
   * do not start. `secretInput` is what ffmpeg reads on its standard input where the plan names a credential.
   */
  launch(plan: Plan, signal: AbortSignal, secretInput?: string | null): Promise<Run>;
  /** Runs of this owner that are there already, running or ended: after a restart of the app. */
  adopt(ownerId: string): Promise<Run[]>;
  /** Sessions of any owner whose recorder has this node open, or is about to. */
  recordersOf(devicePath: string): Promise<SessionRecord[]>;
  /** Sets controls of a capture device by the node it has now; answers them as read back. Throws `control-refused`. */
  setControls(devicePath: string, values: ControlValues): Promise<ControlValues>;
  /** Calls back on each change of the capture devices, within two seconds. Ends with the engine, or by what it answers. */
  watchDevices(onChange: () => void): Promise<() => void>;
  /** What holds recordings where this computer's files are not shared: a volume of the daemon, or an absolute path there; empty where they always are. */
  readonly recordingsSource: string;
  /** Where recordings lie on a host that does not share this computer's files, such as `directory`; null where it does. */
  recordingFiles(directory: string): Promise<RecordingFiles | null>;
  /** Lets ffmpeg work with files of this computer; null where the daemon does not see them. */
  readonly openFiles: OpenFiles;
  /** Ends this process's part. Recorders live on. */
  close(): Promise<void>;
}

/** The images that a daemon runs recorders in. Methods throw `image-missing`, `ffmpeg-missing`, or their signal's reason. */
export interface EngineImages {
  list(): Promise<ImageList>;
  /** Capstan's own image of a recipe; copied or built where the daemon does not have it. */
  build(recipe: ImageRecipe, signal: AbortSignal): Promise<{ readonly reference: string; readonly id: string }>;
  /** From now on this image runs the family's recorders, by its content; it is pulled where it is missing, and must hold an ffmpeg. */
  use(family: EncoderFamily, reference: string, signal: AbortSignal): Promise<FamilyImage>;
  /** Back to Capstan's own. */
  reset(family: EncoderFamily): void;
  /** Removes those of these that are still unused; answers them. */
  remove(ids: readonly string[]): Promise<StoredImage[]>;
}

/** The user's own images on one host, by family. */
export interface ImageChoices {
  get(family: EncoderFamily): ImageChoice | null;
  set(family: EncoderFamily, choice: ImageChoice | null): void;
}

/** The recordings that lie on a host. */
export interface RecordingFiles {
  /** Volume or folder, for people. */
  readonly place: string;
  list(): Promise<RecordingFilesList>;
  /** Of the disk that they lie on; null where the volume is not made yet. */
  space(): Promise<Pick<RecordingFilesList, 'freeBytes' | 'totalBytes'> | null>;
  /** Lengths in seconds by file name; null where a file was not closed or does not tell. */
  durations(fileNames: readonly string[]): Promise<ReadonlyMap<string, number | null>>;
  /** Copies into `target`, which appears only when it is whole; a part that is there already is gone on with. */
  fetch(fileName: string, target: string, options: FetchOptions): Promise<{ readonly sizeBytes: number; readonly remotePath: string | null }>;
  inspect(fileName: string, options: { readonly complete: boolean }): Promise<MediaInfo | null>;
  rename(fileName: string, name: string): Promise<void>;
  remove(fileName: string): Promise<void>;
}

export interface RecordingFilesList {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly files: readonly Pick<HostRecording, 'fileName' | 'sizeBytes' | 'modifiedAt' | 'growing'>[];
}

export interface FetchOptions {
  /** At most ten times a second; `totalBytes` is 0 while it is unknown. */
  readonly onProgress: (bytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

export interface EncoderProbeOptions {
  readonly refresh?: boolean;
  /** ffmpeg's names; null: all that Capstan knows. Families without hardware on this host are left out. */
  readonly encoders?: readonly string[] | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EncoderProbeProgress) => void;
}

export interface EncoderProbeProgress {
  readonly done: number;
  readonly total: number;
  /** What is being tried, for people; null between trials. */
  readonly trying: string | null;
  /** The one that has just ended. */
  readonly proof: EncoderProof | null;
}

export interface CapabilityOptions {
  /** Prove everything again instead of trusting the cache. */
  readonly refresh?: boolean;
  /**
   * How old the list of capture devices may be, in seconds: looking takes a container. 0, the default, looks now;
   * null leaves them out.
   */
  readonly devicesMaximumAgeSeconds?: number | null;
  /** Folder whose sharing with the daemon `engine.storage` tells; null where `prepareOutput` will tell it. */
  readonly directory?: string | null;
}

export interface OutputTarget {
  /** Folder as ffmpeg sees it. */
  readonly directory: string;
  /** What is mounted there in containers: a folder, or a volume's name. */
  readonly source: string;
  /** Infinite where only the guard can tell. */
  readonly freeBytes: number;
  /** `separate`: the daemon does not see this computer's files, and the recording is copied here at the end. */
  readonly storage: 'shared' | 'separate';
  /**
   * User that ffmpeg will write as, where that is not this process's own: a recording is then made in a folder of its
   * own and moved to its place at the end. Null where ffmpeg may write into the folder itself.
   */
  readonly stageFor: { readonly uid: number; readonly gid: number } | null;
}

export interface RunExit {
  /** Exit status of ffmpeg; null where the process is gone and nobody knows it. */
  readonly exitCode: number | null;
  readonly outOfMemory: boolean;
  /** The guard ended the recorder because the disk had fallen under its floor. */
  readonly diskFull: boolean;
  /** What the engine itself says of a start that failed; empty otherwise. */
  readonly message: string;
}

/** One recorder, its guard and at most one observer, running or ended. */
export interface Run {
  readonly record: SessionRecord;
  readonly hasPreview: boolean;
  /** It had ended before `adopt` found it. */
  readonly foundEnded: boolean;
  /** Rejects where the guard could not be started; the recording goes on without it. */
  readonly guarded: Promise<void>;
  /** Settles when ffmpeg has ended. Rejects with `connection-lost` when the daemon can no longer be asked. */
  readonly exited: Promise<RunExit>;
  /** Whether the daemon is being reached; called on each change. */
  onConnection(listener: (lost: boolean) => void): void;
  signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Whether somebody has frozen it, where its pulse does not show that. */
  isFrozen(): Promise<boolean>;
  /** True where it is known that ffmpeg handles SIGTERM now; null where only a first progress block can tell. */
  handlesTermination(): Promise<boolean | null>;
  /** Starts or joins the observer. Progress always flows; pictures only to a `picture` listener. */
  observe(observer: RunObserver): Promise<Observation>;
  /** What the source really gave, read from the head of the growing file; null while that is not known. */
  delivered(): Promise<MediaInfo | null>;
  /** Last lines of ffmpeg's own log. */
  log(): Promise<string>;
  /** What an ended recorder may have written, in its order: one file, or those of a recording that was split. */
  files(): Promise<readonly WrittenFile[]>;
  /** What ffprobe reads from ended files; `complete` reads to the last timestamp of one that was not closed. */
  inspect(fileNames: readonly string[], options: { readonly complete: boolean }): Promise<readonly (MediaInfo | null)[]>;
  /**
   * Brings an ended file to `record.destination` where it is not there yet, and says where it lies. Where that
   * fails the recording is untouched; never settles once this process's part has ended.
   */
  collect(fileName: string, onProgress: FetchOptions['onProgress']): Promise<CollectedFile | null>;
  /** Deletes a file, as for one without a frame. */
  discard(fileName: string): Promise<void>;
  /** Removes everything of the run but the recording. */
  remove(): Promise<void>;
}

export interface WrittenFile {
  readonly fileName: string;
  /** Null where it was not looked at. */
  readonly sizeBytes: number | null;
}

export interface CollectedFile {
  readonly path: string;
  readonly remotePath: string | null;
  readonly sizeBytes: number;
  /** Its recorder ended without closing it. */
  readonly isUnclosed: boolean;
}

export interface RunObserver {
  readonly progress: (block: ProgressBlock) => void;
  readonly picture?: (jpeg: Uint8Array) => void;
  /** Peak of each channel in dBFS, about ten times a second where sound is recorded. */
  readonly levels?: (peakDbfs: number[]) => void;
  /** What the recorder takes, once a second. */
  readonly load?: (load: SessionLoad) => void;
  /** A look at the recorder's process, once a second while the way to it is there. */
  readonly pulse?: (pulse: RecorderPulse) => void;
  /** Free bytes where it is recorded, every five seconds, where that is not this computer's storage; null while they cannot be seen. */
  readonly space?: (freeBytes: number | null) => void;
  /** The observation ended by itself; the run may go on. */
  readonly ended: () => void;
}

export interface Observation {
  close(): Promise<void>;
}
