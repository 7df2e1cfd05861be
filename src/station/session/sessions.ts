import { access, constants, rm } from 'node:fs/promises';
import type { Capabilities, ControlValues } from '@domain/capabilities';
import { findCaptureDevice } from '@domain/capabilities';
import type { SessionDraft, StationEvent } from '@domain/contract';
import { CapstanFailure, errorOf, failure, type CapstanError } from '@domain/errors';
import { isLive } from '@domain/plan/audio';
import { containerChannels, recordingsVolume, recordingsVolumeDirectory } from '@domain/plan/container';
import { plan, refusedDirectory } from '@domain/plan/plan';
import { accountingOf } from '@domain/plan/source';
import type { Plan } from '@domain/plan/types';
import type { PresetSettings, Source } from '@domain/preset';
import { hasEnded, type SessionRecord, type SessionView } from '@domain/session';
import type { Engine, OutputTarget } from '../engine';
import { stageFolder } from '../recordings/place';
import { loginScript, type CredentialStore } from '../credentials';
import type { LiveSession, RecordingLibrary, Sessions, Settings, StartOptions } from '../types';
import { applyControls, setControls } from './controls';
import { explainDeviceFailure, heldBySession, type DeviceUse } from './device-use';
import { makeRoom } from './one-reader';
import { Restarts, type Attempt } from './restarts';
import { presetOf, runContext, type PlanOptions } from './run-context';
import { Session } from './session';
import type { StopMarks } from './stop-marks';

export interface SessionManagerOptions {
  /** The engine of the chosen host. */
  readonly engine: () => Promise<Engine>;
  readonly settings: Settings;
  readonly recordings: RecordingLibrary;
  readonly credentials: CredentialStore;
  readonly stops: StopMarks;
  readonly emit: (event: StationEvent) => void;
}

type StartNow = StartOptions & { readonly onPlanned?: (plan: Plan) => void; readonly signal?: AbortSignal };
type SessionHooks = Pick<ConstructorParameters<typeof Session>[0], 'stops' | 'onView' | 'onStationEvent' | 'addRecording'>;

interface LaunchOptions {
  readonly watched: boolean;
  readonly signal: AbortSignal;
  readonly secretInput: string | null;
  readonly hooks: SessionHooks;
  /** Told of the session's id before it is listed. */
  readonly onKept: (id: string) => void;
}

/** Plans, starts, finds again and lists the sessions of one owner. */
export class SessionManager implements Omit<Sessions, 'adopt'> {
  private readonly sessions = new Map<string, Session>();
  /** Parts that nobody sees yet: they show when they record. */
  private readonly hidden = new Set<string>();
  private readonly restarts: Restarts;

