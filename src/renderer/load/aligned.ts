import type { Point } from './load-graphs';

/** Samples further apart than this leave a gap: nothing was seen between them. */
const gapMs = 3000;

/**
 * Lines over one axis of seconds before `nowMs` (so that 0 is now and all others are negative), as uPlot takes them:
 * null breaks a line, undefined (a time at which only another line has a sample) does not.
 */
export function aligned(lines: readonly (readonly Point[])[], nowMs: number): [seconds: number[], ...values: (number | null | undefined)[][]] {
  const broken = lines.map(withGaps);
  const times = [...new Set(broken.flatMap((points) => points.map(([atMs]) => atMs)))].toSorted((one, other) => one - other);
  const at = new Map(times.map((atMs, index) => [atMs, index]));
  const values = broken.map((points) => {
    const column = Array.from<number | null | undefined>({ length: times.length });
    for (const [atMs, value] of points) column[at.get(atMs) ?? 0] = value;
    return column;
  });
  return [times.map((atMs) => (atMs - nowMs) / 1000), ...values];
}

function withGaps(points: readonly Point[]): Point[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    return before && point[0] - before[0] > gapMs ? [[before[0] + 1, null] as const, point] : [point];
  });
}

/** The value of a line at `atMs`: that of the nearest sample within two seconds; undefined where there is none. */
export function valueAt(points: readonly Point[], atMs: number): number | null | undefined {
  let nearest: Point | undefined;
  for (const point of points) if (!nearest || Math.abs(point[0] - atMs) <= Math.abs(nearest[0] - atMs)) nearest = point;
  return nearest && Math.abs(nearest[0] - atMs) <= 2000 ? nearest[1] : undefined;
}
