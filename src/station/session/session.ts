import type { CaptureDevice, ControlValues } from '@domain/capabilities';
import { FloorMeter } from '@domain/disk-floor';
import { CapstanFailure, errorOf, failure, type CapstanError } from '@domain/errors';
import type { SessionLoad } from '@domain/load';
import { pauseRefusal } from '@domain/pausing';
import { ProgressMeter, type FrameAccounting, type ProgressBlock } from '@domain/progress';
import type { Recording } from '@domain/recording';
import { hasEnded, reduceSession, sourceLabel, type SessionEvent, type SessionRecord, type SessionView } from '@domain/session';
import { firstFileName, isSplit } from '@domain/split';
import { diskWarning } from '@domain/time-left';
import type { StationEvent } from '@domain/contract';
import { Deferred } from '../deferred';
import type { Engine, Run, RunExit } from '../engine';
import type { LiveSession } from '../types';
import { concludeRun, RunLost } from './conclude';
import { firstDelivered, otherSize } from './delivered';
import { Observing } from './observing';
import { Pause } from './pause';
import { rest } from './rest';
import { watchSpace, watchWritten } from './space';
import type { StopMarks } from './stop-marks';
import { terminate } from './terminate';
import { Watching, type WatchedSource } from './watching';

export interface SessionOptions {
  readonly run: Run;
  readonly engine: Engine['kind'];
  readonly host: SessionView['host'];
  readonly accounting: FrameAccounting;
  /** The node that the recorder holds open; null for sources without one. */
  readonly devicePath: string | null;
  readonly watched: boolean;
  /** What its watchdog knows of the source. */
  readonly watchedSource: WatchedSource;
  /** What is to be told from the start on, such as a control that the device did not take. */
  readonly warnings: readonly string[];
  /** The story behind a device that did not start, such as who has it; other errors come back as they are. */
  readonly explain: (error: CapstanError) => Promise<CapstanError>;
  /** True where the recorder was there before this process. */
  readonly adopted: boolean;
  readonly onView: (view: SessionView, event: SessionEvent) => void;
  readonly onStationEvent: (event: StationEvent) => void;
  readonly stops: StopMarks;
  readonly addRecording: (recording: Recording) => void;
  /** All sessions that are known, this one included: they may share a disk. */
  readonly views: () => readonly SessionView[];
}

/** Supervises one run from its start to its recording. It never writes the file: that goes on without this process. */
export class Session implements LiveSession {
  readonly id: string;
  readonly devicePath: string | null;
  readonly ended: Promise<SessionView>;
  view: SessionView;
  private readonly run: Run;
  private readonly meter: ProgressMeter;
  private readonly listeners = new Set<(event: SessionEvent) => void>();
  private readonly watchers = new Set<(jpeg: Uint8Array) => void>();
  private readonly ending = new AbortController();
  private readonly firstFrame = new Deferred<void>();
  private readonly observing: Observing;
  private readonly watching: Watching;
  private stopRequested = false;
  private seesSpace = true;
  private saidDiskFills = false;
  private readonly floor: FloorMeter | null;
  private writtenBytes: number | null = null;
  private finalLog: string | null = null;
  private readonly successor = new Deferred<LiveSession | null>();
  private waiting: AbortController | null = null;
  /** From the moment that a pause is asked for until it goes on or is stopped. */
  private pausing: Pause | null = null;
  private readonly parted = new Deferred<void>();
  /** After the end: whether the recording may go on in a new part. */
  mayGoOn = false;

  constructor(private readonly options: SessionOptions) {
    const { run, engine, host, adopted, accounting } = options;
    const { record } = run;
    this.run = run;
    this.id = record.id;
    this.devicePath = options.devicePath;
    this.meter = new ProgressMeter(accounting);
    this.floor = record.purpose === 'record' && record.diskFloorBytes !== null ? new FloorMeter(record.diskFloorBytes) : null;
    this.watching = new Watching({
      ...{ run, source: options.watchedSource, over: this.ending.signal },
      settings: () => this.view.settings,
      onAlert: (alert) => this.emit({ type: 'alert', ...alert }),
      onTrouble: (thrown) => this.emit({ type: 'warning', message: `The stalled recorder could not be ended: ${errorOf(thrown).detail}` }),
    });
    this.observing = new Observing({
      run,
      figures: { progress: (block) => this.onProgress(block), pulse: (pulse) => this.watching.pulse(pulse), load: (load) => this.onLoad(load), space: (freeBytes) => this.onSpace(freeBytes) },
      pictures: { picture: (jpeg) => this.onPicture(jpeg), levels: (peakDbfs) => this.onLevels(peakDbfs) },
      wantsPictures: options.watched,
      onTrouble: (thrown) => this.emit({ type: 'warning', message: `No figures at the moment: ${errorOf(thrown).detail}` }),
    });
    this.view = {
      id: record.id,
      purpose: record.purpose,
      engine,
      host,
      presetName: record.presetName,
      source: sourceLabel(record.settings),
      settings: record.settings,
      state: adopted ? 'recording' : 'starting',
      startedAt: record.startedAt,
      outputPath: record.output === null ? null : `${record.destination ?? record.output.directory}/${firstFileName(record)}`,
      progress: null,
      delivered: null,
      connectionLost: false,
      warnings: [],
      recording: null,
      error: null,
      encode: record.encode,
      ...(record.part && { part: record.part }),
    };
    run.onConnection((lost) => this.emit({ type: 'connection', lost }));
    run.guarded.catch((thrown: unknown) => this.onUnguarded(thrown));
    this.ended = this.supervise();
  }

