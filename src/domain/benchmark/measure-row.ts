import type { Capabilities, Diagnosis } from '../capabilities';
import { diagnose } from '../diagnosis/diagnose';
import { hung } from '../encoder-probe/diagnoses';
import type { RunOutcome } from '../encoder-probe/script';
import { bottleneckOf } from './bottleneck';
import { readRun, type MeasuredRun } from './outcome';
import { comparedFrames, firstFrames, framesForRun, runsFor } from './pace';
import { compareArgv, qualityIn, type QualityMetric } from './quality';
import type { BenchmarkOptions, BenchmarkRow, BenchmarkStreams } from './report';
import { copyArgv, readArgv, rowArgv, type PlacedClip } from './row-argv';
import { rounded, spreadOf } from './statistics';
import { searchStreams } from './streams';
import type { BenchmarkSubject } from './subjects';

/** One command of a row; `next` is given the outcome of each copy. */
export interface RowStep {
  /** `encoder`: where its recordings run. `clips`: where the clips are made and compared. */
  readonly at: 'encoder' | 'clips';
  readonly argv: readonly string[];
  readonly copies: number;
  /** For people: `run 2 of 3`. */
  readonly about: string;
  /** Whether the power that is taken meanwhile is that of the row. */
  readonly isMeasured: boolean;
}

export interface RowContext {
  readonly options: Pick<BenchmarkOptions, 'runs' | 'secondsPerRun' | 'streams' | 'quality'>;
  readonly capabilities: Capabilities;
  readonly metric: QualityMetric;
  readonly cores: number;
  /** A file beside the clip, for the encode that is compared. */
  readonly encodedPath: string;
  /** After which a run is killed. */
  readonly limitSeconds: number;
  /** Ceilings by command: those of one family are the same. */
  readonly ceilings: Map<string, number | null>;
  /** Told where a row is less than was asked for. */
  readonly note: (text: string) => void;
}

type Row<T> = Generator<RowStep, T, readonly RunOutcome[]>;

/** Measures one encoder with one clip. Power is for who watches the host to add. */
export function* measureRow(subject: BenchmarkSubject, placed: PlacedClip, context: RowContext): Row<BenchmarkRow> {
  const { options, note } = context;
  const { clip } = placed;
  const name = `${subject.terms.encoder} with ${clip.name}`;
  const first = firstFrames(clip.frames);
  const argv = rowArgv(subject, placed, first);
  if (subject.diagnosis !== null) return failedRow(subject, clip.name, argv.ok ? argv.value : [], subject.diagnosis);
  if (!argv.ok) return failedRow(subject, clip.name, [], refusal(argv.error.title, argv.error.detail, argv.error.nextStep));
  const [shown] = yield { ...step('encoder', argv.value, 'how fast it is'), isMeasured: true };
  const speed = shown && readRun(shown);
  if (!speed) return failedRow(subject, clip.name, argv.value, whyNot(shown, subject, context));

  const frames = framesForRun(speed.framesPerSecond, options.secondsPerRun, clip.frames);
  const whole = rowArgv(subject, placed, frames);
  if (!whole.ok) return failedRow(subject, clip.name, argv.value, refusal(whole.error.title, whole.error.detail, whole.error.nextStep));
  const runs = runsFor(frames / speed.framesPerSecond, options);
  if (runs < options.runs) note(`${name} was measured ${runs === 1 ? 'once' : `${runs} times`}, not ${options.runs} times: it takes too long.`);
  // The first run is as good as another where one is all that there is time for.
  const measured: MeasuredRun[] = runs === 1 && frames === first ? [speed] : [];
  for (let number = measured.length + 1; number <= runs; number += 1) {
    const [outcome] = yield { ...step('encoder', whole.value, `run ${number} of ${runs}`), isMeasured: true };
    const run = outcome && readRun(outcome);
    if (!run) return failedRow(subject, clip.name, whole.value, whyNot(outcome, subject, context));
    measured.push(run);
  }
  const spread = spreadOf(measured.map(({ framesPerSecond }) => framesPerSecond));
  const cpu = spreadOf(measured.map(({ cpuPercent }) => cpuPercent));
  if (!spread || !cpu) throw new RangeError('no run was made');

  const ceilings = yield* ceilingsOf(subject, placed, frames, context);
  const quality = options.quality ? yield* qualityOf(subject, placed, spread.median, context) : null;
  if (options.quality && quality === null) note(`The quality of ${name} could not be compared.`);
  return {
    ...base(subject, clip.name),
    argv: [...whole.value],
    frames: measured[0]?.frames ?? frames,
    framesPerSecond: spread,
    timesRealTime: rounded(spread.median / clip.framesPerSecond),
    cpuPercent: Math.round(cpu.median),
    quality,
    bottleneck: bottleneckOf(spread.median, ceilings),
    ceilings,
    streams: options.streams ? yield* streamsOf(subject, placed, spread.median, context) : null,
  };
}

