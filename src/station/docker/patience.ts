import { setTimeout as delay } from 'node:timers/promises';
import { failure } from '@domain/errors';
import type { DockerClient } from './client';
import { isConnectionError } from './errors';

/** How long a daemon of this computer may be away, as for a restart, before a session is given up. */
const reconnectSeconds = 15;

export interface PatienceOptions {
  /** Ends all asking: nothing settles any more. */
  readonly over: AbortSignal;
  /** Told on each change whether the daemon can be reached. */
  readonly onConnection: (lost: boolean) => void;
}

/**
 * Asks again while the daemon cannot be reached: for the time of a restart on this computer, and for as long as the app
 * lives on another one, since a recording goes on there. What is asked must bear to be asked twice.
 */
export class Patience {
  /** By the steady clock; null while the daemon answers. */
  private lostSince: number | null = null;

  constructor(
    private readonly client: DockerClient,
    private readonly options: PatienceOptions,
  ) {}

  /** Throws what the daemon answers, and `connection-lost` where it is given up. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    const { over } = this.options;
    for (;;) {
      try {
        if (this.lostSince !== null) await this.client.ping();
        this.tell(false);
        return await question();
      } catch (thrown) {
        if (over.aborted) return new Promise(() => {});
        if (!isConnectionError(thrown)) throw thrown;
        this.tell(true);
        if (!this.client.isRemote && performance.now() - (this.lostSince ?? 0) > reconnectSeconds * 1000) {
          throw failure('connection-lost', `${this.client.address} did not answer for ${reconnectSeconds} s.`, { cause: thrown });
        }
        await delay(500);
      }
    }
  }

  private tell(lost: boolean): void {
    if (lost === (this.lostSince !== null)) return;
    this.lostSince = lost ? performance.now() : null;
    this.options.onConnection(lost);
  }
}
