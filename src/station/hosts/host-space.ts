import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure } from '@domain/errors';
import type { RecordingsStorage } from '@domain/host';
import type { DockerClient } from '../docker/client';
import { storageSpace } from '../docker/storage';

export interface Space {
  /** For people. */
  readonly place: string;
  readonly freeBytes: number;
}

interface DiskSpace extends Space {
  /** The folder that is there. */
  readonly nearest: string;
  readonly totalBytes: number;
}

/** Free space of a folder of this computer, or of the nearest one that is there already. */
export async function localSpace(path: string, place = path): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { place, nearest: path, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isAbsent && dirname(path) !== path) return localSpace(dirname(path), place);
    throw failure('output-unwritable', `${path} cannot be looked at: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Free space where a daemon keeps recordings, as anybody sees it; a volume is made where there is none. */
export async function remoteSpace(client: DockerClient, image: string, { storage, ownerId }: { readonly storage: RecordingsStorage; readonly ownerId: string }): Promise<Space> {
  const { freeBytes } = await storageSpace({ client, image, ownerId, user: '65534:65534' }, storage);
  return { place: storage.kind === 'volume' ? `The volume ${storage.name}` : storage.path, freeBytes };
}
