import type { CaptureDevice } from '../capabilities';
import type { PresetSettings } from '../preset';
import type { ProgressBlock } from '../progress';
import { framesPerSecond } from '../units';
import { withAlert, type Alert, type AlertKind } from './alert';
import { behindWords, driftWords, lowRateWords, noFramesWords, type AlertWords } from './alert-words';
import { DriftWatch } from './drift-watch';
import { FrameWatch, isHalted, type Flow } from './frame-watch';
import { LagWatch } from './lag-watch';
import type { RecorderPulse } from './pulse';
import { rateCause } from './rate-cause';
import { RateWatch } from './rate-watch';
import { RecorderTime } from './recorder-time';
import { busyShare, driftPartsPerMillion, settleSeconds, stillSeconds } from './thresholds';

/** What is recorded, as it is known to who started it. */
export interface Watched {
  /** As they are now: controls may have been changed while it runs. */
  readonly settings: () => PresetSettings;
  /** The camera as it was seen before the start; null where it was not, and for other sources. */
  readonly device: CaptureDevice | null;
  /** Other cameras that are recorded from the same USB controller now. */
  readonly neighbours: () => number;
}

/** Whether frames have to come at a pace: a file that is read as fast as possible has none. */
export const hasPace = ({ source }: PresetSettings): boolean => source.type !== 'file' || source.pace === 'real-time';

/**
 * Looks after one recording (decision 0035). It is told what the recorder reports and how its process goes, each with
 * a steady clock's time of arrival, and says what is not as it should be: each kind of alert once, again when it has
 * passed, and again when it is back. Where no pulses come nobody can know, and nothing is said.
 */
export class Watchdog {
  private readonly time = new RecorderTime();
  private readonly frames = new FrameWatch();
  private readonly rate = new RateWatch();
  private readonly lag = new LagWatch();
  private readonly drift = new DriftWatch();
  private alerts: Alert[] = [];
  private pulses: RecorderPulse[] = [];
  private reported: { readonly frame: number; readonly outTimeSeconds: number } | null = null;
  private firstFrameAt: number | null = null;
  private isClosed = false;

  constructor(private readonly watched: Watched) {}

  /** Frames did not come when this was last looked at, and it is the source's fault. */
  get isStalled(): boolean {
    return this.alerts.some(({ kind, cause, isOver }) => kind === 'no-frames' && cause === 'source' && !isOver);
  }

  /** What it saw, those that have passed too. */
  get seen(): readonly Alert[] {
    return this.alerts;
  }

  /** The recording is being ended: from now on nothing is owed. */
  close(): void {
    this.isClosed = true;
  }

  progress({ frame, outTimeSeconds, last }: ProgressBlock, atSeconds: number): Alert[] {
    if (last) this.close();
    const now = this.time.at(atSeconds);
    if (this.isClosed || now === null || frame === 0) return [];
    this.firstFrameAt ??= now;
    this.frames.progress(frame, now);
    if (outTimeSeconds === null) return [];
    this.reported = { frame, outTimeSeconds };
    if (now - this.firstFrameAt < settleSeconds || this.isStill) return [];
    return [...this.lookAtRate(now, frame), ...this.lookAtLag(now, outTimeSeconds), ...this.lookAtDrift(now, outTimeSeconds)];
  }

  pulse(pulse: RecorderPulse, atSeconds: number): Alert[] {
    const isContinuous = this.time.pulse(pulse, atSeconds);
    if (this.isClosed) return [];
    if (!isContinuous || isHalted(pulse)) {
      this.restart(pulse);
      return [];
    }
    this.pulses = [...this.pulses, pulse].slice(-11);
    return this.lookAtFlow(this.frames.look(pulse, this.frameIntervalSeconds));
  }

  private get isStill(): boolean {
    return this.alerts.some(({ kind, isOver }) => kind === 'no-frames' && !isOver);
  }

  /** By what was asked for and by what came; 0 while neither is known. */
  private get frameIntervalSeconds(): number {
    const { frameRate } = this.watched.settings().source;
    const asked = frameRate ? 1 / framesPerSecond(frameRate) : 0;
    return Math.max(asked, this.reported ? this.reported.outTimeSeconds / Math.max(1, this.reported.frame) : 0);
  }

