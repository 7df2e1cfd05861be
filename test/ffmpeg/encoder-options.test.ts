import { beforeAll, describe, expect, it } from 'vitest';
import type { FfmpegBuild } from '@domain/capabilities';
import { encoderArgv, encoderTable, type EncoderTerms } from '@domain/plan/encoders';
import { usualOf } from '../support/encoder-settings';
import { coveringTrials, optionsIn, reached, trialsOf, tryEncoder } from '../support/encoder-trial';
import { buildOf, encoderOptions, genericOptions, type FfmpegCommand } from '../support/ffmpeg';
import { whyNotTaken, type FfmpegOption } from '../support/ffmpeg-help';
import { ffmpegReleases } from '../support/newer-ffmpeg';
import { need, present, type Piece } from '../support/pieces';

/** Reads the options of an ffmpeg that nobody here has: proved by its published options alone. */
const published = encoderTable.filter(({ family }) => family === 'jetson').map(({ encoder }) => encoder);
const listed = encoderTable.filter(({ encoder }) => !published.includes(encoder));
const checked = new Set<string>();

interface Bench {
  readonly command: FfmpegCommand;
  readonly build: FfmpegBuild;
  readonly generic: ReadonlyMap<string, FfmpegOption>;
}

describe.each(ffmpegReleases)('ffmpeg of %s', (_name, find) => {
  let piece: Piece<Bench>;
  beforeAll(async () => {
    const found = await find();
    if (found.value === null) {
      piece = found;
      return;
    }
    const command = found.value;
    const [build, generic] = await Promise.all([buildOf(command), genericOptions(command)]);
    console.log(`ffmpeg ${build.version}: ${build.encoders.filter((name) => encoderTable.some(({ encoder }) => encoder === name)).join(' ')}`);
    piece = present({ command, build, generic });
  });

  describe.each(listed.map((terms) => [terms.encoder, terms] as const))('%s', (encoder, terms) => {
    it('has every option that a plan emits, with the value in its range', async (context) => {
      const { command, build, generic } = need(piece, context);
      if (!build.encoders.includes(encoder)) return refusedByName(terms, build);
      const options = await encoderOptions(command, encoder, generic);
      const trials = trialsOf(terms, build);
      expect(trials.length).toBeGreaterThan(2);
      const emitted = new Map(trials.flatMap(({ argv }) => optionsIn(argv)).map((pair) => [pair.join('='), pair]));
      const faults = [...emitted.values()].map(([name, value]) => {
        const option = options.get(name);
        return option ? whyNotTaken(option, value) : `${encoder} has no -${name}`;
      });
      expect(faults.filter((fault) => fault !== null)).toEqual([]);
      checked.add(encoder);
    });

    it('takes them when it is run', async (context) => {
      const { command, build } = need(piece, context);
      if (!build.encoders.includes(encoder)) return;
      const results = await twoAtATime(coveringTrials(terms, trialsOf(terms, build)), async ({ argv, video }) => {
        const result = reached(terms, await tryEncoder(command, terms, argv, video));
        return result === true ? null : `${argv.join(' ')}: ${result}`;
      });
      expect(results.filter((result) => result !== null)).toEqual([]);
    });

    it('refuses a wrong value of each of them', async (context) => {
      const { command, build, generic } = need(piece, context);
      if (!build.encoders.includes(encoder)) return;
      const options = await encoderOptions(command, encoder, generic);
      const wrong = wrongArgvs(coveringTrials(terms, trialsOf(terms, build)).map(({ argv }) => argv), options);
      const results = await twoAtATime(wrong, async (argv) => [argv.join(' '), reached(terms, await tryEncoder(command, terms, argv, usualOf(terms))) === true] as const);
      expect(results.filter(([, taken]) => taken).map(([argv]) => argv)).toEqual([]);
      expect(results.length).toBeGreaterThan(1);
    });
  });
});

it('every encoder was checked against one of them', (context) => {
  if (process.env['CI'] === undefined && checked.size < listed.length) context.skip(`only ${checked.size} of ${listed.length}: Debian's archive is not there`);
  expect(listed.map(({ encoder }) => encoder).filter((encoder) => !checked.has(encoder))).toEqual([]);
});

function refusedByName(terms: EncoderTerms, build: FfmpegBuild): void {
  const result = encoderArgv(usualOf(terms), build);
  expect(result).toMatchObject({ ok: false, error: { kind: 'encoder-unavailable', field: 'video.encoder' } });
  expect(JSON.stringify(result)).toContain(`ffmpeg ${build.version} on this host has no ${terms.encoder}`);
}

/** One option of each argv spoilt in each way that its type allows, and one that no encoder has. */
function wrongArgvs(argvs: readonly (readonly string[])[], options: ReadonlyMap<string, FfmpegOption>): string[][] {
  const spoilt = new Map<string, string[]>();
  for (const argv of argvs) {
    for (const [name, value] of optionsIn(argv)) {
      const at = argv.findIndex((word) => word.replace(/:v$/, '') === `-${name}`) + 1;
      for (const bad of wrongValues(options.get(name), value)) spoilt.set(`${name}=${bad}`, argv.with(at, bad));
    }
  }
  return [...spoilt.values(), [...(argvs[0] ?? []), '-no_such_option', '1']];
}

function wrongValues(option: FfmpegOption | undefined, value: string): string[] {
  // What is in a dictionary is read by the encoder's own library, which only warns.
  if (option === undefined || option.type === 'dictionary') return [];
  const { range } = option;
  const beyond = range !== null && range.maximum < 2 ** 31 - 1 && /^\d/.test(value) && option.name !== 'q' ? [String(range.maximum + 1)] : [];
  return ['nonsense', ...beyond];
}

/** As many as this program may take of a machine that others use too. */
async function twoAtATime<T, R>(list: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = list.entries();
  const worker = async () => {
    for (const [index, each] of queue) results[index] = await work(each);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
