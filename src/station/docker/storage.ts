import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capabilities } from '@domain/capabilities';
import { failure } from '@domain/errors';
import { recordingsVolume, recordingsVolumeDirectory, toolContainer } from '@domain/plan/container';
import type { OutputTarget } from '../engine';
import type { DockerClient } from './client';
import { runTool } from './tool';

export interface StorageContext {
  readonly client: DockerClient;
  readonly image: string;
  readonly ownerId: string;
  readonly user: Capabilities['user'];
}

/**
 * Whether the daemon sees this folder: a file with a random name is looked for through a container that is created
 * with the folder mounted and never started.
 */
export async function sharesFolder({ client, image, ownerId, user }: StorageContext, directory: string): Promise<boolean> {
  const name = `.capstan-${randomBytes(16).toString('hex')}`;
  const target = '/capstan-probe';
  await writeFile(join(directory, name), 'probe', { flag: 'wx' });
  try {
    const spec = toolContainer({
      image,
      ownerId,
      user: `${user.uid}:${user.gid}`,
      argv: ['true'],
      mounts: [{ Type: 'bind', Source: directory, Target: target, ReadOnly: true }],
    });
    const id = await client.create(spec).catch((thrown: unknown) => {
      if (isAbsentBind(thrown)) return null;
      throw thrown;
    });
    if (id === null) return false;
    try {
      return await client.hasPath(id, `${target}/${name}`);
    } finally {
      await client.remove(id);
    }
  } finally {
    await rm(join(directory, name), { force: true });
  }
}

const isAbsentBind = (thrown: unknown) => thrown instanceof Error && /bind source path does not exist|invalid mount config/i.test(thrown.message);

/** The named volume for recordings, owned by the recorder's user. A fresh volume is root's (decision 0007). */
export async function prepareVolume({ client, image, ownerId, user }: StorageContext): Promise<OutputTarget> {
  await client.volumeDirectory(recordingsVolume);
  const result = await runTool(
    client,
    toolContainer({
      image,
      ownerId,
      user: '0:0',
      argv: ['sh', '-c', 'chown "$1" "$2" && stat -f -c "%a %S" "$2"', 'capstan-volume', `${user.uid}:${user.gid}`, recordingsVolumeDirectory],
      mounts: [{ Type: 'volume', Source: recordingsVolume, Target: recordingsVolumeDirectory, ReadOnly: false }],
      overrides: { CapAdd: ['CHOWN'] },
    }),
  );
  const [blocks, blockSize] = result.stdout.trim().split(' ').map(Number);
  if (result.exitCode !== 0 || blocks === undefined || blockSize === undefined) {
    throw failure('output-unwritable', `The volume ${recordingsVolume} could not be made ready: ${result.stderr.trim()}`);
  }
  return { directory: recordingsVolumeDirectory, source: recordingsVolume, freeBytes: blocks * blockSize, storage: 'separate', stageFor: null };
}
