import type { Capabilities } from '../capabilities';
import type { PresetControls } from '../controls';
import type { Preset } from '../preset';
import type { FrameAccounting } from '../progress';
import type { EncodeSummary } from '../encode-summary';
import type { GpuLoad } from '../load';
import type { SessionRecord } from '../session';
import type { RefusedEncode } from './encode-candidates';

/**
 * Body of the Docker Engine API's `POST /containers/create`, narrowed to what Capstan uses.
 * Field names are the API's own, so that what is shown is what is sent.
 */
export interface ContainerSpec {
  readonly Image: string;
  /** `uid:gid`, numeric. */
  readonly User: string;
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly OpenStdin?: boolean;
  readonly StdinOnce?: boolean;
  readonly HostConfig: HostConfig;
}

export interface HostConfig {
  readonly NetworkMode: string;
  readonly PidMode?: string;
  readonly ReadonlyRootfs: true;
  readonly Privileged: boolean;
  /** Empty only where the container is privileged: Docker would not heed it there. */
  readonly CapDrop: readonly 'ALL'[];
  /** CHOWN only for the one-shot that makes a volume ready, PERFMON only where the user asked for the load of whole GPUs. */
  readonly CapAdd?: readonly ('CHOWN' | 'PERFMON')[];
  readonly AutoRemove?: boolean;
  readonly SecurityOpt: readonly string[];
  readonly GroupAdd: readonly string[];
  readonly Devices: readonly DeviceMapping[];
  /** Devices that the daemon's drivers inject: GPUs of NVIDIA, or CDI devices by name. */
  readonly DeviceRequests?: readonly DeviceRequest[];
  /** Such as `nvidia`; the daemon's own where absent. */
  readonly Runtime?: string;
  readonly DeviceCgroupRules?: readonly string[];
  /** In place of the daemon's own lists. */
  readonly MaskedPaths?: readonly string[];
  readonly ReadonlyPaths?: readonly string[];
  readonly Mounts: readonly Mount[];
  /** Ids of containers whose volumes this one sees too. */
  readonly VolumesFrom?: readonly string[];
  /** Bytes; `MemorySwap` is memory and swap together. */
  readonly Memory: number;
  readonly MemorySwap: number;
  /** Share of a busy processor against other containers, each of which has 1024 where it says nothing. */
  readonly CpuShares?: number;
  /** 1e-9 cores; 0 is no limit. */
  readonly NanoCpus: number;
  readonly PidsLimit: number;
  readonly RestartPolicy: { readonly Name: 'no' };
  readonly LogConfig: { readonly Type: 'json-file' | 'none'; readonly Config: Readonly<Record<string, string>> };
}

export interface DeviceMapping {
  readonly PathOnHost: string;
  readonly PathInContainer: string;
  readonly CgroupPermissions: string;
}

export interface DeviceRequest {
  /** `nvidia` or `cdi`; empty leaves it to the daemon, as `docker run --gpus` does. */
  readonly Driver: string;
  readonly DeviceIDs: readonly string[];
  readonly Capabilities: readonly (readonly string[])[];
}

export interface Mount {
  readonly Type: 'bind' | 'volume';
  /** Empty for a volume of this container alone, which goes with it. */
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: boolean;
  /** For folders with other mounts below them that must not come along. */
  readonly BindOptions?: { readonly NonRecursive: true };
  readonly VolumeOptions?: { readonly DriverConfig: { readonly Name: 'local'; readonly Options: Readonly<Record<string, string>> } };
}

/** Where the recorder sends what nobody must wait for. Ports are of its own loopback. */
export interface Channels {
  readonly progressPort: number;
  readonly previewPort: number;
  /** May be the progress port: each datagram holds whole lines. Null where levels have no receiver. */
  readonly levelPort: number | null;
  /** Fixed source ports, so that a receiver on a shared loopback can tell ffmpeg from a forger; null inside a container. */
  readonly progressLocalPort: number | null;
  readonly previewLocalPort: number | null;
  readonly levelLocalPort: number | null;
}

/** What plan() is given beside the preset and the capabilities. */
export interface RunContext {
  readonly record: Pick<SessionRecord, 'id' | 'ownerId' | 'purpose' | 'presetName' | 'destination' | 'startedAt' | 'part'>;
  /** Folder as ffmpeg sees it, and a name that matches `fileNamePattern`; null when only watching. */
  readonly output: SessionRecord['output'];
  readonly channels: Channels;
  /** Of the computer that Capstan runs on, as POSIX writes it in TZ, for the clock that is drawn into pictures. */
  readonly timeZone: string;
}

export interface PlanInput {
  readonly preset: Preset;
  readonly capabilities: Capabilities;
  readonly run: RunContext;
  /** Whole GPUs as they were last seen at work: where the preset leaves the choice, the one with the least to do is taken. */
  readonly gpuLoads?: readonly GpuLoad[];
  /** What a recorder of this start refused to open: the settings' fallback is planned. */
  readonly refused?: readonly RefusedEncode[];
}

/** What will run, exactly. Immutable, and made from data alone. */
export interface Plan {
  /** The whole command line; the first word is `ffmpeg`. */
  readonly argv: readonly string[];
  /** The recorder's container; null where this computer's own ffmpeg runs. */
  readonly container: ContainerSpec | null;
  readonly record: SessionRecord;
  /** What encodes, where, by which path, and what it falls back from. */
  readonly encode: EncodeSummary;
  /** Absolute path of the recording as ffmpeg sees it, of its first file where it is split; null when only watching. */
  readonly outputPath: string | null;
  readonly channels: Channels;
  readonly hasPreview: boolean;
  readonly accounting: FrameAccounting;
  /** Free space under which the guard stops the recorder, in bytes. */
  readonly diskFloorBytes: number;
  /** The node that must exist and be free before the start; null for sources without one. */
  readonly devicePath: string | null;
  /** Name of the login that the recorder reads on its standard input, as a script; null where it needs none. */
  readonly credential: string | null;
  /** What these settings open or cost, in words for people. */
  readonly warnings: readonly string[];
  /** Set on that device before the recorder starts; null where there is nothing to set. */
  readonly controls: PresetControls | null;
}
