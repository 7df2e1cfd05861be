import type { LivePicture } from '@domain/contract';
import type { Station } from '../station/types';

const maximumInFlight = 2;

/**
 * Flow of live pictures to one window: at most two are under way, and of those that wait only the newest of each
 * session is kept. Nothing flows while the window cannot be seen.
 */
export class PictureFlow {
  private readonly subscriptions = new Map<string, (() => void) | null>();
  private readonly waiting = new Map<string, LivePicture>();
  private readonly newestOf = new Map<string, Uint8Array>();
  private inFlight = 0;
  private visible = true;

  constructor(
    private readonly sessions: Pick<Station['sessions'], 'get'>,
    private readonly send: (picture: LivePicture) => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Throws `session-unknown` where there is no such session. */
  watch(sessionId: string): void {
    if (this.subscriptions.has(sessionId)) return;
    this.subscriptions.set(sessionId, null);
    try {
      if (this.visible) this.subscribe(sessionId);
      void this.sessions.get(sessionId).ended.then(() => this.unwatch(sessionId));
    } catch (error) {
      this.subscriptions.delete(sessionId);
      throw error;
    }
  }

  /** The last JPEG that came of a session whose pictures flow; null where none did. */
  newest(sessionId: string): Uint8Array | null {
    return this.newestOf.get(sessionId) ?? null;
  }

  unwatch(sessionId: string): void {
    this.subscriptions.get(sessionId)?.();
    this.subscriptions.delete(sessionId);
    this.waiting.delete(sessionId);
    this.newestOf.delete(sessionId);
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    for (const [sessionId, stop] of this.subscriptions) {
      if (visible) {
        this.subscribe(sessionId);
      } else {
        stop?.();
        this.subscriptions.set(sessionId, null);
      }
    }
    // What was seen before says nothing of now.
    this.newestOf.clear();
    if (!visible) this.waiting.clear();
  }

  /** The window has drawn a picture. */
  done(): void {
    this.inFlight = Math.max(0, this.inFlight - 1);
    for (const [sessionId, picture] of this.waiting) {
      if (this.inFlight >= maximumInFlight) return;
      this.waiting.delete(sessionId);
      this.deliver(picture);
    }
  }

  /** The page is gone: reloaded, crashed or closed. Its acknowledgements will never come. */
  reset(): void {
    for (const sessionId of this.subscriptions.keys()) this.unwatch(sessionId);
    this.inFlight = 0;
  }

  private subscribe(sessionId: string): void {
    this.subscriptions.set(
      sessionId,
      this.sessions.get(sessionId).watch((jpeg) => this.offer(sessionId, jpeg)),
    );
  }

  private offer(sessionId: string, jpeg: Uint8Array): void {
    const picture = { sessionId, jpeg, receivedAtMs: this.now() };
    this.newestOf.set(sessionId, jpeg);
    if (this.inFlight < maximumInFlight) this.deliver(picture);
    else this.waiting.set(sessionId, picture);
  }

  private deliver(picture: LivePicture): void {
    this.inFlight += 1;
    this.send(picture);
  }
}
