import type { Capabilities, ControlValues, EncoderProof, FfmpegBuild } from '@domain/capabilities';
import type { GpuLoad, HostLoad } from '@domain/load';
import type { EngineStatus } from '@domain/contract';
import { failure, type CapstanError } from '@domain/errors';
import type { Host } from '@domain/host';
import { pulseInput } from '@domain/host-probe/audio-inputs';
import type { Channels, Plan } from '@domain/plan/types';
import type { SessionRecord } from '@domain/session';
import { prepareFolder } from '../recordings/prepare-folder';
import type { FilePlace, PlacedFiles } from '../recordings/file-place';
import { HostAgent } from '../devices/host-agent';
import { knownProofs, probeEncoders } from '../encoders/probe';
import { ProofCache } from '../encoders/proof-cache';
import { SharedProbe } from '../encoders/shared-probe';
import type { CapabilityOptions, EncoderProbeOptions, Engine, OutputTarget, RecordingFiles, Run } from '../engine';
import { LoadWatch, type WatchLoadOptions } from '../load/load-watch';
import type { BenchmarkPlace } from '../benchmark/place';
import { localBenchmark } from './benchmark';
import { pickChannels } from './channels';
import { localSoftware, openLocalTrials } from './encoder-trials';
import { readLocalBuild } from './ffmpeg-build';
import { openLocalFiles } from './file-place';
import { openLocalAgent } from './host-agent';
import { openLocalTool } from './load-tool';
import { findByEnvironment, isAlive } from './proc';
import { LocalRun, sessionVariable } from './run';
import { listRunFolders } from './run-file';

export interface LocalEngineOptions {
  readonly host: Pick<Host, 'id' | 'name'>;
  /** Folder for the run files and logs, one folder a session. */
  readonly stateDirectory: string;
  /** For what the encoders did. */
  readonly cacheDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly because: string;
  readonly dockerError: CapstanError | null;
  readonly user: Capabilities['user'];
}

