import { errorOf } from '@domain/errors';
import type { HostLoad } from '@domain/load';
import type { Engine } from '../engine';
import type { WatchLoadOptions } from './load-watch';

export interface ChosenHostLoadOptions {
  /** The engine of the chosen host. */
  readonly engine: () => Promise<Engine>;
  readonly onLoad: (hostId: string, load: HostLoad) => void;
  /** A host whose load cannot be watched, in words for people. */
  readonly onTrouble: (message: string) => void;
}

/** Watches the load of the chosen host, whichever that is, while it is wanted. */
export class ChosenHostLoad {
  private wanted: WatchLoadOptions | null = null;
  private watched: { readonly engine: Engine; readonly options: WatchLoadOptions; readonly stop: () => void } | null = null;
  /** One change after the other. */
  private changes: Promise<void> = Promise.resolve();

  constructor(private readonly options: ChosenHostLoadOptions) {}

  /** Begins, changes, or (null) ends the watch. Rejects where the host cannot be watched; it is then not wanted any more. */
  async watch(wanted: WatchLoadOptions | null): Promise<void> {
    this.wanted = wanted;
    try {
      await this.adjust();
    } catch (thrown) {
      if (this.wanted === wanted) this.wanted = null;
      throw thrown;
    }
  }

  /** Another host was chosen, or its engine opened anew. */
  follow(): void {
    if (this.wanted === null) return;
    this.adjust().catch((thrown: unknown) => this.options.onTrouble(`The load of this host is not known: ${errorOf(thrown).detail}`));
  }

  async close(): Promise<void> {
    this.wanted = null;
    await this.adjust();
  }

  private adjust(): Promise<void> {
    const change = this.changes.then(() => this.change());
    this.changes = change.catch(() => undefined);
    return change;
  }

  private async change(): Promise<void> {
    const { wanted, watched } = this;
    if (wanted === null) {
      this.watched = null;
      watched?.stop();
      return;
    }
    const engine = await this.options.engine();
    if (watched?.engine === engine && watched.options.wholeGpu === wanted.wholeGpu) return;
    this.watched = null;
    const { id } = engine.status.host;
    try {
      const stop = await engine.watchLoad(wanted, (load) => this.options.onLoad(id, load));
      this.watched = { engine, options: wanted, stop };
    } finally {
      watched?.stop();
    }
  }
}
