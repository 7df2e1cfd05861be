import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { failure } from '@domain/errors';
import { guardArgv, parseGuardLog } from '@domain/guard';
import { leashArgv } from '@domain/leash';
import { ffprobeArgv, parseMediaInfo } from '@domain/media-info';
import { cleanedRecorderArgv } from '@domain/plan/recorder-script';
import type { Plan } from '@domain/plan/types';
import type { MediaInfo } from '@domain/recording';
import type { SessionRecord } from '@domain/session';
import { isSplit } from '@domain/split';
import type { CollectedFile, Observation, Run, RunExit, RunObserver, WrittenFile } from '../engine';
import { runTool, startDetached, type DetachedProcess } from '../process';
import { discardRecording, placeRecording, splitFilesAt } from '../recordings/place';
import { observeChannels } from './channels';
import { checkDevice } from './device';
import { watchProcess } from './load';
import { watchPulse } from './pulse';
import { catchesTermination, identify, isAlive, sendSignal, type ProcessIdentity } from './proc';
import { RunFolder, type RunFile } from './run-file';

/** Setting in the recorder's environment that names its session, should its run file have missed it. */
export const sessionVariable = 'CAPSTAN_RECORDER_OF';
/** How often a recorder that is not our child is looked for, in milliseconds. */
const pollMilliseconds = 250;
/** Reading every packet of a long recording takes a while. */
const inspectTimeoutMilliseconds = 15 * 60_000;

export interface LocalRunContext {
  readonly stateDirectory: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A recorder and its guard as processes of this computer, found again by pid and time of start. */
export class LocalRun implements Run {
  readonly record: SessionRecord;
  readonly hasPreview: boolean;
  readonly exited: Promise<RunExit>;
  guarded: Promise<void> = Promise.resolve();
  private readonly detached = new AbortController();
  private readonly over = new AbortController();
  private readonly observations = new Set<Observation>();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly folder: RunFolder,
    private readonly file: RunFile,
    private readonly child: DetachedProcess | null,
    readonly foundEnded = false,
  ) {
    this.record = file.record;
    this.hasPreview = file.hasPreview;
    this.exited = this.awaitExit();
  }

  static async launch({ stateDirectory, env }: LocalRunContext, plan: Plan, signal: AbortSignal, secretInput: string | null): Promise<LocalRun> {
    const { record, channels, hasPreview, outputPath } = plan;
    signal.throwIfAborted();
    if (plan.devicePath !== null) await checkDevice(plan.devicePath);
    const launcher = await identify(process.pid);
    if (launcher === null) throw failure('internal', '/proc does not tell about this process.');
    const file: RunFile = { schemaVersion: 1, record, channels, hasPreview, outputPath, launcher, recorder: null, guard: null };
    const folder = new RunFolder(stateDirectory, record.id);
    let child: DetachedProcess | null = null;
    try {
      await folder.create();
      await folder.write(file);
      signal.throwIfAborted();
      const argv = secretInput === null ? plan.argv : cleanedRecorderArgv(plan.argv, folder.recorderPipe);
      child = await startDetached(argv, { env: { ...env, [sessionVariable]: record.id }, stderrFile: folder.recorderLog, input: secretInput });
      const recorder = await identify(child.pid);
      await folder.write({ ...file, recorder });
      const guard = await startGuard(plan, folder, env, { launcher, recorder }).then(
        (started) => ({ ok: true as const, started }),
        (thrown: unknown) => ({ ok: false as const, thrown }),
      );
      const complete = { ...file, recorder, guard: guard.ok ? guard.started : null };
      await folder.write(complete);
      const run = new LocalRun(env, folder, complete, child);
      if (!guard.ok) run.guarded = Promise.reject(guard.thrown);
      run.guarded.catch(() => undefined);
      return run;
    } catch (thrown) {
      const started = child === null ? null : await identify(child.pid);
      if (started) await sendSignal(started, 'SIGKILL');
      child?.release();
      await folder.remove();
      throw thrown;
    }
  }