/** A row that did not run. */
export const failedRow = (subject: BenchmarkSubject, clip: string, argv: readonly string[], diagnosis: Diagnosis): BenchmarkRow => ({ ...base(subject, clip), argv: [...argv], diagnosis });

const base = ({ terms, gpu, path }: BenchmarkSubject, clip: string): BenchmarkRow => ({
  encoder: terms.encoder,
  gpu: gpu === null ? null : { id: gpu.id, name: gpu.name },
  path,
  clip,
  argv: [],
  frames: 0,
  framesPerSecond: null,
  timesRealTime: null,
  watts: null,
  framesPerJoule: null,
  cpuPercent: null,
  quality: null,
  bottleneck: null,
  ceilings: { decode: null, copy: null },
  streams: null,
  diagnosis: null,
});

const step = (at: RowStep['at'], argv: readonly string[], about: string, copies = 1): RowStep => ({ at, argv, copies, about, isMeasured: false });

/** Of as many frames as a run has, but of no more than reading takes about a second for. */
function* ceilingsOf(subject: BenchmarkSubject, placed: PlacedClip, frames: number, context: RowContext): Row<BenchmarkRow['ceilings']> {
  const count = Math.max(placed.clip.frames, Math.min(frames, 4 * placed.clip.frames));
  const decode = yield* ceiling(readArgv(placed, count), 'reading alone', subject, context);
  const argv = copyArgv(subject, placed, count);
  return { decode, copy: argv === null ? null : yield* ceiling(argv, 'reading and bringing it to the encoder', subject, context) };
}

function* ceiling(argv: readonly string[], about: string, { gpu, terms, image }: BenchmarkSubject, { ceilings }: RowContext): Row<number | null> {
  const key = JSON.stringify([image, gpu?.id ?? null, terms.family, argv]);
  const known = ceilings.get(key);
  if (known !== undefined) return known;
  const [outcome] = yield step('encoder', argv, about);
  const run = outcome && readRun(outcome);
  const value = run ? rounded(run.framesPerSecond) : null;
  ceilings.set(key, value);
  return value;
}

function* qualityOf(subject: BenchmarkSubject, placed: PlacedClip, median: number, { metric, cores, encodedPath }: RowContext): Row<BenchmarkRow['quality']> {
  const frames = comparedFrames(median, placed.clip);
  const argv = rowArgv(subject, placed, frames, encodedPath);
  if (!argv.ok) return null;
  const [encoded] = yield step('encoder', argv.value, 'one more time, for its quality');
  const run = encoded && readRun(encoded);
  if (!run) return null;
  const [compared] = yield step('clips', compareArgv(metric, encodedPath, placed, frames, cores), metric === 'vmaf' ? 'VMAF' : 'SSIM');
  return compared ? qualityIn(metric, compared, run, placed.clip.framesPerSecond) : null;
}

function* streamsOf(subject: BenchmarkSubject, placed: PlacedClip, median: number, context: RowContext): Row<BenchmarkStreams | null> {
  const { clip } = placed;
  const argv = rowArgv(subject, placed, Math.max(clip.frames, Math.round(context.options.secondsPerRun * clip.framesPerSecond)));
  if (!argv.ok) return null;
  const search = searchStreams();
  let next = search.next();
  while (!next.done) {
    const streams = next.value;
    // One alone has just been measured.
    if (streams === 1 && median < clip.framesPerSecond) next = search.next([median / clip.framesPerSecond]);
    else {
      const outcomes = yield step('encoder', argv.value, `${streams} at once`, streams);
      next = search.next(outcomes.map((outcome) => (readRun(outcome)?.framesPerSecond ?? 0) / clip.framesPerSecond));
    }
  }
  return next.value;
}

function whyNot(outcome: RunOutcome | undefined, { terms, gpu }: BenchmarkSubject, { capabilities, limitSeconds }: RowContext): Diagnosis {
  if (outcome === undefined || outcome.exitCode === null) return hung(limitSeconds);
  if (outcome.exitCode === 137) return outOfMemory;
  return diagnose({ output: outcome.stderr, encoder: terms.encoder, family: terms.family, gpu, capabilities });
}

const outOfMemory: Diagnosis = {
  id: 'memory-limit',
  title: 'The encoder was killed',
  evidence: 'ffmpeg was ended by SIGKILL (status 137).',
  reason: 'The machine, or the container, has less memory than the encoder takes for pictures of this size.',
  remedy: 'Choose smaller clips (`--clips 1080p-8bit`), or end other programs.',
  commands: [],
};

const refusal = (title: string, evidence: string, remedy: string): Diagnosis => ({ id: 'encoder-settings', title, evidence, reason: 'The settings of the benchmark do not fit this encoder as this ffmpeg has it.', remedy, commands: [] });
