import { failure } from '@domain/errors';
import { Deferred } from '../deferred';
import type { LiveSession } from '../types';

/** A pause of one recording, from the moment that it is asked for until it goes on or is stopped. */
export class Pause {
  private asked = new Deferred<void>();
  private resumption: Deferred<LiveSession> | null = null;

  /** Asks to go on; who asks again meanwhile gets the same answer. */
  resume(): Promise<LiveSession> {
    if (this.resumption === null) {
      this.resumption = new Deferred();
      this.asked.resolve();
    }
    return this.resumption.promise;
  }

  /** True as soon as somebody asks to go on; false when the signal says that the waiting is over. */
  async isResumed(signal: AbortSignal): Promise<boolean> {
    const over = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([over, this.asked.promise]);
    return !signal.aborted;
  }

  /** The attempt to go on failed: it stays paused. */
  refuse(reason: unknown): void {
    const { resumption } = this;
    this.asked = new Deferred();
    this.resumption = null;
    resumption?.reject(reason);
  }

  /** The last word: the part in which it goes on, or null where a stop or a failure ended it. */
  end(next: LiveSession | null): void {
    if (next) this.resumption?.resolve(next);
    else this.refuse(failure('start-cancelled', 'The recording was ended before it went on.', { nextStep: 'What was recorded is kept.' }));
  }
}
