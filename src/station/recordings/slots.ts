/** Lets a few pieces of work run at once; the others wait for a free place. */
export class Slots {
  private running = 0;
  private readonly waiting: { readonly begin: () => void; readonly refuse: (reason: unknown) => void }[] = [];

  /**
   * @param order whom a free place goes to: who waits longest, or who came last (what is looked at now)
   * @param limit beyond `maximumWaiting`, who waits longest is refused with `refusal`
   */
  constructor(
    private readonly places: number,
    private readonly order: 'first' | 'last' = 'first',
    private readonly limit: { readonly maximumWaiting: number; readonly refusal: () => Error } | null = null,
  ) {}

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.place(signal);
    try {
      return await work();
    } finally {
      const next = this.order === 'first' ? this.waiting.shift() : this.waiting.pop();
      if (next) next.begin();
      else this.running -= 1;
    }
  }

  private async place(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.running < this.places) {
      this.running += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        reject(signal?.reason as Error);
      };
      const settle = (action: () => void) => () => {
        signal?.removeEventListener('abort', leave);
        action();
      };
      const waiter = { begin: settle(resolve), refuse: (reason: unknown) => settle(() => reject(reason as Error))() };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(waiter);
      if (this.limit && this.waiting.length > this.limit.maximumWaiting) this.waiting.shift()?.refuse(this.limit.refusal());
    });
  }
}
