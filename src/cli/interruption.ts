import type { Interrupt, Shell } from './shell';

/** Ctrl-C asks once for a clean end; the second time, or when the terminal is closed, this process lets go. */
export class Interruption {
  /** Settles when the recording is to be left to itself. */
  readonly left: Promise<Interrupt>;
  private readonly controller = new AbortController();
  private readonly release: () => void;

  constructor(shell: Shell, onStop: () => void) {
    let leave: (signal: Interrupt) => void;
    this.left = new Promise((resolve) => {
      leave = resolve;
    });
    this.release = shell.onInterrupt((signal) => {
      if (signal === 'SIGHUP' || this.stopRequested) return leave(signal);
      onStop();
      this.controller.abort();
    });
  }

  get stopRequested(): boolean {
    return this.controller.signal.aborted;
  }

  /** Aborts at the first request to stop. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  close(): void {
    this.release();
  }
}
