import type { ControlValues } from '@domain/capabilities';
import type { SessionDraft, StationEvent } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import { containerChannels, recordingsVolume, recordingsVolumeDirectory } from '@domain/plan/container';
import { plan } from '@domain/plan/plan';
import { accountingOf } from '@domain/plan/source';
import { ok } from '@domain/result';
import { hasEnded, type SessionView } from '@domain/session';
import type { CredentialStore } from '../credentials';
import type { Engine, OutputTarget } from '../engine';
import type { LiveSession, RecordingLibrary, Sessions, Settings } from '../types';
import { refusedAtStart } from './alternative';
import { setControls } from './controls';
import { Launcher, type Launched, type LaunchRequest, type SessionHooks, type StartNow } from './launcher';
import { readyAsItIs, readyEncoders, type ReadyEncoders } from './ready-encoders';
import { Restarts, type Attempt } from './restarts';
import { presetOf, runContext, type PlanOptions } from './run-context';
import { Session } from './session';
import type { StopMarks } from './stop-marks';
import { unknownSource } from './watching';

export interface SessionManagerOptions {
  /** The engine of the chosen host. */
  readonly engine: () => Promise<Engine>;
  readonly settings: Settings;
  readonly recordings: RecordingLibrary;
  readonly credentials: CredentialStore;
  readonly stops: StopMarks;
  readonly emit: (event: StationEvent) => void;
}

/** Ended recordings that stay listed while the app runs. */
const listedEndedSessions = 100;

/** Plans, starts, finds again and lists the sessions of one owner. */
export class SessionManager implements Omit<Sessions, 'adopt'> {
  private readonly sessions = new Map<string, Session>();
  /** Parts that nobody sees yet: they show when they record. */
  private readonly hidden = new Set<string>();
  private readonly restarts: Restarts;
  private readonly launcher: Launcher;

  constructor(private readonly options: SessionManagerOptions) {
    this.launcher = new Launcher({ ...options, sessions: this.sessions, keep: (session) => this.keep(session) });
    this.restarts = new Restarts({
      attempt: (draft, part, engine, destination, signal) => this.attempt({ draft, options: { part, destination, signal }, engine }),
      notice: (message) => options.emit({ type: 'notice', message }),
    });
  }

  list(): SessionView[] {
    const shown = [...this.sessions.values()].filter(({ id }) => !this.hidden.has(id));
    return shown.map(({ view }) => view).toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  }

  get(id: string): Session {
    const session = this.sessions.get(id);
    if (!session) throw failure('session-unknown', `There is no session ${id}.`);
    return session;
  }

  /** Finds the sessions of a host that outlived the app, shows the running ones and closes the ended ones. */
  async adopt(engine: Engine): Promise<void> {
    const { settings } = this.options;
    const { kind, status } = engine;
    const runs = await engine.adopt(settings.ownerId);
    if (runs.length === 0) settings.hostsInUse = settings.hostsInUse.filter((id) => id !== status.host.id);
    for (const run of runs) {
      if (this.sessions.has(run.record.id)) continue;
      const { source } = run.record.settings;
      const accounting = accountingOf(source, run.record.purpose === 'watch');
      const { devicePath } = run.record;
      const session = new Session({ ...this.hooks(), run, engine: kind, host: status.host, accounting, devicePath, watched: false, watchedSource: unknownSource, warnings: [], explain: this.launcher.explainer(engine, run.record), adopted: true });
      this.keep(session);
      session.begin();
      if (run.record.purpose === 'watch') session.leadTo(null);
      // It goes on by itself only with the process that started it.
      else void this.restarts.follow({ session, engine, destination: run.record.destination ?? settings.recordingsDirectory, device: source.type === 'capture-device' ? source.device : null, restarts: 0, awaitDeviceSeconds: 0 });
    }
  }

  /** What would run, without touching the disk or starting anything. */
  async plan(draft: SessionDraft, options: PlanOptions = {}) {
    const { settings } = this.options;
    const destination = options.destination ?? settings.recordingsDirectory;
    const engine = options.capabilities ? null : await this.options.engine();
    const { capabilities, gpuLoads, warnings } = await this.planFor(draft, destination, options);
    const storage = capabilities.engine.kind === 'docker' ? capabilities.engine.storage : 'shared';
    const target: OutputTarget = {
      directory: storage === 'shared' ? destination : recordingsVolumeDirectory,
      source: storage === 'shared' ? destination : (engine?.recordingsSource ?? recordingsVolume),
      freeBytes: Number.POSITIVE_INFINITY,
      storage,
      // The same folder as a start on this computer would take.
      stageFor: engine?.kind === 'docker' && storage === 'shared' && process.getuid?.() === 0 ? capabilities.user : null,
    };
    const channels = engine ? await engine.channels() : containerChannels;
    const run = runContext(this.options.settings, draft, options, { target, destination, channels, capabilities, hostName: engine?.status.host.name ?? '' });
    const planned = plan({ preset: presetOf(draft), capabilities, run, gpuLoads });
    return planned.ok ? ok({ ...planned.value, warnings: [...warnings, ...planned.value.warnings] }) : planned;
  }

