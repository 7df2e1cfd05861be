import { access, constants, mkdir } from 'node:fs/promises';
import { encoderFamilies, type Capabilities, type ControlValues, type EncoderFamily, type EncoderProof, type FamilyImage } from '@domain/capabilities';
import type { GpuLoad, HostLoad } from '@domain/load';
import type { EngineStatus, StationEvent } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import type { Host } from '@domain/host';
import { pulseInput } from '@domain/host-probe/audio-inputs';
import { containerChannels, labels, recordOf, recorderUser } from '@domain/plan/container';
import type { Channels, Plan } from '@domain/plan/types';
import type { SessionRecord } from '@domain/session';
import { HostAgent } from '../devices/host-agent';
import type { CapabilityOptions, EncoderProbeOptions, Engine, ImageChoices, OutputTarget, RecordingFiles, Run } from '../engine';
import type { ToolName } from '../load/load-tool';
import { LoadWatch, type WatchLoadOptions } from '../load/load-watch';
import type { OpenFiles } from '../recordings/file-place';
import { prepareFolder } from '../recordings/prepare-folder';
import type { BenchmarkPlace, BenchmarkPlaceOptions } from '../benchmark/place';
import { dockerBenchmark } from './benchmark';
import type { DockerClient } from './client';
import type { DaemonInfo } from './daemon-info';
import { DockerEncoders } from './encoders';
import { openDockerFiles } from './file-place';
import { FfmpegBuilds } from './ffmpeg-builds';
import { openDockerAgent } from './host-agent';
import { ImageStore } from './image-store';
import { FamilyImages, type Image } from './images';
import type { ImageLender } from './lend-image';
import { openDockerTool } from './load-tool';
import type { ToolContext } from './reading';
import { DockerRecordingFiles } from './recording-files';
import { DockerRun } from './run';
import { isSealed, sealed } from './seal';
import { findSoundServer } from './sound-servers';
import { ProvedStorage, sharesFolder, storageSource } from './storage';
import { removeTools } from './tool';

export interface DockerEngineOptions {
  readonly client: DockerClient;
  readonly info: DaemonInfo;
  readonly status: EngineStatus;
  readonly host: Host;
  readonly ownerId: string;
  /** Of the data folder; it leaves this computer nowhere. */
  readonly sealKey: string;
  readonly user: Capabilities['user'];
  readonly cacheDirectory: string;
  readonly lender: ImageLender | null;
  /** CAPSTAN_IMAGE: used for every family, as it is. */
  readonly imageReference: string | null;
  /** The user's own images on this host. */
  readonly imageChoices: ImageChoices;
  readonly version: string;
  /** Told of the making of the image. */
  readonly onProgress: (event: StationEvent) => void;
}

export class DockerEngine implements Engine {
  readonly kind = 'docker';
  readonly status: EngineStatus;
  readonly images: ImageStore;
  private readonly familyImages: FamilyImages;
  private readonly builds: FfmpegBuilds;
  private devices: DeviceLook | null = null;
  private readonly shared = new Map<string, Promise<boolean>>();
  private readonly runs = new Set<DockerRun>();
  private readonly agent: HostAgent;
  private readonly load: LoadWatch;
  private readonly encoders: DockerEncoders;
  private readonly storage: ProvedStorage;
  /** What the daemon last told of itself. */
  private daemon: DaemonInfo;

  constructor(private readonly options: DockerEngineOptions) {
    const { client, info, ownerId, cacheDirectory, imageChoices: choices } = options;
    this.status = options.status;
    this.daemon = info;
    this.familyImages = new FamilyImages({ ...options, choices });
    this.builds = new FfmpegBuilds(options);
    this.storage = new ProvedStorage(() => this.toolContext(), options.host.recordings);
    this.images = new ImageStore({ ...options, choices, images: this.familyImages, builds: this.builds });
    this.agent = new HostAgent({ open: openDockerAgent({ client, ownerId, image: async () => (await this.ownImage()).runs, cdiDirectories: () => (this.daemon.cdiDevices === null ? this.daemon.cdiDirectories : []) }) });
    const seen = () => this.lookedUp(Number.POSITIVE_INFINITY);
    const tool = {
      ...{ client, ownerId, image: (name: ToolName) => this.familyImages.withTool(name) },
      seen: async () => ({ ...(await seen()), ...(this.daemon.cdiDevices && { cdiDevices: this.daemon.cdiDevices }) }),
      daemon: () => this.daemon,
    };
    this.encoders = new DockerEncoders({
      ...{ client, ownerId, cacheDirectory, daemonId: info.id },
      capabilities: async () => {
        await this.askDaemon();
        return this.capabilities({ directory: null });
      },
      ensureImage: (family, signal) => this.ensureFamilyImage(family, signal),
    });
    this.load = new LoadWatch({ agent: this.agent, gpus: seen, openTool: openDockerTool(tool) });
  }

