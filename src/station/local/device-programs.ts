import { readdir, readFile, readlink } from 'node:fs/promises';
import type { ProgramHolder } from '@domain/busy';
import { errorCode } from '../error-code';

/** The programs of this computer that have this node open, as far as this user may look into them; never this process. */
export async function programsHolding(devicePath: string): Promise<ProgramHolder[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(
    pids.map(async (processId): Promise<ProgramHolder[]> => {
      if (processId === process.pid || !(await hasOpen(processId, devicePath))) return [];
      const name = await orGone(readFile(`/proc/${processId}/comm`, 'utf8'));
      return [{ kind: 'program', name: name === null ? 'a program' : name.trim().replace(/\p{C}/gu, '?'), processId }];
    }),
  );
  return found.flat();
}

async function hasOpen(processId: number, path: string): Promise<boolean> {
  const directory = `/proc/${processId}/fd`;
  for (const descriptor of (await orGone(readdir(directory))) ?? []) {
    if ((await orGone(readlink(`${directory}/${descriptor}`))) === path) return true;
  }
  return false;
}

/** Null where it ended while it was being read, or is another user's. */
async function orGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}
