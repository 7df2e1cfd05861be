import type { Capabilities, EncoderProof } from '../capabilities';
import type { CapstanError } from '../errors';
import { ok, type Result } from '../result';
import type { Gpu } from './gpus';
import type { DeviceMapping, DeviceRequest } from './types';

type DockerEngine = Extract<Capabilities['engine'], { kind: 'docker' }>;

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
export function gpuAccess(gpu: Gpu | null, _engine: DockerEngine, _proof: Pick<EncoderProof, 'libvaDriver'> | null): Result<GpuAccess, CapstanError> {
  if (gpu?.kind !== 'render-node') return ok(noGpuAccess);
  const { path, groupId } = gpu.node;
  return ok({ ...noGpuAccess, devices: [{ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rw' }], groups: [groupId] });
}
