const windowMs = 1000;

interface Sample {
  readonly atMs: number;
  readonly delayMs: number;
}

/** Delays of the last second. The median, so that one late picture does not make it jump. */
export class DelayMeter {
  private samples: Sample[] = [];

  add(delayMs: number, atMs: number): void {
    this.samples.push({ atMs, delayMs: Math.max(0, delayMs) });
    this.forget(atMs);
  }

  /** Null where nothing was drawn in the last second. */
  medianMs(atMs: number): number | null {
    this.forget(atMs);
    const sorted = this.samples.map(({ delayMs }) => delayMs).toSorted((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  private forget(atMs: number): void {
    this.samples = this.samples.filter((sample) => atMs - sample.atMs <= windowMs);
  }
}
