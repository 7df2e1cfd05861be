import { behindSeconds, caughtUpSeconds, rateWindowSeconds, slowSpeed, steadySeconds } from './thresholds';

interface Report {
  readonly atSeconds: number;
  /** Time minus recorded time. */
  readonly lagSeconds: number;
}

export interface Lag {
  readonly isBehind: boolean;
  readonly seconds: number;
  /** Recorded time against time, of the last seconds. */
  readonly speed: number;
}

/** Sees that the recorded time falls further and further behind the clock. */
export class LagWatch {
  private reports: Report[] = [];
  private least = Number.POSITIVE_INFINITY;

  restart(): void {
    this.reports = [];
    this.least = Number.POSITIVE_INFINITY;
  }

  /** Null while it is neither falling behind nor over. */
  look(atSeconds: number, outTimeSeconds: number): Lag | null {
    const lagSeconds = atSeconds - outTimeSeconds;
    this.least = Math.min(this.least, lagSeconds);
    this.reports.push({ atSeconds, lagSeconds });
    while (this.reports.length > 2 && atSeconds - (this.reports[1]?.atSeconds ?? 0) >= steadySeconds) this.reports.shift();
    const seconds = lagSeconds - this.least;
    const before = this.before(atSeconds, rateWindowSeconds);
    if (before === null) return null;
    const speed = 1 - (lagSeconds - before.lagSeconds) / (atSeconds - before.atSeconds);
    if (seconds >= behindSeconds && speed < slowSpeed) return { isBehind: true, seconds, speed };
    const long = this.before(atSeconds, steadySeconds);
    const isSteady = long !== null && lagSeconds <= long.lagSeconds;
    return seconds < caughtUpSeconds || isSteady ? { isBehind: false, seconds, speed } : null;
  }

  private before(atSeconds: number, seconds: number): Report | null {
    return this.reports.findLast((report) => atSeconds - report.atSeconds >= seconds) ?? null;
  }
}
