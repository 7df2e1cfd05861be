import type { Capabilities } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import { ok, type Result } from '../result';
import { clipRecipes, recipeArgv, recipeFramesPerSecond, type ClipRecipe } from './clips';
import { rowArgv, takes } from './row-argv';
import { benchmarkEncoders } from './settings';
import { benchmarkSubjects, type BenchmarkSubject } from './subjects';

/** Stands in a command for the length of a run, which follows the speed of the encoder. */
export const secondsWord = '@seconds@';

/** What runs in a cluster, of whose hardware nothing is known beforehand. */
export interface ClusterPlan {
  readonly checks: readonly { readonly bits: 8 | 10; readonly clipArgv: readonly string[]; readonly rows: readonly ClusterRow[] }[];
  readonly clips: readonly { readonly recipe: ClipRecipe; readonly argv: readonly string[]; readonly rows: readonly ClusterRow[] }[];
  /** Whether one of the encoders needs a GPU. */
  readonly needsGpu: boolean;
  /** Of the largest clip with what is left free beside it, and of the encoder that takes most. */
  readonly clipMiB: number;
  readonly memoryMiB: number;
  /** In words: what was left out. */
  readonly notes: readonly string[];
}

export interface ClusterRow {
  readonly encoder: string;
  /** With `secondsWord` in it, but in checks. */
  readonly argv: readonly string[];
}

/** Those of the published Quick Sync benchmark. */
export const clusterEncoders: readonly string[] = ['libx264', 'libx265', 'h264_qsv', 'hevc_qsv'];

const mebibyte = 1024 * 1024;
const drawingMiB = 2048;

/**
 * The same commands as `capstan bench` runs, for encoders by software, Quick Sync and VAAPI.
 * @param directory where the clips lie @param clips names of standard clips; null for all
 */
export function clusterPlan(encoders: readonly string[] | null, clips: readonly string[] | null, directory: string): Result<ClusterPlan, CapstanError> {
  const names = encoders ?? clusterEncoders;
  const offered = benchmarkEncoders.filter(({ family }) => families.has(family)).map(({ encoder }) => encoder);
  const unknown = names.find((name) => !offered.includes(name));
  if (names.length === 0 || unknown !== undefined) {
    const nextStep = `Name some of ${offered.join(', ')}.`;
    return refuse('preset-invalid', `--encoders: ${unknown === undefined ? 'none is named' : `the manifest cannot run ${JSON.stringify(unknown)}, only software, Quick Sync and VAAPI`}.`, { field: 'encoders', nextStep });
  }
  const recipes = clipRecipes.filter(({ name }) => clips === null || clips.includes(name));
  const noClip = clips?.find((name) => !clipRecipes.some((recipe) => recipe.name === name));
  if (recipes.length === 0 || noClip !== undefined) {
    return refuse('preset-invalid', `--clips: ${JSON.stringify(noClip ?? '')} is none of ${clipRecipes.map(({ name }) => name).join(', ')}.`, { field: 'clips' });
  }
  const subjects = benchmarkSubjects(assumedCapabilities(), names);
  const rowsOf = (recipe: ClipRecipe, path: string, word: string | null) =>
    subjects.filter((subject) => takes(subject, recipe.bitDepth)).map((subject) => ({ encoder: subject.terms.encoder, argv: argvOf(subject, recipe, path, word) }));
  const clipPlans = recipes.map((recipe) => {
    const path = `${directory}/${recipe.name}.nut`;
    return { recipe, argv: recipeArgv(recipe, path), rows: rowsOf(recipe, path, secondsWord) };
  });
  const depths = [...new Set(recipes.map(({ bitDepth }) => bitDepth))];
  return ok({
    checks: depths.map((bits) => {
      const recipe: ClipRecipe = { name: `check-${bits}bit`, width: 640, height: 480, bitDepth: bits, frames: checkedFrames };
      const path = `${directory}/${recipe.name}.nut`;
      return { bits, clipArgv: recipeArgv(recipe, path), rows: rowsOf(recipe, path, null) };
    }),
    clips: clipPlans.filter(({ rows }) => rows.length > 0),
    needsGpu: subjects.some(({ gpu }) => gpu !== null),
    clipMiB: Math.ceil(Math.max(...recipes.map(bytesOf)) / mebibyte) + 64,
    memoryMiB: Math.max(drawingMiB, 512 + Math.ceil((3 * Math.max(...subjects.map(({ terms }) => terms.memoryBytesPerPixel)) * Math.max(...recipes.map(({ width, height }) => width * height))) / mebibyte)),
    notes: clipPlans.flatMap(({ recipe, rows }) => {
      const left = names.filter((name) => !rows.some(({ encoder }) => encoder === name));
      return left.length === 0 ? [] : [`${recipe.name} is left out for ${left.join(', ')}: no ${recipe.bitDepth} bit.`];
    }),
  });
}

