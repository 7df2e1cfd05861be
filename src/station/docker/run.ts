import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LevelReader } from '@domain/audio-levels';
import { failure } from '@domain/errors';
import { parseGuardLog } from '@domain/guard';
import { JpegSplitter } from '@domain/jpeg';
import { ffprobeAllArgv, parseMediaInfos } from '@domain/media-info';
import { containerName, guardContainer, observerContainer, recordingsMount, toolContainer } from '@domain/plan/container';
import type { ContainerSpec, Plan } from '@domain/plan/types';
import { parseSpaceLine } from '@domain/plan/observer';
import { parseLoadLine } from '@domain/plan/recorder-load';
import { ProgressReader } from '@domain/progress';
import type { MediaInfo } from '@domain/recording';
import { listingArgv, parseListing } from '@domain/recording-tools';
import type { SessionRecord } from '@domain/session';
import { isSplit, splitNumber } from '@domain/split';
import { parsePulseLine } from '@domain/watchdog/pulse';
import { isUnclosedFile } from '../recordings/unclosed-file';
import type { CollectedFile, FetchOptions, Observation, Run, RunExit, RunObserver, WrittenFile } from '../engine';
import { fetchFile } from '../recordings/fetch-file';
import { discardRecording, placeRecording, splitFilesAt } from '../recordings/place';
import { rest } from '../session/rest';
import type { DockerClient } from './client';
import { Patience } from './patience';
import { readRecording } from './reading';
import { remotePathOf } from './recording-files';
import { RecorderUsage } from './recorder-usage';
import { runTool } from './tool';

export interface DockerRunContext {
  readonly client: DockerClient;
  readonly ownerId: string;
  /** `uid:gid` that every container of a session runs as. */
  readonly user: string;
}

/** How often a recorder whose end is waited for is looked at. */
const lookMilliseconds = 5000;

/** Files that one container looks at: its command line must stay under the kernel's limit. */
const inspectedAtOnce = 500;

type Output = NonNullable<SessionRecord['output']>;

/** A recorder, its guard and its observer as containers of one daemon. */
export class DockerRun implements Run {
  readonly hasPreview: boolean;
  readonly exited: Promise<RunExit>;
  guarded: Promise<void> = Promise.resolve();
  private readonly detached = new AbortController();
  private readonly patience: Patience;
  private connectionListener: (lost: boolean) => void = () => {};
  private readonly names: { readonly recorder: string; readonly guard: string; readonly observer: string };

  constructor(
    private readonly context: DockerRunContext,
    private readonly recorder: { readonly id: string; readonly image: string },
    readonly record: SessionRecord,
    readonly foundEnded = false,
  ) {
    const { id } = record;
    this.names = { recorder: containerName(id, 'recorder'), guard: containerName(id, 'guard'), observer: containerName(id, 'observer') };
    this.hasPreview = record.purpose === 'watch' || record.settings.preview.mode !== 'off';
    this.patience = new Patience(context.client, { over: this.detached.signal, onConnection: (lost) => this.connectionListener(lost) });
    this.exited = this.awaitExit();
    // A run may be dropped before anybody waits for its end.
    this.exited.catch(() => undefined);
  }

  static async launch(context: DockerRunContext, plan: Plan & { readonly container: ContainerSpec }, signal: AbortSignal, secretInput: string | null): Promise<DockerRun> {
    const { client, user } = context;
    const { record, container, outputPath, diskFloorBytes } = plan;
    const image = container.Image;
    signal.throwIfAborted();
    const id = await client.create(container, containerName(record.id, 'recorder'));
    try {
      signal.throwIfAborted();
      // The guard is created while the recorder starts: it needs its name, not its process.
      const guard = outputPath === null ? null : guardContainer({ image, user, record }, outputPath, diskFloorBytes);
      const guardCreated = guard === null ? null : client.create(guard, containerName(record.id, 'guard'));
      if (secretInput !== null) await client.feed(id, secretInput);
      const [started, created] = await Promise.allSettled([client.start(id), guardCreated]);
      if (started.status === 'rejected') throw started.reason;
      const run = new DockerRun(context, { id, image }, record);
      if (created.status === 'rejected') run.guarded = Promise.reject(created.reason);
      else if (created.value !== null) run.guarded = client.start(created.value);
      run.guarded.catch(() => undefined);
      return run;
    } catch (thrown) {
      await Promise.all([client.remove(containerName(record.id, 'guard')), client.remove(id)]);
      throw thrown;
    }
  }

