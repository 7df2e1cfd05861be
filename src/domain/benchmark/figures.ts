import type { BenchmarkReport, BenchmarkRow, BenchmarkStreams, Spread } from './report';

/** Three digits that tell something: `7.42`, `61.3`, `214`. */
export function figureText(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/** `61.3 (58.9 to 62.0)`; of one run the figure alone. */
export function spreadText({ median, minimum, maximum }: Spread): string {
  const spread = minimum === maximum ? '' : ` (${figureText(minimum)} to ${figureText(maximum)})`;
  return `${figureText(median)}${spread}`;
}

/** `+12 %`, `-3.4 %` */
export const changeText = (percent: number): string => `${percent < 0 ? '-' : '+'}${Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0)} %`;

/** `12`, or `64 or more` where the search ended at its limit. */
export const streamsText = ({ holdRealTime, isLimit }: BenchmarkStreams): string => `${holdRealTime}${isLimit ? ' or more' : ''}`;

export const gpusOf = ({ rows }: Pick<BenchmarkReport, 'rows'>): NonNullable<BenchmarkRow['gpu']>[] => [
  ...new Map(rows.flatMap(({ gpu }) => (gpu === null ? [] : [[gpu.id, gpu] as const]))).values(),
];
