import type { Capabilities } from '../capabilities';
import { trialsArgv } from '../encoder-probe/script';
import type { CapstanError } from '../errors';
import { recorderUser, toolContainer } from '../plan/container';
import { gpuAccess } from '../plan/gpu-access';
import type { Gpu } from '../plan/gpus';
import type { ContainerSpec, DeviceMapping, Mount } from '../plan/types';
import { ok, type Result } from '../result';

/** Where the clip lies in every container of a benchmark. */
export const clipsDirectory = '/clips';
/** Where commands run; Docker gives every container this folder of its own, in memory. */
const workDirectory = '/dev/shm/benchmark';

const mebibyte = 1024 * 1024;
/** One clip, and what is encoded of it to be compared. */
const clipsMiB = 640;
/** Drawing and comparing take a few pictures of 4K beside what lies in the volume. */
const clipsContainerMiB = clipsMiB + 2048;

interface Base {
  readonly ownerId: string;
  readonly capabilities: Capabilities & { readonly engine: { readonly kind: 'docker' } };
}

/** Source of a clip that is not drawn: a file of the daemon's machine, or a camera of it. */
export type ClipSource = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'camera'; readonly path: string; readonly groupId: number };

/**
 * Makes the clips and compares what was encoded. They lie in memory, in a volume that has no name and goes with the
 * last container that sees it: the root of each stays read-only, and nothing is left on a disk.
 */
export function clipsContainer({ ownerId, capabilities, source }: Base & { readonly source: ClipSource | null }): ContainerSpec {
  const { engine } = capabilities;
  const volume: Mount = {
    Type: 'volume',
    Source: '',
    Target: clipsDirectory,
    ReadOnly: false,
    VolumeOptions: { DriverConfig: { Name: 'local', Options: { type: 'tmpfs', device: 'tmpfs', o: `size=${clipsMiB}m,mode=1777,nosuid,nodev,noexec` } } },
  };
  const file: Mount[] = source?.kind === 'file' ? [{ Type: 'bind', Source: source.path, Target: source.path, ReadOnly: true }] : [];
  const devices: DeviceMapping[] = source?.kind === 'camera' ? [{ PathOnHost: source.path, PathInContainer: source.path, CgroupPermissions: 'rw' }] : [];
  return benchmarkContainer({
    image: engine.image,
    base: { ownerId, capabilities },
    overrides: {
      Mounts: [volume, ...file],
      Devices: devices,
      GroupAdd: source?.kind === 'camera' && !engine.rootless ? [String(source.groupId)] : [],
      ...memory(clipsContainerMiB),
    },
    env: [],
  });
}

/** Encodes: what a recorder of this GPU has, with the clips of another container. @param memoryMiB for all that runs at once */
export function encodingContainer({ ownerId, capabilities, image, gpu, clipsOf, memoryMiB }: Base & { readonly image: string; readonly gpu: Gpu | null; readonly clipsOf: string; readonly memoryMiB: number }): Result<ContainerSpec, CapstanError> {
  const { engine } = capabilities;
  const access = gpuAccess(gpu, engine, null);
  if (!access.ok) return access;
  const { devices, groups, deviceRequests, runtime, env } = access.value;
  const overrides = {
    VolumesFrom: [clipsOf],
    Devices: devices,
    GroupAdd: engine.rootless ? [] : [...new Set(groups)].map(String),
    ...(deviceRequests.length > 0 ? { DeviceRequests: deviceRequests } : {}),
    ...(runtime === null ? {} : { Runtime: runtime }),
    ...memory(memoryMiB),
  };
  return ok(benchmarkContainer({ image, base: { ownerId, capabilities }, overrides, env }));
}

const memory = (memoryMiB: number) => ({ Memory: memoryMiB * mebibyte, MemorySwap: memoryMiB * mebibyte });

function benchmarkContainer({ image, base: { ownerId, capabilities }, overrides, env }: { readonly image: string; readonly base: Base; readonly overrides: Parameters<typeof toolContainer>[0]['overrides'] & object; readonly env: readonly string[] }): ContainerSpec {
  const spec = toolContainer({
    image,
    ownerId,
    user: recorderUser(capabilities.engine, capabilities.user),
    argv: trialsArgv(workDirectory),
    // Sixty-four streams have a few dozen threads each.
    overrides: { AutoRemove: true, PidsLimit: 8192, ...overrides },
  });
  return { ...spec, Env: env, OpenStdin: true, StdinOnce: true };
}