/** The embedded engine: this computer's own ffmpeg. Throws `ffmpeg-missing` when it is first needed, not here. */
export async function createLocalEngine(options: LocalEngineOptions): Promise<Engine> {
  // CUDA numbers its cards by speed unless it is told to number them as nvidia-smi does.
  return new LocalEngine({ ...options, env: { ...options.env, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' } });
}

class LocalEngine implements Engine {
  readonly kind = 'local';
  readonly recordingsSource = '';
  readonly images = null;
  readonly status: EngineStatus;
  private build: Promise<FfmpegBuild> | null = null;
  /** Those that have not ended, by session id. */
  private readonly runs = new Map<string, LocalRun>();

  private readonly agent: HostAgent;
  private readonly load: LoadWatch;
  private readonly proofs: ProofCache;
  private readonly trials = new SharedProbe((options) => this.tryEncoders(options));

  constructor(private readonly options: LocalEngineOptions) {
    const { host, because, dockerError, env, cacheDirectory } = options;
    this.proofs = new ProofCache(cacheDirectory, 'this computer');
    this.agent = new HostAgent({ open: openLocalAgent(env) });
    this.load = new LoadWatch({ agent: this.agent, gpus: () => this.agent.look(), openTool: openLocalTool(env) });
    this.status = { kind: 'local', host: { id: host.id, name: host.name }, because, endpoint: 'this computer', dockerError };
  }

  async capabilities({ refresh = false, devicesMaximumAgeSeconds }: CapabilityOptions): Promise<Capabilities> {
    if (refresh) this.build = null;
    this.build ??= readLocalBuild(this.options.env).catch((thrown: unknown) => {
      this.build = null;
      throw thrown;
    });
    const [ffmpeg, devices] = await Promise.all([this.build, devicesMaximumAgeSeconds === null ? noDevices : this.lookUp()]);
    const capabilities: Capabilities = { schemaVersion: 1, engine: { kind: 'local' }, user: this.options.user, ffmpeg, ...devices, encoders: null };
    if (devicesMaximumAgeSeconds === null) return capabilities;
    const software = await localSoftware(ffmpeg);
    return { ...capabilities, encoders: knownProofs(capabilities, this.proofs, () => software) };
  }

  async ensureFamilyImage(): Promise<null> {
    return null;
  }

  probeEncoders(options: EncoderProbeOptions): Promise<EncoderProof[]> {
    return this.trials.join(options);
  }

  private async tryEncoders(options: EncoderProbeOptions): Promise<EncoderProof[]> {
    const capabilities = await this.capabilities({});
    const software = await localSoftware(capabilities.ffmpeg);
    const { env } = this.options;
    return probeEncoders({ capabilities, software: async () => software, place: () => openLocalTrials(env), cache: this.proofs }, options);
  }

  openBenchmark(): Promise<BenchmarkPlace> {
    return localBenchmark(this.options.env);
  }

  watchLoad(options: WatchLoadOptions, listener: (load: HostLoad) => void): Promise<() => void> {
    return this.load.watch(options, listener);
  }

  gpuLoads(): Promise<readonly GpuLoad[]> {
    return this.load.gpuLoads();
  }

  async prepareOutput(directory: string): Promise<OutputTarget> {
    const folder = await prepareFolder(directory);
    return { ...folder, source: folder.directory, storage: 'shared', stageFor: null };
  }

  channels(): Promise<Channels> {
    return pickChannels();
  }

  async launch(plan: Plan, signal: AbortSignal, secretInput: string | null = null): Promise<Run> {
    if (plan.container !== null) throw failure('internal', 'This plan is for Docker.');
    return this.keep(await LocalRun.launch(this.options, plan, signal, secretInput));
  }

  async adopt(ownerId: string): Promise<Run[]> {
    const { stateDirectory, env } = this.options;
    const adopted: Run[] = [];
    for (const folder of await listRunFolders(stateDirectory)) {
      const file = await folder.read();
      if (file?.record.ownerId !== ownerId) continue;
      const known = this.runs.get(file.record.id);
      if (known) {
        adopted.push(known);
        continue;
      }
      if (file.recorder === null && (await isAlive(file.launcher))) continue;
      const recorder = file.recorder ?? (await findByEnvironment(sessionVariable, file.record.id))[0] ?? null;
      const hasEnded = recorder === null || !(await isAlive(recorder));
      adopted.push(this.keep(new LocalRun(env, folder, { ...file, recorder }, null, hasEnded)));
    }
    return adopted;
  }

  async recordersOf(devicePath: string): Promise<SessionRecord[]> {
    const files = await Promise.all((await listRunFolders(this.options.stateDirectory)).map((folder) => folder.read()));
    const holding = files.filter((file) => file !== null && file.record.devicePath === devicePath);
    const alive = await Promise.all(holding.map(async (file) => (file && (await isAlive(file.recorder ?? file.launcher)) ? [file.record] : [])));
    return alive.flat();
  }

  setControls(devicePath: string, values: ControlValues): Promise<ControlValues> {
    return this.agent.setControls(devicePath, values);
  }

  watchDevices(onChange: () => void): Promise<() => void> {
    return this.agent.watch(onChange);
  }

  /** Recordings are this computer's own files. */
  async recordingFiles(): Promise<RecordingFiles | null> {
    return null;
  }

  readonly openFiles = async (files: PlacedFiles): Promise<FilePlace> => openLocalFiles(this.options.env, files);

  async close(): Promise<void> {
    await this.load.close();
    await this.agent.close();
    await Promise.all([...this.runs.values()].map((run) => run.detach()));
    this.runs.clear();
  }

  private keep(run: LocalRun): LocalRun {
    const { id } = run.record;
    this.runs.set(id, run);
    const forget = () => this.runs.delete(id);
    run.exited.then(forget, forget);
    return run;
  }

  private async lookUp(): Promise<Devices> {
    const { alsaInputs, soundServers, cdiDevices: _unused, ...probe } = await this.agent.look();
    const own = soundServers.find(({ uid, isSeen }) => isSeen && uid === this.options.user.uid);
    return { ...probe, audioInputs: own ? [pulseInput(own.uid), ...alsaInputs] : alsaInputs };
  }
}

type Devices = Pick<Capabilities, 'captureDevices' | 'renderNodes' | 'nvidiaGpus' | 'codecNodes' | 'jetson' | 'kernel' | 'audioInputs'>;
const noDevices: Devices = { captureDevices: [], renderNodes: [], nvidiaGpus: [], codecNodes: [], jetson: null, kernel: null, audioInputs: [] };
