import { readdir, readFile } from 'node:fs/promises';
import { parseProcessStat, type RecorderPulse } from '@domain/watchdog/pulse';
import { rest } from '../session/rest';
import { errorCode } from '../error-code';

const periodMilliseconds = 1000;

/** Tells once a second how a process of this user goes, until the signal is aborted or the process is gone. */
export async function watchPulse(pid: number, listener: (pulse: RecorderPulse) => void, over: AbortSignal): Promise<void> {
  const directory = `/proc/${pid}`;
  for (let written: number | null = null; !over.aborted; ) {
    const [uptime, stat, io] = await Promise.all(['/proc/uptime', `${directory}/stat`, `${directory}/io`].map(readProc));
    const process = parseProcessStat(stat ?? '');
    if (process === null || over.aborted) return;
    const told = /^wchar:\s*(\d+)$/m.exec(io ?? '')?.[1];
    const writtenBytes = told === undefined ? null : Number(told);
    const states = writtenBytes === written ? await threadStates(directory) : '';
    written = writtenBytes;
    if (over.aborted) return;
    listener({ upSeconds: Number.parseFloat(uptime ?? ''), cpuSeconds: process.cpuSeconds, writtenBytes, states: states || process.state });
    await rest(periodMilliseconds, over);
  }
}

async function threadStates(directory: string): Promise<string> {
  const threads = await readdir(`${directory}/task`).catch(unlessTold<string[]>([]));
  const stats = await Promise.all(threads.map((thread) => readProc(`${directory}/task/${thread}/stat`)));
  return stats.map((stat) => parseProcessStat(stat ?? '')?.state ?? '').join('');
}

/** Null where it is gone, or cannot be looked at. */
const readProc = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(unlessTold(null));

/** What the system says of a file that it does not give is no fault of ours: the pulse is then unknown. */
const unlessTold =
  <T>(unknown: T) =>
  (thrown: unknown): T => {
    if (errorCode(thrown) !== undefined) return unknown;
    throw thrown;
  };
