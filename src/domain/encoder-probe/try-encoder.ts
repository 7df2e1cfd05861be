import type { Capabilities, Diagnosis, EncoderFamily, EncoderProof, PipelinePath } from '../capabilities';
import { diagnose } from '../diagnosis/diagnose';
import type { Gpu } from '../plan/gpus';
import { hung, noPictures, notBuilt, withoutVideoHardware, wrongPictures } from './diagnoses';
import { comparisonOf, decodedByCpu, failsToOpenDevice, framesIn, framesPerSecondIn, leastPsnrDb } from './outcome';
import { pathsOf } from '../plan/pipeline-paths';
import type { RunOutcome } from './script';
import { compareArgv, encodeArgv, motionArgv, picturesPerSecond, type TrialSubject, type TrialWay } from './trial';

/** One command of a trial; the outcome is what `next` is given. */
export interface TrialRun {
  readonly argv: readonly string[];
  /** What it tries, for people: `10 bit`. */
  readonly about: string;
}
type Trials<T> = Generator<TrialRun, T, RunOutcome>;

/** What the trials of one family on one GPU have learnt so far: a broken one is not asked again for each encoder. */
export interface GpuMemory {
  /** LIBVA_DRIVER_NAME values that are still worth trying, the best first; null leaves libva to choose. */
  libvaDrivers: readonly (string | null)[];
  /** Why nothing works on it. */
  blocked: Diagnosis | null;
  hangs: number;
  /** Whether the file with MJPEG pictures is there; null where it cannot be made. */
  hasMotion: boolean | null;
}

export interface TrialContext {
  readonly capabilities: Capabilities;
  readonly memory: GpuMemory;
  /** After which a run is killed. */
  readonly secondsPerRun: number;
}

export function freshMemory(family: EncoderFamily, gpu: Gpu): GpuMemory {
  return { libvaDrivers: libvaDriversFor(family, gpu), blocked: null, hangs: 0, hasMotion: false };
}

function libvaDriversFor(family: EncoderFamily, gpu: Gpu): (string | null)[] {
  if (gpu.kind !== 'render-node' || (family !== 'vaapi' && family !== 'quicksync')) return [null];
  const { vendorId, driver } = gpu.node;
  if (vendorId === '8086' || driver === 'i915' || driver === 'xe') return ['iHD', 'i965', null];
  return vendorId === '1002' || driver === 'amdgpu' || driver === 'radeon' ? ['radeonsi', null] : [null];
}

/** A driver that hangs once may do so for one encoder alone. */
const mostHangs = 2;

/**
 * Tries one encoder on one GPU by every path that a recording may take, and stops as soon as more trials could tell
 * nothing new. Yields each command to run; what it answers is the proof.
 */
export function* tryEncoder(subject: TrialSubject, context: TrialContext): Trials<EncoderProof> {
  const { terms, ffmpeg } = subject;
  const { memory } = context;
  const unusable = (diagnosis: Diagnosis): EncoderProof => unproved(subject, diagnosis);
  if (memory.blocked !== null) return unusable(memory.blocked);
  if (!ffmpeg.encoders.includes(terms.encoder)) return unusable(notBuilt(terms.encoder, ffmpeg));
  const first = yield* firstWay(subject, context);
  if (!first.works) {
    const diagnosis = first.diagnosis ?? whyNot(subject, first.failures, context);
    if (memory.libvaDrivers.length === 0) memory.blocked = diagnosis;
    return unusable(diagnosis);
  }
  const { way, lowPower, framesPerSecond } = first;
  const proof = { ...unproved(subject, null), usable: true, lowPower, libvaDriver: way.libvaDriver, framesPerSecond };
  const paths = yield* otherPaths(subject, way, context);
  const has10Bit = terms.pixelFormats.includes('yuv420p10le');
  const tenBit = has10Bit && memory.hangs === 0 ? (yield* attempt(subject, { ...way, tenBit: true }, '10 bit', context)).works : null;
  return { ...proof, paths, tenBit };
}

