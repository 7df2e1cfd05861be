import type { RecorderPulse } from './pulse';
import { idleCores, idleReportingCores, reportSeconds, stillFrames, stillSeconds } from './thresholds';

export type Flow =
  /** A frame came since the look before, or nobody can know. */
  | { readonly state: 'flowing' | 'unknown' }
  /** None came for so long; the recorder waits for its source, or for a disk or driver. */
  | { readonly state: 'still'; readonly seconds: number; readonly cause: 'source' | 'storage' };

/** The last two seconds decide: what the last frame left in encoder and muxer is written by then. */
const evidenceSeconds = 1.9;

/** Whether a process was stopped by somebody. */
export const isHalted = ({ states }: RecorderPulse): boolean => /[Tt]/.test(states);

/**
 * Sees that no frame comes any more. ffmpeg may be stuck in the driver then, and report nothing; so that nothing came
 * counts only where the recorder itself is seen to wait: at rest, writing nothing, and not stopped by anybody.
 */
export class FrameWatch {
  private frame = 0;
  private frameAt: number | null = null;
  private reportAt = Number.NEGATIVE_INFINITY;
  private looks: RecorderPulse[] = [];
  private cameSinceLook = false;

  progress(frame: number, atSeconds: number): void {
    this.reportAt = atSeconds;
    if (frame <= this.frame) return;
    this.frame = frame;
    this.frameAt = atSeconds;
    this.cameSinceLook = true;
    this.looks = [];
  }

  /** What was seen before says nothing of what comes now. */
  restart(atSeconds: number): void {
    if (this.frameAt !== null) this.frameAt = atSeconds;
    this.looks = [];
  }

  /** @param frameIntervalSeconds what is to be expected between two frames; 0 where that is unknown */
  look(pulse: RecorderPulse, frameIntervalSeconds: number): Flow {
    this.looks = [...this.looks, pulse].slice(-30);
    if (this.cameSinceLook) {
      this.cameSinceLook = false;
      return { state: 'flowing' };
    }
    const seconds = this.frameAt === null ? 0 : pulse.upSeconds - this.frameAt;
    if (seconds < Math.max(stillSeconds, stillFrames * frameIntervalSeconds)) return { state: 'unknown' };
    const cause = this.waitsFor(pulse);
    return cause === null ? { state: 'unknown' } : { state: 'still', seconds, cause };
  }

  private waitsFor(now: RecorderPulse): 'source' | 'storage' | null {
    const first = this.looks.findLastIndex(({ upSeconds }) => now.upSeconds - upSeconds >= evidenceSeconds);
    const before = this.looks[first];
    if (!before) return null;
    const reports = now.upSeconds - this.reportAt <= reportSeconds;
    const isSilent = before.writtenBytes !== null && before.writtenBytes === now.writtenBytes;
    // Without reports a file that grows means that it is the reports that are lost.
    if (!reports && !isSilent) return null;
    const cores = (now.cpuSeconds - before.cpuSeconds) / (now.upSeconds - before.upSeconds);
    if (cores > (reports ? idleReportingCores : idleCores)) return null;
    const since = this.looks.slice(first + 1);
    const often = (letter: RegExp) => 2 * since.filter(({ states }) => letter.test(states)).length > since.length;
    if (often(/R/)) return null;
    return often(/D/) ? 'storage' : 'source';
  }
}
