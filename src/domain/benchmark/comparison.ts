import medians from '../../../resources/benchmark/quicksync-medians.json';
import type { BenchmarkReport, BenchmarkRow, Spread } from './report';

/** A row's speed beside that of an earlier run of the same encoder on the same GPU with the same clip. */
export interface Change {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly framesPerSecond: Spread;
  /** Of the medians; 12 is 12 % faster than before. */
  readonly percent: number;
  /** `unclear` where the spreads overlap, or where one of the two has no spread because it ran once. */
  readonly verdict: 'faster' | 'slower' | 'unclear';
  /** What was not as it was then, such as `ffmpeg 5.1.6, now 7.1.1`. */
  readonly differences: readonly string[];
}

/** A median of the published Quick Sync benchmark. */
export interface PublishedFigure {
  readonly architecture: string;
  /** Its own name of the test, such as `h264_1080p`. */
  readonly test: string;
  /** How many results it is the median of. */
  readonly results: number;
  readonly framesPerSecond: number;
  readonly timesRealTime: number;
  /** Null where none of them told it. */
  readonly watts: number | null;
}

export interface RowComparison {
  /** Null where this was never measured before. */
  readonly earlier: Change | null;
  /** Null where nothing was published for this processor, encoder and clip. */
  readonly published: PublishedFigure | null;
}

/** One for each row of the report, in its order. */
export interface Comparison {
  readonly rows: readonly RowComparison[];
}

/** To be shown wherever the published figures are. */
export const publishedOrigin: string = medians.origin;
export const publishedCaveats: readonly string[] = medians.caveats;

/** Against the newest of the earlier reports of the same host that has the row, in whatever order they are given. */
export function compare(report: BenchmarkReport, others: readonly BenchmarkReport[]): Comparison {
  const earlier = others.filter((other) => isEarlier(other, report)).toSorted((one, other) => other.id.localeCompare(one.id));
  return { rows: report.rows.map((row) => ({ earlier: changeOf(row, report, earlier), published: publishedFor(row, report) })) };
}

/** Ids begin with the time of the start. */
const isEarlier = (other: BenchmarkReport, { id, host }: BenchmarkReport): boolean =>
  other.id < id && other.host.name === host.name && other.host.processor === host.processor;

function changeOf(row: BenchmarkRow, report: BenchmarkReport, earlier: readonly BenchmarkReport[]): Change | null {
  const now = row.framesPerSecond;
  if (now === null) return null;
  for (const past of earlier) {
    const before = isSameClip(row.clip, report, past) ? past.rows.find((other) => isSameRow(row, other)) : undefined;
    if (before === undefined || before.framesPerSecond === null || before.framesPerSecond.median <= 0) continue;
    const { framesPerSecond } = before;
    const percent = (now.median / framesPerSecond.median - 1) * 100;
    return { id: past.id, startedAt: past.startedAt, framesPerSecond, percent, verdict: hasSpread(now) && hasSpread(framesPerSecond) ? verdictOf(now, framesPerSecond) : 'unclear', differences: differencesOf(row, before, report, past) };
  }
  return null;
}

/** What ran once has none; slow encoders do, whatever was asked for. */
const hasSpread = ({ minimum, maximum }: Spread): boolean => maximum > minimum;

function verdictOf(now: Spread, before: Spread): Change['verdict'] {
  if (now.minimum > before.maximum) return 'faster';
  return now.maximum < before.minimum ? 'slower' : 'unclear';
}

const isSameRow = (one: BenchmarkRow, other: BenchmarkRow): boolean =>
  one.encoder === other.encoder && one.clip === other.clip && one.gpu?.id === other.gpu?.id && other.framesPerSecond !== null;

/** A camera's or file's clip of the same name may hold other pictures: that is told as a difference. */
function isSameClip(name: string, report: BenchmarkReport, past: BenchmarkReport): boolean {
  const [now, before] = [report, past].map(({ clips }) => clips.find((clip) => clip.name === name));
  return now !== undefined && before !== undefined && (['width', 'height', 'framesPerSecond', 'bitDepth', 'origin'] as const).every((key) => now[key] === before[key]);
}

function differencesOf(row: BenchmarkRow, before: BenchmarkRow, report: BenchmarkReport, past: BenchmarkReport): string[] {
  const pairs: readonly (readonly [what: string, before: string | number | null, now: string | number | null])[] = [
    ['Capstan', past.capstanVersion, report.capstanVersion],
    ['ffmpeg', past.ffmpegVersion, report.ffmpegVersion],
    ['kernel', past.host.kernel, report.host.kernel],
    ['engine', past.engine.kind, report.engine.kind],
    ['path', before.path, row.path],
  ];
  const changed = pairs.flatMap(([what, then, now]) => (then === now ? [] : [`${what} ${then ?? 'unknown'}, now ${now ?? 'unknown'}`]));
  const isSameCommand = comparable(row.argv) === comparable(before.argv);
  const source = report.clips.find(({ name }) => name === row.clip)?.origin ?? 'recipe';
  return [...changed, ...(isSameCommand ? [] : ['the command']), ...(source === 'recipe' ? [] : ['perhaps the pictures'])];
}

/** Without folders, which have names of their own in each run, and without the length of the run, which follows the speed. */
const comparable = (argv: readonly string[]): string => argv.map((word, index) => (argv[index - 1] === '-t' ? '' : word.slice(word.lastIndexOf('/') + 1))).join('\n');

/** Intel puts its own graphics at this address of PCI; a card beside it is not of the processor's architecture. */
const processorGraphics = 'pci:0000:00:02.0';

/** Software runs on any GPU's host; hardware counts where it is the processor's own graphics. */
function publishedFor({ encoder, clip, gpu, framesPerSecond }: BenchmarkRow, { host, clips }: BenchmarkReport): PublishedFigure | null {
  const isOwn = clips.find(({ name }) => name === clip)?.origin !== 'recipe';
  if (framesPerSecond === null || host.architecture === null || isOwn || (gpu !== null && gpu.id !== processorGraphics)) return null;
  const found = medians.rows.find((row) => row.architecture === host.architecture && row.encoder === encoder && row.clip === clip);
  if (found === undefined) return null;
  const { architecture, test, results, timesRealTime, watts } = found;
  return { architecture, test, results, framesPerSecond: found.framesPerSecond, timesRealTime, watts };
}