/** An encoder of which nothing is known but why. */
export const unproved = ({ terms, gpu }: Pick<TrialSubject, 'terms' | 'gpu'>, diagnosis: Diagnosis | null): EncoderProof => ({
  encoder: terms.encoder,
  family: terms.family,
  gpu: gpu.kind === 'codec-nodes' ? null : gpu.id,
  usable: false,
  paths: [],
  libvaDriver: null,
  lowPower: null,
  tenBit: null,
  framesPerSecond: null,
  diagnosis,
});

interface Attempt {
  readonly works: boolean;
  readonly framesPerSecond: number | null;
  /** What the run said where it failed. */
  readonly output: string;
  /** Where the output does not tell it. */
  readonly diagnosis: Diagnosis | null;
  readonly hung: boolean;
}

type FirstWay =
  | { readonly works: true; readonly way: TrialWay; readonly lowPower: EncoderProof['lowPower']; readonly framesPerSecond: number | null }
  | { readonly works: false; readonly failures: readonly Attempt[]; readonly diagnosis: Diagnosis | null };

/** The first libva driver and setting of low power that encode pictures which the CPU has converted. */
function* firstWay(subject: TrialSubject, context: TrialContext): Trials<FirstWay> {
  const { memory } = context;
  const failures: Attempt[] = [];
  let opened = false;
  for (const libvaDriver of memory.libvaDrivers) {
    // libva's own choice is one of the named, where one of those opened the device.
    if (libvaDriver === null && opened) continue;
    const tried: { readonly lowPower: boolean | null; readonly attempt: Attempt }[] = [];
    for (const lowPower of subject.terms.lowPower ? [false, true] : [null]) {
      const way: TrialWay = { path: 'cpu-convert', source: 'raw', libvaDriver, lowPower, tenBit: false };
      const one = yield* attempt(subject, way, aboutOf(libvaDriver, lowPower), context);
      tried.push({ lowPower, attempt: one });
      if (one.hung) return { works: false, failures: [], diagnosis: one.diagnosis };
      if (!one.works && failsToOpenDevice(one.output)) break;
    }
    const worked = tried.filter(({ attempt: { works } }) => works);
    failures.push(...tried.map((each) => each.attempt).filter(({ works }) => !works));
    const [best] = worked;
    if (best) {
      memory.libvaDrivers = [libvaDriver, ...memory.libvaDrivers.filter((name) => name !== libvaDriver)];
      const isOf = (setting: boolean) => worked.some(({ lowPower }) => lowPower === setting);
      return {
        works: true,
        way: { path: 'cpu-convert', source: 'raw', libvaDriver, lowPower: best.lowPower, tenBit: false },
        lowPower: subject.terms.lowPower ? { off: isOf(false), on: isOf(true) } : null,
        framesPerSecond: best.attempt.framesPerSecond,
      };
    }
    if (tried.some((each) => failsToOpenDevice(each.attempt.output))) memory.libvaDrivers = memory.libvaDrivers.filter((name) => name !== libvaDriver);
    else opened = true;
  }
  return { works: false, failures, diagnosis: null };
}

const aboutOf = (libvaDriver: string | null, lowPower: boolean | null): string =>
  [libvaDriver === null ? '' : `with ${libvaDriver}`, lowPower === true ? 'low power' : ''].filter((part) => part !== '').join(', ');

/** The paths that work, with the fewest copies first. */
function* otherPaths(subject: TrialSubject, way: TrialWay, context: TrialContext): Trials<PipelinePath[]> {
  const { terms, ffmpeg } = subject;
  const [ofRaw, ofMotion] = [pathsOf(terms.family, 'raw', ffmpeg), pathsOf(terms.family, 'MJPG', ffmpeg)];
  const decoded = ofMotion.includes('zero-copy') && (yield* fromMotion(subject, { ...way, path: 'zero-copy' }, 'MJPEG decoded on the GPU', context)).works;
  const uploaded = ofRaw.includes('gpu-convert') && (yield* attempt(subject, { ...way, path: 'gpu-convert' }, 'converted on the GPU', context)).works;
  // MJPEG that the GPU cannot decode comes to it by way of the CPU, in another form than raw pictures.
  const needsBoth = uploaded && !decoded && ofMotion.includes('gpu-convert');
  const converts = needsBoth ? (yield* fromMotion(subject, { ...way, path: 'gpu-convert' }, 'MJPEG converted on the GPU', context)).works : uploaded;
  return [...(decoded ? (['zero-copy'] as const) : []), ...(converts ? (['gpu-convert'] as const) : []), 'cpu-convert'];
}

