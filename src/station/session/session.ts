import { setTimeout as delay } from 'node:timers/promises';
import type { ControlValues } from '@domain/capabilities';
import { errorOf, type CapstanError } from '@domain/errors';
import { diagnoseFfmpeg } from '@domain/ffmpeg-log';
import { shellWord } from '@domain/plan/docker-run';
import { framesLost, ProgressMeter, type FrameAccounting, type ProgressBlock } from '@domain/progress';
import type { MediaInfo, Recording } from '@domain/recording';
import { concludeSession, mayGoOn } from '@domain/session-end';
import { hasEnded, reduceSession, sourceLabel, type SessionEvent, type SessionView } from '@domain/session';
import { formatFrameSize } from '@domain/units';
import type { StationEvent } from '@domain/contract';
import { Deferred } from '../deferred';
import type { CollectedFile, Engine, Observation, Run, RunExit } from '../engine';
import { isBreak } from '../recordings/fetch-file';
import type { LiveSession } from '../types';
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

/** Files up to this size are read whole at the end, to count their frames; larger ones only where they were not closed. */
const wholeReadBytes = 256 * 1024 * 1024;

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
    if (this.waiting) this.emit({ type: 'waiting', message: null });
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
    const { source } = this.view.settings;
    if (source.type !== 'capture-device' || source.frameSize === null || given === null) return;
    const [asked, is] = [formatFrameSize(source.frameSize), formatFrameSize(given)];
    if (asked !== is) this.emit({ type: 'warning', message: `The device was asked for ${asked} and gives ${is}.` });
  }

  private async supervise(): Promise<SessionView> {
    const end = await this.run.exited.then(
      (exit) => this.conclude(exit),
      (thrown: unknown) => this.concludeLost(thrown),
    );
    this.emit(end);
    return this.view;
  }

  private async conclude(exit: RunExit): Promise<Extract<SessionEvent, { type: 'ended' }>> {
    this.over.abort();
    this.reobserve.abort();
    try {
      const { run } = this;
      const { record } = run;
      const stopRequested = this.stopRequested || (await this.options.stops.has(this.id));
      const log = await run.log();
      this.finalLog = log;
      const closed = exit.exitCode === 0 || exit.exitCode === 255;
      const complete = !closed || (this.view.progress?.sizeBytes ?? 0) < wholeReadBytes;
      const media = record.purpose === 'record' ? await run.inspect({ complete }) : null;
      const empty = media === null || media.frames === 0 || media.durationSeconds === null;
      const outputPath = record.output && `${record.output.directory.replace(/\/+$/, '')}/${record.output.fileName}`;
      const diagnosis = await this.explained(diagnoseFfmpeg(log, { outputPath }), stopRequested);
      const facts = { ...exit, record, stopRequested, diagnosis, log, media: empty ? null : media };
      const end = concludeSession(facts);
      this.mayGoOn = mayGoOn(facts, end);
      if (empty) await run.discard();
      const { file, problem } = empty ? { file: null, problem: null } : await this.collected();
      // Where the host is away its recorder stays: the next start closes it.
      if (problem === null || !isBreak(problem)) await run.remove();
      const recording: Recording | null =
        file === null || media === null
          ? null
          : { ...this.recordingOf(end, media), ...file, media, durationSeconds: media.durationSeconds ?? 0, frames: media.frames };
      if (recording) this.options.addRecording(recording);
      if (problem) this.emit({ type: 'warning', message: `The recording is kept on ${this.options.host.name}: ${problem.detail}` });
      return { type: 'ended', reason: end.reason, error: end.error ?? problem, recording: problem === null ? recording : null };
    } catch (thrown) {
      return this.concludeLost(thrown);
    }
  }

  /** Looking again takes time, which only a start has: a device that is pulled is told at once. */
  private async explained(diagnosis: CapstanError | null, stopRequested: boolean): Promise<CapstanError | null> {
    if (diagnosis === null || stopRequested || this.view.progress !== null) return diagnosis;
    try {
      return await this.options.explain(diagnosis);
    } catch (thrown) {
      return { ...diagnosis, detail: `${diagnosis.detail} More could not be found out: ${errorOf(thrown).detail}` };
    }
  }

  /** A recording that cannot be brought here now is whole where it lies: remembered, it is offered for fetching. */
  private async collected(): Promise<{ readonly file: CollectedFile | null; readonly problem: CapstanError | null }> {
    const { run, options, view } = this;
    const { output, destination, id } = run.record;
    try {
      const file = await run.collect((bytes, totalBytes) =>
        options.onStationEvent({ type: 'fetch', sessionId: id, fileName: output?.fileName ?? '', bytes, totalBytes }),
      );
      return { file, problem: null };
    } catch (thrown) {
      if (output?.storage !== 'separate' || destination === null) throw thrown;
      const problem = { ...errorOf(thrown), nextStep: `Fetch it later: \`capstan recordings fetch ${output.fileName} --host ${shellWord(options.host.name)}\`.` };
      return { file: { path: `${destination}/${output.fileName}`, remotePath: null, sizeBytes: view.progress?.sizeBytes ?? 0 }, problem };
    }
  }

  /** The daemon is gone: what lies on this computer is told of, and the next start closes the rest. */
  private async concludeLost(thrown: unknown): Promise<Extract<SessionEvent, { type: 'ended' }>> {
    this.over.abort();
    this.reobserve.abort();
    const error = errorOf(thrown);
    const end = { reason: 'lost' as const, error: error.kind === 'daemon-unreachable' ? { ...error, kind: 'connection-lost' as const } : error };
    const { progress, delivered } = this.view;
    const { output } = this.run.record;
    const file = output?.storage === 'shared' && progress !== null ? await this.run.collect(() => {}).catch(() => null) : null;
    const recording =
      file === null
        ? null
        : { ...this.recordingOf(end, null), ...file, media: delivered, durationSeconds: progress?.timeSeconds ?? 0, frames: progress?.frame ?? null };
    if (recording) this.options.addRecording(recording);
    return { type: 'ended', ...end, recording };
  }

  private recordingOf({ reason, error }: Pick<Recording, 'reason' | 'error'>, media: MediaInfo | null) {
    const { record } = this.run;
    return {
      id: record.id,
      presetName: record.presetName,
      source: sourceLabel(record.settings),
      engine: this.options.engine,
      host: this.options.host,
      startedAt: record.startedAt,
      droppedFrames: framesLost(this.options.accounting, media) ?? this.view.progress?.droppedFrames ?? 0,
      reason,
      error,
    };
  }
}

/** A pause that ends early when the signal does; that is no error. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}
