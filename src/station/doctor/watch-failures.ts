import type { StationEvent } from '@domain/contract';
import { errorOf, type CapstanError } from '@domain/errors';
import { sourceLabel, type SessionRecord, type SessionView } from '@domain/session';
import type { PastFailures } from './past-failures';

export interface WatchedSessions {
  /** The recorder's log of a session of this process. */
  readonly logOf: (sessionId: string) => Promise<string>;
  readonly notice: (message: string) => void;
}

/** Remembers what sessions fail by, and forgets what is mended. Never throws: no session depends on it. */
export class FailureWatch {
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly failures: PastFailures,
    private readonly sessions: WatchedSessions,
  ) {}

  onEvent(event: StationEvent): void {
    if (event.type !== 'session' || event.event?.type !== 'ended') return;
    const { view, event: { reason, error, recording } } = event;
    if (reason === 'failed' && error !== null) this.remember(view, error);
    else if (recording !== null && (reason === 'completed' || reason === 'stopped')) this.quietly(() => this.failures.succeeded(view));
  }

  /** A start that was refused before there was a session. */
  refused(hostId: string, settings: SessionRecord['settings'], thrown: unknown): void {
    const encoder = settings.video.mode === 'copy' ? null : settings.video.encoder;
    this.quietly(() => this.failures.add({ hostId, source: sourceLabel(settings), encoder, error: errorOf(thrown), log: null }));
  }

  /** Settles when what has failed is remembered. */
  async close(): Promise<void> {
    await Promise.all(this.pending);
  }

  private remember({ id, host, source, encode }: SessionView, error: CapstanError): void {
    const add = (log: string | null) => this.quietly(() => this.failures.add({ hostId: host.id, source, encoder: encode?.encoder ?? null, error, log }));
    const remembered = this.sessions.logOf(id).then(add, () => add(null));
    this.pending.add(remembered);
    void remembered.then(() => this.pending.delete(remembered));
  }

  private quietly(act: () => void): void {
    try {
      act();
    } catch (thrown) {
      this.sessions.notice(`What failed could not be remembered for the doctor: ${errorOf(thrown).detail}`);
    }
  }
}
