import type { Capabilities } from '@domain/capabilities';
import { failure } from '@domain/errors';
import type { Plan } from '@domain/plan/types';
import type { MediaInfo } from '@domain/recording';
import type { SessionRecord } from '@domain/session';
import { containerChannels } from '@domain/plan/container';
import { Deferred } from '../../../src/station/deferred';
import type { Engine, Run, RunExit, RunObserver } from '../../../src/station/engine';
import { dockerHost, webcam } from '../domain/plan/fixtures';

/** Time of the test: `delay` of node:timers/promises is its `delay`. */
export class FakeClock {
  private now = 0;
  private readonly timers = new Set<{ readonly at: number; readonly fire: () => void }>();

  readonly delay = (milliseconds: number, value?: unknown, { signal }: { readonly signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const give = () => {
        this.timers.delete(timer);
        reject(signal?.reason);
      };
      const timer = {
        at: this.now + milliseconds,
        fire: () => {
          signal?.removeEventListener('abort', give);
          resolve(value);
        },
      };
      this.timers.add(timer);
      signal?.addEventListener('abort', give, { once: true });
    });

  /** Passes time, from timer to timer, and lets everything that is due happen. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.now + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.now = Math.max(this.now, next.at);
      this.timers.delete(next);
      next.fire();
      await settle();
    }
    this.now = until;
  }
}

/** Lets all that waits for nothing but its turn have it. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A recorder on the host: it lives on whoever watches it. */
export class FakeRecorder {
  isRunning = true;
  frames = 0;
  exit: RunExit | null = null;
  log = '';
  private readonly over = new Deferred<void>();
  readonly observers = new Set<RunObserver>();

  constructor(
    readonly record: SessionRecord,
    readonly devicePath: string | null,
  ) {}

  get ended(): Promise<void> {
    return this.over.promise;
  }

  end(exitCode: number, log = ''): void {
    if (!this.isRunning) return;
    this.isRunning = false;
    this.log = log;
    this.exit = { exitCode, outOfMemory: false, diskFull: false, message: '' };
    this.over.resolve();
    for (const observer of this.observers) observer.ended();
    this.observers.clear();
  }

  /** A second of frames, told to who looks. */
  tick(): void {
    if (!this.isRunning) return;
    this.frames += 30;
    const block = { frame: this.frames, outTimeSeconds: this.frames / 30, sizeBytes: this.frames * 1000, speed: 1, last: false };
    for (const observer of this.observers) observer.progress(block);
  }
}

/** One host with one camera, its recorders, and the link to it. What happens there happens without any app. */
export class FakeHost {
  readonly recorders = new Map<string, FakeRecorder>();
  /** Session ids of files that were discarded or kept. */
  readonly discarded = new Set<string>();
  camera: { readonly path: string } | null = { path: '/dev/video2' };
  /** Another camera of the same make. */
  other: { readonly path: string } | null = null;
  private numbers = 2;
  private linkUp = new Deferred<void>();
  isLinkUp = true;
  private readonly linkListeners = new Set<(lost: boolean) => void>();
  private readonly deviceListeners = new Set<() => void>();
  /** Faults of this world itself: what no host allows. */
  readonly impossible: string[] = [];

  get running(): FakeRecorder[] {
    return [...this.recorders.values()].filter(({ isRunning }) => isRunning);
  }

  unplug(): void {
    const path = this.camera?.path;
    this.camera = null;
    // A pulled camera ends ffmpeg with 0.
    for (const recorder of this.running) if (recorder.devicePath === path) recorder.end(0, `[video4linux2,v4l2 @ 0x1] ioctl(VIDIOC_DQBUF): No such device\n${path}: No such device`);
    this.tellDevices();
  }

  plug(): void {
    if (this.camera) return;
    this.numbers += 1;
    this.camera = { path: `/dev/video${this.numbers}` };
    this.tellDevices();
  }

  /** Another camera gets the number that the first one had. */
  plugOther(path: string): void {
    this.other = { path };
    this.tellDevices();
  }

  setLink(isUp: boolean): void {
    if (this.isLinkUp === isUp) return;
    this.isLinkUp = isUp;
    if (isUp) this.linkUp.resolve();
    else {
      this.linkUp = new Deferred();
      for (const recorder of this.recorders.values()) for (const observer of recorder.observers) observer.ended();
      for (const recorder of this.recorders.values()) recorder.observers.clear();
    }
    for (const listener of this.linkListeners) listener(!isUp);
  }

  tick(): void {
    for (const recorder of this.running) recorder.tick();
  }

