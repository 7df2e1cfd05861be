import { randomBytes } from 'node:crypto';
import { access, constants, realpath, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CapstanFailure } from '@domain/errors';
import { refusedDirectory } from '@domain/plan/system-paths';
import { fileFailure } from '../file-failure';
import { makeFolder } from '../make-folder';

/** Makes the folder and proves, by writing, that this user may record into it. Throws `output-unwritable` or `disk-full`. */
export async function prepareFolder(directory: string): Promise<{ readonly directory: string; readonly freeBytes: number }> {
  const probe = `.capstan-${randomBytes(8).toString('hex')}`;
  const real = await madeFolder(directory);
  // A link may lead anywhere.
  const refused = refusedDirectory(real);
  if (refused) throw new CapstanFailure(refused);
  try {
    await access(real, constants.W_OK | constants.X_OK);
    await writeFile(join(real, probe), 'probe', { flag: 'wx' });
    await rm(join(real, probe));
    const { bavail, bsize } = await statfs(real);
    return { directory: real, freeBytes: bavail * bsize };
  } catch (cause) {
    throw fileFailure(cause, directory, { field: 'output.directory' });
  }
}

async function madeFolder(directory: string): Promise<string> {
  try {
    makeFolder(directory);
    return await realpath(directory);
  } catch (cause) {
    throw fileFailure(cause, directory, { field: 'output.directory' });
  }
}