  constructor(private readonly options: SessionManagerOptions) {
    this.restarts = new Restarts({
      attempt: (draft, part, engine, destination, signal) => this.attempt(draft, { part, destination, signal }, engine),
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
      this.keep(new Session({ ...this.hooks(), run, engine: kind, host: status.host, accounting, devicePath, watched: false, warnings: [], explain: this.explainer(engine, run.record), adopted: true })).begin();
      this.get(run.record.id).leadTo(null);
    }
  }

  /** What would run, without touching the disk or starting anything. */
  async plan(draft: SessionDraft, options: PlanOptions = {}) {
    const { settings } = this.options;
    const destination = options.destination ?? settings.recordingsDirectory;
    const engine = options.capabilities ? null : await this.options.engine();
    const capabilities = options.capabilities ?? (await this.capabilitiesFor(draft.settings, await this.options.engine(), destination, 60));
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
    return plan({ preset: presetOf(draft), capabilities, run: runContext(this.options.settings.ownerId, draft, options, target, destination, channels) });
  }

  async start(draft: SessionDraft, options: StartNow = {}): Promise<LiveSession> {
    const { destination = this.options.settings.recordingsDirectory } = options;
    const engine = await this.options.engine();
    const { session, device } = await this.launched(draft, options, engine, this.hooks());
    session.begin();
    if ((options.purpose ?? 'record') === 'record') void this.restarts.follow({ session, engine, destination, device });
    else session.leadTo(null);
    return session;
  }

  /** Starts a further part: its events are held back until it is shown. */
  private async attempt(draft: SessionDraft, options: StartNow & Pick<PlanOptions, 'part'>, engine: Engine): Promise<Attempt> {
    const held: StationEvent[] = [];
    let isShown = false;
    const hooks = this.hooks((event) => {
      if (isShown) this.options.emit(event);
      else held.push(event);
    });
    const { session } = await this.launched(draft, options, engine, hooks, (id) => this.hidden.add(id));
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
      },
    };
  }

  private async launched(
    draft: SessionDraft,
    options: StartNow & Pick<PlanOptions, 'part'>,
    engine: Engine,
    hooks: SessionHooks,
    onKept: (id: string) => void = () => {},
  ): Promise<{ readonly session: Session; readonly device: string | null }> {
    const { purpose = 'record', destination = this.options.settings.recordingsDirectory, signal = new AbortController().signal } = options;
    // By its name alone, before anything is made there.
    const refused = purpose === 'record' ? refusedDirectory(destination) : null;
    if (refused) throw new CapstanFailure(refused);
    const known = options.capabilities ?? (await this.capabilitiesFor(draft.settings, engine, null, this.deviceAgeSeconds(draft.settings, engine.status.host.id)));
    await makeRoom(this.sessions.values(), draft.settings, { capabilities: known, purpose, hostId: engine.status.host.id });
    const target = purpose === 'watch' ? null : await engine.prepareOutput(destination);
    const capabilities = target === null ? known : withStorage(known, target.storage);
    await provesFile(draft.settings.source);
    const here = target?.storage === 'shared' ? target.directory : destination;
    const context = runContext(this.options.settings.ownerId, draft, options, target, here, await engine.channels());
    const planned = plan({ preset: presetOf(draft), capabilities, run: context });
    if (!planned.ok) throw new CapstanFailure(planned.error);
    if (target !== null && target.freeBytes < planned.value.diskFloorBytes) {
      throw failure('disk-full', `${here} has ${megabytes(target.freeBytes)} free; this recording needs at least ${megabytes(planned.value.diskFloorBytes)}.`);
    }
    options.onPlanned?.(planned.value);
    const secretInput = loginScript(planned.value, capabilities, this.options.credentials);
    await this.refuseBusy(engine, planned.value.record);
    const session = await this.launch(engine, planned.value, target, { watched: options.watched ?? purpose === 'watch', signal, secretInput, hooks, onKept });
    const { source } = draft.settings;
    return { session, device: source.type === 'capture-device' ? (findCaptureDevice(known, source.device)?.identity ?? null) : null };
  }

  /** Sets controls of a device of the chosen host, also while it is shown or recorded. */
  async setControls(device: string, values: ControlValues): Promise<ControlValues> {
    const engine = await this.options.engine();
    const { host } = engine.status;
    const age = this.isLive(device, host.id) ? Number.POSITIVE_INFINITY : 5;
    const set = await setControls(engine, device, values, age);
    for (const session of this.holding(set.devicePath, host.id)) session.keepControls(set.values);
    return set.values;
  }

  /** Ends this process's part; recorders go on. */
  async close(): Promise<void> {
    this.restarts.close();
    await Promise.all([...this.sessions.values()].map((session) => session.detach()));
  }

  private async launch(
    engine: Engine,
    planned: Plan,
    target: OutputTarget | null,
    { watched, signal, secretInput, hooks, onKept }: LaunchOptions,
  ): Promise<Session> {
    const { output } = planned.record;
    const staged = target?.stageFor && output ? await stageFolder(target.directory, output.fileName, target.stageFor) : null;
    const explain = this.explainer(engine, planned.record);
    try {
      const warnings = [...planned.warnings, ...(await applyControls(engine, planned))];
      const run = await engine.launch(planned, signal, secretInput);
      const { accounting, devicePath } = planned;
      this.rememberHost(engine.status.host.id);
      onKept(planned.record.id);
      return this.keep(new Session({ ...hooks, run, engine: engine.kind, host: engine.status.host, accounting, devicePath, watched, warnings, explain, adopted: false }));
    } catch (thrown) {
      if (staged !== null) await rm(staged, { recursive: true, force: true });
      const error = errorOf(thrown);
      throw error.kind === 'device-missing' || error.kind === 'device-busy' ? new CapstanFailure(await explain(error), thrown) : thrown;
    }
  }

  private deviceUse(engine: Engine, { devicePath, settings: { source } }: SessionRecord): DeviceUse | null {
    if (devicePath === null || source.type !== 'capture-device') return null;
    return { engine, ownerId: this.options.settings.ownerId, reference: source.device, devicePath };
  }

  private explainer(engine: Engine, record: SessionRecord) {
    const use = this.deviceUse(engine, record);
    return async (error: CapstanError) => (use === null ? error : explainDeviceFailure(use, record.id, error));
  }

  /** Sessions of other windows, terminals and users of the host; those of this process were dealt with. */
  private async refuseBusy(engine: Engine, record: SessionRecord): Promise<void> {
    const use = this.deviceUse(engine, record);
    const held = use && (await heldBySession(use, (id) => this.sessions.has(id)));
    if (held) throw new CapstanFailure(held);
  }

  /** After a restart its sessions are looked for there too. */
  private rememberHost(hostId: string): void {
    const { settings } = this.options;
    if (!settings.hostsInUse.includes(hostId)) settings.hostsInUse = [...settings.hostsInUse, hostId];
  }

  private hooks(emit: (event: StationEvent) => void = this.options.emit): SessionHooks {
    const { recordings, stops } = this.options;
    return {
      stops,
      onView: (view: SessionView, event: Parameters<ConstructorParameters<typeof Session>[0]['onView']>[1]) => emit({ type: 'session', view, event }),
      onStationEvent: emit,
      addRecording: (recording: Parameters<RecordingLibrary['add']>[0]) => {
        recordings.add(recording);
        emit({ type: 'recordings' });
      },
    };
  }

  private keep(session: Session): Session {
    this.sessions.set(session.id, session);
    void this.forgetLiveView(session);
    return session;
  }

  /** Ended live views are nobody's interest; ended recordings stay listed until the app closes. */
  private async forgetLiveView(session: Session): Promise<void> {
    const { purpose } = await session.ended;
    if (purpose === 'watch') this.sessions.delete(session.id);
  }

  private capabilitiesFor(settings: PresetSettings, engine: Engine, directory: string | null, maximumAgeSeconds: number): Promise<Capabilities> {
    const needsDevices = settings.source.type === 'capture-device' || isLive(settings);
    return engine.capabilities({ devicesMaximumAgeSeconds: needsDevices ? maximumAgeSeconds : null, directory });
  }

  /** A device whose picture is live is known to be there under its number; any other is looked for again. */
  private deviceAgeSeconds(settings: PresetSettings, hostId: string): number {
    const { source } = settings;
    return source.type === 'capture-device' && this.isLive(source.device, hostId) && !isLive(settings) ? Number.POSITIVE_INFINITY : 5;
  }

  private isLive(device: string, hostId: string): boolean {
    return [...this.sessions.values()].some(
      ({ view: { host, state, settings } }) => host.id === hostId && state === 'recording' && settings.source.type === 'capture-device' && settings.source.device === device,
    );
  }

  /** Sessions that have this node of a host open. */
  private holding(devicePath: string, hostId: string): Session[] {
    return [...this.sessions.values()].filter((session) => session.devicePath === devicePath && session.view.host.id === hostId && !hasEnded(session.view.state));
  }

}

const megabytes = (bytes: number) => `${Math.floor(bytes / 1e6)} MB`;

function withStorage(capabilities: Capabilities, storage: 'shared' | 'separate'): Capabilities {
  const { engine } = capabilities;
  return engine.kind === 'docker' ? { ...capabilities, engine: { ...engine, storage } } : capabilities;
}

async function provesFile(source: Source): Promise<void> {
  if (source.type !== 'file' || source.path === '') return;
  try {
    await access(source.path, constants.R_OK);
  } catch (cause) {
    throw failure('source-missing', `${source.path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      field: 'source.path',
      cause,
    });
  }
}
