import { rm } from 'node:fs/promises';
import { findCaptureDevice, type Capabilities, type CaptureDevice } from '@domain/capabilities';
import type { SessionDraft, StationEvent } from '@domain/contract';
import { CapstanFailure, errorOf, failure, type CapstanError } from '@domain/errors';
import { isLive } from '@domain/plan/audio';
import type { RefusedEncode } from '@domain/plan/encode-candidates';
import { plan } from '@domain/plan/plan';
import { refusedDirectory } from '@domain/plan/system-paths';
import type { Plan } from '@domain/plan/types';
import { needsGpus } from '@domain/plan/wanted-encoders';
import type { PresetSettings } from '@domain/preset';
import { hasEnded, type SessionRecord } from '@domain/session';
import { formatSpace } from '@domain/units';
import { shareController } from '@domain/watchdog/rate-cause';
import { loginScript, type CredentialStore } from '../credentials';
import type { Engine, OutputTarget } from '../engine';
import { stageFolder } from '../recordings/place';
import { proveSourceFile } from '../source-file';
import type { Settings, StartOptions } from '../types';
import { refusedEncode } from './alternative';
import { applyControls } from './controls';
import { explainDeviceFailure, heldBySession, type DeviceUse } from './device-use';
import { makeRoom } from './one-reader';
import { readyAsItIs, readyEncoders } from './ready-encoders';
import { presetOf, runContext, type PlanOptions } from './run-context';
import { Session } from './session';

export type StartNow = StartOptions & { readonly onPlanned?: (plan: Plan) => void };
export type SessionHooks = Pick<ConstructorParameters<typeof Session>[0], 'stops' | 'onView' | 'onStationEvent' | 'addRecording' | 'views'>;

export interface LauncherOptions {
  readonly settings: Settings;
  readonly credentials: CredentialStore;
  readonly emit: (event: StationEvent) => void;
  /** All that this process knows of, by id. */
  readonly sessions: ReadonlyMap<string, Session>;
  readonly keep: (session: Session) => void;
}

export interface LaunchRequest {
  readonly draft: SessionDraft;
  readonly engine: Engine;
  readonly hooks: SessionHooks;
  readonly options: StartNow & Pick<PlanOptions, 'part'>;
  /** Told of the session's id before it is listed. */
  readonly onKept?: (id: string) => void;
}

export interface Launched {
  readonly session: Session;
  readonly plan: Plan;
  /** Identity of its capture device, whatever the preset calls it; null for other sources. */
  readonly device: string | null;
}

/** From a draft to a session that runs: looks, plans, makes room and starts. */
export class Launcher {
  constructor(private readonly options: LauncherOptions) {}

  /** Where the hardware cannot be opened at all, what the settings allow instead is started, once. */
  async launch(request: LaunchRequest, refused: readonly RefusedEncode[] = []): Promise<Launched> {
    let planned: Plan | null = null;
    try {
      return await this.launchOnce(request, refused, (made) => {
        planned = made;
      });
    } catch (thrown) {
      const refusal = planned && refused.length === 0 && !request.options.signal?.aborted ? refusedEncode(planned, errorOf(thrown)) : null;
      if (!refusal) throw thrown;
      const instead = await this.launchInstead(request, refusal);
      if (!instead) throw new CapstanFailure(refusal.error, thrown);
      return instead;
    }
  }

  /** The fallback for an encode that was refused; null where the settings allow none. */
  async launchInstead(request: LaunchRequest, refusal: RefusedEncode): Promise<Launched | null> {
    try {
      return await this.launch(request, [refusal]);
    } catch (thrown) {
      if (request.options.signal?.aborted) return null;
      const error = errorOf(thrown);
      if (error.kind === 'encoder-unavailable') return null;
      throw thrown;
    }
  }

  private async launchOnce({ draft, engine, hooks, options, onKept = () => {} }: LaunchRequest, refusedEncodes: readonly RefusedEncode[], onPlanned: (plan: Plan) => void): Promise<Launched> {
    const { purpose = 'record', destination = this.options.settings.recordingsDirectory, signal = new AbortController().signal } = options;
    // By its name alone, before anything is made there.
    const refused = purpose === 'record' ? refusedDirectory(destination) : null;
    if (refused) throw new CapstanFailure(refused);
    const { settings } = draft;
    const hostId = engine.status.host.id;
    const look = (ageSeconds: number) => this.capabilitiesFor(settings, engine, null, ageSeconds);
    const seen = options.capabilities ?? (await look(this.deviceAgeSeconds(settings, hostId)));
    const lookAgain = () => look(Number.POSITIVE_INFINITY);
    const { capabilities: known, gpuLoads, warnings } =
      purpose === 'watch' || options.capabilities ? readyAsItIs(seen) : await readyEncoders(engine, settings, seen, { lookAgain, signal, emit: this.options.emit });
    await makeRoom(this.options.sessions.values(), settings, { capabilities: known, purpose, hostId });
    const target = purpose === 'watch' ? null : await engine.prepareOutput(destination);
    const capabilities = target === null ? known : withStorage(known, target.storage);
    if (settings.source.type === 'file' && settings.source.path !== '') await proveSourceFile(settings.source.path);
    const here = target?.storage === 'shared' ? target.directory : destination;
    const context = runContext(this.options.settings, draft, options, {
      ...{ target, destination: here, capabilities, hostName: engine.status.host.name },
      channels: await engine.channels(),
    });
    const planned = plan({ preset: presetOf(draft), capabilities, run: context, gpuLoads, refused: refusedEncodes });
    if (!planned.ok) throw new CapstanFailure(planned.error);
    if (target !== null && target.freeBytes < planned.value.diskFloorBytes) {
      throw failure('disk-full', `${here} has ${formatSpace(target.freeBytes)} free; this recording needs at least ${formatSpace(planned.value.diskFloorBytes)}.`);
    }
    onPlanned(planned.value);
    options.onPlanned?.(planned.value);
    const secretInput = loginScript(planned.value, capabilities, this.options.credentials);
    await this.refuseBusy(engine, planned.value.record);
    const { source } = settings;
    const device = source.type === 'capture-device' ? (findCaptureDevice(known, source.device) ?? null) : null;
    const watched = options.watched ?? purpose === 'watch';
    const session = await this.start(engine, planned.value, target, { watched, device, signal, secretInput, hooks, onKept, warnings });
    return { session, plan: planned.value, device: device?.identity ?? null };
  }

