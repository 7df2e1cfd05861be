import type { BenchmarkOptions } from './report';

/** Frames of the first run, which shows how fast the encoder is: a second of most clips, half of one in 4K. */
export const firstFrames = (clipFrames: number): number => Math.min(clipFrames, 30);

/** So many that one run takes about this long; never fewer than the first run. */
export function framesForRun(framesPerSecond: number, seconds: number, clipFrames: number): number {
  return Math.min(mostFrames, Math.max(firstFrames(clipFrames), Math.round((framesPerSecond * seconds) / 10) * 10));
}

/** Frames that are compared with the clip: comparing takes longer than encoding, and a slow encoder is asked for fewer. */
export function comparedFrames(framesPerSecond: number, { width, height }: { readonly width: number; readonly height: number }): number {
  const most = width * height > 4_000_000 ? 32 : 60;
  return Math.round(Math.min(most, Math.max(most / 2, 4 * framesPerSecond)));
}

/** Of any run: five minutes at a thousand frames a second. */
const mostFrames = 300_000;

/** A run may take this much longer than it should before fewer are made. */
const patience = 3;

/** How many runs a slow encoder is given. */
export function runsFor(secondsOfRun: number, { runs, secondsPerRun }: Pick<BenchmarkOptions, 'runs' | 'secondsPerRun'>): number {
  return Math.max(1, Math.min(runs, Math.floor((runs * secondsPerRun * patience) / secondsOfRun)));
}

/** About how long a benchmark takes on a usual machine. */
export function expectedSeconds(rows: number, { runs, secondsPerRun, streams, quality }: Pick<BenchmarkOptions, 'runs' | 'secondsPerRun' | 'streams' | 'quality'>): number {
  const row = 2 + runs * (secondsPerRun + 0.5) + (quality ? 4 : 0) + (streams ? 8 * (secondsPerRun + 1) : 0);
  return Math.round(8 + rows * row);
}

/** `8 rows, about 4 minutes` */
export function expectationText(rows: number, options: Parameters<typeof expectedSeconds>[1]): string {
  const seconds = expectedSeconds(rows, options);
  const minutes = Math.round(seconds / 60);
  const time = seconds < 90 ? `${Math.ceil(seconds / 10) * 10} seconds` : `${minutes} minutes`;
  return `${rows} ${rows === 1 ? 'row' : 'rows'}, about ${time}`;
}
