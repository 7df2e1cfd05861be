import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../error-code';

/** A process that cannot be mistaken for a later one with the same number. */
export const processIdentitySchema = z.object({
  pid: z.int().min(1),
  /** Time of start since boot, in the kernel's clock ticks. */
  startTicks: z.string(),
  bootId: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

const readBootId = async (): Promise<string> => (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();

/** Null where there is no such process any more, or only its remains. */
export async function identify(pid: number): Promise<ProcessIdentity | null> {
  const stat = await readProc(`/proc/${pid}/stat`);
  // The name in brackets may hold anything; the fields after it are counted from its end.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, startTicks] = [fields[0], fields[19]];
  if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return null;
  return { pid, startTicks, bootId: await readBootId() };
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  const now = await identify(identity.pid);
  return now !== null && now.startTicks === identity.startTicks && now.bootId === identity.bootId;
}

/** Sends a signal to this very process; false where it is gone. Throws `EPERM` where it is another user's. */
export async function sendSignal(identity: ProcessIdentity, name: 'SIGTERM' | 'SIGKILL'): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  try {
    return process.kill(identity.pid, name);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}

/** Whether the process has a handler for SIGTERM, which is signal 15: bit 14. */
export async function catchesTermination(identity: ProcessIdentity): Promise<boolean> {
  const status = (await isAlive(identity)) ? await readProc(`/proc/${identity.pid}/status`) : null;
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status ?? '')?.[1] ?? '0';
  return ((BigInt(`0x${caught}`) >> 14n) & 1n) === 1n;
}

/** The processes of this user that carry this setting in their environment. */
export async function findByEnvironment(name: string, value: string): Promise<ProcessIdentity[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readProc(`/proc/${pid}/environ`);
      return environment?.split('\0').includes(`${name}=${value}`) === true ? identify(pid) : null;
    }),
  );
  return found.filter((identity) => identity !== null);
}

async function readProc(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    // Gone while being read, or another user's.
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}
