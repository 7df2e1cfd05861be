import { unlessAborted } from './unless-aborted';

/**
 * One piece of work for all who want its outcome. Whoever's signal is aborted stops waiting, with that signal's reason;
 * the work itself is aborted once nobody waits any more. What failed is begun anew by the next who asks.
 */
export class SharedWork<T> {
  private current: { readonly outcome: Promise<T>; readonly end: AbortController; waiting: number } | null = null;

  constructor(private readonly work: (signal: AbortSignal) => Promise<T>) {}

  async join(signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const shared = (this.current ??= this.begin());
    shared.waiting += 1;
    try {
      return await unlessAborted(shared.outcome, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0 && signal?.aborted) {
        if (this.current === shared) this.current = null;
        shared.end.abort(signal.reason);
      }
    }
  }

  private begin() {
    const end = new AbortController();
    const shared = { outcome: this.work(end.signal), end, waiting: 0 };
    shared.outcome.catch(() => {
      if (this.current === shared) this.current = null;
    });
    return shared;
  }

  /** The next who asks begins anew. */
  forget(): void {
    this.current = null;
  }
}
