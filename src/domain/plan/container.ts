import type { Capabilities, EncoderFamily } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import { guardArgv } from '../guard';
import { parseJson } from '../json';
import type { PresetSettings } from '../preset';
import { ok, type Result } from '../result';
import { sessionRecordSchema, type SessionRecord } from '../session';
import { isSplit } from '../split';
import type { FrameSize } from '../units';
import { audioAccess, type AudioPlan } from './audio';
import type { EncodeChoice } from './encode-choice';
import { findEncoder } from './encoders';
import { gpuAccess } from './gpu-access';
import { hostChannels, observerArgv } from './observer';
import { overlayEnv } from './overlay';
import { recorderScript } from './recorder-script';
import type { SourcePlan } from './source';
import { encodedSize } from './transform';
import type { Channels, ContainerSpec, HostConfig, Mount } from './types';

/** Labels of everything that Capstan creates in a daemon. */
export const labels = {
  owner: 'dev.capstan.owner',
  session: 'dev.capstan.session',
  role: 'dev.capstan.role',
  /** The SessionRecord as JSON, on recorders: all that is needed to find the session again. */
  record: 'dev.capstan.record',
  /** Proves that the record was written by the data folder that it names: only then is a session adopted. */
  seal: 'dev.capstan.seal',
} as const;

/** What a recorder's labels say of its session; null where they are not those of a session that this Capstan can read. */
export function recordOf(own: Readonly<Record<string, string>>): SessionRecord | null {
  const record = sessionRecordSchema.safeParse(parseJson(own[labels.record] ?? ''));
  return record.success ? record.data : null;
}

export type Role = 'recorder' | 'observer' | 'guard' | 'probe';

export const containerName = (sessionId: string, role: Role) => `capstan-${sessionId}-${role}`;

/** Volume for recordings where the daemon does not see this computer's files. */
export const recordingsVolume = 'capstan-recordings';
/** Where that volume is mounted. */
export const recordingsVolumeDirectory = '/recordings';

type DockerEngine = Extract<Capabilities['engine'], { kind: 'docker' }>;

const mebibyte = 1024 * 1024;

/** No privileges, no network, nothing writable: what a container needs beyond it is named by its role. */
function hardened(overrides: Partial<HostConfig> & { memoryMiB: number }): HostConfig {
  const { memoryMiB, ...rest } = overrides;
  return {
    NetworkMode: 'none',
    ReadonlyRootfs: true,
    Privileged: false,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    GroupAdd: [],
    Devices: [],
    Mounts: [],
    Memory: memoryMiB * mebibyte,
    MemorySwap: memoryMiB * mebibyte,
    NanoCpus: 0,
    PidsLimit: 1024,
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
    ...rest,
  };
}

/** Rootless daemons map our user to their root, and a plain user to one that owns nothing (decision 0007; unproved). */
export const recorderUser = (engine: Pick<DockerEngine, 'rootless'>, { uid, gid }: Capabilities['user']) => (engine.rootless ? '0:0' : `${uid}:${gid}`);

/** What ffmpeg and the libraries of a family take before the first picture, in MiB: software measured, the rest a generous guess. */
const baseMemoryMiB: Readonly<Record<EncoderFamily, number>> = { software: 64, vaapi: 160, quicksync: 192, nvenc: 320, v4l2m2m: 64, jetson: 256 };

const decodedBytesPerPixel = 30;
const pixelsOf = ({ width, height }: FrameSize): number => width * height;

/** The smallest memory that the encoder can work in, in MiB: below it the kernel would end the recorder. */
export function memoryFloorMiB(settings: PresetSettings, source: Pick<SourcePlan, 'frameSize'>): number {
  const frameSize = source.frameSize ?? { width: 1920, height: 1080 };
  const encoded = pixelsOf(encodedSize(settings, source) ?? frameSize);
  const croppedOff = pixelsOf(frameSize) - encoded;
  const terms = settings.video.mode === 'copy' ? undefined : findEncoder(settings.video.encoder);
  const perPixel = settings.video.mode === 'copy' ? decodedBytesPerPixel : (terms?.memoryBytesPerPixel ?? 400);
  return Math.ceil(baseMemoryMiB[terms?.family ?? 'software'] + (perPixel * encoded + decodedBytesPerPixel * croppedOff) / mebibyte);
}

