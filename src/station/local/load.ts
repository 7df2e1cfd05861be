import { readdir, readFile, stat } from 'node:fs/promises';
import type { UsageSample } from '@domain/container-stats';
import type { SessionLoad } from '@domain/load';
import type { ClientSample } from '@domain/plan/recorder-load';
import type { SessionRecord } from '@domain/session';
import { SessionLoadMeter } from '@domain/session-load';
import { errorCode } from '../error-code';

/** Of /proc/PID/stat, whatever the kernel's own. */
const ticksPerSecond = 100;
const periodMilliseconds = 1000;

/** Tells once a second what a process of this user takes, until what it answers is called or the process is gone. */
export function watchProcess(pid: number, record: SessionRecord, listener: (load: SessionLoad) => void, procDirectory = '/proc'): () => void {
  const meter = new SessionLoadMeter(record);
  const directory = `${procDirectory}/${pid}`;
  let isOver = false;
  let timer: NodeJS.Timeout | null = null;
  const look = async (): Promise<void> => {
    const clients = await clientSample(directory);
    const usage = await usageSample(directory);
    if (isOver || usage === null) return;
    meter.takeClients(clients, performance.now());
    const load = meter.next(usage, performance.now(), Date.now());
    if (load !== null) listener(load);
    timer = setTimeout(again, periodMilliseconds);
  };
  const again = () => {
    look().catch((thrown: unknown) => {
      if (isOver) return;
      const reason = `/proc does not tell about the recorder: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      const load = meter.next({ reason }, performance.now(), Date.now());
      if (load !== null) listener(load);
      timer = setTimeout(again, periodMilliseconds);
    });
  };
  again();
  return () => {
    isOver = true;
    if (timer) clearTimeout(timer);
  };
}

/** Null where the process is gone. */
async function usageSample(directory: string): Promise<UsageSample | null> {
  const [line, status] = await Promise.all([readProc(`${directory}/stat`), readProc(`${directory}/status`)]);
  if (line === null || status === null) return null;
  const atMilliseconds = Date.now();
  // The name in brackets may hold anything; the fields after it are counted from its end.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ').map(Number);
  const ticks = (fields[11] ?? Number.NaN) + (fields[12] ?? Number.NaN);
  const kibibytes = (key: string): number => Number(new RegExp(`^${key}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN);
  const memoryKiB = kibibytes('RssAnon') + kibibytes('RssShmem');
  return {
    atMilliseconds,
    cpuSeconds: Number.isFinite(ticks) ? ticks / ticksPerSecond : null,
    memoryBytes: Number.isFinite(memoryKiB) ? memoryKiB * 1024 : null,
    memoryLimitBytes: null,
  };
}

/** The DRM clients that the process has open; only character devices can be some. */
async function clientSample(directory: string): Promise<ClientSample> {
  const atSeconds = performance.now() / 1000;
  const descriptors = await readdir(`${directory}/fd`).catch(unlessGone([] as string[]));
  const texts = await Promise.all(
    (descriptors ?? []).map(async (descriptor) => {
      const node = await stat(`${directory}/fd/${descriptor}`).catch(unlessGone(null));
      return node?.isCharacterDevice() ? readProc(`${directory}/fdinfo/${descriptor}`) : null;
    }),
  );
  return { atSeconds, fdinfo: texts.filter((text): text is string => text !== null && text.includes('drm-driver:')), isCut: false, isClosed: descriptors === null };
}

const readProc = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(unlessGone(null));

/** Answers `gone` where the file went away meanwhile, null where it may not be looked at. */
const unlessGone =
  <T>(gone: T) =>
  (thrown: unknown): T | null => {
    const code = errorCode(thrown);
    if (code === 'ENOENT' || code === 'ESRCH') return gone;
    if (code === 'EACCES' || code === 'EPERM') return null;
    throw thrown;
  };
