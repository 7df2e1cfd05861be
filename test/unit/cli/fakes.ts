import { noRetention } from '@domain/retention';
import { noCredentials } from '../../support/credentials';
import type { Capabilities, ControlValues } from '@domain/capabilities';
import type { SessionDraft, StationEvent, StationStatus } from '@domain/contract';
import { failure } from '@domain/errors';
import type { ContainerSpec, Plan } from '@domain/plan/types';
import { err, ok } from '@domain/result';
import { hasEnded, reduceSession, sourceLabel, type SessionEvent, type SessionView } from '@domain/session';
import { Output, type TextStream } from '../../../src/cli/output';
import type { EngineChoice, Interrupt, Shell, StationChoice } from '../../../src/cli/shell';
import { openPresetLibrary } from '../../../src/station/presets/preset-library';
import { openConfStore } from '../../../src/station/store/conf-store';
import type { Benchmarks, Cleaning, LiveSession, Sessions, StartOptions, Station } from '../../../src/station/types';

/** A stream that keeps what was written, and can break as a closed pipe does. */
export class Written implements TextStream {
  text = '';
  private readonly listeners: ((error: Error) => void)[] = [];

  constructor(
    readonly isTTY = false,
    readonly columns = 80,
  ) {}

  write(text: string): void {
    this.text += text;
  }

  on(_event: 'error', listener: (error: Error) => void): void {
    this.listeners.push(listener);
  }

  breakPipe(): void {
    for (const listener of this.listeners) listener(new Error('write EPIPE'));
  }

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '');
  }

  get events(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line));
  }
}

export class FakeSession implements LiveSession {
  stops = 0;
  goesOn = false;
  readonly ended: Promise<SessionView>;
  /** What comes after it; settles when it is set. */
  readonly next: Promise<LiveSession | null>;
  leadTo: (next: LiveSession | null) => void = () => {};
  private end: (view: SessionView) => void = () => {};
  private readonly listeners = new Set<(event: SessionEvent) => void>();

  constructor(public view: SessionView) {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
    this.next = new Promise((resolve) => {
      this.leadTo = resolve;
    });
  }

  get id(): string {
    return this.view.id;
  }

  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  emit(event: SessionEvent): void {
    this.view = reduceSession(this.view, event);
    for (const listener of this.listeners) listener(event);
    if (!hasEnded(this.view.state)) return;
    this.end(this.view);
    if (!this.goesOn) this.leadTo(null);
  }

