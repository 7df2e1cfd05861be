import { lowRateShare, rateWindowFrames, rateWindowSeconds, reportSeconds, restoredRateShare } from './thresholds';

interface Count {
  readonly atSeconds: number;
  readonly frame: number;
}

/** Sees that far fewer frames come than were asked for. */
export class RateWatch {
  private counts: Count[] = [];

  restart(): void {
    this.counts = [];
  }

  /**
   * The rate of the last seconds, where it is far too low or right again; null in between, and while it is unknown. It
   * is low where it is so in both halves of the window: a stop of some seconds is not.
   */
  look(count: Count, askedFramesPerSecond: number): { readonly isLow: boolean; readonly framesPerSecond: number } | null {
    const windowSeconds = Math.max(rateWindowSeconds, rateWindowFrames / askedFramesPerSecond);
    this.counts.push(count);
    while (this.counts.length > 2 && count.atSeconds - (this.counts[1]?.atSeconds ?? 0) >= windowSeconds) this.counts.shift();
    const [first, middle] = [this.before(count, windowSeconds), this.before(count, windowSeconds / 2)];
    if (!first || !middle) return null;
    const [whole, early, late] = [rate(first, count), rate(first, middle), rate(middle, count)];
    const isLow = Math.max(early, late) < lowRateShare * askedFramesPerSecond;
    return isLow || whole >= restoredRateShare * askedFramesPerSecond ? { isLow, framesPerSecond: whole } : null;
  }

  /** The count of so many seconds ago; undefined where nothing was reported then. */
  private before({ atSeconds }: Count, seconds: number): Count | undefined {
    const count = this.counts.findLast((other) => atSeconds - other.atSeconds >= seconds);
    return count && atSeconds - count.atSeconds <= seconds + reportSeconds ? count : undefined;
  }
}

const rate = (from: Count, to: Count): number => (to.frame - from.frame) / (to.atSeconds - from.atSeconds);
