import { processorOf } from '@domain/benchmark/architecture';
import { benchmarkPlan, checkedOptions, encodingMemoryMiB, fitting, type BenchmarkPlan } from '@domain/benchmark/benchmark-plan';
import { recipeArgv, recipeFramesPerSecond, type ClipRecipe } from '@domain/benchmark/clips';
import type { ClipSource } from '@domain/benchmark/containers';
import { failedRow, measureRow, type RowContext, type RowStep } from '@domain/benchmark/measure-row';
import { cameraClipArgv, clipInfoArgv, fileClipArgv, ownClip, ownClipName } from '@domain/benchmark/own-clip';
import { readRun } from '@domain/benchmark/outcome';
import { expectationText } from '@domain/benchmark/pace';
import { busyNotes, powerNote, wattsOf, withWatts } from '@domain/benchmark/power';
import { metricIn, vmafArgv } from '@domain/benchmark/quality';
import type { BenchmarkClip, BenchmarkOptions, BenchmarkProgress, BenchmarkReport, BenchmarkRow } from '@domain/benchmark/report';
import { benchmarkSubjects, type BenchmarkSubject } from '@domain/benchmark/subjects';
import { findCaptureDevice, type Capabilities } from '@domain/capabilities';
import { diagnose } from '@domain/diagnosis/diagnose';
import { onlyOutput } from '@domain/diagnosis/facts';
import { notStarted } from '@domain/encoder-probe/diagnoses';
import type { RunOutcome } from '@domain/encoder-probe/script';
import { CapstanFailure, errorOf, failure } from '@domain/errors';
import type { HostLoad } from '@domain/load';
import { basename } from 'node:path';
import { isConnectionError } from '../docker/errors';
import { TrialBench } from '../encoders/bench';
import type { Engine } from '../engine';
import { proveSourceFile } from '../source-file';
import { LoadRecord } from './load-record';
import type { BenchmarkPlace } from './place';

export interface BenchmarkRunContext {
  /** Unique on this computer. */
  readonly id: string;
  readonly startedAt: Date;
  readonly version: string;
  /** What this computer knows to disturb it, in words. */
  readonly notes: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BenchmarkProgress) => void;
}

/** A run that takes longer hangs. */
const limitSeconds = 600;

/** Measures what an engine's host encodes, one command after another. Nothing is left on it, whatever happens. */
export async function runBenchmark(engine: Engine, options: BenchmarkOptions, context: BenchmarkRunContext): Promise<BenchmarkReport> {
  const recipes = checkedOptions(options);
  if (!recipes.ok) throw new CapstanFailure(recipes.error);
  const run = new BenchmarkRun(engine, options, recipes.value, context);
  return run.run();
}

class BenchmarkRun {
  private readonly notes: string[];
  private readonly rows: BenchmarkRow[] = [];
  private readonly clips: BenchmarkClip[] = [];
  private readonly benches = new Map<string, TrialBench>();
  private readonly ceilings = new Map<string, number | null>();
  private total = 0;

  constructor(
    private readonly engine: Engine,
    private readonly options: BenchmarkOptions,
    private readonly recipes: readonly ClipRecipe[],
    private readonly context: BenchmarkRunContext,
  ) {
    this.notes = [...context.notes];
  }

  async run(): Promise<BenchmarkReport> {
    const { signal, startedAt } = this.context;
    const began = performance.now();
    signal.throwIfAborted();
    const { capabilities, plan } = await this.tried();
    this.notes.push(...plan.notes);
    if (plan.subjects.length === 0) throw failure('benchmark-failed', 'This host has no encoder that could be measured.', { nextStep: '`capstan probe --encoders` shows what it has.' });
    const source = await this.clipSource(capabilities);
    const load = await LoadRecord.open(this.engine);
    try {
      this.tell('Looking how busy the host is');
      const idle = await load.idle(signal);
      this.notes.push(...busyNotes(idle), ...[load.problem === null ? powerNote(idle) : `Power is not told: ${load.problem}`].filter((note) => note !== null));
      const place = await this.engine.openBenchmark({ source });
      const bench = new TrialBench(place.clips, limitSeconds);
      try {
        const facts = await this.machineFacts(bench, capabilities);
        await this.measureAll({ place, bench, source, capabilities, plan, idle, load, cores: facts.cores ?? 1 });
        const version = capabilities.engine.kind === 'docker' ? capabilities.engine.serverVersion : null;
        return {
          schemaVersion: 1,
          id: this.context.id,
          startedAt: startedAt.toISOString(),
          durationSeconds: Math.round((performance.now() - began) / 100) / 10,
          capstanVersion: this.context.version,
          host: { name: this.engine.status.host.name, ...facts },
          engine: { kind: this.engine.kind, version },
          ffmpegVersion: capabilities.ffmpeg.version,
          secondsPerRun: this.options.secondsPerRun,
          runs: this.options.runs,
          clips: this.clips,
          rows: this.rows,
          notes: [...new Set(this.notes)],
        };
      } finally {
        // The clips go with the last that sees them.
        for (const encoder of this.benches.values()) await encoder.close();
        await bench.close();
        await place.close();
      }
    } finally {
      load.close();
    }
  }

