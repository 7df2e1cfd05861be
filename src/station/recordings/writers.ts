import { readdir, readFile, stat } from 'node:fs/promises';
import { errorCode } from '../error-code';

/** O_WRONLY and O_RDWR, in the flags of an open file as the kernel tells them. */
const writes = 0o3;

/**
 * Whether a process of this computer has a file open for writing, in whatever container, as far as this user may look
 * into it. The file is known by its number: its path may be another one there.
 */
export async function isBeingWritten(path: string): Promise<boolean> {
  const { dev, ino } = await stat(path);
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) => {
      for (const descriptor of (await orGone(readdir(`/proc/${pid}/fd`))) ?? []) {
        const opened = await orGone(stat(`/proc/${pid}/fd/${descriptor}`));
        if (opened?.ino !== ino || opened.dev !== dev) continue;
        const flags = /^flags:\s*(\d+)$/m.exec((await orGone(readFile(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'))) ?? '')?.[1];
        if (flags !== undefined && (Number.parseInt(flags, 8) & writes) !== 0) return true;
      }
      return false;
    }),
  );
  return found.includes(true);
}

/** Null where it ended while it was being read, or is another user's. */
async function orGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'ENOTDIR'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}