  /** The engine of one app; it is silent from the moment that the app is killed. */
  engineOf(app: { readonly isKilled: boolean }): Engine {
    const asked = async <T>(answer: () => T | Promise<T>): Promise<T> => {
      while (!this.isLinkUp) await this.linkUp.promise;
      if (app.isKilled) return new Promise(() => {});
      return answer();
    };
    /** What is not patient fails while the link is away. */
    const now = async <T>(answer: () => T | Promise<T>): Promise<T> => {
      if (app.isKilled) return new Promise(() => {});
      if (!this.isLinkUp) throw failure('connection-lost', 'The link is away.');
      return answer();
    };
    const capabilities = (): Capabilities => ({ ...dockerHost({ storage: 'separate' }), captureDevices: [
        ...(this.camera ? [{ ...webcam, path: this.camera.path }] : []),
        ...(this.other ? [{ ...webcam, identity: `${webcam.identity}-other`, path: this.other.path }] : []),
      ] });
    const engine = {
      kind: 'docker',
      status: { host: { id: 'far', name: 'far' } },
      images: null,
      recordingsSource: 'capstan-recordings',
      capabilities: () => now(capabilities),
      channels: () => Promise.resolve(containerChannels),
      prepareOutput: () => now(() => ({ directory: '/recordings', source: 'capstan-recordings', freeBytes: Number.POSITIVE_INFINITY, storage: 'separate', stageFor: null })),
      gpuLoads: () => Promise.resolve([]),
      recordersOf: (path: string) => now(() => this.running.filter(({ devicePath }) => devicePath === path).map(({ record }) => record)),
      setControls: () => now(() => ({})),
      watchDevices: async (onChange: () => void) => {
        this.deviceListeners.add(onChange);
        return () => this.deviceListeners.delete(onChange);
      },
      launch: (plan: Plan, signal: AbortSignal) =>
        now(() => {
          signal.throwIfAborted();
          if (plan.devicePath !== null && plan.devicePath !== this.camera?.path && plan.devicePath !== this.other?.path) throw failure('device-missing', `There is no ${plan.devicePath}.`);
          if (this.running.some(({ devicePath }) => devicePath !== null && devicePath === plan.devicePath)) throw failure('device-busy', `${plan.devicePath} is busy.`);
          const recorder = new FakeRecorder(plan.record, plan.devicePath);
          this.recorders.set(plan.record.id, recorder);
          return this.runOf(recorder, app, asked, false);
        }),
      adopt: (ownerId: string) => now(() => [...this.recorders.values()].filter(({ record }) => record.ownerId === ownerId).map((recorder) => this.runOf(recorder, app, asked, !recorder.isRunning))),
      close: async () => {},
    };
    return engine as unknown as Engine;
  }

  private runOf(recorder: FakeRecorder, app: { readonly isKilled: boolean }, asked: <T>(answer: () => T | Promise<T>) => Promise<T>, foundEnded: boolean): Run {
    const { record } = recorder;
    const media = (): MediaInfo | null =>
      recorder.frames === 0
        ? null
        : { codec: 'h264', frameSize: { width: 640, height: 480 }, framesPerSecond: 30, pixelFormat: null, audioCodec: null, durationSeconds: recorder.frames / 30, frames: recorder.frames };
    const run: Run = {
      record,
      hasPreview: true,
      foundEnded,
      guarded: Promise.resolve(),
      exited: recorder.ended.then(() => asked(() => recorder.exit ?? { exitCode: null, outOfMemory: false, diskFull: false, message: '' })),
      onConnection: (listener) => void this.linkListeners.add((lost) => !app.isKilled && listener(lost)),
      signal: (name) => asked(() => recorder.end(name === 'SIGTERM' ? 255 : 137)),
      isFrozen: () => Promise.resolve(false),
      handlesTermination: () => Promise.resolve(null),
      observe: async (observer) => {
        if (app.isKilled) return new Promise(() => {});
        if (!this.isLinkUp) throw failure('connection-lost', 'The link is away.');
        if (!recorder.isRunning) throw failure('internal', 'The recorder has ended.');
        recorder.observers.add(observer);
        return { close: async () => void recorder.observers.delete(observer) };
      },
      delivered: () => asked(media),
      log: () => asked(() => recorder.log),
      files: () => asked(() => [{ fileName: record.output?.fileName ?? '', sizeBytes: null }]),
      inspect: () => asked(() => [media()]),
      collect: () => asked(() => ({ path: `/out/${record.output?.fileName}`, remotePath: null, sizeBytes: recorder.frames * 1000, isUnclosed: false })),
      discard: () => asked(() => void this.discarded.add(record.id)),
      remove: () =>
        asked(() => {
          if (recorder.isRunning) this.impossible.push(`${record.id} is removed while it records`);
          recorder.end(137);
          this.recorders.delete(record.id);
        }),
    };
    return run;
  }

  private tellDevices(): void {
    for (const listener of this.deviceListeners) listener();
  }
}
