import { setTimeout as delay } from 'node:timers/promises';

/** Rests for so long, or until the signal is aborted; that is no error. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}
