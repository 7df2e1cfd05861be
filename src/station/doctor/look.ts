import { diskSpeedArgv, freeSpaceArgv, readDiskSpeed, type DiskSpeed } from '@domain/doctor/disk-speed';
import { distributionOf } from '@domain/doctor/distribution';
import type { MachineEvidence } from '@domain/doctor/evidence';
import { machineFactsArgv, readMachineFacts } from '@domain/doctor/machine-facts';
import { failure } from '@domain/errors';
import type { RecordingsStorage } from '@domain/host';
import { recordingsVolumeDirectory, toolContainer } from '@domain/plan/container';
import type { Mount } from '@domain/plan/types';
import type { DockerClient } from '../docker/client';
import { withoutAbsent } from '../docker/host-agent';
import { storageMount, storageSource, whereFolderIs } from '../docker/storage';
import { runTool } from '../docker/tool';
import { localSpace } from '../hosts/host-space';
import { runHere } from './run-here';

/** What the doctor's scripts run in on a host. */
export interface LookContext {
  readonly client: DockerClient;
  readonly image: string;
  readonly ownerId: string;
}

/** Where distributions and NVIDIA's toolkit keep them, whether a daemon reads them or not. */
const cdiDirectories = ['/etc/cdi', '/var/run/cdi'];

/** This computer, as a process of it sees it. */
export async function machineHere(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<MachineEvidence> {
  const argv = machineFactsArgv({ seenFrom: 'process', devDirectory: '/dev', cdiDirectories: cdiDirectories.map((path) => ({ seen: path, path })) });
  return readMachineFacts(await runHere(argv, env, signal), 'process');
}

/**
 * The machine of a daemon: root without a capability in a container, with its /dev and the folders of its CDI
 * specifications read-only. @param operatingSystem as the daemon names it
 */
export async function machineOf({ client, ...context }: LookContext, operatingSystem: string, signal: AbortSignal): Promise<MachineEvidence> {
  const devDirectory = '/host/dev';
  const bind = (Source: string, Target: string): Mount => ({ Type: 'bind', Source, Target, ReadOnly: true, BindOptions: { NonRecursive: true } });
  let folders = [...cdiDirectories];
  for (;;) {
    const seen = folders.map((path, number) => ({ path, seen: `/host/cdi${number}` }));
    const argv = machineFactsArgv({ seenFrom: 'container', devDirectory, cdiDirectories: seen });
    const spec = toolContainer({ ...context, user: '0:0', argv, mounts: [bind('/dev', devDirectory), ...seen.map(({ path, seen: target }) => bind(path, target))], overrides: { AutoRemove: true } });
    try {
      const { stdout } = await runTool(client, spec, signal);
      return { ...readMachineFacts(stdout, 'container'), distribution: distributionOf(operatingSystem) };
    } catch (thrown) {
      signal.throwIfAborted();
      folders = withoutAbsent(folders, thrown);
    }
  }
}

/** The disk of a folder of this computer, or of the nearest one that is there already. */
export async function diskHere(directory: string, writes: boolean, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<DiskSpeed & { readonly place: string }> {
  const { nearest } = await localSpace(directory);
  return { ...speedOf(await runHere((writes ? diskSpeedArgv : freeSpaceArgv)(nearest), env, signal), directory), place: directory };
}

/** The disk that recordings of a daemon go to; a volume is made where there is none. @param user `uid:gid` of recorders */
export async function diskOf({ client, ...context }: LookContext, storage: RecordingsStorage, { user, writes }: { readonly user: string; readonly writes: boolean }, signal: AbortSignal): Promise<DiskSpeed & { readonly place: string }> {
  const place = storage.kind === 'volume' ? `The volume ${storage.name}` : storage.path;
  const look = (as: string) =>
    whereFolderIs(storage, user, async () => {
      const argv = (writes ? diskSpeedArgv : freeSpaceArgv)(recordingsVolumeDirectory);
      const { stdout, stderr } = await runTool(client, toolContainer({ ...context, user: as, argv, mounts: [storageMount(storage, !writes)], overrides: { AutoRemove: true } }), signal);
      return speedOf(stdout, `${storageSource(storage)}: ${stderr.trim()}`);
    });
  const found = await look(user);
  // A volume that nobody has recorded to yet is root's.
  return { ...(found.writeBytesPerSecond === null && writes && user !== '0:0' ? await look('0:0') : found), place };
}

function speedOf(text: string, place: string): DiskSpeed {
  const found = readDiskSpeed(text);
  if (found !== null) return found;
  throw failure('output-unwritable', `The disk could not be looked at. ${place}`);
}
