import { resolve } from 'node:path';
import { checkedOptions } from '@domain/benchmark/benchmark-plan';
import { compare } from '@domain/benchmark/comparison';
import { reportMarkdown } from '@domain/benchmark/markdown';
import type { BenchmarkOptions, BenchmarkProgress, BenchmarkReport } from '@domain/benchmark/report';
import { failure } from '@domain/errors';
import { sourceKind } from '@domain/overrides';
import type { Station } from '../station/types';
import { comparisonText } from './bench-comparison';
import { kubernetesFlags, writeManifest, type KubernetesFlags } from './bench-kubernetes';
import { checkReportFile, writeReportFile } from './bench-report';
import { benchList, benchText } from './bench-text';
import { answering, oneOf, stationChoice, tellNotices, withStation, type Shell, type StationFlags } from './shell';

export interface BenchFlags extends StationFlags, KubernetesFlags {
  readonly encoders?: string;
  readonly clips?: string;
  readonly seconds?: string;
  readonly runs?: string;
  readonly streams?: boolean;
  readonly quality?: boolean;
  readonly source?: string;
  readonly json?: boolean;
  readonly format?: string;
  /** File that the report is written to as well, by its ending. */
  readonly report?: string;
}

export const usualSeconds = 3;
export const usualRuns = 3;
const formats = ['text', 'json', 'markdown'] as const;
type Format = (typeof formats)[number];

/** Measures the encoders of a host. Progress goes to stderr, the report to stdout. */
export function bench(shell: Shell, flags: BenchFlags): Promise<number> {
  return answering(shell, flags.json === true || flags.format === 'json', async () => {
    if (flags.format === 'kubernetes' && flags.json !== true) return manifest(shell, flags);
    const format = formatOf(flags);
    const stray = kubernetesFlags.find((flag) => flags[flag] !== undefined);
    if (stray !== undefined) throw failure('preset-invalid', `--${dashed(stray)} is for --format kubernetes.`, { field: stray });
    const options = benchOptions(flags, shell.cwd);
    if (flags.report !== undefined) checkReportFile(shell, flags.report);
    await withStation(shell, stationChoice(flags), async (station) => {
      const { notices } = await station.status();
      tellNotices(shell, notices);
      await station.sessions.adopt();
      const report = await measured(shell, station, options);
      print(shell, station, report, format);
      if (flags.report !== undefined) await writeReportFile(shell, flags.report, report, compare(report, station.benchmarks.list()));
    });
  });
}

/** The same as a Job of Kubernetes: nothing runs here, and no engine is opened. */
function manifest(shell: Shell, flags: BenchFlags): Promise<void> {
  const stray = (['host', 'engine', 'source', 'streams'] as const).find((flag) => flags[flag] !== undefined);
  if (stray !== undefined) throw failure('preset-invalid', `--${stray} is not for --format kubernetes: it runs in a cluster, with the standard clips.`, { field: stray });
  return writeManifest(shell, flags, { ...benchOptions(flags, shell.cwd), report: flags.report ?? null });
}

const dashed = (flag: string): string => flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function measured(shell: Shell, station: Station, options: BenchmarkOptions): Promise<BenchmarkReport> {
  const controller = new AbortController();
  const release = shell.onInterrupt(() => controller.abort(failure('benchmark-cancelled', 'It was ended before every encoder was measured.')));
  const stopListening = station.onEvent((event) => event.type === 'image' && shell.out.note(`${event.step} ...`));
  try {
    return await station.benchmarks.run({ ...options, signal: controller.signal, onProgress: teller(shell) });
  } finally {
    stopListening();
    release();
  }
}

/** A line for each thing that is done, and one with what came of a row. */
function teller({ out }: Shell): (progress: BenchmarkProgress) => void {
  let told = '';
  return ({ done, total, doing, row }) => {
    const line = row === null ? `${doing} ...` : `${done} of ${total}: ${doing}: ${row.framesPerSecond === null ? `did not run: ${row.diagnosis?.title ?? ''}` : `${row.framesPerSecond.median.toFixed(1)} frames a second, ${(row.timesRealTime ?? 0).toFixed(2)} times real time`}`;
    if (line !== told) out.note(line);
    told = line;
  };
}

