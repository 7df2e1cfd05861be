import type { Capabilities } from '../capabilities';
import type { CapstanError } from '../errors';
import { recorderUser, toolContainer } from '../plan/container';
import { gpuAccess } from '../plan/gpu-access';
import type { Gpu } from '../plan/gpus';
import type { ContainerSpec } from '../plan/types';
import { ok, type Result } from '../result';
import { trialsArgv } from './script';

/** Docker gives every container this folder of its own, in memory, on a read-only root too. */
export const trialsDirectory = '/dev/shm/trials';
const memoryBytes = 1024 * 1024 * 1024;

export interface TrialsContainer {
  readonly image: string;
  readonly ownerId: string;
  readonly gpu: Gpu;
  readonly capabilities: Capabilities & { readonly engine: { readonly kind: 'docker' } };
}

/** A container for the trials of one GPU: what a recorder of that GPU has, no folder, and an end with its stdin. */
export function trialsContainer({ image, ownerId, gpu, capabilities }: TrialsContainer): Result<ContainerSpec, CapstanError> {
  const { engine, user } = capabilities;
  const access = gpuAccess(gpu, engine, null);
  if (!access.ok) return access;
  const { devices, groups, deviceRequests, runtime, env } = access.value;
  const spec = toolContainer({
    image,
    ownerId,
    user: recorderUser(engine, user),
    argv: trialsArgv(trialsDirectory),
    overrides: {
      AutoRemove: true,
      Devices: devices,
      GroupAdd: engine.rootless ? [] : [...new Set(groups)].map(String),
      ...(deviceRequests.length > 0 ? { DeviceRequests: deviceRequests } : {}),
      ...(runtime === null ? {} : { Runtime: runtime }),
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      PidsLimit: 1024,
    },
  });
  return ok({ ...spec, Env: env, OpenStdin: true, StdinOnce: true });
}
