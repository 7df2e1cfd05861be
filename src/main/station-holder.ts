import type { Station } from '../station/types';

/**
 * The station, opened at the first need. The window does not wait for it: its requests do. Where opening failed, the
 * next `reopen` tries again.
 */
export class StationHolder {
  private opening: Promise<Station> | null = null;
  private opened: Station | null = null;

  constructor(private readonly open: () => Promise<Station>) {}

  /** The open station; null before it is, or where that failed. */
  get current(): Station | null {
    return this.opened;
  }

  ready(): Promise<Station> {
    this.opening ??= this.start();
    return this.opening;
  }

  /** The station, opened anew where the last attempt failed. */
  async reopen(): Promise<Station> {
    const [last] = await Promise.allSettled([this.opening]);
    if (last.status === 'rejected') this.opening = null;
    return this.ready();
  }

  /** The station once an opening that is under way is done; null where there is none to be closed. */
  async settled(): Promise<Station | null> {
    await Promise.allSettled([this.opening]);
    return this.opened;
  }

  private async start(): Promise<Station> {
    this.opened = await this.open();
    return this.opened;
  }
}