  /** What a plan is made for: a host that is described, or the one at hand, whose encoders are tried first where that is asked for. */
  private async planFor({ settings }: SessionDraft, destination: string, { capabilities, tryEncoders = false, signal = new AbortController().signal }: PlanOptions): Promise<ReadyEncoders> {
    if (capabilities) return readyAsItIs(capabilities);
    const engine = await this.options.engine();
    const look = () => this.launcher.capabilitiesFor(settings, engine, destination, 60);
    const seen = await look();
    return tryEncoders ? readyEncoders(engine, settings, seen, { lookAgain: look, signal, emit: this.options.emit }) : readyAsItIs(seen);
  }

  async start(draft: SessionDraft, options: StartNow = {}): Promise<LiveSession> {
    const engine = await this.options.engine();
    const request: LaunchRequest = { draft, options, engine, hooks: this.hooks() };
    const launched = await this.launcher.launch(request);
    launched.session.begin();
    void this.follow(request, launched);
    return launched.session;
  }

  /** What comes after a session: the stated fallback where its encoder was refused, further parts of a recording, or nothing. */
  private async follow(request: LaunchRequest, first: Launched): Promise<void> {
    const { engine, options: { purpose = 'record', destination = this.options.settings.recordingsDirectory } } = request;
    if (purpose !== 'record') return first.session.leadTo(null);
    const instead = first.plan.encode.gpu === null ? null : await this.instead(request, first);
    instead?.session.begin();
    if (instead) first.session.leadTo(instead.session);
    const { session, device } = instead ?? first;
    const { restarts, awaitDeviceSeconds } = session.view.settings.limits;
    await this.restarts.follow({ session, engine, destination, device, restarts, awaitDeviceSeconds });
  }

  /** After its end: the same with what the settings allow instead of an encoder that could not be opened; null where there is nothing. */
  private async instead(request: LaunchRequest, { session, plan: planned }: Launched): Promise<Launched | null> {
    const refusal = refusedAtStart(planned, await session.ended);
    try {
      return refusal && (await this.launcher.launchInstead(request, refusal));
    } catch (thrown) {
      this.options.emit({ type: 'notice', message: `What the settings allow instead of ${planned.encode.encoder} could not be started: ${errorOf(thrown).detail}` });
      return null;
    }
  }

  /** Starts a further part: its events are held back until it is shown. */
  private async attempt(request: Omit<LaunchRequest, 'hooks' | 'onKept'>): Promise<Attempt> {
    const held: StationEvent[] = [];
    let isShown = false;
    const hooks = this.hooks((event) => {
      if (isShown) this.options.emit(event);
      else held.push(event);
    });
    const launch: LaunchRequest = { ...request, hooks, onKept: (id) => this.hidden.add(id) };
    const attemptOf = (launched: Launched): Attempt => {
      const { session } = launched;
      session.begin();
      return {
        session,
        show: () => {
          this.hidden.delete(session.id);
          isShown = true;
          for (const event of held.splice(0)) this.options.emit(event);
        },
        forget: () => {
          this.hidden.delete(session.id);
          this.sessions.delete(session.id);
          held.length = 0;
        },
        instead: async () => {
          const other = await this.instead(launch, launched);
          return other && attemptOf(other);
        },
      };
    };
    return attemptOf(await this.launcher.launch(launch));
  }

  /** Sets controls of a device of the chosen host, also while it is shown or recorded. */
  async setControls(device: string, values: ControlValues): Promise<ControlValues> {
    const engine = await this.options.engine();
    const { host } = engine.status;
    const age = this.launcher.isLive(device, host.id) ? Number.POSITIVE_INFINITY : 5;
    const set = await setControls(engine, device, values, age);
    for (const session of this.holding(set.devicePath, host.id)) session.keepControls(set.values);
    return set.values;
  }

  /** Ends this process's part; recorders go on. */
  async close(): Promise<void> {
    this.restarts.close();
    await Promise.all([...this.sessions.values()].map((session) => session.detach()));
  }

  private hooks(emit: (event: StationEvent) => void = this.options.emit): SessionHooks {
    const { recordings, stops } = this.options;
    return {
      stops,
      views: () => [...this.sessions.values()].map(({ view }) => view),
      onView: (view: SessionView, event: Parameters<ConstructorParameters<typeof Session>[0]['onView']>[1]) => emit({ type: 'session', view, event }),
      onStationEvent: emit,
      addRecording: (recording: Parameters<RecordingLibrary['add']>[0]) => {
        recordings.add(recording);
        emit({ type: 'recordings' });
      },
    };
  }

  private keep(session: Session): void {
    this.sessions.set(session.id, session);
    void this.forgetEnded(session);
  }

  /** Ended live views are nobody's interest, nor is a recording that ended a hundred recordings ago: the library has it. */
  private async forgetEnded(session: Session): Promise<void> {
    const { purpose } = await session.ended;
    if (purpose === 'watch') this.sessions.delete(session.id);
    const over = [...this.sessions.values()].filter(({ view: { state, waitingFor, isPaused } }) => hasEnded(state) && waitingFor === undefined && !isPaused);
    for (const { id } of over.slice(0, -listedEndedSessions)) this.sessions.delete(id);
  }

  /** Sessions that have this node of a host open, or will when they are resumed. */
  private holding(devicePath: string, hostId: string): Session[] {
    return [...this.sessions.values()].filter((session) => session.devicePath === devicePath && session.view.host.id === hostId && (!hasEnded(session.view.state) || session.view.isPaused));
  }
}
