import { setTimeout as delay } from 'node:timers/promises';
import { failure } from '@domain/errors';
import type { IntelGpuTopSample } from '@domain/gpu-load/intel-gpu-top';
import type { TegrastatsSample } from '@domain/gpu-load/tegrastats';
import { HostLoadMeter, type KnownGpus, type NvidiaLoad, type Told } from '@domain/host-load/meter';
import type { HostSample } from '@domain/host-load/sample';
import type { GpuLoad, HostLoad } from '@domain/load';
import { Deferred } from '../deferred';
import type { HostAgent } from '../devices/host-agent';
import { LoadTool, type OpenTool } from './load-tool';
import { IntelGpuTop, NvidiaSmi, Tegrastats } from './tool-readers';

export interface LoadWatchOptions {
  readonly agent: Pick<HostAgent, 'watchLoad'>;
  /** The GPUs of the host as its capabilities name them. */
  readonly gpus: () => Promise<KnownGpus>;
  readonly openTool: OpenTool;
}

export interface WatchLoadOptions {
  /** Also reads Intel's counters of whole GPUs, which needs PERFMON. */
  readonly wholeGpu: boolean;
}

interface Watcher extends WatchLoadOptions {
  readonly listener: (load: HostLoad) => void;
}

/** How old the last load may be to choose a GPU by it, and how long a new one is waited for. */
const recentMilliseconds = 10_000;
const patienceMilliseconds = 6000;

/** The load of one host. All who ask share one flow, which ends with the last of them. */
export class LoadWatch {
  private readonly watchers = new Set<Watcher>();
  private flow: Promise<LoadFlow> | null = null;
  /** Whether every program had its say in the last load. */
  private isSettled = false;
  /** Of a load in which every program had its say. */
  private last: { readonly load: HostLoad; readonly at: number } | null = null;
  private isClosed = false;

  constructor(private readonly options: LoadWatchOptions) {}

  /** Settles when the flow is there. */
  async watch({ wholeGpu }: WatchLoadOptions, listener: (load: HostLoad) => void): Promise<() => void> {
    const watcher: Watcher = { wholeGpu, listener };
    this.watchers.add(watcher);
    const leave = () => {
      if (this.watchers.delete(watcher)) this.adjust();
    };
    try {
      const flow = await this.flowing();
      flow.setWholeGpu(this.wantsWholeGpu);
      if (this.isClosed) throw failure('connection-lost', 'Capstan has closed its connection to this host.');
    } catch (thrown) {
      leave();
      throw thrown;
    }
    return leave;
  }

  /** GPUs at work: those of the last load where it is recent, else of a new one. */
  async gpuLoads(): Promise<readonly GpuLoad[]> {
    if (this.last !== null && performance.now() - this.last.at <= recentMilliseconds) return this.last.load.gpus;
    const settled = new Deferred<HostLoad>();
    const stop = await this.watch({ wholeGpu: false }, (load) => {
      if (this.isSettled) settled.resolve(load);
    });
    const patience = new AbortController();
    try {
      const load = await Promise.race([settled.promise, delay(patienceMilliseconds, null, { signal: patience.signal })]);
      if (load === null) throw failure('connection-lost', `The host did not tell how busy its GPUs are within ${patienceMilliseconds / 1000} s.`);
      return load.gpus;
    } finally {
      patience.abort();
      stop();
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.watchers.clear();
    const flow = await this.flow?.catch(() => null);
    this.flow = null;
    await flow?.close();
  }

  private get wantsWholeGpu(): boolean {
    return [...this.watchers].some(({ wholeGpu }) => wholeGpu);
  }

  private flowing(): Promise<LoadFlow> {
    if (this.flow) return this.flow;
    const flow = LoadFlow.open(this.options, (load, isSettled) => this.tell(load, isSettled));
    this.flow = flow;
    flow.catch(() => {
      if (this.flow === flow) this.flow = null;
    });
    return flow;
  }

  private tell(load: HostLoad, isSettled: boolean): void {
    this.isSettled = isSettled;
    if (isSettled) this.last = { load, at: performance.now() };
    for (const { listener } of this.watchers) listener(load);
  }

  /** Fewer watch: what nobody wants any more is ended. */
  private adjust(): void {
    const { flow } = this;
    if (flow === null) return;
    if (this.watchers.size === 0) {
      this.flow = null;
      flow.then((opened) => opened.close()).catch(() => undefined);
    } else {
      flow.then((opened) => opened.setWholeGpu(this.wantsWholeGpu)).catch(() => undefined);
    }
  }
}

/** The running readers of a host. */
class LoadFlow {
  private readonly meter = new HostLoadMeter();
  private readonly nvidia: LoadTool<readonly NvidiaLoad[]> | null;
  private readonly tegra: LoadTool<TegrastatsSample> | null;
  private intel = new Map<string, LoadTool<IntelGpuTopSample>>();
  private readonly closing: Promise<void>[] = [];
  private wholeGpu = false;
  private isClosed = false;
  private stopAgent = () => {};

  private constructor(
    private readonly options: LoadWatchOptions,
    private readonly gpus: KnownGpus,
    private readonly listener: (load: HostLoad, isSettled: boolean) => void,
  ) {
    const { openTool } = options;
    this.nvidia = gpus.nvidiaGpus.length > 0 ? new LoadTool(openTool, new NvidiaSmi()) : null;
    this.tegra = gpus.jetson === null ? null : new LoadTool(openTool, new Tegrastats());
  }

  static async open(options: LoadWatchOptions, listener: LoadFlow['listener']): Promise<LoadFlow> {
    const flow = new LoadFlow(options, await options.gpus(), listener);
    try {
      flow.stopAgent = await options.agent.watchLoad((sample) => flow.take(sample));
      return flow;
    } catch (thrown) {
      await flow.close();
      throw thrown;
    }
  }

  setWholeGpu(wanted: boolean): void {
    this.wholeGpu = wanted;
    if (wanted) return;
    for (const tool of this.intel.values()) {
      const closing = tool.close();
      // `close` tells of what failed; nobody waits for it until then.
      closing.catch(() => undefined);
      this.closing.push(closing);
    }
    this.intel.clear();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.stopAgent();
    this.setWholeGpu(false);
    await Promise.all([this.nvidia?.close(), this.tegra?.close(), ...this.closing]);
  }

  private take(sample: HostSample): void {
    if (this.isClosed) return;
    const figures = { nvidia: this.nvidia?.told() ?? null, tegra: this.tegra?.told() ?? null, intel: (address: string) => this.intelTold(address) };
    const load = this.meter.next(sample, figures, this.gpus, Date.now());
    if (load === null) return;
    // Every program has told something, if only why it tells nothing.
    this.listener(load, [this.nvidia, this.tegra].every((tool) => tool === null || tool.isSettled));
  }

  /** The counters of an Intel GPU that was seen, where they are asked for. */
  private intelTold(address: string): Told<IntelGpuTopSample> {
    if (!this.wholeGpu) return null;
    const tool = this.intel.get(address) ?? new LoadTool(this.options.openTool, new IntelGpuTop(address));
    this.intel.set(address, tool);
    return tool.told();
  }
}