  private restart(pulse: RecorderPulse): void {
    this.frames.restart(pulse.upSeconds);
    this.startWindows();
    this.pulses = [pulse];
  }

  private startWindows(): void {
    this.rate.restart();
    this.lag.restart();
    this.drift.restart();
  }

  private lookAtFlow(flow: Flow): Alert[] {
    if (flow.state !== 'still') return flow.state === 'flowing' ? this.pass('no-frames') : [];
    this.startWindows();
    return this.raise('no-frames', noFramesWords(flow.cause, flow.seconds, this.watched.settings().source.type));
  }

  private lookAtRate(atSeconds: number, frame: number): Alert[] {
    const { source } = this.watched.settings();
    if (source.type !== 'capture-device' || !source.frameRate) return [];
    const asked = framesPerSecond(source.frameRate);
    const seen = this.rate.look({ atSeconds, frame }, asked);
    if (seen === null) return [];
    if (!seen.isLow) return this.pass('frame-rate-low');
    const facts = { source, device: this.watched.device, isBusy: this.isBusy, neighbours: this.watched.neighbours() };
    return this.raise('frame-rate-low', lowRateWords(seen.framesPerSecond, asked, rateCause(facts)));
  }

  private lookAtLag(nowSeconds: number, outTimeSeconds: number): Alert[] {
    const lag = this.lag.look(nowSeconds, outTimeSeconds);
    if (lag === null) return [];
    if (!lag.isBehind) return this.pass('encoder-behind');
    // A generated picture has no other reason to be late; what comes from elsewhere may be late by itself.
    const isPattern = this.watched.settings().source.type === 'test-pattern';
    if (!isPattern && this.cores < busyShare && !this.isBusy) return [];
    return this.raise('encoder-behind', behindWords(lag.seconds, lag.speed, isPattern || this.isBusy));
  }

  private lookAtDrift(nowSeconds: number, outTimeSeconds: number): Alert[] {
    const { type } = this.watched.settings().source;
    if (type !== 'network' && type !== 'capture-device') return [];
    const drift = this.drift.look(nowSeconds, outTimeSeconds);
    if (drift === null) return [];
    const amount = Math.abs(drift.partsPerMillion);
    if (amount + drift.uncertainty < driftPartsPerMillion) return this.pass('clock-drift');
    if (amount - drift.uncertainty <= driftPartsPerMillion || this.isBusy) return [];
    return this.raise('clock-drift', driftWords(drift.partsPerMillion));
  }

  /** Cores that the recorder took over the last seconds. */
  private get cores(): number {
    const [first, last] = [this.pulses[0], this.pulses.at(-1)];
    if (!first || !last || last.upSeconds - first.upSeconds < stillSeconds) return 0;
    return (last.cpuSeconds - first.cpuSeconds) / (last.upSeconds - first.upSeconds);
  }

  /** It takes all that its limit gives it, or its main thread never rests. */
  private get isBusy(): boolean {
    const { cpus } = this.watched.settings().limits;
    if (cpus !== null && this.cores >= busyShare * cpus) return true;
    return this.pulses.length > stillSeconds && this.pulses.filter(({ states }) => states.includes('R')).length >= busyShare * this.pulses.length;
  }

  private raise(kind: AlertKind, words: AlertWords): Alert[] {
    const before = this.find(kind);
    // Only what holds the frames back may turn out to be another thing: the rest stays as it was told.
    if (before && !before.isOver && (kind !== 'no-frames' || before.cause === words.cause)) return [];
    const times = (before?.times ?? 0) + (before && !before.isOver ? 0 : 1);
    return this.keep({ kind, ...words, atSeconds: before?.atSeconds ?? this.reported?.outTimeSeconds ?? 0, times, isOver: false });
  }

  private pass(kind: AlertKind): Alert[] {
    const before = this.find(kind);
    return before && !before.isOver ? this.keep({ ...before, isOver: true }) : [];
  }

  private find(kind: AlertKind): Alert | undefined {
    return this.alerts.find((alert) => alert.kind === kind);
  }

  private keep(alert: Alert): Alert[] {
    this.alerts = withAlert(this.alerts, alert);
    return [alert];
  }
}
