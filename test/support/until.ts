import { setTimeout as delay } from 'node:timers/promises';

export interface UntilOptions {
  readonly withinSeconds?: number;
  readonly everyMs?: number;
}

/** Asks again and again until the answer is truthy, and answers it; throws with `what` when the time is over. */
export async function until<T>(what: string, ask: () => T | Promise<T>, options: UntilOptions = {}): Promise<Exclude<T, false | null | undefined>> {
  const { withinSeconds = 20, everyMs = 50 } = options;
  const deadline = performance.now() + withinSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<T, false | null | undefined>;
    if (performance.now() > deadline) throw new Error(`waited ${withinSeconds} s for ${what}`);
    await delay(everyMs);
  }
}
