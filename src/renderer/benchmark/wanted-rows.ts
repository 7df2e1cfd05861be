import type { BenchmarkOffer } from '@domain/benchmark/report';
import type { BenchmarkWish } from '@domain/benchmark/wish';

/** How many rows a wish comes to at most: an encoder may refuse 10 bit. */
export function wantedRows({ encoders, clips, source }: BenchmarkWish, offer: BenchmarkOffer): number {
  const wanted = offer.encoders.filter(({ encoder }) => encoders === null || encoders.includes(encoder)).length;
  return wanted * (source ? 1 : (clips ?? offer.clips).length);
}
