import type { HostLoad } from '@domain/load';
import type { Engine } from '../engine';
import type { WatchLoadOptions } from './load-watch';

export interface WatchedHost extends WatchLoadOptions {
  /** Default: the chosen host. */
  readonly hostId?: string;
}

export interface WatchedHostLoadOptions {
  /** The engine of this host, by default of the chosen one. Rejects where it may not be watched. */
  readonly engineOf: (hostId: string | undefined) => Promise<Engine>;
  readonly onLoad: (hostId: string, load: HostLoad) => void;
}

/** Watches the load of one host at a time: that which is looked at. */
export class WatchedHostLoad {
  private wanted: WatchedHost | null = null;
  private watched: { readonly engine: Engine; readonly wholeGpu: boolean; readonly stop: () => void } | null = null;
  /** One change after the other. */
  private changes: Promise<void> = Promise.resolve();

  constructor(private readonly options: WatchedHostLoadOptions) {}

  /** Begins, changes, or (null) ends the watch. Rejects where the host cannot be watched; none is watched then. */
  watch(wanted: WatchedHost | null): Promise<void> {
    this.wanted = wanted;
    const change = this.changes.then(() => this.change());
    this.changes = change.catch(() => undefined);
    return change;
  }

  close(): Promise<void> {
    return this.watch(null);
  }

  private async change(): Promise<void> {
    const { wanted, watched } = this;
    if (wanted === null) {
      this.leave();
      return;
    }
    try {
      const engine = await this.options.engineOf(wanted.hostId);
      if (watched?.engine === engine && watched.wholeGpu === wanted.wholeGpu) return;
      const { id } = engine.status.host;
      const stop = await engine.watchLoad(wanted, (load) => this.options.onLoad(id, load));
      this.watched = { engine, wholeGpu: wanted.wholeGpu, stop };
      watched?.stop();
    } catch (thrown) {
      this.leave();
      throw thrown;
    }
  }

  private leave(): void {
    const { watched } = this;
    this.watched = null;
    watched?.stop();
  }
}
