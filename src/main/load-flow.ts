type Wish = { readonly hostId: string; readonly wholeGpu: boolean } | null;

export interface LoadFlowOptions {
  /** Begins or (null) ends the station's samples. */
  readonly watch: (wish: Wish) => Promise<void>;
  /** Told once of samples that do not come back when the window does; it is tried again until they do. */
  readonly onFailure: (thrown: unknown) => void;
}

const firstPauseMilliseconds = 1000;
const longestPauseMilliseconds = 60_000;

/** The load that the page asked for, as long as its window can be seen: of a hidden one nothing is asked of the host. */
export class LoadFlow {
  private wish: Wish = null;
  private isVisible = true;
  private retry: NodeJS.Timeout | undefined;
  /** Counts what was asked for: an answer to something earlier changes nothing. */
  private changes = 0;

  constructor(private readonly options: LoadFlowOptions) {}

  /** Settles when it flows, or no longer does. Throws why it cannot. */
  async set(wish: Wish): Promise<void> {
    this.supersede();
    this.wish = wish;
    if (this.isVisible || wish === null) await this.options.watch(wish);
  }

  setVisible(isVisible: boolean): void {
    if (this.isVisible === isVisible) return;
    this.isVisible = isVisible;
    this.supersede();
    if (this.wish === null) return;
    if (isVisible) void this.resume(firstPauseMilliseconds);
    else this.options.watch(null).catch(this.options.onFailure);
  }

  private supersede(): void {
    this.changes += 1;
    clearTimeout(this.retry);
  }

  /** The network may be up later than the window. */
  private async resume(pauseMilliseconds: number): Promise<void> {
    const { changes } = this;
    try {
      await this.options.watch(this.wish);
    } catch (thrown) {
      if (changes !== this.changes) return;
      if (pauseMilliseconds === firstPauseMilliseconds) this.options.onFailure(thrown);
      this.retry = setTimeout(() => void this.resume(Math.min(2 * pauseMilliseconds, longestPauseMilliseconds)), pauseMilliseconds);
      this.retry.unref();
    }
  }
}
