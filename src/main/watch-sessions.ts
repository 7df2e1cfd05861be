import type { LiveSession } from '../station/types';

/** The sessions that only show a picture to this window. They end with the page that asked for them. */
export class WatchSessions {
  private readonly open = new Set<LiveSession>();
  private page = new AbortController();

  async start(start: (signal: AbortSignal) => Promise<LiveSession>): Promise<LiveSession> {
    const { signal } = this.page;
    const session = await start(signal);
    this.open.add(session);
    void session.ended.then(() => this.open.delete(session));
    if (signal.aborted) await session.stop();
    return session;
  }

  /** The page is gone: ends its sessions and those that are being started. */
  async endAll(): Promise<void> {
    this.page.abort();
    this.page = new AbortController();
    await Promise.allSettled([...this.open].map((session) => session.stop()));
  }
}