  /** The host's encoders after each was tried: what does not encode half a second is not measured. */
  private async tried(): Promise<{ capabilities: Capabilities; plan: BenchmarkPlan }> {
    const { encoders } = this.options;
    const { signal } = this.context;
    this.tell('Looking what the host offers');
    const found = await this.engine.capabilities({ directory: null });
    signal.throwIfAborted();
    const onHardware = benchmarkSubjects(found, encoders).filter(({ gpu }) => gpu !== null);
    if (onHardware.length === 0) return { capabilities: found, plan: benchmarkPlan(found, encoders) };
    const proofs = await this.engine.probeEncoders({
      encoders: [...new Set(onHardware.map(({ terms }) => terms.encoder))],
      signal,
      onProgress: ({ trying, done, total }) => trying !== null && this.tell(`Trying the encoders (${done + 1} of ${total}): ${trying}`),
    });
    const known = await this.engine.capabilities({ directory: null, devicesMaximumAgeSeconds: 60 });
    const capabilities = { ...known, encoders: proofs };
    return { capabilities, plan: benchmarkPlan(capabilities, encoders) };
  }

  private async clipSource(capabilities: Capabilities): Promise<ClipSource | null> {
    const { source } = this.options;
    if (source === null) return null;
    if (source.kind === 'file') {
      await proveSourceFile(source.path);
      return source;
    }
    const device = findCaptureDevice(capabilities, source.device);
    if (!device) throw failure('device-missing', `This host has no capture device ${source.device}.`, { field: 'source' });
    return { kind: 'camera', path: device.path, groupId: device.groupId };
  }

