import type { BenchmarkStreams } from './report';
import { rounded } from './statistics';

/** The most that are tried at once. */
export const mostStreams = 64;

/**
 * How many streams at once hold real time: 1, 2, 4, ... until the slowest falls under it, then between the last that
 * held and the first that did not. Yields each number to try; what `next` is given is every stream's speed in times
 * real time, 0 for one that failed.
 */
export function* searchStreams(limit = mostStreams): Generator<number, BenchmarkStreams, readonly number[]> {
  const tried: { streams: number; speeds: number[] }[] = [];
  let holding = 0;
  let failing: number | null = null;
  while (holding < limit && failing !== holding + 1) {
    const streams: number = failing === null ? Math.min(limit, Math.max(1, holding * 2)) : Math.floor((holding + failing) / 2);
    const speeds = (yield streams).map(rounded);
    tried.push({ streams, speeds });
    if (speeds.length === streams && speeds.every((speed) => speed >= 1)) holding = streams;
    else failing = streams;
  }
  return { holdRealTime: holding, isLimit: failing === null, tried };
}
