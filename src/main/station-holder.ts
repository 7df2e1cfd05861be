import type { Station } from '../station/types';

/**
 * The station while it opens. The window does not wait for it: its requests do. Where opening failed, the next
 * `reopen` tries again.
 */
export class StationHolder {
  private opening: Promise<Station>;
  private opened: Station | null = null;

  constructor(private readonly open: () => Promise<Station>) {
    this.opening = this.start();
  }

  /** The open station; null while it opens or where that failed. */
  get current(): Station | null {
    return this.opened;
  }

  ready(): Promise<Station> {
    return this.opening;
  }

  /** The station, opened anew where the last attempt failed. */
  async reopen(): Promise<Station> {
    const [last] = await Promise.allSettled([this.opening]);
    if (last.status === 'rejected') this.opening = this.start();
    return this.opening;
  }

  private start(): Promise<Station> {
    const opening = this.open().then((station) => (this.opened = station));
    // Whoever asks for the station is told; nobody asking is no unhandled rejection.
    opening.catch(() => undefined);
    return opening;
  }
}
