import type { NvidiaGpu } from '@domain/capabilities';
import { CapstanFailure, errorOf, failure } from '@domain/errors';
import { toolContainer } from '@domain/plan/container';
import { gpuAccess } from '@domain/plan/gpu-access';
import { nvidiaId } from '@domain/plan/gpus';
import type { ContainerSpec, DeviceRequest, HostConfig } from '@domain/plan/types';
import type { OpenTool, ToolCommand } from '../load/load-tool';
import type { DockerClient } from './client';
import type { DaemonInfo } from './daemon-info';
import { talk } from './talk';
import { createTool, removeTool } from './tool';

export interface DockerToolOptions {
  readonly client: DockerClient;
  readonly ownerId: string;
  /** Reference of an image that has the program, as far as the daemon has one. */
  readonly image: (name: ToolCommand['name']) => Promise<string>;
  readonly daemon: () => Pick<DaemonInfo, 'runtimes' | 'podman'>;
  /** What a look at the host showed. */
  readonly seen: () => Promise<Seen>;
}

interface Seen {
  readonly nvidiaGpus: readonly NvidiaGpu[];
  readonly cdiDevices: readonly string[];
}

/** The program ends the container, and so does the end of its stdin: a Capstan that was killed leaves none behind. */
const script = `
exec 3<&0
cat <&3 >/dev/null & input=$!
{ "$@"; kill $input; } &
wait $input
`.trim();

/** Where a Jetson has it: no image may hold it. */
const tegrastatsPath = '/usr/bin/tegrastats';

/** A program in a container of its own, which has what that program needs and nothing more. */
export const openDockerTool =
  (options: DockerToolOptions): OpenTool =>
  async (command, { text, ended }) => {
    const { client } = options;
    const spec = await toolSpec(options, command);
    const id = await createTool(client, spec).catch((thrown: unknown) => {
      throw understood(thrown);
    });
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    const take = (name: keyof typeof decoders) => (chunk: Uint8Array) => text(decoders[name].decode(chunk, { stream: true }));
    return talk(client, id, { stdout: take('stdout'), stderr: take('stderr'), ended }, () => removeTool(client, id));
  };

/** What the daemon says of what it cannot do, in words that help. */
function understood(thrown: unknown): unknown {
  const { detail } = errorOf(thrown);
  if (/unknown capability.*PERFMON/i.test(detail)) return failure('runtime-missing', 'This Docker does not know the permission CAP_PERFMON; a newer one does.', { cause: thrown });
  if (detail.includes(`path does not exist: ${tegrastatsPath}`)) return failure('runtime-missing', `The host has no ${tegrastatsPath}.`, { cause: thrown });
  return thrown;
}

async function toolSpec({ ownerId, image, daemon, seen }: DockerToolOptions, { name, argv }: ToolCommand): Promise<ContainerSpec> {
  const access = name === 'nvidia-smi' ? nvidiaAccess(await seen(), daemon()) : { host: {}, env: [] };
  const spec = toolContainer({
    image: await image(name),
    ownerId,
    // Capabilities come to root alone, and a Jetson's files are root's.
    user: '0:0',
    argv: ['sh', '-c', script, 'capstan-load', ...argv],
    ...(name === 'tegrastats' ? { mounts: [{ Type: 'bind', Source: tegrastatsPath, Target: tegrastatsPath, ReadOnly: true }] as const } : {}),
    overrides: { AutoRemove: true, ...access.host, ...(name === 'intel_gpu_top' ? { CapAdd: ['PERFMON'] as const } : {}) },
  });
  return { ...spec, Env: access.env, OpenStdin: true, StdinOnce: true };
}

/** All NVIDIA GPUs of the host, as recordings get one of them. Throws `runtime-missing`. */
function nvidiaAccess({ nvidiaGpus, cdiDevices }: Seen, { runtimes, podman }: ReturnType<DockerToolOptions['daemon']>): { readonly host: Partial<HostConfig>; readonly env: readonly string[] } {
  const engine = { runtimes: [...runtimes], cdiDevices: [...cdiDevices], podman };
  const requests = new Map<string, DeviceRequest>();
  const env = new Set<string>();
  for (const nvidia of nvidiaGpus) {
    const access = gpuAccess({ kind: 'nvidia', id: nvidiaId(nvidia), name: nvidia.name, nvidia }, engine, null);
    if (!access.ok) throw new CapstanFailure(access.error);
    for (const request of access.value.deviceRequests) {
      const known = requests.get(request.Driver)?.DeviceIDs ?? [];
      requests.set(request.Driver, { ...request, DeviceIDs: [...new Set([...known, ...request.DeviceIDs])] });
    }
    // nvidia-smi shows what is in the container, whatever CUDA is shown.
    for (const variable of access.value.env) if (!variable.startsWith('CUDA_VISIBLE_DEVICES=')) env.add(variable);
  }
  return { host: { DeviceRequests: [...requests.values()] }, env: [...env] };
}