  onEvent(listener: (event: SessionEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  stop(): Promise<SessionView> {
    this.stops += 1;
    return this.ended;
  }

  pause(): never {
    return unused();
  }

  resume(): never {
    return unused();
  }

  watch(): () => void {
    return () => {};
  }

  async log(): Promise<string> {
    return '';
  }
}

export const container: ContainerSpec = {
  Image: 'capstan/test',
  User: '1000:1000',
  Entrypoint: ['ffmpeg'],
  Cmd: ['-i', 'x'],
  Env: [],
  Labels: {},
  HostConfig: {
    NetworkMode: 'none',
    ReadonlyRootfs: true,
    Privileged: false,
    CapDrop: ['ALL'],
    SecurityOpt: [],
    GroupAdd: [],
    Devices: [],
    Mounts: [
      { Type: 'bind', Source: '/srv/clip.mkv', Target: '/srv/clip.mkv', ReadOnly: true },
      { Type: 'bind', Source: '/srv/my recordings', Target: '/srv/my recordings', ReadOnly: false },
    ],
    Memory: 1,
    MemorySwap: 1,
    NanoCpus: 0,
    PidsLimit: 1,
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'json-file', Config: {} },
  },
};
export const encode: Plan['encode'] = {
  encoder: 'libx264',
  gpu: null,
  path: { name: 'software', decode: 'none', convert: 'cpu', encode: 'cpu', copies: 0, summary: 'Converted and encoded by the CPU.' },
  fallback: { wanted: 'auto', chosen: 'libx264', reason: 'The GPU has no video driver.' },
};
const fakePlan = { argv: ['ffmpeg', '-i', 'x'], container, encode, warnings: ['libx264 instead of auto: The GPU has no video driver.'] } as unknown as Plan;

const status: StationStatus = {
  version: '0.0.0',
  host: { id: 'this-computer', name: 'This computer', address: null, origin: 'this-computer', certificateDirectory: null, recordings: { kind: 'volume', name: 'capstan-recordings' } },
  engine: { kind: 'docker', host: { id: 'this-computer', name: 'This computer' }, because: 'Docker answers.', endpoint: 'unix:///x', dockerError: null },
  dataDirectory: '/data',
  recordingsDirectory: '/recordings', nameTemplate: '{preset}-{date}-{time}', retention: noRetention,
  notices: [],
};

export class FakeStation implements Station, Sessions {
  readonly presets;
  readonly sessions: Sessions = this;
  readonly recordings = { list: async () => [], get: unused, parts: unused, ids: unused, ofHost: () => [], add: unused, rename: unused, keep: unused as Station['recordings']['keep'], forget: unused };
  readonly hosts = { list: unused, notices: [], chosen: async () => status.host, find: unused, choose: unused, add: unused, rename: unused, remove: unused, overview: unused, check: unused, trustKey: unused };
  readonly hostRecordings = { list: unused, fetch: unused, cancelFetch: unused, rename: unused, remove: unused };
  readonly credentials = noCredentials;
  /** Makes of the values what a device might; takes them as they are unless a test says otherwise. */
  onControls: (values: ControlValues) => ControlValues = (values) => values;
  readonly controlled: { device: string; values: ControlValues }[] = [];
  readonly conversions = { remux: unused, join: unused, repair: unused, makePlayable: unused, cancel: unused, playable: unused };
  readonly cleaning: Cleaning = { look: unused, clean: unused, history: unused };
  readonly upkeep = { begin: unused };
  readonly doctor: Station['doctor'] = { examine: unused };
  readonly benchmarks: Benchmarks = { offer: unused, run: unused, list: () => [], get: unused, remove: unused };
  readonly thumbnail = unused;
  readonly fileFrame = unused;
  readonly settings = { ownerId: 'owner', recordingsDirectory: '/recordings', chosenHostId: 'this-computer', nameTemplate: '{preset}-{date}-{time}', retention: noRetention,
    hostsInUse: [] };
  readonly started: { draft: SessionDraft; options: StartOptions }[] = [];
  readonly live: FakeSession[] = [];
  notices: string[] = [];
  images: Station['images'] = unused;
  probeEncoders = async () => [];
  cancelEncoderProbe = () => {};
  watchLoad = async () => {};
  closed = false;
  adopted = false;
  adoptError: Error | null = null;
  /** Keeps `start` waiting until it settles. */
  beforeStart: Promise<unknown> = Promise.resolve();
  planResult: ReturnType<typeof ok<Plan>> | ReturnType<typeof err<ReturnType<typeof failure>['error']>> = ok(fakePlan);
  probed: Capabilities | null = null;
  /** What a session tells while it starts, before anybody listens. */
  startWarnings: string[] = [];
  private readonly listeners = new Set<(event: StationEvent) => void>();

  constructor(directory: string) {
    this.presets = openPresetLibrary(openConfStore, directory);
  }

