import type { UsageSample } from './container-stats';
import { clientLoads, fdinfoUnavailable, parseFdinfo, type DrmClient } from './gpu-load/fdinfo';
import type { SessionLoad, Unavailable } from './load';
import type { ClientSample } from './plan/recorder-load';
import type { SessionRecord } from './session';

/** A look at the GPU clients that is older says nothing of now. */
const staleMilliseconds = 4000;
/** Nearer samples would make a share out of the clock's own steps. */
const shortestSeconds = 0.3;
const mebibyte = 1024 * 1024;

interface Looked {
  readonly atSeconds: number;
  readonly clients: readonly DrmClient[];
}

/** Turns the samples of one recorder into what it takes. Clocks come in from outside. */
export class SessionLoadMeter {
  private usage: UsageSample | null = null;
  private looked: Looked | null = null;
  private gpus: { readonly heardAt: number; readonly loads: SessionLoad['gpus']; readonly unavailable: Unavailable[] } | null = null;

  constructor(private readonly record: Pick<SessionRecord, 'encode'>) {}

  /** @param heardAt milliseconds of any steady clock, the same as for `next` */
  takeClients(sample: ClientSample, heardAt: number): void {
    const clients = sample.fdinfo.map(parseFdinfo).filter((client) => client !== null);
    const before = this.looked;
    const elapsedSeconds = before === null ? 0 : sample.atSeconds - before.atSeconds;
    if (before !== null && elapsedSeconds >= 0 && elapsedSeconds < shortestSeconds) return;
    this.looked = { atSeconds: sample.atSeconds, clients };
    const loads = before === null || elapsedSeconds <= 0 ? [] : clientLoads(before.clients, clients, elapsedSeconds * 1e9);
    this.gpus = { heardAt, loads, unavailable: this.gpuReasons(sample, clients, before !== null) };
  }

  /** The load since the last usage; null for the first one. `usage` may be why there is none. */
  next(usage: UsageSample | { readonly reason: string }, heardAt: number, atMilliseconds: number): SessionLoad | null {
    const gpus = this.gpusAt(heardAt);
    if ('reason' in usage) {
      this.usage = null;
      const unavailable = ['cpuPercent', 'memoryMiB', 'memoryLimitMiB'].map((figure) => ({ figure, reason: usage.reason }));
      return { atMilliseconds, cpuPercent: null, memoryMiB: null, memoryLimitMiB: null, gpus: gpus.loads, unavailable: [...unavailable, ...gpus.unavailable] };
    }
    const before = this.usage;
    const elapsedSeconds = before === null ? 0 : (usage.atMilliseconds - before.atMilliseconds) / 1000;
    if (before !== null && elapsedSeconds >= 0 && elapsedSeconds < shortestSeconds) return null;
    this.usage = usage;
    if (before === null || elapsedSeconds <= 0) return null;
    const cpuSeconds = usage.cpuSeconds === null || before.cpuSeconds === null ? null : usage.cpuSeconds - before.cpuSeconds;
    const load = {
      atMilliseconds,
      cpuPercent: cpuSeconds === null || cpuSeconds < 0 ? null : (100 * cpuSeconds) / elapsedSeconds,
      memoryMiB: usage.memoryBytes === null ? null : usage.memoryBytes / mebibyte,
      memoryLimitMiB: usage.memoryLimitBytes === null ? null : usage.memoryLimitBytes / mebibyte,
    };
    const untold = (figure: keyof typeof load, reason: string): Unavailable[] => (load[figure] === null ? [{ figure, reason }] : []);
    return {
      ...load,
      gpus: gpus.loads,
      unavailable: [
        ...untold('cpuPercent', 'The processor time of the recorder is not told.'),
        ...untold('memoryMiB', 'The memory of the recorder is not told: its cgroup does not count it.'),
        ...untold('memoryLimitMiB', 'The recorder has no memory limit of its own.'),
        ...gpus.unavailable,
      ],
    };
  }

  private gpusAt(heardAt: number): Pick<SessionLoad, 'unavailable'> & { readonly loads: SessionLoad['gpus'] } {
    if (this.gpus !== null && heardAt - this.gpus.heardAt <= staleMilliseconds) return this.gpus;
    return { loads: [], unavailable: this.usesGpu ? [engines('Nothing was heard of the recorder’s GPU clients.')] : [] };
  }

  private get usesGpu(): boolean {
    return (this.record.encode?.gpu ?? null) !== null;
  }

  private gpuReasons(sample: ClientSample, clients: readonly DrmClient[], isSecond: boolean): Unavailable[] {
    if (sample.isClosed) return [engines('The recorder’s open files may not be looked at on this host (/proc/1/fd).')];
    const cut = sample.isCut ? [engines('The recorder has more GPU clients open than are counted.')] : [];
    if (clients.length > 0) return isSecond ? [...cut, ...fdinfoUnavailable(clients)] : [...cut, engines('Known after the second sample.')];
    const gpu = this.record.encode?.gpu ?? null;
    if (gpu === null) return [];
    // NVIDIA's and V4L2's drivers have no DRM clients in the recorder.
    if (/^(GPU-|MIG-|nvidia:)/.test(gpu.id)) return [engines('NVIDIA’s driver does not tell a plain user what one process takes of the GPU; the whole GPU is told.')];
    return /^(pci:|\/dev\/dri\/)/.test(gpu.id) ? fdinfoUnavailable(clients) : [engines('The driver of this encoder does not count its work by process.')];
  }
}

const engines = (reason: string): Unavailable => ({ figure: 'engines', reason });