  private async start(
    engine: Engine,
    planned: Plan,
    target: OutputTarget | null,
    { watched, device, signal, secretInput, hooks, onKept, warnings: told }: LaunchOptions,
  ): Promise<Session> {
    const { output } = planned.record;
    const staged = target?.stageFor && output ? await stageFolder(target.directory, output.fileName, target.stageFor) : null;
    const explain = this.explainer(engine, planned.record);
    try {
      const warnings = [...told, ...planned.warnings, ...(await applyControls(engine, planned))];
      const run = await engine.launch(planned, signal, secretInput);
      const { accounting, devicePath } = planned;
      this.rememberHost(engine.status.host.id);
      onKept(planned.record.id);
      const { host } = engine.status;
      const watchedSource = { device, neighbours: () => this.neighbours(planned.record.id, device, host.id) };
      const session = new Session({ ...hooks, run, engine: engine.kind, host, accounting, devicePath, watched, watchedSource, warnings, explain, adopted: false });
      this.options.keep(session);
      return session;
    } catch (thrown) {
      if (staged !== null) await rm(staged, { recursive: true, force: true });
      const error = errorOf(thrown);
      throw error.kind === 'device-missing' || error.kind === 'device-busy' ? new CapstanFailure(await explain(error), thrown) : thrown;
    }
  }

  /** Cameras of other sessions that share a USB controller with this one. */
  private neighbours(id: string, device: CaptureDevice | null, hostId: string): number {
    const others = [...this.options.sessions.values()].filter((other) => other.id !== id && other.view.host.id === hostId && !hasEnded(other.view.state));
    return others.filter((other) => device !== null && other.device !== null && shareController(device, other.device)).length;
  }

  private deviceUse(engine: Engine, { devicePath, settings: { source } }: SessionRecord): DeviceUse | null {
    if (devicePath === null || source.type !== 'capture-device') return null;
    return { engine, ownerId: this.options.settings.ownerId, reference: source.device, devicePath };
  }

  explainer(engine: Engine, record: SessionRecord) {
    const use = this.deviceUse(engine, record);
    return async (error: CapstanError) => (use === null ? error : explainDeviceFailure(use, record.id, error));
  }

  /** Sessions of other windows, terminals and users of the host; those of this process were dealt with. */
  private async refuseBusy(engine: Engine, record: SessionRecord): Promise<void> {
    const use = this.deviceUse(engine, record);
    const held = use && (await heldBySession(use, (id) => this.options.sessions.has(id)));
    if (held) throw new CapstanFailure(held);
  }

  /** After a restart its sessions are looked for there too. */
  private rememberHost(hostId: string): void {
    const { settings } = this.options;
    if (!settings.hostsInUse.includes(hostId)) settings.hostsInUse = [...settings.hostsInUse, hostId];
  }

  /** GPUs stay where they are: only capture devices and sound inputs are looked for again. */
  capabilitiesFor(settings: PresetSettings, engine: Engine, directory: string | null, maximumAgeSeconds: number): Promise<Capabilities> {
    const needsDevices = settings.source.type === 'capture-device' || isLive(settings);
    const gpusAlone = needsGpus(settings) ? Number.POSITIVE_INFINITY : null;
    return engine.capabilities({ devicesMaximumAgeSeconds: needsDevices ? maximumAgeSeconds : gpusAlone, directory });
  }

  /** A device whose picture is live is known to be there under its number; any other is looked for again. */
  deviceAgeSeconds(settings: PresetSettings, hostId: string): number {
    const { source } = settings;
    return source.type === 'capture-device' && this.isLive(source.device, hostId) && !isLive(settings) ? Number.POSITIVE_INFINITY : 5;
  }

  isLive(device: string, hostId: string): boolean {
    return [...this.options.sessions.values()].some(
      ({ view: { host, state, settings } }) => host.id === hostId && state === 'recording' && settings.source.type === 'capture-device' && settings.source.device === device,
    );
  }
}

interface LaunchOptions extends Required<Pick<LaunchRequest, 'hooks' | 'onKept'>> {
  readonly watched: boolean;
  readonly device: CaptureDevice | null;
  readonly signal: AbortSignal;
  readonly secretInput: string | null;
  /** To be told from the start on, before what the plan says. */
  readonly warnings: readonly string[];
}


function withStorage(capabilities: Capabilities, storage: 'shared' | 'separate'): Capabilities {
  const { engine } = capabilities;
  return engine.kind === 'docker' ? { ...capabilities, engine: { ...engine, storage } } : capabilities;
}