  async capabilities({ refresh = false, devicesMaximumAgeSeconds: age = 0, directory }: CapabilityOptions): Promise<Capabilities> {
    const { client, user, cacheDirectory } = this.options;
    if (refresh) await this.askDaemon();
    const info = this.daemon;
    const image = await this.ownImage();
    const [ffmpeg, images, { cdiDevices, ...devices }, shared] = await Promise.all([
      this.builds.of(image, refresh),
      this.presentImages(),
      age === null ? noDevices : this.lookedUp(age),
      directory === null || this.sharesNearest(image, directory ?? cacheDirectory),
    ]);
    const capabilities: Capabilities = {
      schemaVersion: 1,
      engine: {
        kind: 'docker',
        endpoint: client.address,
        daemonId: info.id,
        serverVersion: info.serverVersion,
        rootless: info.rootless,
        image: image.runs,
        storage: shared ? 'shared' : 'separate',
        swapLimit: info.swapLimit,
        operatingSystem: info.operatingSystem,
        runtimes: [...info.runtimes],
        cdiDevices: [...(info.cdiDevices ?? cdiDevices)],
        podman: info.podman,
        images,
      },
      user,
      ffmpeg,
      ...devices,
      encoders: null,
    };
    return { ...capabilities, encoders: age === null ? null : this.encoders.known(capabilities, images, { id: image.id, ffmpeg }) };
  }

  async ensureFamilyImage(family: EncoderFamily, signal?: AbortSignal): Promise<FamilyImage> {
    return this.describe(family, await this.familyImages.ensure(family, signal));
  }

  probeEncoders(options: EncoderProbeOptions): Promise<EncoderProof[]> {
    return this.encoders.try(options);
  }

  async openBenchmark(options: BenchmarkPlaceOptions): Promise<BenchmarkPlace> {
    const { client, ownerId } = this.options;
    const capabilities = await this.capabilities({ directory: null, devicesMaximumAgeSeconds: Number.POSITIVE_INFINITY });
    return dockerBenchmark({ client, ownerId, capabilities }, options);
  }

  watchLoad(options: WatchLoadOptions, listener: (load: HostLoad) => void): Promise<() => void> {
    return this.load.watch(options, listener);
  }

  gpuLoads(): Promise<readonly GpuLoad[]> {
    return this.load.gpuLoads();
  }

  async prepareOutput(directory: string): Promise<OutputTarget> {
    const folder = await prepareFolder(directory);
    if (await this.shares(await this.ownImage(), folder.directory)) {
      // Root has others do the work, and they may not write into root's folder.
      return { ...folder, source: folder.directory, storage: 'shared', stageFor: process.getuid?.() === 0 ? this.options.user : null };
    }
    return this.storage.target();
  }

  channels(): Promise<Channels> {
    return Promise.resolve(containerChannels);
  }

  async launch(plan: Plan, signal: AbortSignal, secretInput: string | null = null): Promise<Run> {
    const { container } = plan;
    if (container === null) throw failure('internal', 'This plan is not for Docker.');
    const run = await DockerRun.launch(this.context(), { ...plan, container: sealed(container, this.options.sealKey) }, signal, secretInput);
    return this.keep(run);
  }

  async adopt(ownerId: string): Promise<Run[]> {
    const found = await this.options.client.list([`${labels.owner}=${ownerId}`]);
    const recorders = found.filter((container) => container.labels[labels.role] === 'recorder');
    const runs = recorders.flatMap(({ id, image, ended, starting, labels: own }) => {
      const record = recordOf(own);
      // Another process of this owner is at it: waited for, it would seem to have ended, and be cleared away.
      return record && !starting && isSealed(own, this.options.sealKey) ? [this.keep(new DockerRun(this.context(), { id, image }, record, ended))] : [];
    });
    // What a crash left behind: companions without a recorder, and tools that did their work.
    const alive = new Set(recorders.map((container) => container.labels[labels.session]));
    const orphans = found.filter((container) => {
      const role = container.labels[labels.role];
      if (role === 'probe') return container.ended;
      return (role === 'guard' || role === 'observer') && !alive.has(container.labels[labels.session]);
    });
    await Promise.all(orphans.map(({ id }) => this.options.client.remove(id)));
    return runs;
  }

  async recordersOf(devicePath: string): Promise<SessionRecord[]> {
    const recorders = await this.options.client.list([`${labels.role}=recorder`]);
    return recorders.flatMap(({ ended, labels: own }) => {
      const record = recordOf(own);
      return !ended && record?.devicePath === devicePath ? [record] : [];
    });
  }

  setControls(devicePath: string, values: ControlValues): Promise<ControlValues> {
    return this.agent.setControls(devicePath, values);
  }

  watchDevices(onChange: () => void): Promise<() => void> {
    return this.agent.watch(() => {
      this.devices = null;
      onChange();
    });
  }

  get recordingsSource(): string {
    return storageSource(this.options.host.recordings);
  }

  async recordingFiles(directory: string): Promise<RecordingFiles | null> {
    if (await this.sharesNearest(await this.ownImage(), directory)) return null;
    return new DockerRecordingFiles(() => this.toolContext(), this.options.host.recordings);
  }

