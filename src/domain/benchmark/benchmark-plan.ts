import type { Capabilities } from '../capabilities';
import { capstanError, type CapstanError } from '../errors';
import { nearWord } from '../near-word';
import { err, ok, type Result } from '../result';
import { clipRecipes, type ClipRecipe } from './clips';
import { takes } from './row-argv';
import type { BenchmarkClip, BenchmarkOptions } from './report';
import { benchmarkEncoders } from './settings';
import { benchmarkSubjects, type BenchmarkSubject } from './subjects';

const limits = { secondsPerRun: [1, 60], runs: [1, 10] } as const;
const mostEncoders = 32;

/** The recipes that are asked for, where all that is asked for can be; else a refusal that names the option. */
export function checkedOptions({ encoders, clips, source, secondsPerRun, runs }: BenchmarkOptions): Result<readonly ClipRecipe[], CapstanError> {
  for (const [field, value, [least, most]] of [['secondsPerRun', secondsPerRun, limits.secondsPerRun] as const, ['runs', runs, limits.runs] as const]) {
    if (!(value >= least && value <= most)) return no(field, `${value} is not between ${least} and ${most}.`);
  }
  if (!Number.isInteger(runs)) return no('runs', `${runs} is not a whole number.`);
  if (encoders !== null && (encoders.length === 0 || encoders.length > mostEncoders)) return no('encoders', `Name one to ${mostEncoders} encoders.`);
  const names = benchmarkEncoders.map(({ encoder }) => encoder);
  const unknown = encoders?.find((name) => !names.includes(name));
  if (unknown !== undefined) return no('encoders', `${JSON.stringify(unknown)} is no encoder that can be measured${meant(unknown, names)}. There are ${names.join(', ')}.`);
  if (source !== null && clips !== null) return no('clips', 'Either standard clips or a source of your own is measured.');
  if (clips?.length === 0) return no('clips', 'Name at least one clip.');
  const recipes = clipRecipes.map(({ name }) => name);
  const noClip = clips?.find((name) => !recipes.includes(name));
  if (noClip !== undefined) return no('clips', `${JSON.stringify(noClip)} is no clip${meant(noClip, recipes)}. There are ${recipes.join(', ')}.`);
  return ok(source === null ? clipRecipes.filter(({ name }) => clips === null || clips.includes(name)) : []);
}

const no = (field: keyof BenchmarkOptions, detail: string): Result<never, CapstanError> => err(capstanError('preset-invalid', detail, { field }));

function meant(word: string, words: readonly string[]): string {
  const near = nearWord(word, words);
  return near === null ? '' : `; did you mean ${near}?`;
}

/** Who encodes what. */
export interface BenchmarkPlan {
  readonly subjects: readonly BenchmarkSubject[];
  /** In words: what was left out, and why. */
  readonly notes: readonly string[];
}

/** Those of this host that are measured. Encoders that were not named and do not work are left out, and told of. */
export function benchmarkPlan(capabilities: Capabilities, encoders: readonly string[] | null): BenchmarkPlan {
  const all = benchmarkSubjects(capabilities, encoders);
  const subjects = encoders === null ? all.filter(({ diagnosis }) => diagnosis === null) : all;
  const unusable = all.filter((subject) => !subjects.includes(subject));
  return { subjects, notes: unusable.map(({ terms, gpu, diagnosis }) => `${terms.encoder}${gpu === null ? '' : ` on ${gpu.name}`} was left out: ${diagnosis?.title ?? 'it does not work'}.`) };
}

/** Those of the subjects that take the pictures of a clip, and words for those that do not. */
export function fitting(subjects: readonly BenchmarkSubject[], { name, bitDepth }: Pick<BenchmarkClip, 'name' | 'bitDepth'>): BenchmarkPlan {
  const [able, unable] = [subjects.filter((subject) => takes(subject, bitDepth)), subjects.filter((subject) => !takes(subject, bitDepth))];
  const names = [...new Set(unable.map(({ terms }) => terms.encoder))];
  return { subjects: able, notes: names.length === 0 ? [] : [`${names.join(', ')} ${names.length === 1 ? 'does' : 'do'} not encode ${bitDepth} bit here: left out with ${name}.`] };
}

const mebibyte = 1024 * 1024;

/** Memory for a container that encodes, in MiB: three times what one encoder takes; with several streams most of the machine's. */
export function encodingMemoryMiB(subjects: readonly BenchmarkSubject[], pixels: number, streams: boolean, machineMiB: number | null): number {
  const one = 512 + Math.ceil((3 * Math.max(0, ...subjects.map(({ terms }) => terms.memoryBytesPerPixel)) * pixels) / mebibyte);
  return streams && machineMiB !== null ? Math.max(one, Math.floor(0.8 * machineMiB)) : one;
}
