import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure } from '@domain/errors';
import type { RecordingsStorage } from '@domain/host';
import { toolContainer } from '@domain/plan/container';
import type { DockerClient } from '../docker/client';
import { runTool } from '../docker/tool';

export interface Space {
  /** For people. */
  readonly place: string;
  readonly freeBytes: number;
}

interface DiskSpace extends Space {
  readonly totalBytes: number;
}

/** Free space of a folder of this computer, or of the nearest one that is there already. */
export async function localSpace(path: string, place = path): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { place, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isAbsent && dirname(path) !== path) return localSpace(dirname(path), place);
    throw failure('output-unwritable', `${path} cannot be looked at: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Free space where a daemon keeps recordings; a volume is made where there is none. */
export async function remoteSpace(client: DockerClient, image: string, { storage, ownerId }: { readonly storage: RecordingsStorage; readonly ownerId: string }): Promise<Space> {
  const target = '/recordings';
  const isVolume = storage.kind === 'volume';
  const place = isVolume ? `The volume ${storage.name}` : storage.path;
  const mount = isVolume ? { Type: 'volume' as const, Source: storage.name } : { Type: 'bind' as const, Source: storage.path };
  const spec = toolContainer({
    image,
    ownerId,
    user: '65534:65534',
    argv: ['stat', '-f', '-c', '%a %S', target],
    mounts: [{ ...mount, Target: target, ReadOnly: true }],
  });
  const { stdout, stderr, exitCode } = await runTool(client, spec);
  const [blocks = Number.NaN, blockSize = Number.NaN] = stdout.trim().split(' ').map(Number);
  const freeBytes = blocks * blockSize;
  if (exitCode !== 0 || Number.isNaN(freeBytes)) throw failure('output-unwritable', `${place} cannot be looked at: ${stderr.trim()}`);
  return { place, freeBytes };
}
