import { randomBytes } from 'node:crypto';
import { access, constants, realpath, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '@domain/errors';
import { makeFolder } from '../make-folder';

/** Makes the folder and proves, by writing, that this user may record into it. Throws `output-unwritable` or `disk-full`. */
export async function prepareFolder(directory: string): Promise<{ readonly directory: string; readonly freeBytes: number }> {
  const probe = `.capstan-${randomBytes(8).toString('hex')}`;
  try {
    makeFolder(directory);
    const real = await realpath(directory);
    await access(real, constants.W_OK | constants.X_OK);
    await writeFile(join(real, probe), 'probe', { flag: 'wx' });
    await rm(join(real, probe));
    const { bavail, bsize } = await statfs(real);
    return { directory: real, freeBytes: bavail * bsize };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const kind = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'output-unwritable';
    throw failure(kind, `${directory}: ${cause instanceof Error ? cause.message : String(cause)}`, { field: 'output.directory', cause });
  }
}
