import { readAnswer, readAnswers, runRequest, type RunOutcome } from '@domain/encoder-probe/script';
import { unlessAborted } from '../unless-aborted';
import { AgentLink, type OpenAgent } from '../devices/agent-link';

const removalSeconds = 20;
const killed: RunOutcome = { exitCode: null, stdout: '', stderr: '' };

/**
 * The place where the trials of one GPU run, one after another: opened at the first run, and opened anew after one
 * that had to be killed.
 */
export class TrialBench {
  private link: Promise<AgentLink> | null = null;

  constructor(
    private readonly open: OpenAgent,
    private readonly secondsPerRun: number,
  ) {}

  /** Throws what kept the place from being opened, `connection-lost` where it went away, or the signal's reason. */
  async run(argv: readonly string[], signal: AbortSignal): Promise<RunOutcome> {
    const answer = await this.answer(runRequest(argv), signal);
    return answer === null ? killed : readAnswer(answer);
  }

  /** The same command several times at once, beside each other. */
  async runCopies(argv: readonly string[], copies: number, signal: AbortSignal): Promise<RunOutcome[]> {
    const answer = await this.answer(runRequest(argv, copies), signal);
    return answer === null ? Array.from({ length: copies }, () => killed) : readAnswers(answer);
  }

  /** Null where it did not end in time and was killed. */
  private async answer(request: string, signal: AbortSignal): Promise<string | null> {
    signal.throwIfAborted();
    const link = await this.opened();
    signal.throwIfAborted();
    const answer = await within(this.secondsPerRun, unlessAborted(link.ask('run', request, 2 * this.secondsPerRun * 1000), signal));
    if (answer === null) await within(removalSeconds, this.close());
    return answer;
  }

  /** Ends what runs; nothing is left of it. */
  async close(): Promise<void> {
    const { link } = this;
    this.link = null;
    await (await link?.catch(() => null))?.close();
  }

  private opened(): Promise<AgentLink> {
    this.link ??= AgentLink.open(this.open, { changed: () => {}, load: () => {}, closed: () => {} });
    return this.link;
  }
}

/** The outcome of a work, or null where it takes longer: a driver that hangs in the kernel lets no process go. */
async function within<T>(seconds: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