  /** Aborted once this process has no part in it any more. */
  get left(): AbortSignal {
    return this.detached.signal;
  }

  onConnection(listener: (lost: boolean) => void): void {
    this.connectionListener = listener;
  }

  /** Ends this process's waiting; the containers go on. */
  async detach(): Promise<void> {
    this.detached.abort();
  }

  private awaitExit(): Promise<RunExit> {
    const { client } = this.context;
    return this.patience.ask(async () => {
      await this.untilEnded();
      const [state, log] = await Promise.all([client.state(this.recorder.id), client.logs(this.names.guard, 50)]);
      return {
        exitCode: state?.ExitCode ?? null,
        outOfMemory: state?.OOMKilled ?? false,
        diskFull: parseGuardLog(log).diskFull,
        message: state === null ? 'The container was removed by something else than Capstan.' : state.Error,
      };
    });
  }

  /** A daemon that was killed and is back may never tell who waits: it is asked now and then as well. */
  private async untilEnded(): Promise<void> {
    const { client } = this.context;
    const { id } = this.recorder;
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, this.detached.signal]);
    const seenEnded = async (): Promise<void> => {
      for (;;) {
        await rest(lookMilliseconds, signal);
        if (signal.aborted) return new Promise(() => {});
        if ((await client.state(id))?.Running !== true) return;
      }
    };
    try {
      await Promise.race([client.wait(id, signal), seenEnded()]);
    } finally {
      ended.abort();
    }
  }

  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.patience.ask(() => this.context.client.kill(this.recorder.id, name));
  }

  /** `docker pause` freezes its group of processes, which need not show in their states. */
  async isFrozen(): Promise<boolean> {
    return (await this.patience.ask(() => this.context.client.state(this.recorder.id)))?.Paused === true;
  }

  /** The kernel tells, where the daemon's process is one of this computer's: its cgroup then names the container. */
  async handlesTermination(): Promise<boolean | null> {
    const state = await this.patience.ask(() => this.context.client.state(this.recorder.id));
    if (state === null || !state.Running) return null;
    const proc = `/proc/${state.Pid}`;
    try {
      const cgroup = await readFile(`${proc}/cgroup`, 'utf8');
      if (!cgroup.includes(this.recorder.id)) return null;
      const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(await readFile(`${proc}/status`, 'utf8'))?.[1];
      // SIGTERM is signal 15: bit 14.
      return caught === undefined ? null : ((BigInt(`0x${caught}`) >> 14n) & 1n) === 1n;
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown) return null;
      throw thrown;
    }
  }

  async observe(observer: RunObserver): Promise<Observation> {
    const { client } = this.context;
    const own = await this.createObserver();
    const usage = observer.load ? new RecorderUsage(client, { id: this.recorder.id, record: this.record }, observer.load) : null;
    const splitter = new JpegSplitter();
    const meter = new LevelReader();
    // Levels come on the progress port, between its blocks; load and space are told by the observer itself.
    const reader = new ProgressReader((line) => {
      const clients = parseLoadLine(line);
      if (clients !== null) return usage?.takeClients(clients);
      const pulse = parsePulseLine(line);
      if (pulse !== null) return observer.pulse?.(pulse);
      const space = parseSpaceLine(line);
      if (space !== null) return observer.space?.(space.freeBytes);
      const peaks = meter.line(line);
      if (peaks !== null) observer.levels?.(peaks);
    });
    const text = new TextDecoder();
    const { picture } = observer;
    const stream = await client.attach(this.names.observer, {
      stdin: own,
      stdout: picture ? (chunk) => splitter.push(chunk).forEach((jpeg) => picture(jpeg)) : null,
      stderr: (chunk) => reader.push(text.decode(chunk, { stream: true })).forEach((block) => observer.progress(block)),
    });
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      usage?.close();
      observer.ended();
    };
    stream.once('close', end).once('end', end).once('error', end);
    try {
      if (own) await client.start(this.names.observer);
    } catch (thrown) {
      over = true;
      stream.destroy();
      await client.remove(this.names.observer);
      throw thrown;
    }
    if (!over) usage?.begin();
    return {
      close: async () => {
        over = true;
        usage?.close();
        stream.destroy();
        // SIGKILL, which a forced removal is: one with a silent recorder ignored SIGTERM (decision 0001).
        if (own) await client.remove(this.names.observer);
      },
    };
  }

  /** True where the observer is ours; false where another process has one, which is then joined. */
  private async createObserver(): Promise<boolean> {
    const { client, user } = this.context;
    if ((await client.state(this.names.observer))?.Running === true) return false;
    await client.remove(this.names.observer);
    const { image } = this.recorder;
    await client.create(observerContainer({ image, user, record: this.record }, this.hasPreview), this.names.observer);
    return true;
  }

  log(): Promise<string> {
    return this.patience.ask(() => this.context.client.logs(this.recorder.id, 200));
  }

  async delivered(): Promise<MediaInfo | null> {
    return parseGuardLog(await this.context.client.logs(this.names.guard, 50)).media;
  }

  async files(): Promise<readonly WrittenFile[]> {
    const { output, settings, destination } = this.record;
    if (output === null) return [];
    const { fileName, directory, storage } = output;
    if (!isSplit(settings)) return [{ fileName, sizeBytes: null }];
    if (storage === 'shared') return splitFilesAt(output, destination);
    const result = await this.patience.ask(() => runTool(this.context.client, this.toolSpec(listingArgv(directory))));
    const listing = result.exitCode === 0 ? parseListing(result.stdout) : null;
    if (listing === null) throw failure('internal', `The files of the recording could not be listed: ${result.stderr.trim() || `exit status ${result.exitCode}`}`);
    const numbered = listing.files.flatMap((file) => ({ ...file, number: splitNumber(fileName, file.fileName) ?? 0 }));
    return numbered.filter(({ number }) => number > 0).toSorted((a, b) => a.number - b.number);
  }

  async inspect(fileNames: readonly string[], { complete }: { readonly complete: boolean }): Promise<readonly (MediaInfo | null)[]> {
    const all: (MediaInfo | null)[] = [];
    for (let at = 0; at < fileNames.length; at += inspectedAtOnce) {
      const paths = fileNames.slice(at, at + inspectedAtOnce).map((fileName) => this.pathOf(fileName));
      const result = await this.patience.ask(() => runTool(this.context.client, this.toolSpec(ffprobeAllArgv(paths, complete))));
      const read = parseMediaInfos(result.stdout, paths.length);
      if (read === null) throw failure('internal', `The recording could not be looked at: ${result.stderr.trim() || `exit status ${result.exitCode}`}`);
      all.push(...read);
    }
    return all;
  }

  async collect(fileName: string, onProgress: (bytes: number, totalBytes: number) => void): Promise<CollectedFile | null> {
    const { output, destination } = this.record;
    if (output === null || destination === null) return null;
    if (output.storage === 'shared') return placeRecording(output, fileName, destination);
    return this.patience.ask(() => this.fetched(output, fileName, join(destination, fileName), onProgress));
  }

  private async fetched(output: Output, fileName: string, target: string, onProgress: FetchOptions['onProgress']): Promise<CollectedFile> {
    const { client, ownerId, user } = this.context;
    const context = { client, ownerId, user, image: this.recorder.image };
    const file = { path: this.pathOf(fileName), mounts: recordingsMount(this.record, true) };
    const { signal } = this.detached;
    const remotePath = await remotePathOf(client, output.source, fileName);
    try {
      const { sizeBytes } = await fetchFile((offsetBytes) => readRecording(context, file, offsetBytes, signal), target, { onProgress, signal });
      return { path: target, remotePath, sizeBytes, isUnclosed: await isUnclosedFile(target) };
    } catch (thrown) {
      // The next start goes on with it.
      if (signal.aborted) return new Promise(() => {});
      throw thrown;
    }
  }

  async discard(fileName: string): Promise<void> {
    const { output } = this.record;
    if (output === null) return;
    if (output.storage === 'shared') await discardRecording(output, fileName);
    else await this.patience.ask(() => runTool(this.context.client, this.toolSpec(['rm', '-f', this.pathOf(fileName)], false)));
  }

  async remove(): Promise<void> {
    const { client } = this.context;
    await this.patience.ask(async () => {
      await Promise.all([client.remove(this.names.observer), client.remove(this.names.guard)]);
      await client.remove(this.recorder.id);
    });
    await this.detach();
  }

  /** As the containers of the session see it. */
  private pathOf(fileName: string): string {
    return `${this.record.output?.directory.replace(/\/+$/, '') ?? ''}/${fileName}`;
  }

  private toolSpec(argv: readonly string[], readOnly = true) {
    const { ownerId, user } = this.context;
    return toolContainer({
      image: this.recorder.image,
      ownerId,
      user,
      argv,
      mounts: recordingsMount(this.record, readOnly),
    });
  }
}
