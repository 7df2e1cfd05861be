import { labels } from './container';
import type { ContainerSpec, DeviceRequest, Mount } from './types';

/** A word that a POSIX shell reads back as it was. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

export const shellLine = (argv: readonly string[]): string => argv.map(shellWord).join(' ');

/** `--mount` takes its fields as one CSV record, so a path with a comma or a quote is quoted as CSV. */
function mountField({ Type, Source, Target, ReadOnly }: Mount): string {
  const fields = [`type=${Type}`, `source=${Source}`, `target=${Target}`, ...(ReadOnly ? ['readonly'] : [])];
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

/** `--gpus` takes one CSV record too, and adds `gpu` to the capabilities by itself; CDI devices are named as nodes are. */
function deviceRequestArgv({ Driver, DeviceIDs, Capabilities }: DeviceRequest): string[] {
  if (Driver === 'cdi') return DeviceIDs.flatMap((id) => ['--device', id]);
  const capabilities = (Capabilities[0] ?? []).filter((capability) => capability !== 'gpu');
  const fields = [...(Driver === '' ? [] : [`driver=${Driver}`]), `device=${DeviceIDs.join(',')}`, ...(capabilities.length > 0 ? [`capabilities=${capabilities.join(',')}`] : [])];
  return ['--gpus', fields.map((field) => `"${field}"`).join(',')];
}

/**
 * The same container as a `docker run` line. Capstan's own labels are left out: what is pasted into a terminal belongs
 * to who pasted it, and the station does not adopt it.
 */
export function dockerRunArgv(spec: ContainerSpec): string[] {
  const { HostConfig: host } = spec;
  const ownLabels = new Set<string>(Object.values(labels));
  return [
    ...['docker', 'run', '--rm', '--network', host.NetworkMode],
    ...(spec.OpenStdin ? ['--interactive'] : []),
    ...(host.PidMode === undefined ? [] : ['--pid', host.PidMode]),
    ...['--user', spec.User],
    ...(host.Privileged ? ['--privileged'] : []),
    ...host.CapDrop.flatMap((capability) => ['--cap-drop', capability]),
    '--read-only',
    ...host.SecurityOpt.flatMap((option) => ['--security-opt', option]),
    ...host.GroupAdd.flatMap((group) => ['--group-add', group]),
    ...host.Devices.flatMap((device) => ['--device', `${device.PathOnHost}:${device.PathInContainer}:${device.CgroupPermissions}`]),
    ...(host.DeviceRequests ?? []).flatMap(deviceRequestArgv),
    ...(host.Runtime === undefined ? [] : ['--runtime', host.Runtime]),
    ...host.Mounts.flatMap((mount) => ['--mount', mountField(mount)]),
    ...['--memory', `${host.Memory}b`, '--memory-swap', `${host.MemorySwap}b`, '--pids-limit', String(host.PidsLimit)],
    ...(host.NanoCpus === 0 ? [] : ['--cpus', String(host.NanoCpus / 1e9)]),
    ...['--log-driver', host.LogConfig.Type],
    ...Object.entries(host.LogConfig.Config).flatMap(([key, value]) => ['--log-opt', `${key}=${value}`]),
    ...spec.Env.flatMap((variable) => ['--env', variable]),
    ...Object.entries(spec.Labels).flatMap(([key, value]) => (ownLabels.has(key) ? [] : ['--label', `${key}=${value}`])),
    ...(spec.Entrypoint[0] === undefined ? [] : ['--entrypoint', spec.Entrypoint[0]]),
    spec.Image,
    ...spec.Entrypoint.slice(1),
    ...spec.Cmd,
  ];
}

export const dockerRunLine = (spec: ContainerSpec): string => shellLine(dockerRunArgv(spec));
