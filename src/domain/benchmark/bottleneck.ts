import type { BenchmarkRow, bottlenecks } from './report';

/**
 * What most of the time of a picture goes to: reading it (`decode`), what bringing it to the encoder adds (`copy`), or
 * what encoding it adds (`encode`). Where the three work at the same time this rather finds too little for the encoder.
 */
export function bottleneckOf(framesPerSecond: number, { decode, copy }: BenchmarkRow['ceilings']): (typeof bottlenecks)[number] {
  const whole = 1 / framesPerSecond;
  const read = decode === null ? 0 : Math.min(whole, 1 / decode);
  const brought = copy === null ? read : Math.min(whole, Math.max(read, 1 / copy));
  const shares = { decode: read, copy: brought - read, encode: whole - brought };
  if (shares.encode >= shares.copy && shares.encode >= shares.decode) return 'encode';
  return shares.copy >= shares.decode ? 'copy' : 'decode';
}
