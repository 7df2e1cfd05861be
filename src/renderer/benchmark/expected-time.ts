import type { BenchmarkOffer } from '@domain/benchmark/report';
import type { BenchmarkWish } from '@domain/benchmark/wish';

/** Of each step: beginning ffmpeg, or a container, and ending it again. */
const startSeconds = 1.5;
/** The encoder is tried, and what reading and copying reach is measured. */
const stepsBesideRuns = 3;
/** Numbers of streams that a search usually tries. */
const streamSteps = 6;

/** How long a benchmark takes, roughly, in seconds. */
export function expectedSeconds({ encoders, clips, source, runs, secondsPerRun, streams, quality }: BenchmarkWish, offer: BenchmarkOffer): number {
  const wanted = offer.encoders.filter(({ encoder }) => encoders === null || encoders.includes(encoder)).length;
  const pictures = source ? 1 : (clips ?? offer.clips).length;
  const steps = runs + stepsBesideRuns + (quality ? 2 : 0) + (streams ? streamSteps : 0);
  return wanted * pictures * steps * (secondsPerRun + startSeconds);
}
