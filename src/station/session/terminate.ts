import { setTimeout as delay } from 'node:timers/promises';
import type { Run } from '../engine';

export interface TerminateOptions {
  /** False where there is no file to close. */
  readonly clean: boolean;
  /** Settles with the first frame. */
  readonly ready: Promise<void>;
  /** Aborted when ffmpeg has ended. */
  readonly ended: AbortSignal;
}

/** Longest wait for a first frame before a stop is sent all the same, in milliseconds. */
const readyMilliseconds = 5000;
/** A process that lives this long after SIGTERM gets one more; then this long to close its file. */
const patienceMilliseconds = [1000, 10_000] as const;

/**
 * Ends ffmpeg cleanly (decision 0004). A SIGTERM before its handler is installed is lost, so a stop while starting
 * waits for the handler where the kernel tells, else for the first frame. Never more than two: further ones lose an MP4.
 */
export async function terminate(run: Run, { clean, ready, ended }: TerminateOptions): Promise<void> {
  if (!clean) return run.signal('SIGKILL');
  const over = new Promise<void>((resolve) => {
    if (ended.aborted) resolve();
    ended.addEventListener('abort', () => resolve(), { once: true });
  });
  await within(readyMilliseconds, [ready, over, untilHandled(run, ended)]);
  for (const patience of patienceMilliseconds) {
    if (ended.aborted) return;
    await run.signal('SIGTERM');
    await within(patience, [over]);
  }
  if (!ended.aborted) await run.signal('SIGKILL');
}

/** Settles when ffmpeg is known to handle SIGTERM; never where that cannot be known. */
async function untilHandled(run: Run, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const handled = await run.handlesTermination();
    if (handled === true) return;
    if (handled === null) return new Promise(() => {});
    await delay(20);
  }
}

async function within(milliseconds: number, promises: readonly Promise<void>[]): Promise<void> {
  const timer = new AbortController();
  await Promise.race([...promises, delay(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
