import { randomBytes } from 'node:crypto';
import { errorOf } from '@domain/errors';
import { hostAgentArgv } from '@domain/host-probe/script';
import { toolContainer } from '@domain/plan/container';
import type { ContainerSpec, Mount } from '@domain/plan/types';
import type { OpenAgent } from '../devices/agent-link';
import type { DockerClient } from './client';
import { talk } from './talk';

export interface DockerAgentOptions {
  readonly client: DockerClient;
  readonly ownerId: string;
  /** Reference of the image; it is made where it is missing. */
  readonly image: () => Promise<string>;
  /** Folders of its machine with CDI specifications, where the daemon itself does not name the devices in them. */
  readonly cdiDirectories?: () => readonly string[];
}

const devDirectory = '/host/dev';
const usersDirectory = '/host/users';
const cdiDirectory = (number: number) => `/host/cdi${number}`;
const usersSource = '/run/user';

/**
 * Docker's own list without /proc/asound, where the sound cards are told: that is read-only here instead. Nor is
 * /sys/devices/virtual/powercap masked, as newer ones do: the power of the processor is read there.
 */
const maskedPaths = ['acpi', 'interrupts', 'kcore', 'keys', 'latency_stats', 'timer_list', 'timer_stats', 'sched_debug', 'scsi'];
const readonlyPaths = ['asound', 'bus', 'fs', 'irq', 'sys', 'sysrq-trigger'];

/**
 * Root without a capability opens nodes as their owner, reads no other file of the host, and sees the names in /dev and
 * /run/user without what is mounted below them. The one class of device that it may open is video4linux, number 81.
 * `folders` are those of the host that it may look into beside /dev.
 */
export function agentContainer({ image, ownerId, folders }: { readonly image: string; readonly ownerId: string; readonly folders: readonly string[] }): ContainerSpec {
  const bind = (Source: string, Target: string): Mount => ({ Type: 'bind', Source, Target, ReadOnly: true, BindOptions: { NonRecursive: true } });
  const cdi = folders.filter((folder) => folder !== usersSource);
  const spec = toolContainer({
    image,
    ownerId,
    user: '0:0',
    argv: hostAgentArgv({ devDirectory, usersDirectory, cdiDirectories: cdi.map((_source, number) => cdiDirectory(number)) }),
    mounts: [
      bind('/dev', devDirectory),
      ...(folders.includes(usersSource) ? [bind(usersSource, usersDirectory)] : []),
      ...cdi.map((source, number) => bind(source, cdiDirectory(number))),
    ],
    overrides: {
      AutoRemove: true,
      DeviceCgroupRules: ['c 81:* rw'],
      MaskedPaths: [...maskedPaths.map((name) => `/proc/${name}`), '/sys/firmware'],
      ReadonlyPaths: readonlyPaths.map((name) => `/proc/${name}`),
    },
  });
  return { ...spec, OpenStdin: true, StdinOnce: true };
}

/** A bind to nothing is refused: by Docker, then by Podman. Throws what was thrown where none of these folders is meant. */
export function withoutAbsent(folders: readonly string[], thrown: unknown): string[] {
  const absent = /bind source path does not exist: (\S+)|statfs (\S+): no such file or directory/.exec(errorOf(thrown).detail)?.slice(1).find((path) => path !== undefined);
  const rest = folders.filter((folder) => folder !== absent);
  if (rest.length === folders.length) throw thrown;
  return rest;
}

/** The agent as a container. */
export function openDockerAgent({ client, ownerId, image, cdiDirectories = () => [] }: DockerAgentOptions): OpenAgent {
  const name = () => `capstan-devices-${randomBytes(5).toString('hex')}`;
  const create = async (): Promise<string> => {
    const reference = await image();
    // A host without logins of a desktop has no folder for them.
    let folders = [usersSource, ...cdiDirectories()];
    for (;;) {
      try {
        return await client.create(agentContainer({ image: reference, ownerId, folders }), name());
      } catch (thrown) {
        folders = withoutAbsent(folders, thrown);
      }
    }
  };
  return async (events) => {
    const id = await create();
    return talk(client, id, events, () => client.remove(id));
  };
}
