import { link, lstat, rename, stat, unlink } from 'node:fs/promises';
import { errorCode } from '../error-code';

/** File systems without hard links, such as those of memory cards, answer one of these. */
const noLinks = new Set(['EPERM', 'EOPNOTSUPP', 'ENOTSUP', 'ENOSYS', 'EMLINK']);

/** Gives a file another path on its file system. A path that is taken is left alone: throws `EEXIST`. */
export async function moveToFreePath(from: string, to: string): Promise<void> {
  try {
    // `link` refuses a name that is taken, which `rename` would replace.
    await link(from, to);
  } catch (thrown) {
    if (!noLinks.has(errorCode(thrown) ?? '')) throw thrown;
    if (await isTaken(to)) throw Object.assign(new Error(`EEXIST: ${to} exists`), { code: 'EEXIST' });
    return rename(from, to);
  }
  await unlink(from);
}

export async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/** Whatever keeps us from a file (gone, folder not mounted, not ours), it cannot be shown. */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (thrown) {
    if (errorCode(thrown) !== undefined) return false;
    throw thrown;
  }
}