function* fromMotion(subject: TrialSubject, way: TrialWay, about: string, context: TrialContext): Trials<Attempt> {
  const { memory } = context;
  if (memory.hasMotion === false) {
    const made = yield { argv: motionArgv, about: 'MJPEG pictures' };
    memory.hasMotion = made.exitCode === 0 ? true : null;
  }
  if (memory.hasMotion === null) return { works: false, framesPerSecond: null, output: '', diagnosis: null, hung: false };
  return yield* attempt(subject, { ...way, source: 'MJPG' }, about, context);
}

/** One trial: encode, then decode and compare. */
function* attempt(subject: TrialSubject, way: TrialWay, about: string, context: TrialContext): Trials<Attempt> {
  const failed = (output: string, diagnosis: Diagnosis | null = null): Attempt => ({ works: false, framesPerSecond: null, output, diagnosis, hung: false });
  if (context.memory.blocked !== null) return failed('', context.memory.blocked);
  const argv = encodeArgv(subject, way);
  if (!argv.ok) return failed(argv.error.detail);
  const encoded = yield { argv: argv.value, about };
  if (encoded.exitCode === null) return afterHang(context);
  if (encoded.exitCode !== 0) return failed(encoded.stderr);
  const frames = framesIn(encoded.stdout);
  if (frames === 0) return failed(encoded.stderr, noPictures('ffmpeg ended well and wrote no frame.'));
  if (way.path === 'zero-copy' && decodedByCpu(encoded.stderr)) return failed(encoded.stderr);
  const compared = yield { argv: compareArgv, about };
  if (compared.exitCode === null) return afterHang(context);
  const comparison = comparisonOf(compared);
  if (comparison.kind === 'undecodable') return failed(encoded.stderr, noPictures(lastLine(comparison.output)));
  if (comparison.kind === 'compared' && comparison.psnrDb !== null && comparison.psnrDb < leastPsnrDb) {
    return failed(encoded.stderr, wrongPictures(`The pictures differ from what was encoded (PSNR ${comparison.psnrDb.toFixed(1)} dB).`));
  }
  return { works: true, framesPerSecond: framesPerSecondIn(encoded.stdout, picturesPerSecond), output: '', diagnosis: null, hung: false };
}

/** What was made for the trials is gone with the container that had to be ended. */
function afterHang({ memory, secondsPerRun }: TrialContext): Attempt {
  memory.hangs += 1;
  memory.hasMotion = false;
  if (memory.hangs >= mostHangs) memory.blocked = hung(secondsPerRun);
  return { works: false, framesPerSecond: null, output: '', diagnosis: hung(secondsPerRun), hung: true };
}

/** From the attempts that got furthest: those that opened the device, where any did. */
function whyNot({ terms, gpu }: TrialSubject, failures: readonly Attempt[], { capabilities }: TrialContext): Diagnosis {
  const opened = failures.filter(({ output }) => !failsToOpenDevice(output));
  const telling = opened.length > 0 ? opened : failures;
  const own = telling.find(({ diagnosis }) => diagnosis !== null)?.diagnosis;
  if (own) return own;
  const output = [...new Set(telling.map((each) => each.output))].join('\n');
  const found = diagnose({ output, encoder: terms.encoder, family: terms.family, gpu, capabilities });
  return withoutVideoHardware(gpu, found.evidence) ?? found;
}

const lastLine = (text: string): string => text.split('\n').map((line) => line.trim()).findLast((line) => line !== '') ?? 'ffmpeg said nothing.';
