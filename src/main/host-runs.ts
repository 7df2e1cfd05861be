import { failure, type ErrorKind } from '@domain/errors';

interface Run<T> {
  readonly controller: AbortController;
  readonly answer: Promise<T>;
}

/** Long work on hosts that the page waits for: one at a time on each, called off by the user and with the page. */
export class HostRuns<T> {
  private readonly runs = new Map<string, Run<T>>();

  /** @param cancelled kind of error that one which is called off ends with */
  constructor(private readonly cancelled: ErrorKind) {}

  /** What is under way on this host. */
  current(hostId: string): Promise<T> | undefined {
    return this.runs.get(hostId)?.answer;
  }

  /** Only where nothing is under way there. */
  start(hostId: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const answer = this.worked(work, controller.signal).finally(() => this.runs.delete(hostId));
    this.runs.set(hostId, { controller, answer });
    return answer;
  }

  cancel(hostId: string): void {
    this.runs.get(hostId)?.controller.abort(failure(this.cancelled, 'It was cancelled before it was through.'));
  }

  /** Settles once nothing is left of any. */
  async cancelAll(): Promise<void> {
    const answers = [...this.runs.values()].map(({ answer }) => answer);
    for (const hostId of this.runs.keys()) this.cancel(hostId);
    await Promise.allSettled(answers);
  }

  private async worked(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await work(signal);
    } catch (thrown) {
      // What a step that was ended says of its end is not what happened.
      throw signal.aborted ? signal.reason : thrown;
    }
  }
}
