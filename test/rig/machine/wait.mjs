import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks until the answer is truthy, and answers it; throws with `what` when the time is over.
 * @template T
 * @param {string} what
 * @param {() => T | Promise<T>} ask
 * @param {{ withinSeconds?: number, everyMs?: number }} [options]
 */
export async function waitFor(what, ask, { withinSeconds = 120, everyMs = 200 } = {}) {
  const deadline = performance.now() + withinSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${withinSeconds} s for ${what}`);
    await delay(everyMs);
  }
}
