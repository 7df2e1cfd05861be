import type { Capabilities, EncoderProof, NvidiaGpu } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import { ok, type Result } from '../result';
import type { Gpu } from './gpus';
import type { DeviceMapping, DeviceRequest } from './types';

type DockerEngine = Pick<Extract<Capabilities['engine'], { kind: 'docker' }>, 'runtimes' | 'cdiDevices' | 'podman'>;

/** What a container needs to use one GPU, and nothing more. */
export interface GpuAccess {
  readonly devices: readonly DeviceMapping[];
  /** Numeric groups that the nodes have on the Docker host. */
  readonly groups: readonly number[];
  readonly deviceRequests: readonly DeviceRequest[];
  /** Such as `nvidia`; null for the daemon's own. */
  readonly runtime: string | null;
  /** `NAME=VALUE` */
  readonly env: readonly string[];
}

export const noGpuAccess: GpuAccess = { devices: [], groups: [], deviceRequests: [], runtime: null, env: [] };

/** Refuses with `runtime-missing` where the daemon has no way to give the GPU to a container. */
export function gpuAccess(gpu: Gpu | null, engine: DockerEngine, proof: Pick<EncoderProof, 'libvaDriver'> | null): Result<GpuAccess, CapstanError> {
  switch (gpu?.kind) {
    case undefined:
      return ok(noGpuAccess);
    case 'render-node': {
      const driver = proof?.libvaDriver ?? null;
      return ok({ ...nodes([gpu.node]), env: driver === null ? [] : [`LIBVA_DRIVER_NAME=${driver}`] });
    }
    case 'codec-nodes':
      return ok(nodes(gpu.nodes));
    case 'nvidia':
      return ok(nvidiaAccess(gpu.nvidia, engine));
    case 'jetson':
      return jetsonAccess(engine);
  }
}

const nodes = (of: readonly { readonly path: string; readonly groupId: number }[]): GpuAccess => ({
  ...noGpuAccess,
  devices: of.map(({ path }) => ({ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rw' })),
  groups: [...new Set(of.map(({ groupId }) => groupId))],
});

/** `video` brings the libraries that encode and decode, `utility` nvidia-smi, `compute` CUDA. */
const driverCapabilities = ['video', 'utility', 'compute'];
const driverVariable = `NVIDIA_DRIVER_CAPABILITIES=${driverCapabilities.join(',')}`;

/**
 * By CDI name where that is all that the daemon tells of; else a device request, which a daemon with the toolkit serves
 * also where no runtime is registered, and names what it lacks where it cannot. Podman takes nothing but CDI names and
 * does not list them.
 */
function nvidiaAccess(nvidia: NvidiaGpu, engine: DockerEngine): GpuAccess {
  const id = nvidia.uuid ?? String(nvidia.index);
  const cdi = cdiName(nvidia, engine);
  if (cdi !== null && (engine.podman || !engine.runtimes.includes('nvidia'))) {
    const request = { Driver: 'cdi', DeviceIDs: [cdi], Capabilities: [] };
    // Every GPU is in the container then: CUDA is shown the one that was chosen.
    return { ...noGpuAccess, deviceRequests: [request], env: cdi === allByCdi ? [driverVariable, `CUDA_VISIBLE_DEVICES=${id}`] : [driverVariable] };
  }
  return { ...noGpuAccess, deviceRequests: [{ Driver: 'nvidia', DeviceIDs: [id], Capabilities: [['gpu', ...driverCapabilities]] }], env: [driverVariable] };
}

const allByCdi = 'nvidia.com/gpu=all';

function cdiName({ uuid, index }: NvidiaGpu, { cdiDevices, podman }: DockerEngine): string | null {
  const names = [...(uuid === null ? [] : [`nvidia.com/gpu=${uuid}`]), `nvidia.com/gpu=${index}`, allByCdi];
  return names.find((name) => cdiDevices.includes(name)) ?? (podman ? allByCdi : null);
}

/** Its runtime mounts the board's own libraries and nodes; a device request would look for a card. */
function jetsonAccess({ runtimes }: DockerEngine): Result<GpuAccess, CapstanError> {
  if (!runtimes.includes('nvidia')) {
    return refuse('runtime-missing', 'The encoders of a Jetson need NVIDIA’s runtime, which this Docker does not have.', {
      nextStep: 'Install nvidia-container (part of JetPack), then run `sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker`.',
    });
  }
  return ok({ ...noGpuAccess, groups: [jetsonVideoGroup], runtime: 'nvidia', env: ['NVIDIA_VISIBLE_DEVICES=all', driverVariable] });
}

/** Group `video` of Ubuntu, which L4T is made from: it owns /dev/nvhost-* and /dev/nvmap. */
const jetsonVideoGroup = 44;
