import { basename } from 'node:path';
import type { StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import { hasEnded } from '@domain/session';
import type { Cleaning, RecordingConversions, RecordingLibrary, Sessions, Upkeep } from './types';

export interface UpkeepOptions {
  readonly recordings: Pick<RecordingLibrary, 'list'>;
  readonly conversions: Pick<RecordingConversions, 'repair'>;
  readonly cleaning: Pick<Cleaning, 'clean'>;
  readonly sessions: Pick<Sessions, 'list'>;
  readonly emit: (event: StationEvent) => void;
  readonly everyMilliseconds?: number;
}

const hour = 60 * 60 * 1000;

/**
 * What is done by itself in a process that stays: files that were not closed are repaired while nothing records, and
 * recordings go by the limits of retention, at the start, after each recording and every hour.
 */
export class StationUpkeep implements Upkeep {
  private busyIds: (() => ReadonlySet<string>) | null = null;
  private timer: NodeJS.Timeout | undefined;
  private repairing: AbortController | null = null;
  private work: Promise<void> = Promise.resolve();
  /** Failed, or called off by somebody: not tried again before the next start. */
  private readonly left = new Set<string>();
  private isClosed = false;

  constructor(private readonly options: UpkeepOptions) {}

  begin(busyIds: () => ReadonlySet<string>): void {
    if (this.busyIds !== null || this.isClosed) return;
    this.busyIds = busyIds;
    this.timer = setInterval(() => this.look(), this.options.everyMilliseconds ?? hour);
    this.timer.unref();
    this.look();
  }

  /** To be told of every event of the station. */
  onEvent(event: StationEvent): void {
    if (event.type !== 'session' || event.view.purpose !== 'record' || this.busyIds === null) return;
    if (!hasEnded(event.view.state)) this.repairing?.abort();
    else if (event.event?.type === 'ended') this.look();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    this.repairing?.abort();
    await this.work;
  }

  /** One look after the other: while something is repaired nothing is removed. */
  private look(): void {
    this.work = this.work.then(() => this.lookAfter());
  }

  private async lookAfter(): Promise<void> {
    try {
      await this.repairAll();
      if (this.busyIds && !this.isClosed) await this.options.cleaning.clean({ busyIds: this.busyIds });
    } catch (thrown) {
      this.options.emit({ type: 'notice', message: `The recordings could not be looked after: ${errorOf(thrown).detail}` });
    }
  }

  private async repairAll(): Promise<void> {
    while (!this.isClosed && !this.isRecording()) {
      const next = (await this.options.recordings.list()).find(({ id, unclosed }) => unclosed?.problem === null && !this.left.has(id));
      if (!next || this.isClosed || this.isRecording()) return;
      await this.repair(next.id, basename(next.path));
    }
  }

  /** A recording that begins goes first: the repair is done anew afterwards. */
  private async repair(id: string, name: string): Promise<void> {
    const { conversions, emit } = this.options;
    const repairing = new AbortController();
    this.repairing = repairing;
    try {
      await conversions.repair(id, repairing.signal);
      emit({ type: 'notice', message: `${name} was not closed by its recorder. It is repaired: nothing of it was lost by that.` });
    } catch (thrown) {
      if (repairing.signal.aborted) return;
      this.left.add(id);
      const { kind, detail } = errorOf(thrown);
      if (kind !== 'conversion-cancelled') emit({ type: 'notice', message: `${name} was not closed by its recorder, and could not be repaired. It is kept as it is. ${detail}` });
    } finally {
      this.repairing = null;
    }
  }

  private isRecording(): boolean {
    return this.options.sessions.list().some(({ purpose, state }) => purpose === 'record' && !hasEnded(state));
  }
}
