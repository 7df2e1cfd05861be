import { failure } from '@domain/errors';
import type { SessionView } from '@domain/session';
import type { LiveSession } from '../station/types';

/** Starts of recordings that are not answered yet: trying encoders and making an image takes minutes, so they can be called off. */
export class RecordStarts {
  private readonly waiting = new Set<AbortController>();

  /** Throws `start-cancelled` where it was called off. A recorder that ran by then is stopped, and what it has is kept. */
  async start(start: (signal: AbortSignal) => Promise<LiveSession>): Promise<SessionView> {
    const controller = new AbortController();
    this.waiting.add(controller);
    try {
      const session = await this.started(start, controller.signal);
      return controller.signal.aborted ? await session.stop() : session.view;
    } finally {
      this.waiting.delete(controller);
    }
  }

  cancel(): void {
    for (const controller of this.waiting) controller.abort(failure('start-cancelled', 'It was cancelled before it recorded.'));
  }

  private async started(start: (signal: AbortSignal) => Promise<LiveSession>, signal: AbortSignal): Promise<LiveSession> {
    try {
      return await start(signal);
    } catch (cause) {
      // What an ended step says of its end is not what happened.
      throw signal.aborted ? failure('start-cancelled', 'It was cancelled before it recorded.', { cause }) : cause;
    }
  }
}
