import { randomInt } from 'node:crypto';
import { clipRecipes } from '@domain/benchmark/clips';
import type { BenchmarkOffer, BenchmarkReport } from '@domain/benchmark/report';
import { benchmarkCodecName } from '@domain/benchmark/settings';
import { benchmarkSubjects } from '@domain/benchmark/subjects';
import { failure } from '@domain/errors';
import type { Host } from '@domain/host';
import { hasEnded, type SessionView } from '@domain/session';
import type { Engine } from '../engine';
import type { Benchmarks, OpenStore } from '../types';
import { BenchmarkLibrary } from './benchmark-library';
import { runBenchmark } from './run-benchmark';

export interface StationBenchmarksOptions {
  readonly openStore: OpenStore;
  readonly dataDirectory: string;
  readonly version: string;
  readonly chosen: () => Promise<Host>;
  /** The engine of a host, for as long as the act takes. */
  readonly lend: <T>(host: Host, act: (engine: Engine) => Promise<T>) => Promise<T>;
  readonly sessions: () => SessionView[];
}

export class StationBenchmarks implements Benchmarks {
  private opened: BenchmarkLibrary | null = null;
  /** Hosts that are being measured. */
  private readonly busy = new Set<string>();

  constructor(private readonly options: StationBenchmarksOptions) {}

  async offer(host?: Host): Promise<BenchmarkOffer> {
    const { lend, chosen } = this.options;
    const capabilities = await lend(host ?? (await chosen()), (engine) => engine.capabilities({ directory: null }));
    const usable = benchmarkSubjects(capabilities, null).filter(({ diagnosis }) => diagnosis === null);
    return {
      encoders: usable.map(({ terms, gpu }) => ({ encoder: terms.encoder, gpu: gpu?.name ?? null, codec: benchmarkCodecName(terms.codec) })),
      clips: clipRecipes.map(({ name }) => name),
    };
  }

  run: Benchmarks['run'] = async ({ host, signal = new AbortController().signal, onProgress = () => {}, ...options }) => {
    const { chosen, lend, version } = this.options;
    const on = host ?? (await chosen());
    if (this.busy.has(on.id)) throw failure('benchmark-busy', `${on.name} is being measured already.`);
    this.busy.add(on.id);
    try {
      const startedAt = new Date();
      const context = { id: idOf(startedAt), startedAt, version, notes: this.sessionNotes(on), signal, onProgress };
      const report = await lend(on, (engine) => runBenchmark(engine, options, context));
      this.library.add(report);
      return report;
    } finally {
      this.busy.delete(on.id);
    }
  };

  list(): BenchmarkReport[] {
    return this.library.list();
  }

  get(id: string): BenchmarkReport {
    return this.library.get(id);
  }

  remove(id: string): void {
    this.library.remove(id);
  }

  private sessionNotes({ id }: Host): string[] {
    const running = this.options.sessions().filter(({ host, state }) => host.id === id && !hasEnded(state)).length;
    return running === 0 ? [] : [`${running} ${running === 1 ? 'session' : 'sessions'} of Capstan ran on this host: figures are lower than it could reach, and the ${running === 1 ? 'recording was' : 'recordings were'} disturbed.`];
  }

  /** Opened at the first need: most commands never look at it. */
  private get library(): BenchmarkLibrary {
    return (this.opened ??= new BenchmarkLibrary(this.options.openStore, this.options.dataDirectory));
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** As `benchmarkReportSchema` has it. */
function idOf(startedAt: Date): string {
  const time = startedAt.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  return `${time}-${Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')}`;
}