  readonly openFiles: OpenFiles = async (files, making) => {
    const image = making ? await this.familyImages.ensure('software', making) : await this.familyImages.present('software');
    if (image === null) return null;
    const { info, user } = this.options;
    return openDockerFiles(
      {
        context: { ...this.context(), image: image.runs },
        shares: (directory) => this.sharesNearest(image, directory),
        writesAs: process.getuid?.() === 0 && !info.rootless ? user : null,
        encoders: async () => (await this.builds.of(image)).encoders,
      },
      files,
    );
  };

  async close(): Promise<void> {
    const { client } = this.options;
    await Promise.all([...this.runs].map((run) => run.detach()));
    await this.load.close();
    await this.agent.close();
    await removeTools(client);
    await client.close();
  }

  private context() {
    const { client, info, ownerId, user } = this.options;
    return { client, ownerId, user: recorderUser(info, user) };
  }

  private async toolContext(): Promise<ToolContext> {
    const { client, info, ownerId, user } = this.options;
    const image = await this.ownImage();
    return { client, image: image.runs, ownerId, user: recorderUser(info, user) };
  }

  private keep(run: DockerRun): DockerRun {
    this.runs.add(run);
    run.left.addEventListener('abort', () => this.runs.delete(run), { once: true });
    return run;
  }

  private ownImage(): Promise<Image> {
    return this.familyImages.ensure('software');
  }

  /** Its runtimes and CDI devices change with its settings; who it is does not. */
  private async askDaemon(): Promise<void> {
    const { client, info } = this.options;
    this.daemon = { ...(await client.info()), id: info.id };
  }

  /** Those that are there; one without an ffmpeg that answers is of no use to anybody. */
  private async presentImages(): Promise<FamilyImage[]> {
    const present = encoderFamilies.filter((family) => family !== 'software').map(async (family) => {
      const image = await this.familyImages.present(family);
      if (image === null) return [];
      try {
        return [await this.describe(family, image)];
      } catch (thrown) {
        if (errorOf(thrown).kind === 'ffmpeg-missing') return [];
        throw thrown;
      }
    });
    return (await Promise.all(present)).flat();
  }

  private async describe(family: EncoderFamily, image: Image): Promise<FamilyImage> {
    return { family, reference: image.reference, id: image.id, ffmpeg: await this.builds.of(image) };
  }

  /** For a folder that is not made yet its place beside our own state must do. */
  private async sharesNearest(image: Image, directory: string): Promise<boolean> {
    const { cacheDirectory } = this.options;
    await mkdir(cacheDirectory, { recursive: true });
    const writable = await access(directory, constants.W_OK).then(
      () => true,
      () => false,
    );
    return this.shares(image, writable ? directory : cacheDirectory);
  }

  private shares(image: Image, directory: string): Promise<boolean> {
    const { client, ownerId, info, user } = this.options;
    const known = this.shared.get(directory);
    if (known) return known;
    const asked = sharesFolder({ client, image: image.runs, ownerId, user: recorderUser(info, user) }, directory).catch((thrown: unknown) => {
      this.shared.delete(directory);
      throw thrown;
    });
    this.shared.set(directory, asked);
    return asked;
  }

  /** Whoever asks while a look is under way shares its answer. */
  private lookedUp(maximumAgeSeconds: number): Promise<Devices> {
    const now = performance.now() / 1000;
    if (this.devices && (this.devices.seenAt === null || now - this.devices.seenAt < maximumAgeSeconds)) return this.devices.found;
    const look: DeviceLook = { seenAt: null, found: this.lookUp() };
    this.devices = look;
    look.found.then(
      () => {
        look.seenAt = performance.now() / 1000;
        return null;
      },
      () => {
        if (this.devices === look) this.devices = null;
      },
    );
    return look.found;
  }

  private async lookUp(): Promise<Devices> {
    const { client, host, ownerId, user } = this.options;
    const { alsaInputs, soundServers, ...probe } = await this.agent.look();
    const { runs } = await this.ownImage();
    const uid = await findSoundServer(soundServers, { client, image: runs, ownerId, onlyUid: host.address === null ? user.uid : null });
    return { ...probe, audioInputs: uid === null ? alsaInputs : [pulseInput(uid), ...alsaInputs] };
  }
}

type Devices = Pick<Capabilities, 'captureDevices' | 'renderNodes' | 'nvidiaGpus' | 'codecNodes' | 'jetson' | 'kernel' | 'audioInputs'> & {
  readonly cdiDevices: readonly string[];
};
const noDevices: Devices = { cdiDevices: [], captureDevices: [], renderNodes: [], nvidiaGpus: [], codecNodes: [], jetson: null, kernel: null, audioInputs: [] };

/** One look at the devices; `seenAt` in seconds of the steady clock, null while it is under way. */
interface DeviceLook {
  seenAt: number | null;
  readonly found: Promise<Devices>;
}
