import { setTimeout as delay } from 'node:timers/promises';
import { errorOf } from '@domain/errors';
import type { HostLoad } from '@domain/load';
import type { Engine } from '../engine';

interface Seen {
  readonly at: number;
  readonly load: HostLoad;
}

/** A load tells of the second before it. */
const sampleMilliseconds = 1000;
const idleMilliseconds = 2000;
const patienceMilliseconds = 8000;

/** What the host told of its load while a benchmark ran. */
export class LoadRecord {
  private readonly seen: Seen[] = [];

  private constructor(
    private readonly stop: () => void,
    /** Why nothing is seen; null where it is. */
    readonly problem: string | null,
  ) {}

  /** Never throws: a host that does not tell its load can still be measured. */
  static async open(engine: Pick<Engine, 'watchLoad'>): Promise<LoadRecord> {
    let record: LoadRecord | null = null;
    try {
      const stop = await engine.watchLoad({ wholeGpu: false }, (load) => record?.seen.push({ at: performance.now(), load }));
      record = new LoadRecord(stop, null);
    } catch (thrown) {
      record = new LoadRecord(() => {}, errorOf(thrown).detail);
    }
    return record;
  }

  /** Two seconds in which nothing is done. */
  async idle(signal: AbortSignal): Promise<HostLoad[]> {
    if (this.problem !== null) return [];
    const from = performance.now();
    await delay(idleMilliseconds, null, { signal });
    while (this.seen.length === 0 && performance.now() - from < patienceMilliseconds) await delay(sampleMilliseconds / 4, null, { signal });
    return this.seen.map(({ load }) => load);
  }

  /** Those that tell of nothing but the time between the two, by the steady clock. */
  between(from: number, to: number): HostLoad[] {
    return this.seen.filter(({ at }) => at >= from + sampleMilliseconds && at <= to).map(({ load }) => load);
  }

  close(): void {
    this.stop();
  }
}
