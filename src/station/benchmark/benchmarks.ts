import { clipRecipes } from '@domain/benchmark/clips';
import type { BenchmarkOffer, BenchmarkReport } from '@domain/benchmark/report';
import { benchmarkCodecName } from '@domain/benchmark/settings';
import { benchmarkSubjects } from '@domain/benchmark/subjects';
import { failure } from '@domain/errors';
import type { Host } from '@domain/host';
import type { SessionView } from '@domain/session';
import type { Engine } from '../engine';
import type { Benchmarks, OpenStore } from '../types';
import { BenchmarkLibrary } from './benchmark-library';

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

  constructor(private readonly options: StationBenchmarksOptions) {}

  async offer(host?: Host): Promise<BenchmarkOffer> {
    const { lend, chosen } = this.options;
    const capabilities = await lend(host ?? (await chosen()), (engine) => engine.capabilities({ directory: null }));
    const usable = benchmarkSubjects(capabilities, null).filter(({ diagnosis }) => diagnosis === null);
    return {
      encoders: usable.map(({ terms, gpu }) => ({ encoder: terms.encoder, gpu: gpu?.id ?? null, codec: benchmarkCodecName(terms.codec) })),
      clips: clipRecipes.map(({ name }) => name),
    };
  }

  run: Benchmarks['run'] = async () => {
    throw failure('benchmark-failed', 'This version cannot measure yet.');
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

  /** Opened at the first need: most commands never look at it. */
  private get library(): BenchmarkLibrary {
    return (this.opened ??= new BenchmarkLibrary(this.options.openStore, this.options.dataDirectory));
  }
}
