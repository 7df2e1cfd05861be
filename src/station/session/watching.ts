import type { PresetSettings } from '@domain/preset';
import type { ProgressBlock } from '@domain/progress';
import type { SessionRecord } from '@domain/session';
import type { Alert } from '@domain/watchdog/alert';
import type { RecorderPulse } from '@domain/watchdog/pulse';
import { hasPace, Watchdog, type Watched } from '@domain/watchdog/watchdog';
import type { Run } from '../engine';
import { rest } from './rest';

/** What is known of the source of a session that was started here. */
export type WatchedSource = Pick<Watched, 'device' | 'neighbours'>;
export const unknownSource: WatchedSource = { device: null, neighbours: () => 0 };

export interface WatchingOptions {
  readonly run: Run;
  readonly source: WatchedSource;
  /** As they are now. */
  readonly settings: () => PresetSettings;
  readonly onAlert: (alert: Alert) => void;
  /** Could not be ended; the recording goes on as it is. */
  readonly onTrouble: (thrown: unknown) => void;
  /** Aborted when the recorder has ended, or this process has no part in it any more. */
  readonly over: AbortSignal;
}

/** How long a recorder that can still hear may take to close its file. */
const closingMilliseconds = 2000;

/** The watchdog of one recording. A capture device that stalls is treated as pulled: its recorder is ended (decision 0035). */
export class Watching {
  private readonly watchdog: Watchdog | null;
  private isEnding = false;

  constructor(private readonly options: WatchingOptions) {
    const { run, settings, source } = options;
    this.watchdog = isWatched(run.record) ? new Watchdog({ settings, ...source }) : null;
  }

  /** The camera sends nothing, so the recorder was ended for it, or ended by itself. */
  get isStalled(): boolean {
    return this.isEnding || (this.isCamera && this.watchdog?.isStalled === true);
  }

  get seen(): readonly Alert[] {
    return this.watchdog?.seen ?? [];
  }

  progress(block: ProgressBlock): void {
    this.tell(this.watchdog?.progress(block, nowSeconds()));
  }

  pulse(pulse: RecorderPulse): void {
    this.tell(this.watchdog?.pulse(pulse, nowSeconds()));
    if (this.isCamera && this.watchdog?.isStalled && !this.isEnding) {
      this.isEnding = true;
      this.endStalled().catch((thrown: unknown) => this.options.onTrouble(thrown));
    }
  }

  /** The recording is being ended by whoever wants it. */
  close(): void {
    this.watchdog?.close();
  }

  private get isCamera(): boolean {
    return this.options.run.record.settings.source.type === 'capture-device';
  }

  private tell(alerts: readonly Alert[] = []): void {
    if (this.options.over.aborted) return;
    for (const alert of alerts) this.options.onAlert(alert);
  }

  /** ffmpeg waits in the driver and does not hear SIGTERM there; where it does, its file is closed. */
  private async endStalled(): Promise<void> {
    const { run, over } = this.options;
    const isFrozen = await run.isFrozen();
    // Frames may have come while that was found out.
    if (isFrozen || !this.watchdog?.isStalled) {
      this.isEnding = false;
      return;
    }
    await run.signal('SIGTERM');
    await rest(closingMilliseconds, over);
    if (!over.aborted) await run.signal('SIGKILL');
  }
}

const isWatched = ({ purpose, settings }: SessionRecord): boolean => purpose === 'record' && hasPace(settings);
const nowSeconds = (): number => performance.now() / 1000;