  /** Nothing lies between this process and its own. */
  onConnection(): void {}

  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.file.recorder) await sendSignal(this.file.recorder, name);
  }

  /** A process that was stopped shows it in its pulse. */
  isFrozen(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async handlesTermination(): Promise<boolean> {
    return this.file.recorder !== null && catchesTermination(this.file.recorder);
  }

  async observe(observer: RunObserver): Promise<Observation> {
    const { recorder } = this.file;
    const over = new AbortController();
    const ended = () => {
      over.abort();
      observer.ended();
    };
    const channels = await observeChannels(this.file.channels, { ...observer, ended }, this.over.signal);
    if (recorder && !this.over.signal.aborted && !over.signal.aborted) {
      if (observer.pulse) void watchPulse(recorder.pid, observer.pulse, over.signal);
      if (observer.load) over.signal.addEventListener('abort', watchProcess(recorder.pid, this.record, observer.load), { once: true });
    }
    const observation: Observation = {
      close: async () => {
        over.abort();
        this.observations.delete(observation);
        await channels.close();
      },
    };
    this.observations.add(observation);
    return observation;
  }

  async delivered(): Promise<MediaInfo | null> {
    return parseGuardLog(await this.folder.tail(this.folder.guardLog)).media;
  }

  log(): Promise<string> {
    return this.folder.tail(this.folder.recorderLog);
  }

  async files(): Promise<readonly WrittenFile[]> {
    const { output, settings, destination } = this.record;
    if (output === null) return [];
    return isSplit(settings) ? splitFilesAt(output, destination) : [{ fileName: output.fileName, sizeBytes: null }];
  }

  async inspect(fileNames: readonly string[], { complete }: { readonly complete: boolean }): Promise<(MediaInfo | null)[]> {
    const { output } = this.record;
    const all: (MediaInfo | null)[] = [];
    if (output === null) return all;
    for (const fileName of fileNames) {
      const { stdout, exitCode } = await runTool(ffprobeArgv(join(output.directory, fileName), complete), {
        env: this.env,
        timeoutMilliseconds: inspectTimeoutMilliseconds,
      });
      if (exitCode === 127) throw failure('ffmpeg-missing', 'There is no ffprobe on this computer’s PATH.');
      all.push(parseMediaInfo(stdout));
    }
    return all;
  }

  async collect(fileName: string): Promise<CollectedFile | null> {
    const { output, destination } = this.record;
    return output === null || destination === null ? null : placeRecording(output, fileName, destination);
  }

  async discard(fileName: string): Promise<void> {
    if (this.record.output) await discardRecording(this.record.output, fileName);
  }

  async remove(): Promise<void> {
    await this.signal('SIGKILL');
    await this.endGuard();
    await this.detach();
    await this.folder.remove();
  }

  /** Ends this process's part; recorder and guard live on. */
  async detach(): Promise<void> {
    this.detached.abort();
    this.child?.release();
    await Promise.all([...this.observations].map((observation) => observation.close()));
    this.observations.clear();
  }

  private async awaitExit(): Promise<RunExit> {
    const exitCode = this.child ? await this.child.exited : await this.awaitGone();
    await this.folder.logComplete();
    const { diskFull } = parseGuardLog(await this.folder.tail(this.folder.guardLog));
    await this.endGuard();
    this.over.abort();
    return { exitCode, outOfMemory: false, diskFull, message: '' };
  }

  /** Of a process that is not our child only its absence can be seen, never its status. */
  private async awaitGone(): Promise<null> {
    const { recorder } = this.file;
    if (recorder === null) return null;
    while (await isAlive(recorder)) {
      if (this.detached.signal.aborted) return new Promise(() => {});
      await delay(pollMilliseconds);
    }
    return null;
  }

  private async endGuard(): Promise<void> {
    if (this.file.guard) await sendSignal(this.file.guard, 'SIGTERM');
  }
}

/** Of a file, or of a picture that somebody looks at. Null where the recorder has ended already. */
async function startGuard(
  { record, outputPath, diskFloorBytes }: Plan,
  folder: RunFolder,
  env: NodeJS.ProcessEnv,
  { launcher, recorder }: Pick<RunFile, 'launcher' | 'recorder'>,
): Promise<ProcessIdentity | null> {
  if (recorder === null) return null;
  const argv =
    outputPath === null
      ? leashArgv({ viewer: launcher, recorder })
      : guardArgv({ directory: dirname(outputPath), filePath: outputPath, floorBytes: diskFloorBytes, pid: recorder.pid, logFile: folder.recorderLog, isSplit: isSplit(record.settings) });
  const guard = await startDetached(argv, { env, stderrFile: folder.guardLog });
  guard.release();
  return identify(guard.pid);
}