export interface RecorderInput {
  readonly settings: PresetSettings;
  readonly choice: EncodeChoice;
  readonly source: SourcePlan;
  readonly audio: AudioPlan | null;
  readonly capabilities: Capabilities;
  readonly engine: DockerEngine;
  readonly record: SessionRecord;
  readonly argv: readonly string[];
  /** As `RunContext` has it. */
  readonly timeZone: string;
}

export function recorderContainer(input: RecorderInput): Result<ContainerSpec, CapstanError> {
  const { settings, choice, source, audio, capabilities, engine, record, argv, timeZone } = input;
  const floor = memoryFloorMiB(settings, source);
  const { memoryMiB, cpus, swapMiB, logMiB, logFiles, privileged } = settings.limits;
  if (memoryMiB !== null && memoryMiB < floor) {
    return refuse('preset-invalid', `This frame size and encoder need at least ${floor} MiB of memory, not ${memoryMiB}.`, {
      field: 'limits.memoryMiB',
    });
  }
  const { device, filePath, network } = source;
  const memory = memoryMiB ?? Math.max(512, 3 * floor);
  const sound = audioAccess(audio?.device ?? null);
  const access = gpuAccess(choice.gpu, engine, choice.proof);
  if (!access.ok) return access;
  const { devices, deviceRequests, runtime, env } = access.value;
  const groups = new Set([...(device ? [device.groupId] : []), ...access.value.groups, ...sound.groups]);
  const file: Mount[] = filePath === null ? [] : [{ Type: 'bind', Source: filePath, Target: filePath, ReadOnly: true }];
  return ok({
    Image: choice.image ?? engine.image,
    User: recorderUser(engine, capabilities.user),
    ...(network?.secret ? { Entrypoint: recorderScript(), Cmd: argv, OpenStdin: true, StdinOnce: true } : { Entrypoint: ['ffmpeg'], Cmd: argv.slice(1) }),
    Env: [...env, ...overlayEnv(settings, timeZone)],
    Labels: { ...sessionLabels(record, 'recorder'), [labels.record]: JSON.stringify(record) },
    HostConfig: hardened({
      memoryMiB: memory,
      MemorySwap: (memory + swapMiB) * mebibyte,
      NetworkMode: network?.mode ?? 'none',
      LogConfig: { Type: 'json-file', Config: { 'max-size': `${logMiB}m`, 'max-file': String(logFiles) } },
      // Looking needs no such power, and nobody was asked yet.
      ...(privileged && record.purpose !== 'watch' ? { Privileged: true, CapDrop: [] } : {}),
      NanoCpus: cpus === null ? 0 : Math.round(cpus * 1e9),
      // The node keeps the group of the host, whatever its number there (decision 0007).
      GroupAdd: engine.rootless ? [] : [...groups].map(String),
      ...(deviceRequests.length > 0 ? { DeviceRequests: deviceRequests } : {}),
      ...(runtime === null ? {} : { Runtime: runtime }),
      Devices: [...devices, ...(device ? [{ PathOnHost: device.path, PathInContainer: device.path, CgroupPermissions: 'rw' }] : []), ...sound.devices],
      Mounts: [...file, ...sound.mounts, ...recordingsMount(record, false)],
    }),
  });
}

/** The folder or volume of the recording, as every container of a session sees it. */
export function recordingsMount({ output }: Pick<SessionRecord, 'output'>, readOnly: boolean): Mount[] {
  if (output === null) return [];
  const { directory, source } = output;
  // A volume's name has no slash.
  return [{ Type: source.startsWith('/') ? 'bind' : 'volume', Source: source, Target: directory, ReadOnly: readOnly }];
}

