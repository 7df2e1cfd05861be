import { appendFileSync } from 'node:fs';

export interface BenchRow {
  readonly promise: string;
  readonly figure: string;
  readonly reference: string;
  readonly goal: string;
  readonly held: boolean;
}

/** One row of the table. Ratios are of one run; an absolute time on a shared machine proves nothing. */
export function report(row: BenchRow): void {
  const file = process.env['CAPSTAN_BENCH_ROWS'];
  if (file) appendFileSync(file, `${JSON.stringify(row)}\n`);
  process.stderr.write(`${row.held ? 'held' : 'NOT HELD'}  ${row.promise}: ${row.figure} (${row.reference}; goal ${row.goal})\n`);
}

export const median = (values: readonly number[]): number => percentile(values, 50);

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? Number.NaN;
}

export const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
export const times = (ratio: number) => `${ratio.toFixed(2)} times`;
