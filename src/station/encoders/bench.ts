import { failure } from '@domain/errors';
import { readAnswer, runRequest, type RunOutcome } from '@domain/encoder-probe/script';
import { AgentLink, type OpenAgent } from '../devices/agent-link';

/** What is kept of what the shell itself says, in characters. */
const saidLimit = 2000;
const removalSeconds = 20;

/**
 * The place where the trials of one GPU run, one after another: opened at the first run, and opened anew after one
 * that had to be killed.
 */
export class TrialBench {
  private link: Promise<AgentLink> | null = null;
  private said = '';

  constructor(
    private readonly open: OpenAgent,
    private readonly secondsPerRun: number,
  ) {}

  /** Throws what kept the place from being opened, `connection-lost` where it went away, or the signal's reason. */
  async run(argv: readonly string[], signal: AbortSignal): Promise<RunOutcome> {
    signal.throwIfAborted();
    const link = await this.opened();
    signal.throwIfAborted();
    const limit = new Limit(this.secondsPerRun, signal);
    try {
      const answer = await Promise.race([link.ask('run', runRequest(argv), 2 * this.secondsPerRun * 1000), limit.reached]);
      if (answer !== 'hung') return readAnswer(answer);
      await within(removalSeconds, this.close());
      return { exitCode: null, stdout: '', stderr: '' };
    } catch (cause) {
      signal.throwIfAborted();
      const said = this.said.trim();
      throw said === '' ? cause : failure('connection-lost', `The trials of the encoders were cut off: ${said}`, { cause });
    } finally {
      limit.clear();
    }
  }

  /** Ends what runs; nothing is left of it. */
  async close(): Promise<void> {
    const { link } = this;
    this.link = null;
    await (await link?.catch(() => null))?.close();
  }

  private opened(): Promise<AgentLink> {
    this.link ??= AgentLink.open(this.keepingWords(), { changed: () => {}, load: () => {}, closed: () => {} });
    return this.link;
  }

  private keepingWords(): OpenAgent {
    this.said = '';
    const text = new TextDecoder();
    return (events) =>
      this.open({
        ...events,
        stderr: (chunk) => {
          this.said = (this.said + text.decode(chunk, { stream: true })).slice(-saidLimit);
        },
      });
  }
}

/** A driver that hangs in the kernel lets no process go: then the trials go on without waiting for its end. */
async function within(seconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  try {
    await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** The time that a run may take, and the wish to end it before. */
class Limit {
  readonly reached: Promise<'hung'>;
  private readonly timer: NodeJS.Timeout;
  private readonly abort: () => void;

  constructor(
    seconds: number,
    private readonly signal: AbortSignal,
  ) {
    let settle: (outcome: 'hung') => void = () => {};
    let refuse: (reason: unknown) => void = () => {};
    this.reached = new Promise((resolve, reject) => {
      settle = resolve;
      refuse = reject;
    });
    this.timer = setTimeout(() => settle('hung'), seconds * 1000);
    this.abort = () => refuse(signal.reason);
    signal.addEventListener('abort', this.abort, { once: true });
  }

  clear(): void {
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.abort);
  }
}