  private async machineFacts(bench: TrialBench, { kernel, engine }: Capabilities): Promise<Omit<BenchmarkReport['host'], 'name'>> {
    const { signal } = this.context;
    const ask = async (...argv: string[]) => (await bench.run(argv, signal)).stdout;
    try {
      const processor = processorOf(await ask('grep', '-E', '-m', '12', '^(vendor_id|cpu family|model|stepping|Model)', '/proc/cpuinfo'));
      const cores = Number((await ask('grep', '-c', '^processor', '/proc/cpuinfo')).trim());
      const named = engine.kind === 'docker' ? engine.operatingSystem : /^PRETTY_NAME="?([^"\n]*)/m.exec(await ask('grep', '^PRETTY_NAME=', '/etc/os-release'))?.[1];
      return { processor: processor.name, architecture: processor.architecture, cores: cores > 0 ? cores : null, kernel, operatingSystem: named || null };
    } catch (thrown) {
      signal.throwIfAborted();
      const { kind, detail } = errorOf(thrown);
      // The own file is mounted there: it is the first that a daemon would miss.
      if (this.options.source?.kind === 'file' && kind === 'output-unwritable') throw failure('source-missing', detail, { field: 'source', cause: thrown });
      throw thrown;
    }
  }

  private async measureAll(on: Measuring): Promise<void> {
    const { plan } = on;
    const { source } = this.options;
    // Of an own source the depth is known once it is copied.
    const counted = source === null ? this.recipes.map((recipe) => fitting(plan.subjects, recipe)) : [plan];
    this.total = counted.reduce((sum, { subjects }) => sum + subjects.length, 0);
    this.notes.push(...counted.flatMap(({ notes }) => (notes === plan.notes ? [] : notes)));
    this.tell(expectationText(this.total, this.options));
    const metric = this.options.quality ? metricIn(await on.bench.run(vmafArgv, this.context.signal)) : 'ssim';
    const path = `${on.place.clipsDirectory}/clip.nut`;
    const context: RowContext = {
      ...{ options: this.options, capabilities: on.capabilities, metric, cores: on.cores, limitSeconds, ceilings: this.ceilings },
      encodedPath: `${on.place.clipsDirectory}/encoded.mkv`,
      note: (text) => this.notes.push(text),
    };
    for (const recipe of source === null ? this.recipes : [null]) {
      const clip = recipe === null ? await this.ownClip(on, path) : await this.drawnClip(on.bench, recipe, path);
      this.clips.push(clip);
      const { subjects, notes } = fitting(plan.subjects, clip);
      if (recipe === null) this.notes.push(...notes);
      this.total = recipe === null ? subjects.length : this.total;
      for (const subject of subjects) this.done(await this.row(on, subject, { clip, path }, context));
    }
  }

  private async drawnClip(bench: TrialBench, recipe: ClipRecipe, path: string): Promise<BenchmarkClip> {
    const { name, width, height, bitDepth, frames } = recipe;
    this.tell(`Drawing the clip ${name}`);
    const argv = recipeArgv(recipe, path);
    const made = await bench.run(argv, this.context.signal);
    if (readRun(made)?.frames !== frames) throw noClip(name, made);
    return { name, width, height, framesPerSecond: recipeFramesPerSecond, bitDepth, frames, origin: 'recipe', argv };
  }

  private async ownClip({ bench, source }: Measuring, path: string): Promise<BenchmarkClip> {
    if (source === null) throw failure('internal', 'There is no source of the clip.');
    const { secondsPerRun } = this.options;
    const { signal } = this.context;
    const isFile = source.kind === 'file';
    const name = ownClipName(isFile ? basename(source.path) : source.path);
    this.tell(`Copying ${secondsPerRun} s of ${isFile ? source.path : `the camera ${source.path}`}`);
    const argv = (isFile ? fileClipArgv : cameraClipArgv)(source.path, secondsPerRun, path);
    const made = await bench.run(argv, signal);
    if (readRun(made) === null) throw noClip(name, made);
    const info = await bench.run(clipInfoArgv(path), signal);
    const clip = ownClip(name, isFile ? 'file' : 'camera', argv, made, info);
    if (clip === null) throw noClip(name, info);
    return clip;
  }

  /** One encoder with one clip. What keeps a GPU from a container is the row's own failure; a lost connection is that of all. */
  private async row(on: Measuring, subject: BenchmarkSubject, placed: { readonly clip: BenchmarkClip; readonly path: string }, context: RowContext): Promise<BenchmarkRow> {
    const { load, idle, capabilities } = on;
    const { signal } = this.context;
    const { clip } = placed;
    const steps = measureRow(subject, placed, context);
    let measuredFrom: number | null = null;
    let measuredUntil = 0;
    let next = steps.next();
    while (!next.done) {
      const { at, argv, copies, about, isMeasured }: RowStep = next.value;
      this.tell(`${subject.terms.encoder}${subject.gpu === null ? '' : ` on ${subject.gpu.name}`} with ${clip.name}: ${about}`);
      const bench = at === 'clips' ? on.bench : this.benchOf(subject, on, clip);
      if (isMeasured) measuredFrom ??= performance.now();
      try {
        const outcomes = await bench.runCopies(argv, copies, signal);
        if (isMeasured) measuredUntil = performance.now();
        next = steps.next(outcomes);
      } catch (thrown) {
        signal.throwIfAborted();
        if (isConnectionError(thrown)) throw thrown;
        return failedRow(subject, clip.name, argv, notStarted(errorOf(thrown)));
      }
    }
    const loaded = measuredFrom === null ? [] : load.between(measuredFrom, measuredUntil);
    return withWatts(next.value, wattsOf(idle, loaded, subject.gpu?.id ?? null, capabilities.jetson !== null));
  }

  /** One place a GPU and image, kept for all clips. */
  private benchOf({ image, gpu }: BenchmarkSubject, { place, plan, idle }: Measuring, clip: BenchmarkClip): TrialBench {
    const key = `${image ?? ''} ${gpu?.id ?? ''}`;
    const known = this.benches.get(key);
    if (known) return known;
    const together = plan.subjects.filter((other) => other.image === image && other.gpu?.id === gpu?.id);
    const pixels = Math.max(clip.width * clip.height, ...this.recipes.map(({ width, height }) => width * height));
    const memoryMiB = encodingMemoryMiB(together, pixels, this.options.streams, idle.at(-1)?.memoryTotalMiB ?? null);
    const bench = new TrialBench(place.encoder({ image, gpu, memoryMiB }), limitSeconds);
    this.benches.set(key, bench);
    return bench;
  }

  private tell(doing: string): void {
    this.context.onProgress({ done: this.rows.length, total: this.total, doing, row: null });
  }

  private done(row: BenchmarkRow): void {
    this.rows.push(row);
    this.context.onProgress({ done: this.rows.length, total: this.total, doing: `${row.encoder} with ${row.clip}`, row });
  }
}

/** What a benchmark works with, once it is open. */
interface Measuring {
  readonly place: BenchmarkPlace;
  /** Where the clips are. */
  readonly bench: TrialBench;
  readonly source: ClipSource | null;
  readonly capabilities: Capabilities;
  readonly plan: BenchmarkPlan;
  readonly idle: readonly HostLoad[];
  readonly load: LoadRecord;
  readonly cores: number;
}

function noClip(name: string, { exitCode, stderr }: RunOutcome): CapstanFailure {
  if (exitCode === null) return failure('benchmark-failed', `The clip ${name} was not made within ${limitSeconds} s.`);
  const { title, evidence, remedy } = diagnose(onlyOutput(stderr));
  return failure('benchmark-failed', `The clip ${name} could not be made. ${title}: ${evidence}`, { nextStep: remedy });
}
