import { basename } from 'node:path';
import { compare } from '@domain/benchmark/comparison';
import { reportMarkdown } from '@domain/benchmark/markdown';
import type { BenchmarkOptions, BenchmarkReport } from '@domain/benchmark/report';
import type { BenchmarkWish } from '@domain/benchmark/wish';
import type { StationEvent } from '@domain/contract';
import type { Finding } from '@domain/doctor/finding';
import { failure } from '@domain/errors';
import type { Host } from '@domain/host';
import type { Station } from '../station/types';
import type { FileDialogs } from './dialogs';
import { HostRuns } from './host-runs';
import type { RequestHandlers } from './ipc';

export interface ToolServices {
  readonly ready: () => Promise<Station>;
  readonly dialogs: Pick<FileDialogs, 'chooseMediaFile' | 'saveBenchmark'>;
  readonly emit: (event: StationEvent) => void;
}

type ToolRequests = Pick<RequestHandlers, Extract<keyof RequestHandlers, `doctor.${string}` | `benchmark.${string}`>>;

/** What examines and measures hosts for the window. */
export class Tools {
  private readonly examinations = new HostRuns<Finding[]>('doctor-cancelled');
  private readonly benchmarks = new HostRuns<BenchmarkReport>('benchmark-cancelled');
  /** The page names no path: this is the file that its benchmark means. */
  private chosenFile: string | null = null;

  constructor(private readonly services: ToolServices) {}

  /** The page is gone, and with it who waits. Settles once nothing is left of what ran. */
  async endAll(): Promise<void> {
    await Promise.all([this.examinations.cancelAll(), this.benchmarks.cancelAll()]);
  }

  handlers(): ToolRequests {
    const { ready, dialogs } = this.services;
    return {
      'doctor.run': ({ hostId, tryEncoders }) => this.examine(hostId, tryEncoders),
      'doctor.cancel': async ({ hostId }) => this.examinations.cancel((await hostOf(await ready(), hostId)).id),
      'benchmark.chooseFile': async () => {
        const path = await dialogs.chooseMediaFile();
        if (path === null) return null;
        this.chosenFile = path;
        return basename(path);
      },
      'benchmark.cancel': async ({ hostId }) => this.benchmarks.cancel((await hostOf(await ready(), hostId)).id),
      'benchmark.offer': async ({ hostId }) => {
        const station = await ready();
        return station.benchmarks.offer(await hostOf(station, hostId));
      },
      'benchmark.run': ({ hostId, wish }) => this.measure(hostId, wish),
      'benchmark.list': async () => (await ready()).benchmarks.list(),
      'benchmark.remove': async ({ id }) => (await ready()).benchmarks.remove(id),
      'benchmark.markdown': async ({ id }) => this.markdown(id),
      'benchmark.save': async ({ id, format }) => {
        const text = format === 'markdown' ? await this.markdown(id) : `${JSON.stringify((await ready()).benchmarks.get(id), null, 2)}\n`;
        return dialogs.saveBenchmark(id, format, text);
      },
    };
  }

  private async examine(hostId: string | null, tryEncoders: boolean): Promise<Finding[]> {
    const { ready, emit } = this.services;
    const { hosts, doctor } = await ready();
    const host = await hostOf({ hosts }, hostId);
    const underWay = this.examinations.current(host.id);
    if (underWay) return underWay;
    return this.examinations.start(host.id, (signal) =>
      doctor.examine({ host, tryEncoders, signal, onProgress: (progress) => emit({ type: 'doctor', hostId: host.id, ...progress }) }),
    );
  }

  private async measure(hostId: string | null, wish: BenchmarkWish): Promise<BenchmarkReport> {
    const { ready, emit } = this.services;
    const station = await ready();
    const host = await hostOf(station, hostId);
    const source = this.sourceOf(wish);
    if (this.benchmarks.current(host.id)) throw failure('benchmark-busy', host.name);
    return this.benchmarks.start(host.id, (signal) =>
      station.benchmarks.run({ ...wish, source, host, signal, onProgress: (progress) => emit({ type: 'benchmark', hostId: host.id, ...progress }) }),
    );
  }

  private sourceOf({ source }: BenchmarkWish): BenchmarkOptions['source'] {
    if (source?.kind !== 'file') return source;
    if (this.chosenFile === null) throw failure('preset-invalid', 'No media file was chosen for the benchmark.', { field: 'wish.source', nextStep: 'Choose the file in the window.' });
    return { kind: 'file', path: this.chosenFile };
  }

  private async markdown(id: string): Promise<string> {
    const { benchmarks } = await this.services.ready();
    const report = benchmarks.get(id);
    return reportMarkdown(report, compare(report, benchmarks.list()));
  }
}

/** Only one of the list: the page names no address. Throws `host-unknown`. */
async function hostOf({ hosts }: Pick<Station, 'hosts'>, id: string | null): Promise<Host> {
  if (id === null) return hosts.chosen();
  const host = (await hosts.list()).find((one) => one.id === id);
  if (!host) throw failure('host-unknown', id);
  return host;
}
