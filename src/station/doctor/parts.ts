import { errorOf, failure, type CapstanError } from '@domain/errors';
import { unlessAborted } from '../unless-aborted';

/** What is waited for at the end, so that nothing is left of what was cut off, in milliseconds. */
const cleaningMilliseconds = 5000;

/** The parts of an examination: side by side, each with a limit of its own; one that fails costs what it would have told. */
export class Parts {
  /** What could not be looked at, and why. */
  readonly unseen: { readonly what: string; readonly error: CapstanError }[] = [];
  private done = 0;
  private readonly doing = new Set<string>();
  private readonly working = new Set<Promise<unknown>>();

  constructor(
    private readonly total: number,
    private readonly signal: AbortSignal,
    private readonly onProgress: (progress: { readonly done: number; readonly total: number; readonly doing: string }) => void,
  ) {}

  /** @param name for people @param instead what is told where it fails; throws the signal's reason alone */
  async part<T>(name: string, limitMilliseconds: number, act: (signal: AbortSignal) => Promise<T>, instead: T): Promise<T> {
    this.doing.add(name);
    this.tell();
    try {
      return await this.within(limitMilliseconds, act);
    } catch (thrown) {
      this.signal.throwIfAborted();
      this.unseen.push({ what: name, error: errorOf(thrown) });
      return instead;
    } finally {
      this.doing.delete(name);
      this.done += 1;
      this.tell();
    }
  }

  /** Lets what was cut off clear up, for a while. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, cleaningMilliseconds);
    });
    await Promise.race([Promise.allSettled([...this.working]), patience]);
    clearTimeout(timer);
  }

  /** A step of some length within a part, for people. */
  note(doing: string): void {
    this.onProgress({ done: this.done, total: this.total, doing });
  }

  private async within<T>(milliseconds: number, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const give = () => controller.abort(this.signal.reason);
    this.signal.addEventListener('abort', give, { once: true });
    const timer = setTimeout(() => controller.abort(failure('host-unreachable', `no answer within ${milliseconds / 1000} s.`)), milliseconds);
    if (this.signal.aborted) give();
    const work = act(controller.signal);
    this.working.add(work);
    const forget = () => this.working.delete(work);
    work.then(forget, forget);
    try {
      return await unlessAborted(work, controller.signal);
    } finally {
      clearTimeout(timer);
      this.signal.removeEventListener('abort', give);
    }
  }

  private tell(): void {
    if (this.doing.size > 0) this.note([...this.doing].join(', '));
  }
}
