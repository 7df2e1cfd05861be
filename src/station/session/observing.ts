import { Deferred } from '../deferred';
import type { Observation, Run, RunObserver } from '../engine';
import { rest } from './rest';

export interface ObservingOptions {
  readonly run: Run;
  readonly figures: Omit<RunObserver, 'picture' | 'levels' | 'ended'>;
  /** Asked for once pictures are wanted. */
  readonly pictures: Pick<RunObserver, 'picture' | 'levels'>;
  readonly wantsPictures: boolean;
  /** Told where there has been no observer for a while. Nothing of the recording depends on it. */
  readonly onTrouble: (thrown: unknown) => void;
}

/** Keeps one observer alive as long as the recorder: one that is frozen, killed or another process's may end at any time. */
export class Observing {
  private observation: Observation | null = null;
  private again = new AbortController();
  private wantsPictures: boolean;

  constructor(private readonly options: ObservingOptions) {
    this.wantsPictures = options.wantsPictures;
  }

  /** Until the signal says that the recorder has ended, or that this process leaves. */
  async keep(over: AbortSignal): Promise<void> {
    const { run, figures, pictures, onTrouble } = this.options;
    let pauseMilliseconds = 100;
    while (!over.aborted) {
      this.again = new AbortController();
      const again = this.again.signal;
      const gone = new Deferred<void>();
      again.addEventListener('abort', () => gone.resolve(), { once: true });
      try {
        this.observation = await run.observe({ ...figures, ...(this.wantsPictures ? pictures : {}), ended: () => gone.resolve() });
        pauseMilliseconds = 100;
        await gone.promise;
        await this.observation.close();
      } catch (thrown) {
        // When the recorder has ended there is nothing left to observe.
        if (pauseMilliseconds > 2000 && !over.aborted) onTrouble(thrown);
      }
      this.observation = null;
      if (!again.aborted) await rest(pauseMilliseconds, over);
      pauseMilliseconds = Math.min(5000, pauseMilliseconds * 2);
    }
  }

  showPictures(): void {
    if (this.wantsPictures) return;
    this.wantsPictures = true;
    this.again.abort();
  }

  /** The observer is not waited for any more. */
  end(): void {
    this.again.abort();
  }

  async close(): Promise<void> {
    this.end();
    await this.observation?.close();
  }
}
