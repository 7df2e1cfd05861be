/** Something that can be put back for a while. */
interface Batch<T> {
  readonly id: number;
  readonly items: readonly T[];
  cancel: () => void;
}

export interface PendingRemovalsOptions<T> {
  readonly waitMilliseconds: number;
  /** Calls back after a time; answers a function that calls it off. */
  readonly later: (milliseconds: number, action: () => void) => () => void;
  /** Removes for good. What it throws is the caller's to tell, by `onFailure`. */
  readonly remove: (item: T) => Promise<void>;
  readonly onFailure: (item: T, thrown: unknown) => void;
  /** After a batch is gone, or could not be removed. */
  readonly onRemoved: (items: readonly T[]) => void;
}

/**
 * What the user has removed is only hidden at first: it is removed for good after a while, or when the window closes.
 * Where the app dies first, nothing is lost.
 */
export class PendingRemovals<T> {
  private readonly batches: Batch<T>[] = [];
  /** What is being removed for good stays hidden until it is gone. */
  private readonly leaving = new Set<T>();
  private working: Promise<void> = Promise.resolve();
  private isHeld = false;
  private lastId = 0;

  constructor(private readonly options: PendingRemovalsOptions<T>) {}

  /** Those that are not to be shown any more. */
  get hidden(): readonly T[] {
    return [...this.leaving, ...this.batches.flatMap(({ items }) => items)];
  }

  /** Number of the batch, to put it back by. */
  add(items: readonly T[]): number {
    const batch: Batch<T> = { id: (this.lastId += 1), items, cancel: () => undefined };
    this.batches.push(batch);
    if (!this.isHeld) this.wind(batch);
    return batch.id;
  }

  /** Puts back exactly this batch; empty where it is too late for it. */
  undo(id: number): readonly T[] {
    const batch = this.batches.find((one) => one.id === id);
    if (!batch) return [];
    this.take(batch);
    return batch.items;
  }

  /** While the user looks at the word on it, the time stands still; it begins anew afterwards. */
  hold(isHeld: boolean): void {
    if (this.isHeld === isHeld) return;
    this.isHeld = isHeld;
    for (const batch of this.batches) {
      batch.cancel();
      if (!isHeld) this.wind(batch);
    }
  }

  /** Removes everything at once, as when the window closes. */
  async finish(): Promise<void> {
    for (const batch of [...this.batches]) this.commit(batch);
    await this.working;
  }

  private wind(batch: Batch<T>): void {
    batch.cancel = this.options.later(this.options.waitMilliseconds, () => this.commit(batch));
  }

  private commit(batch: Batch<T>): void {
    this.take(batch);
    for (const item of batch.items) this.leaving.add(item);
    this.working = this.working.then(() => this.removeAll(batch.items));
  }

  private take(batch: Batch<T>): void {
    batch.cancel();
    this.batches.splice(this.batches.indexOf(batch), 1);
  }

  private async removeAll(items: readonly T[]): Promise<void> {
    const { remove, onFailure, onRemoved } = this.options;
    for (const item of items) {
      try {
        await remove(item);
      } catch (thrown) {
        onFailure(item, thrown);
      } finally {
        this.leaving.delete(item);
      }
    }
    onRemoved(items);
  }
}
