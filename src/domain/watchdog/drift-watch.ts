import { driftBuckets, driftBucketSeconds, driftScatterSeconds, implausiblePartsPerMillion } from './thresholds';

interface Bucket {
  readonly number: number;
  readonly atSeconds: number;
  /** Recorded time minus time, of the most punctual report. */
  readonly aheadSeconds: number;
}

export interface Drift {
  /** Millionths by which the source's clock is fast (above 0) or slow. */
  readonly partsPerMillion: number;
  /** It may be off by so many. */
  readonly uncertainty: number;
}

/** Sees that the source's clock runs at another speed than this computer's. */
export class DriftWatch {
  private buckets: Bucket[] = [];

  restart(): void {
    this.buckets = [];
  }

  /** Null while it is not known. */
  look(atSeconds: number, outTimeSeconds: number): Drift | null {
    const aheadSeconds = outTimeSeconds - atSeconds;
    const number = Math.floor(atSeconds / driftBucketSeconds);
    const last = this.buckets.at(-1);
    if (last?.number === number) {
      if (aheadSeconds > last.aheadSeconds) this.buckets[this.buckets.length - 1] = { number, atSeconds, aheadSeconds };
      return null;
    }
    const measured = this.measure();
    this.buckets = [...this.buckets, { number, atSeconds, aheadSeconds }].slice(-driftBuckets.most);
    return measured;
  }

  /** The slope of the line through whole buckets, where they do lie on a line. */
  private measure(): Drift | null {
    const points = this.buckets;
    if (points.length < driftBuckets.fewest) return null;
    const middle = (of: (bucket: Bucket) => number) => points.reduce((sum, bucket) => sum + of(bucket), 0) / points.length;
    const [time, ahead] = [middle(({ atSeconds }) => atSeconds), middle(({ aheadSeconds }) => aheadSeconds)];
    const spread = points.reduce((sum, { atSeconds }) => sum + (atSeconds - time) ** 2, 0);
    const slope = points.reduce((sum, { atSeconds, aheadSeconds }) => sum + (atSeconds - time) * (aheadSeconds - ahead), 0) / spread;
    const scatter = Math.max(...points.map(({ atSeconds, aheadSeconds }) => Math.abs(aheadSeconds - ahead - slope * (atSeconds - time))));
    const seconds = (points.at(-1)?.atSeconds ?? 0) - (points[0]?.atSeconds ?? 0);
    const drift = { partsPerMillion: slope * 1e6, uncertainty: (2e6 * scatter) / seconds };
    return scatter <= driftScatterSeconds && Math.abs(drift.partsPerMillion) <= implausiblePartsPerMillion ? drift : null;
  }
}
