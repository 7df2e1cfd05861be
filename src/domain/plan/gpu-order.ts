import { pipelinePaths, type EncoderFamily } from '../capabilities';
import type { GpuLoad } from '../load';
import type { Candidate } from './encode-candidates';

/**
 * Where paths are equal: NVENC's encoders are apart from what draws and computes; Quick Sync reaches the same hardware
 * as VAAPI with more of its rate controls; boards' own encoders come last, since they have the fewest settings.
 */
const familyOrder: readonly EncoderFamily[] = ['nvenc', 'quicksync', 'vaapi', 'jetson', 'v4l2m2m'];

/** A GPU that nobody has seen at work is taken for half busy. */
const unknownPercent = 50;

/** How busy a GPU is for one more encode, in percent. */
export function busyForEncoding(gpu: string, loads: readonly GpuLoad[]): number {
  const load = loads.find((candidate) => candidate.gpu === gpu);
  if (!load) return unknownPercent;
  const encoding = load.engines.filter(({ engine }) => engine === 'encoder' || engine === 'video' || engine === 'media');
  const known = encoding.flatMap(({ busyPercent }) => (busyPercent === null ? [] : [busyPercent]));
  return known.length > 0 ? Math.max(...known) : (load.busyPercent ?? unknownPercent);
}

/** Usable candidates, the best first: fewest copies, then the family, then the least load; then the host's own order. */
export function byPreference(candidates: readonly Candidate[], loads: readonly GpuLoad[]): Candidate[] {
  const rank = ({ paths, terms, gpu }: Candidate): readonly number[] => [
    pipelinePaths.indexOf(paths[0] ?? 'software'),
    familyOrder.indexOf(terms.family),
    busyForEncoding(gpu.id, loads),
  ];
  return candidates
    .filter(({ problem }) => problem === null)
    .map((candidate) => ({ candidate, rank: rank(candidate) }))
    .toSorted((a, b) => firstDifference(a.rank, b.rank))
    .map(({ candidate }) => candidate);
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
