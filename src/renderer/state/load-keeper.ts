import { errorOf, type CapstanError } from '@domain/errors';
import type { Request } from '../bridge';

export interface LoadKeeperOptions {
  readonly request: Request;
  /** Told when watching has begun (null) or could not. */
  readonly onWatched: (hostId: string, error: CapstanError | null) => void;
}

/** Which load is wished for. `connection` differs where the host was connected to anew. */
export interface LoadWish {
  readonly hostId: string;
  readonly connection: string;
  readonly wholeGpu: boolean;
}

/** Keeps the flow of load samples in step with what is in view: one request at a time, the last wish wins. */
export class LoadKeeper {
  private wish: LoadWish | null = null;
  private told: string | null = null;
  private isBusy = false;

  constructor(private readonly options: LoadKeeperOptions) {}

  want(wish: LoadWish | null): void {
    this.wish = wish;
    void this.work();
  }

  /** Asks once more after a failure. */
  retry(): void {
    this.told = null;
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (keyOf(this.wish) !== this.told) await this.tell();
    } finally {
      this.isBusy = false;
    }
  }

  private async tell(): Promise<void> {
    const { wish } = this;
    this.told = keyOf(wish);
    try {
      await this.options.request('load.watch', { hostId: wish?.hostId ?? null, wholeGpu: wish?.wholeGpu ?? false });
      if (wish !== null) this.options.onWatched(wish.hostId, null);
    } catch (thrown) {
      if (wish !== null) this.options.onWatched(wish.hostId, errorOf(thrown));
    }
  }
}

const keyOf = (wish: LoadWish | null): string | null => wish && JSON.stringify([wish.hostId, wish.connection, wish.wholeGpu]);
