import { setTimeout as delay } from 'node:timers/promises';
import type { ControlValues } from '@domain/capabilities';
import { errorOf, type CapstanError } from '@domain/errors';
import type { SessionLoad } from '@domain/load';
import { ProgressMeter, type FrameAccounting, type ProgressBlock } from '@domain/progress';
import type { MediaInfo, Recording } from '@domain/recording';
import { hasEnded, reduceSession, sourceLabel, type SessionEvent, type SessionView } from '@domain/session';
import { isTransformed, transformedSize } from '@domain/transform';
import { formatFrameSize } from '@domain/units';
import type { StationEvent } from '@domain/contract';
import { Deferred } from '../deferred';
import type { Engine, Observation, Run } from '../engine';
import type { LiveSession } from '../types';
import { concludeRun, RunLost } from './conclude';
import type { StopMarks } from './stop-marks';
import { terminate } from './terminate';

export interface SessionOptions {
  readonly run: Run;
  readonly engine: Engine['kind'];
  readonly host: SessionView['host'];
  readonly accounting: FrameAccounting;
  /** The node that the recorder holds open; null for sources without one. */
  readonly devicePath: string | null;
  readonly watched: boolean;
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
  private readonly over = new AbortController();
  private readonly firstFrame = new Deferred<void>();
  private observation: Observation | null = null;
  private wantsPictures: boolean;
  private reobserve = new AbortController();
  private stopRequested = false;
  private finalLog: string | null = null;
  private readonly successor = new Deferred<LiveSession | null>();
  private waiting: AbortController | null = null;
  /** After the end: whether the recording may go on in a new part. */
  mayGoOn = false;