  /** Begins to observe, and tells that the session has started. */
  begin(): void {
    this.emit({ type: 'started', engine: this.options.engine, session: this.id, startedAt: this.run.record.startedAt });
    for (const message of this.options.warnings) this.emit({ type: 'warning', message });
    void this.observing.keep(this.ending.signal);
    if (this.run.record.purpose === 'record') void this.tellDelivered();
    void this.tellSpace();
    void this.tellWritten();
  }

  get device(): CaptureDevice | null {
    return this.options.watchedSource.device;
  }

  get record(): SessionRecord {
    return this.run.record;
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  watch(listener: (jpeg: Uint8Array) => void): () => void {
    this.watchers.add(listener);
    this.observing.showPictures();
    return () => this.watchers.delete(listener);
  }

  /** What was changed while it runs is what its device gets when it comes back. */
  keepControls(values: ControlValues): void {
    const { settings } = this.view;
    if (settings.source.type !== 'capture-device') return;
    const controls = { ...settings.source.controls, ...values };
    this.view = { ...this.view, settings: { ...settings, source: { ...settings.source, controls } } };
  }

  async log(): Promise<string> {
    return this.finalLog ?? (await this.run.log());
  }

  get next(): Promise<LiveSession | null> {
    return this.successor.promise;
  }

  /** Settles when the recorder of a pause has ended, before its file is brought to its place; else with the end. */
  get over(): Promise<unknown> {
    return Promise.race([this.parted.promise, this.ended]);
  }

  /** The pause that it is in, and the signal of its end; null where it is in none. */
  get paused(): { readonly pause: Pause; readonly stopped: AbortSignal } | null {
    return this.pausing && this.waiting ? { pause: this.pausing, stopped: this.waiting.signal } : null;
  }

  /** Says what a next part waits for; the signal aborts when it is not wanted any more. */
  waitFor(message: string): AbortSignal {
    this.waiting ??= new AbortController();
    this.emit({ type: 'waiting', message, ...(this.pausing && { paused: true }) });
    return this.waiting.signal;
  }

  /** The last word on what comes after this session. */
  leadTo(next: LiveSession | null): void {
    if (this.waiting || next) this.emit({ type: 'waiting', message: null, ...(next && { next: next.id }) });
    this.waiting = null;
    this.endPause(next);
    this.successor.resolve(next);
  }

  stop(): Promise<SessionView> {
    this.waiting?.abort();
    // A pause whose file is still being closed becomes a stop.
    if (this.waiting === null) this.endPause(null);
    return this.askToEnd();
  }

  async pause(): Promise<SessionView> {
    if (this.pausing) return this.ended;
    const refusal = pauseRefusal(this.view);
    if (refusal) throw new CapstanFailure(refusal);
    if (this.view.state === 'starting') await Promise.race([this.firstFrame.promise, this.ended]);
    if (this.stopRequested || hasEnded(this.view.state)) return this.ended;
    this.pausing = new Pause();
    return this.askToEnd();
  }

  async resume(): Promise<LiveSession> {
    if (!this.pausing) throw failure('pause-refused', 'It is not paused.');
    return this.pausing.resume();
  }

  /** Ends this process's part; the recorder goes on. */
  async detach(): Promise<void> {
    this.ending.abort();
    await this.observing.close();
  }

  private askToEnd(): Promise<SessionView> {
    if (!this.stopRequested && !hasEnded(this.view.state)) {
      this.stopRequested = true;
      this.watching.close();
      this.emit({ type: 'stopping' });
      const clean = this.run.record.purpose === 'record';
      // Marked first: another process that follows this session must not take its end for a loss.
      const marked = this.options.stops.add(this.id).catch((thrown: unknown) =>
        this.emit({ type: 'warning', message: `Other windows will not know of this stop: ${errorOf(thrown).detail}` }),
      );
      const end = () => terminate(this.run, { clean, ready: this.firstFrame.promise, ended: this.ending.signal });
      marked.then(end).catch((thrown: unknown) =>
        this.emit({ type: 'warning', message: `The stop could not be sent: ${errorOf(thrown).detail}` }),
      );
    }
    return this.ended;
  }

  private endPause(next: LiveSession | null): void {
    const { pausing } = this;
    this.pausing = null;
    pausing?.end(next);
  }

  /** The recorder has ended: a pause begins, unless it failed meanwhile. */
  private beginPause(exit: RunExit | RunLost): void {
    if (exit instanceof RunLost || exit.diskFull || exit.outOfMemory) return this.endPause(null);
    const number = (this.run.record.part?.number ?? 1) + 1;
    this.waitFor(`Paused. It goes on as part ${number} when it is resumed; a stop ends it.`);
    this.parted.resolve();
  }

  private emit(event: SessionEvent): void {
    this.view = reduceSession(this.view, event);
    for (const listener of this.listeners) listener(event);
    this.options.onView(this.view, event);
  }

  /** Said only where the recorder lives on: one that ended at once leaves nothing to guard. */
  private async onUnguarded(thrown: unknown): Promise<void> {
    await rest(1000, this.ending.signal);
    if (!this.ending.signal.aborted) {
      this.emit({ type: 'warning', message: `The disk guard could not be started: ${errorOf(thrown).detail}` });
    }
  }

  private onPicture(jpeg: Uint8Array): void {
    for (const watcher of this.watchers) watcher(jpeg);
  }

  private onLevels(peakDbfs: number[]): void {
    if (!this.ending.signal.aborted) this.options.onStationEvent({ type: 'levels', sessionId: this.id, peakDbfs });
  }

  private onLoad(load: SessionLoad): void {
    if (!this.ending.signal.aborted) this.options.onStationEvent({ type: 'session-load', sessionId: this.id, load });
  }

  private onSpace(freeBytes: number | null): void {
    if (this.floor === null || this.ending.signal.aborted) return;
    const floorBytes = this.floor.next(this.view.progress?.sizeBytes ?? null, performance.now() / 1000);
    const isNews = freeBytes === null && this.seesSpace;
    this.seesSpace = freeBytes !== null;
    this.emit({ type: 'disk', freeBytes, floorBytes });
    if (isNews) this.emit({ type: 'warning', message: 'The free space where it is recorded cannot be seen at the moment.' });
    this.tellDiskFills();
  }

  private tellDiskFills(): void {
    const message = this.saidDiskFills ? null : diskWarning(this.view, this.options.views());
    if (message === null) return;
    this.saidDiskFills = true;
    this.emit({ type: 'warning', message });
  }

  /** Storage of this computer is looked at here; of any other the observer tells. */
  private async tellSpace(): Promise<void> {
    const { output, diskFloorBytes } = this.run.record;
    if (output?.storage !== 'shared' || diskFloorBytes === null) return;
    await watchSpace(output.source, (freeBytes) => this.onSpace(freeBytes), this.ending.signal);
  }

  /** ffmpeg does not tell the size of one that is split: its files are looked at here, where they lie here. */
  private async tellWritten(): Promise<void> {
    const { output, settings } = this.run.record;
    if (output?.storage !== 'shared' || !isSplit(settings)) return;
    await watchWritten(output, (bytes) => (this.writtenBytes = bytes), this.ending.signal).catch((thrown: unknown) =>
      this.emit({ type: 'warning', message: `The size of the recording cannot be seen: ${errorOf(thrown).detail}` }),
    );
  }

  private onProgress(told: ProgressBlock): void {
    if (this.ending.signal.aborted || told.frame === 0) return;
    const block = { ...told, sizeBytes: told.sizeBytes ?? this.writtenBytes };
    this.watching.progress(block);
    const progress = this.meter.next(block, performance.now() / 1000);
    this.firstFrame.resolve();
    if (this.view.state === 'starting') this.emit({ type: 'recording' });
    this.emit({ type: 'progress', ...progress });
    this.tellDiskFills();
  }

  private async tellDelivered(): Promise<void> {
    const media = await firstDelivered(this.run, this.ending.signal);
    if (media === null) return;
    if (media.framesPerSecond !== null) this.meter.setDeliveredRate(media.framesPerSecond);
    this.emit({ type: 'delivered', media });
    const message = otherSize(this.view.settings, media);
    if (message !== null) this.emit({ type: 'warning', message });
  }

  private async supervise(): Promise<SessionView> {
    const exit = await this.run.exited.catch((thrown: unknown) => new RunLost(thrown));
    this.ending.abort();
    this.observing.end();
    if (this.pausing) this.beginPause(exit);
    const end = await concludeRun(exit, { ...this.options, wasStopped: async () => this.stopRequested || this.options.stops.has(this.id), progress: this.view.progress, delivered: this.view.delivered, alerts: this.watching.seen, stalled: this.watching.isStalled });
    this.finalLog = end.log;
    this.mayGoOn = end.mayGoOn;
    for (const message of end.warnings) this.emit({ type: 'warning', message });
    // What could not be concluded is no pause.
    if (end.event.reason !== 'stopped') this.waiting?.abort();
    this.emit(end.event);
    return this.view;
  }
}
