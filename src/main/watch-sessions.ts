import { failure } from '@domain/errors';
import type { LiveSession } from '../station/types';

/** The sessions that only show a picture to this window. They end with the page that asked for them. */
export class WatchSessions {
  private readonly open = new Set<LiveSession>();
  private readonly starting = new Set<Promise<unknown>>();
  private page = new AbortController();

  async start(start: (signal: AbortSignal) => Promise<LiveSession>): Promise<LiveSession> {
    const attempt = this.startForPage(start, this.page.signal);
    this.starting.add(attempt);
    try {
      return await attempt;
    } finally {
      this.starting.delete(attempt);
    }
  }

  /** The page is gone: ends its sessions and those that are being started. */
  async endAll(): Promise<void> {
    this.page.abort(failure('session-unknown', 'The page that asked for the picture is gone.'));
    this.page = new AbortController();
    await Promise.allSettled([...this.starting, ...[...this.open].map((session) => session.stop())]);
  }

  private async startForPage(
    start: (signal: AbortSignal) => Promise<LiveSession>,
    signal: AbortSignal,
  ): Promise<LiveSession> {
    const session = await start(signal);
    this.open.add(session);
    void session.ended.then(() => this.open.delete(session));
    if (signal.aborted) await session.stop();
    return session;
  }
}
