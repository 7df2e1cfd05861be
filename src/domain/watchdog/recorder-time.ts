import type { RecorderPulse } from './pulse';
import { gapSeconds } from './thresholds';

/**
 * The time of the recorder's machine, told by its pulses. Between two of them the steady clock of this process is
 * taken. What comes late, or all at once after a pause of this process or of the way to it, keeps its own time.
 */
export class RecorderTime {
  private last: { readonly upSeconds: number; readonly atSeconds: number } | null = null;

  /** @param atSeconds when it arrived, on a steady clock. Answers whether time went on without a gap. */
  pulse({ upSeconds }: RecorderPulse, atSeconds: number): boolean {
    const before = this.last;
    this.last = { upSeconds, atSeconds };
    const passed = before === null ? Number.POSITIVE_INFINITY : upSeconds - before.upSeconds;
    return passed > 0 && passed <= gapSeconds;
  }

  /** Null while no pulse told it. */
  at(atSeconds: number): number | null {
    if (this.last === null) return null;
    return this.last.upSeconds + Math.min(gapSeconds, Math.max(0, atSeconds - this.last.atSeconds));
  }
}
