import { CapstanFailure, errorOf, type CapstanError } from '@domain/errors';
import type { Request } from '../bridge';
import type { Watch } from './state';
import type { WatchWish } from './watch-wish';

export interface WatchKeeperOptions {
  readonly request: Request;
  readonly onWatch: (watch: Watch) => void;
  /** Calls back once edits have come to rest; answers a function that calls it off. */
  readonly settle: (action: () => void) => () => void;
}

/**
 * Keeps the watched session in step with what is wished: one change at a time, the last wish wins, and nothing is
 * tried again by itself once it failed.
 */
export class WatchKeeper {
  private wish: WatchWish = { show: 'nothing', because: 'no-source' };
  private running: { readonly id: string; readonly key: string } | null = null;
  private failedKey: string | null = null;
  private holds = 0;
  private isBusy = false;
  private isAsked = false;
  private isStarting = false;
  /** Ends that were told before the answer to the start. */
  private readonly endedEarly = new Map<string, CapstanError | null>();
  private readonly resting: (() => void)[] = [];
  private unsettle: (() => void) | null = null;

  constructor(private readonly options: WatchKeeperOptions) {}

  want(wish: WatchWish): void {
    const before = keyOf(this.wish);
    this.wish = wish;
    if (before === keyOf(wish)) return;
    this.failedKey = null;
    this.unsettle?.();
    // The first source, and one that comes back after a recording, is shown at once; edits are let come to rest.
    if (before === null || keyOf(wish) === null) void this.work();
    else this.unsettle = this.options.settle(() => void this.work());
  }

  /** While recordings are being started or resumed the picture is left alone: the station itself takes the source over. */
  hold(): void {
    this.holds += 1;
  }

  release(): void {
    this.holds -= 1;
    void this.work();
  }

  /** The session ended by itself, or for a recording. A failure is not tried again before `retry`. */
  ended(id: string, error: CapstanError | null): void {
    if (this.isStarting) this.endedEarly.set(id, error);
    if (this.running?.id !== id) return;
    if (error) this.failedKey = this.running.key;
    this.running = null;
    void this.work();
  }

  retry(): void {
    this.failedKey = null;
    void this.work();
  }

  /** Resolves once nothing is being started or ended. */
  rest(): Promise<void> {
    return this.isBusy ? new Promise((resolve) => this.resting.push(resolve)) : Promise.resolve();
  }

  private async work(): Promise<void> {
    this.isAsked = true;
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      // Asked again during the last step means one more look.
      while (this.isAsked) {
        this.isAsked = false;
        while (this.holds === 0 && (await this.step()));
      }
    } finally {
      this.isBusy = false;
      for (const resolve of this.resting.splice(0)) resolve();
    }
  }

  /** One change towards the wish; false where there is nothing left to do. */
  private async step(): Promise<boolean> {
    const { wish, running } = this;
    const wanted = keyOf(wish);
    if (running && running.key !== wanted) {
      this.running = null;
      this.options.onWatch({ state: 'off' });
      await this.stop(running.id);
      return true;
    }
    if (running || wish.show === 'nothing' || wanted === null || wanted === this.failedKey) return false;
    this.options.onWatch({ state: 'starting' });
    this.isStarting = true;
    try {
      const { id } = await this.options.request('sessions.start', { draft: wish.draft, purpose: 'watch' });
      const early = this.endedEarly.get(id);
      if (early) throw new CapstanFailure(early);
      if (early === undefined) this.running = { id, key: wanted };
      this.options.onWatch(early === undefined ? { state: 'live', id } : { state: 'off' });
    } catch (thrown) {
      this.failedKey = wanted;
      this.options.onWatch(
        keyOf(this.wish) === wanted ? { state: 'failed', error: errorOf(thrown) } : { state: 'off' },
      );
    } finally {
      this.isStarting = false;
      this.endedEarly.clear();
    }
    return true;
  }

  private async stop(id: string): Promise<void> {
    try {
      await this.options.request('sessions.stop', { id });
    } catch (thrown) {
      const error = errorOf(thrown);
      // It may have ended in the same moment.
      if (error.kind !== 'session-unknown') this.options.onWatch({ state: 'failed', error });
    }
  }
}

const keyOf = (wish: WatchWish): string | null => (wish.show === 'source' ? wish.key : null);
