type Wish = { readonly wholeGpu: boolean } | null;

export interface LoadFlowOptions {
  /** Begins or (null) ends the station's samples. */
  readonly watch: (wish: Wish) => Promise<void>;
  readonly onFailure: (thrown: unknown) => void;
}

/** The load that the page asked for, as long as its window can be seen: of a hidden one nothing is asked of the host. */
export class LoadFlow {
  private wish: Wish = null;
  private isVisible = true;

  constructor(private readonly options: LoadFlowOptions) {}

  /** Settles when it flows, or no longer does. Throws why it cannot. */
  async set(wish: Wish): Promise<void> {
    this.wish = wish;
    if (this.isVisible || wish === null) await this.options.watch(wish);
  }

  setVisible(isVisible: boolean): void {
    if (this.isVisible === isVisible) return;
    this.isVisible = isVisible;
    if (this.wish !== null) this.options.watch(isVisible ? this.wish : null).catch(this.options.onFailure);
  }
}