function print(shell: Shell, station: Station, report: BenchmarkReport, format: Format): void {
  switch (format) {
    case 'json':
      shell.out.document(report);
      return;
    case 'markdown':
      shell.out.raw(reportMarkdown(report, compare(report, station.benchmarks.list())));
      return;
    case 'text':
      shell.out.print([benchText(report, shell.out.columns), ...comparisonText(report, compare(report, station.benchmarks.list()))].join('\n\n'));
  }
}

const formatOf = ({ format, json }: Pick<BenchFlags, 'format' | 'json'>): Format => (json === true ? 'json' : oneOf('format', format ?? 'text', formats));

/** Flags by the field of the options that they set. */
const flagOf: Readonly<Partial<Record<string, string>>> = { secondsPerRun: 'seconds' };

/** Throws `preset-invalid`, which names the flag. */
export function benchOptions(flags: BenchFlags, cwd: string): BenchmarkOptions {
  const options: BenchmarkOptions = {
    encoders: listOf('encoders', flags.encoders),
    clips: listOf('clips', flags.clips),
    source: flags.source === undefined ? null : sourceOf(flags.source, cwd),
    secondsPerRun: numberOf('seconds', flags.seconds, usualSeconds),
    runs: numberOf('runs', flags.runs, usualRuns),
    streams: flags.streams === true,
    quality: flags.quality !== false,
  };
  const checked = checkedOptions(options);
  if (checked.ok) return options;
  const { kind, detail, nextStep, field = '' } = checked.error;
  const flag = flagOf[field] ?? field;
  throw failure(kind, `--${flag}: ${detail}`, { field: flag, nextStep });
}

function listOf(flag: string, text: string | undefined): string[] | null {
  if (text === undefined) return null;
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw failure('preset-invalid', `--${flag}: ${JSON.stringify(text)} is no list of names with commas between.`, { field: flag });
  return [...new Set(words)];
}

function numberOf(flag: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(text)) throw failure('preset-invalid', `--${flag}: ${JSON.stringify(text)} is no number.`, { field: flag });
  return Number(text);
}

function sourceOf(source: string, cwd: string): BenchmarkOptions['source'] {
  if (sourceKind(source) === 'capture-device') return { kind: 'camera', device: source };
  if (source === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(source)) throw failure('preset-invalid', `--source: ${JSON.stringify(source)} is neither a media file nor a capture device.`, { field: 'source' });
  return { kind: 'file', path: resolve(cwd, source) };
}

export interface KeptFlags {
  readonly json?: boolean;
  readonly format?: string;
}

/** The kept reports. */
export function listBenchmarks(shell: Shell, { json = false }: KeptFlags): Promise<number> {
  return answering(shell, json, () =>
    withStation(shell, { engine: 'auto' }, async (station) => {
      const reports = station.benchmarks.list();
      if (json) shell.out.document(reports);
      else shell.out.print(benchList(reports));
    }),
  );
}

export function showBenchmark(shell: Shell, id: string, flags: KeptFlags): Promise<number> {
  return answering(shell, flags.json === true || flags.format === 'json', async () => {
    const format = formatOf(flags);
    await withStation(shell, { engine: 'auto' }, async (station) => print(shell, station, station.benchmarks.get(id), format));
  });
}

export function removeBenchmark(shell: Shell, id: string, { json = false }: KeptFlags): Promise<number> {
  return answering(shell, json, () =>
    withStation(shell, { engine: 'auto' }, async (station) => {
      station.benchmarks.remove(id);
      if (json) shell.out.document({ removed: id });
      else shell.out.print(`Removed the benchmark ${id}.`);
    }),
  );
}