const families: ReadonlySet<string> = new Set(['software', 'quicksync', 'vaapi']);
const checkedFrames = 20;

/** Of 4:2:0 pictures. */
const bytesOf = ({ width, height, bitDepth, frames }: ClipRecipe): number => width * height * 1.5 * (bitDepth === 10 ? 2 : 1) * frames;

/** The command of a row; a word instead of its length, found where the commands of two lengths differ. */
function argvOf(subject: BenchmarkSubject, recipe: ClipRecipe, path: string, word: string | null): readonly string[] {
  const clip = { ...recipe, framesPerSecond: recipeFramesPerSecond };
  const [argv, longer] = [recipe.frames, recipe.frames + 1].map((frames) => {
    const made = rowArgv(subject, { clip, path }, frames);
    if (!made.ok) throw new RangeError(`${subject.terms.encoder}: ${made.error.detail}`);
    return made.value;
  });
  if (argv === undefined || longer === undefined) throw new RangeError('two lengths were asked for');
  return word === null ? argv : argv.map((part, index) => (part === longer[index] ? part : word));
}

/** A node with Intel's graphics, and the ffmpeg of the image for VAAPI and Quick Sync; the check shows what is really there. */
const assumedCapabilities = (): Capabilities => ({
  schemaVersion: 1,
  engine: { kind: 'local' },
  user: { uid: 1000, gid: 1000 },
  ffmpeg: { version: '7.1', major: 7, minor: 1, encoders: benchmarkEncoders.map(({ encoder }) => encoder) },
  captureDevices: [],
  renderNodes: [{ identity: 'pci:0000:00:02.0', path: '/dev/dri/renderD128', name: null, driver: 'i915', vendorId: '8086', deviceId: null, vendor: 'Intel', groupId: 0 }],
  nvidiaGpus: [],
  codecNodes: [],
  jetson: null,
  kernel: null,
  audioInputs: [],
  encoders: null,
});

/** The lines that the script in the container reads. */
export function planText({ checks, clips }: Pick<ClusterPlan, 'checks' | 'clips'>): string {
  const entry = (head: readonly (string | number)[], words: readonly string[]) => [[...head, words.length].join(' '), ...words];
  return [
    ...checks.flatMap(({ bits, clipArgv, rows }) => [
      ...entry(['check-clip', '-', bits, 0, 0], clipArgv),
      ...rows.flatMap(({ encoder, argv }) => entry(['check', encoder, bits, 0, 0], argv)),
    ]),
    ...clips.flatMap(({ recipe, argv, rows }) => [
      ...entry(['clip', recipe.name, recipe.bitDepth, recipeFramesPerSecond, recipe.frames], argv),
      ...rows.flatMap((row) => entry(['row', row.encoder, recipe.bitDepth, 0, 0], [headOf(row, recipe), ...row.argv])),
    ]),
    '',
  ].join('\n');
}

/** A row's JSON up to what is measured. */
const headOf = ({ encoder, argv }: ClusterRow, { name }: ClipRecipe): string => JSON.stringify({ encoder, clip: name, argv }).slice(0, -1);