  constructor(private readonly options: SessionOptions) {
    const { run, engine, host, adopted, accounting } = options;
    const { record } = run;
    this.run = run;
    this.id = record.id;
    this.devicePath = options.devicePath;
    this.wantsPictures = options.watched;
    this.meter = new ProgressMeter(accounting);
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
      outputPath: record.output === null ? null : `${record.destination ?? record.output.directory}/${record.output.fileName}`,
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
    void this.observe();
    if (this.run.record.purpose === 'record') void this.askWhatWasDelivered();
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  watch(listener: (jpeg: Uint8Array) => void): () => void {
    this.watchers.add(listener);
    if (!this.wantsPictures) {
      this.wantsPictures = true;
      this.reobserve.abort();
    }
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

  /** Says what a next part waits for; the signal aborts when it is not wanted any more. */
  waitFor(message: string): AbortSignal {
    this.waiting ??= new AbortController();
    this.emit({ type: 'waiting', message });
    return this.waiting.signal;
  }

  /** The last word on what comes after this session. */
  leadTo(next: LiveSession | null): void {
    if (this.waiting || next) this.emit({ type: 'waiting', message: null, ...(next && { next: next.id }) });
    this.waiting = null;
    this.successor.resolve(next);
  }

  stop(): Promise<SessionView> {
    this.waiting?.abort();
    if (!this.stopRequested && !hasEnded(this.view.state)) {
      this.stopRequested = true;
      this.emit({ type: 'stopping' });
      const clean = this.run.record.purpose === 'record';
      // Marked first: another process that follows this session must not take its end for a loss.
      const marked = this.options.stops.add(this.id).catch((thrown: unknown) =>
        this.emit({ type: 'warning', message: `Other windows will not know of this stop: ${errorOf(thrown).detail}` }),
      );
      const end = () => terminate(this.run, { clean, ready: this.firstFrame.promise, ended: this.over.signal });
      marked.then(end).catch((thrown: unknown) =>
        this.emit({ type: 'warning', message: `The stop could not be sent: ${errorOf(thrown).detail}` }),
      );
    }
    return this.ended;
  }

  /** Ends this process's part; the recorder goes on. */
  async detach(): Promise<void> {
    this.over.abort();
    this.reobserve.abort();
    await this.observation?.close();
  }

  private emit(event: SessionEvent): void {
    this.view = reduceSession(this.view, event);
    for (const listener of this.listeners) listener(event);
    this.options.onView(this.view, event);
  }

  /** Keeps one observer alive as long as the recorder: one that is frozen, killed or another process's may end at any time. */
  private async observe(): Promise<void> {
    const over = this.over.signal;
    let pauseMilliseconds = 100;
    while (!over.aborted) {
      this.reobserve = new AbortController();
      const again = this.reobserve.signal;
      const gone = new Deferred<void>();
      again.addEventListener('abort', () => gone.resolve(), { once: true });
      try {
        this.observation = await this.run.observe({
          progress: (block) => this.onProgress(block),
          load: (load) => this.onLoad(load),
          ...(this.wantsPictures ? { picture: (jpeg: Uint8Array) => this.onPicture(jpeg), levels: (peakDbfs: number[]) => this.onLevels(peakDbfs) } : {}),
          ended: () => gone.resolve(),
        });
        pauseMilliseconds = 100;
        await gone.promise;
        await this.observation.close();
      } catch (thrown) {
        // Nothing of the recording depends on it; when the recorder has ended there is nothing left to observe.
        if (pauseMilliseconds > 2000 && !over.aborted) {
          this.emit({ type: 'warning', message: `No figures at the moment: ${errorOf(thrown).detail}` });
        }
      }
      this.observation = null;
      if (!again.aborted) await pause(pauseMilliseconds, over);
      pauseMilliseconds = Math.min(5000, pauseMilliseconds * 2);
    }
  }

  /** Said only where the recorder lives on: one that ended at once leaves nothing to guard. */
  private async onUnguarded(thrown: unknown): Promise<void> {
    await pause(1000, this.over.signal);
    if (!this.over.signal.aborted) {
      this.emit({ type: 'warning', message: `The disk guard could not be started: ${errorOf(thrown).detail}` });
    }
  }

  private onPicture(jpeg: Uint8Array): void {
    for (const watcher of this.watchers) watcher(jpeg);
  }

  private onLevels(peakDbfs: number[]): void {
    if (!this.over.signal.aborted) this.options.onStationEvent({ type: 'levels', sessionId: this.id, peakDbfs });
  }

  private onLoad(load: SessionLoad): void {
    if (!this.over.signal.aborted) this.options.onStationEvent({ type: 'session-load', sessionId: this.id, load });
  }

  private onProgress(block: ProgressBlock): void {
    if (this.over.signal.aborted || block.frame === 0) return;
    const progress = this.meter.next(block, performance.now() / 1000);
    this.firstFrame.resolve();
    if (this.view.state === 'starting') this.emit({ type: 'recording' });
    this.emit({ type: 'progress', ...progress });
  }

  private async askWhatWasDelivered(): Promise<void> {
    const over = this.over.signal;
    while (!over.aborted) {
      const media = await this.run.delivered().catch(() => null);
      if (over.aborted) return;
      if (media !== null) {
        if (media.framesPerSecond !== null) this.meter.setDeliveredRate(media.framesPerSecond);
        this.emit({ type: 'delivered', media });
        this.warnOfOtherSize(media);
        return;
      }
      await pause(1000, over);
    }
  }

  /** A driver that is asked for what it does not have may give another size without an error. */
  private warnOfOtherSize({ frameSize: given }: MediaInfo): void {
    const { source, transform } = this.view.settings;
    if (source.type !== 'capture-device' || source.frameSize === null || given === null) return;
    const [expected, is] = [formatFrameSize(transformedSize(transform, source.frameSize)), formatFrameSize(given)];
    if (expected === is) return;
    const asked = `The device was asked for ${formatFrameSize(source.frameSize)} and gives`;
    this.emit({ type: 'warning', message: isTransformed(transform) ? `${asked} another size: the recording has ${is}, not ${expected}.` : `${asked} ${is}.` });
  }

  private async supervise(): Promise<SessionView> {
    const exit = await this.run.exited.catch((thrown: unknown) => new RunLost(thrown));
    this.over.abort();
    this.reobserve.abort();
    const end = await concludeRun(exit, { ...this.options, wasStopped: async () => this.stopRequested || this.options.stops.has(this.id), progress: this.view.progress, delivered: this.view.delivered });
    this.finalLog = end.log;
    this.mayGoOn = end.mayGoOn;
    for (const message of end.warnings) this.emit({ type: 'warning', message });
    this.emit(end.event);
    return this.view;
  }
}

/** A pause that ends early when the signal does; that is no error. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}