const sessionLabels = (record: Pick<SessionRecord, 'ownerId' | 'id'>, role: Role) => ({
  [labels.owner]: record.ownerId,
  [labels.session]: record.id,
  [labels.role]: role,
});

/** Ports inside the recorder's own network namespace, where nobody else is. */
export const containerChannels: Channels = { progressPort: 5001, previewPort: 5000, levelPort: 5001, progressLocalPort: null, previewLocalPort: null, levelLocalPort: null };

/** Ports of a recorder in a container: on its machine's own loopback they are drawn from the session's id. */
export function channelsOf({ id, settings: { source } }: Pick<SessionRecord, 'id' | 'settings'>): Channels {
  return source.type === 'network' && source.containerNetwork === 'host' ? hostChannels(id) : containerChannels;
}

/** What a container beside a recorder is made from: known from the plan, and from the labels of an adopted one. */
export interface Companion {
  readonly image: string;
  /** The recorder's own `uid:gid`: nobody else may signal it or read its figures. */
  readonly user: string;
  readonly record: SessionRecord;
}

function companionContainer({ image, user, record }: Companion, role: 'observer' | 'guard', argv: readonly string[], host: Partial<HostConfig>): ContainerSpec {
  const [entrypoint = '', ...arguments_] = argv;
  return {
    Image: image,
    User: user,
    Entrypoint: [entrypoint],
    Cmd: arguments_,
    Env: [],
    Labels: sessionLabels(record, role),
    HostConfig: hardened({ memoryMiB: 256, PidsLimit: 64, PidMode: `container:${containerName(record.id, 'recorder')}`, ...host }),
  };
}

/** Passes pictures on stdout and progress on stderr; ends with the recorder, or with its stdin. */
export function observerContainer(companion: Companion, hasPreview: boolean): ContainerSpec {
  const { output } = companion.record;
  const folder = output?.storage === 'separate' ? output.directory : null;
  const spec = companionContainer(companion, 'observer', observerArgv(channelsOf(companion.record), hasPreview, folder), {
    NetworkMode: `container:${containerName(companion.record.id, 'recorder')}`,
    AutoRemove: true,
    // Pictures are no log: without this the daemon would write every JPEG to its disk.
    LogConfig: { Type: 'none', Config: {} },
  });
  return { ...spec, OpenStdin: true, StdinOnce: true };
}

/** Syncs the recordings and stops the recorder before the disk is full; needs no running Capstan. */
export function guardContainer(companion: Companion, outputPath: string, diskFloorBytes: number): ContainerSpec {
  const directory = companion.record.output?.directory ?? outputPath.slice(0, outputPath.lastIndexOf('/'));
  const argv = guardArgv({ directory, filePath: outputPath, floorBytes: diskFloorBytes, pid: 1, isSplit: isSplit(companion.record.settings) });
  return companionContainer(companion, 'guard', argv, { Mounts: recordingsMount(companion.record, true) });
}

/** A short-lived container for a look at the host or at a file. Its output is read while it runs and kept nowhere. */
export function toolContainer(options: {
  readonly image: string;
  readonly ownerId: string;
  readonly user: string;
  readonly argv: readonly string[];
  readonly mounts?: readonly Mount[];
  readonly overrides?: Partial<HostConfig>;
}): ContainerSpec {
  const [entrypoint = '', ...arguments_] = options.argv;
  return {
    Image: options.image,
    User: options.user,
    Entrypoint: [entrypoint],
    Cmd: arguments_,
    Env: [],
    Labels: { [labels.owner]: options.ownerId, [labels.role]: 'probe' },
    HostConfig: hardened({
      memoryMiB: 256,
      PidsLimit: 64,
      Mounts: options.mounts ?? [],
      LogConfig: { Type: 'none', Config: {} },
      ...options.overrides,
    }),
  };
}