  emit(event: StationEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  async status(): Promise<StationStatus> {
    return { ...status, notices: this.notices };
  }

  async setControls(device: string, values: ControlValues): Promise<ControlValues> {
    this.controlled.push({ device, values });
    return this.onControls(values);
  }

  reconnect = (): Promise<StationStatus> => this.status();

  async capabilities(): Promise<Capabilities> {
    if (!this.probed) throw failure('daemon-unreachable', 'nothing there');
    return this.probed;
  }

  async plan(draft: SessionDraft, options: StartOptions = {}) {
    this.started.push({ draft, options });
    return this.planResult;
  }

  onEvent(listener: (event: StationEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  list(): SessionView[] {
    return this.live.map(({ view }) => view);
  }

  get(id: string): LiveSession {
    const session = this.live.find((one) => one.id === id);
    if (!session) throw failure('session-unknown', id);
    return session;
  }

  async adopt(): Promise<void> {
    if (this.adoptError) throw this.adoptError;
    this.adopted = true;
  }

  async start(draft: SessionDraft, options: Parameters<Sessions['start']>[1] = {}): Promise<LiveSession> {
    this.started.push({ draft, options });
    if (!this.planResult.ok) throw failure(this.planResult.error.kind, this.planResult.error.detail);
    options.onPlanned?.(fakePlan);
    await this.beforeStart;
    options.signal?.throwIfAborted();
    return this.addSession(draft);
  }

  addSession(draft: SessionDraft, engine: 'docker' | 'local' = 'docker'): FakeSession {
    const session = new FakeSession({
      id: `${engine === 'docker' ? 'session' : 'besides'}00${this.live.length}`,
      purpose: 'record',
      engine,
      host: { id: 'this-computer', name: 'This computer' },
      presetName: draft.presetName,
      source: sourceLabel(draft.settings),
      settings: draft.settings,
      state: 'starting',
      startedAt: '2026-01-01T00:00:00.000Z',
      outputPath: '/recordings/x.mkv',
      progress: null,
      delivered: null,
      connectionLost: false,
      warnings: this.startWarnings,
      recording: null,
      error: null,
    });
    this.live.push(session);
    return session;
  }
}

function unused(): never {
  throw new Error('not used by these tests');
}

export class FakeShell implements Shell {
  readonly stdout: Written;
  readonly stderr = new Written();
  readonly out: Output;
  readonly cwd = '/home/user';
  readonly crashed: Promise<never>;
  readonly engines: EngineChoice[] = [];
  readonly hosts: (string | undefined)[] = [];
  readonly files = new Map<string, string>();
  userId = 1000;
  /** What answers for the engine `local`, where that is another one. */
  local: FakeStation;
  crash: (error: Error) => void = () => {};
  private readonly interrupts = new Set<(signal: Interrupt) => void>();

  constructor(
    readonly station: FakeStation,
    options: { readonly terminal?: boolean; readonly columns?: number } = {},
  ) {
    this.local = station;
    this.stdout = new Written(options.terminal, options.columns);
    this.out = new Output(this.stdout, this.stderr, {});
    this.crashed = new Promise((_resolve, reject) => {
      this.crash = reject;
    });
    this.crashed.catch(() => undefined);
  }

  async openPresets() {
    return this.station.presets;
  }

  async openStation({ engine, host }: StationChoice): Promise<Station> {
    this.hosts.push(host);
    if (host === 'gone') throw failure('host-unknown', 'No host is called "gone".');
    this.engines.push(engine);
    return engine === 'local' ? this.local : this.station;
  }

  exists(path: string): boolean {
    return this.files.has(path);
  }

  async readText(path: string): Promise<string> {
    const text = this.files.get(path);
    if (text === undefined) throw failure('preset-invalid', `${path} is not there`);
    return text;
  }

  async writeText(path: string, text: string): Promise<void> {
    this.files.set(path, text);
  }

  /** What the person at the terminal answers; null without one. */
  answer: boolean | null = null;
  readonly questions: string[] = [];

  async confirm(question: string): Promise<boolean | null> {
    this.questions.push(question);
    return this.answer;
  }

  onInterrupt(listener: (signal: Interrupt) => void): () => void {
    this.interrupts.add(listener);
    return () => this.interrupts.delete(listener);
  }

  interrupt(signal: Interrupt): void {
    for (const listener of this.interrupts) listener(signal);
  }

  get listensToInterrupts(): boolean {
    return this.interrupts.size > 0;
  }

  debug(): void {}
}
