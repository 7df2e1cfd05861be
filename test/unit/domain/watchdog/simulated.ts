import type { PresetSettings } from '@domain/preset';
import type { Alert } from '@domain/watchdog/alert';
import { Watchdog, type Watched } from '@domain/watchdog/watchdog';
import { camera, settings, webcam } from '../plan/fixtures';

export const cameraSettings = (overrides: Partial<Extract<PresetSettings['source'], { type: 'capture-device' }>> = {}): PresetSettings => {
  if (camera.type !== 'capture-device') throw new Error('the fixture is no camera');
  return { ...settings, source: { ...camera, frameRate: { numerator: 30, denominator: 1 }, ...overrides } };
};

/** A recorder, second by second, as its reports and pulses tell of it. */
export class SimulatedRecorder {
  readonly told: Alert[] = [];
  private readonly watchdog: Watchdog;
  private frame = 0;
  private outTimeSeconds = 0;
  upSeconds = 5000.5;
  /** The steady clock of who listens. */
  atSeconds = 100;
  cpuSeconds = 0;
  writtenBytes: number | null = 0;

  constructor(now: PresetSettings, source: Partial<Pick<Watched, 'device' | 'neighbours'>> = {}) {
    this.watchdog = new Watchdog({ settings: () => now, device: webcam, neighbours: () => 0, ...source });
  }

  get isStalled(): boolean {
    return this.watchdog.isStalled;
  }

  pulse(states = 'S'): void {
    this.told.push(...this.watchdog.pulse({ upSeconds: this.upSeconds, cpuSeconds: this.cpuSeconds, writtenBytes: this.writtenBytes, states }, this.atSeconds));
  }

  report(): void {
    this.told.push(...this.watchdog.progress({ frame: Math.floor(this.frame), outTimeSeconds: this.outTimeSeconds, sizeBytes: null, speed: null, last: false }, this.atSeconds));
  }

  /** Time passes: frames come, and the recorder works. */
  pass(seconds: number, { rate = 30, speed = 1, cores = 0.3, heard = true }: { rate?: number; speed?: number; cores?: number; heard?: boolean } = {}): void {
    this.upSeconds += seconds;
    if (heard) this.atSeconds += seconds;
    this.frame += seconds * rate;
    this.outTimeSeconds += rate > 0 ? seconds * speed : 0;
    this.cpuSeconds += seconds * cores;
    if (rate > 0 && this.writtenBytes !== null) this.writtenBytes += Math.ceil(1 + seconds * 1e5);
  }

  /** Seconds in which all is well, or otherwise. */
  seconds(count: number, how: Parameters<SimulatedRecorder['pass']>[1] & { states?: string; reports?: boolean } = {}): void {
    for (let second = 0; second < count; second += 1) {
      for (const half of [0.5, 0.5]) {
        this.pass(half, how);
        if (how.reports !== false) this.report();
      }
      this.pulse(how.states);
    }
  }
}

export const kinds = (alerts: readonly Alert[]): string[] => alerts.map(({ kind, cause, isOver, times }) => `${kind} ${cause} ${isOver ? 'over' : times}`);
