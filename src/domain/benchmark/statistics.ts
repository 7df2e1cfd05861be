import type { Spread } from './report';

/** Null where there is nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

export function spreadOf(values: readonly number[]): Spread | null {
  const middle = median(values);
  return middle === null ? null : { median: rounded(middle), minimum: rounded(Math.min(...values)), maximum: rounded(Math.max(...values)) };
}

/** Three decimals: more would say what nobody measured. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;
