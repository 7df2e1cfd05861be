import { textChart } from '@domain/benchmark/chart';
import { figureText, gpusOf, spreadText, streamsText } from '@domain/benchmark/figures';
import type { BenchmarkReport, BenchmarkRow } from '@domain/benchmark/report';
import { table } from './text';

/** The whole report for a terminal of this width. */
export function benchText(report: BenchmarkReport, columns: number): string {
  const { host, engine, ffmpegVersion, notes, rows } = report;
  const failed = rows.flatMap((row) => (row.diagnosis === null ? [] : [`${row.encoder} with ${row.clip} did not run: ${row.diagnosis.title}. ${row.diagnosis.evidence} ${row.diagnosis.remedy}`]));
  const streams = rows.filter((row) => row.streams !== null);
  return [
    table([
      ['Host', [host.name, ...(host.processor === null ? [] : [host.processor]), ...(host.architecture === null ? [] : [host.architecture]), ...(host.cores === null ? [] : [`${host.cores} cores`])].join(', ')],
      ['ffmpeg', `${ffmpegVersion} ${engine.kind === 'docker' ? `in Docker ${engine.version ?? ''}`.trim() : 'of this computer'}`],
    ]),
    resultTable(report),
    legend(rows),
    textChart(report, columns),
    ...(streams.length === 0 ? [] : [streamLines(streams)]),
    ...(failed.length === 0 ? [] : [failed.join('\n')]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `Note: ${note}`).join('\n')]),
    `Kept as ${report.id}: \`capstan bench show ${report.id}\`.`,
  ].join('\n\n');
}

const none = '-';

function resultTable(report: BenchmarkReport): string {
  const { rows } = report;
  const severalGpus = gpusOf(report).length > 1;
  const withStreams = rows.some(({ streams }) => streams !== null);
  const withPower = rows.some(({ watts }) => watts !== null);
  const head = ['ENCODER', 'CLIP', 'FPS', 'SPEED', ...(withPower ? ['WATTS', 'F/J'] : []), 'CPU', 'QUALITY', 'KBIT/S', 'LIMIT', ...(withStreams ? ['STREAMS'] : [])];
  return table([head, ...rows.map((row) => [row.encoder + (severalGpus && row.gpu !== null ? ` (${row.gpu.name})` : ''), row.clip, ...cells(row, withPower, withStreams)])]);
}

function cells({ framesPerSecond, timesRealTime, watts, framesPerJoule, cpuPercent, quality, bottleneck, streams }: BenchmarkRow, withPower: boolean, withStreams: boolean): string[] {
  if (framesPerSecond === null) return ['did not run'];
  return [
    spreadText(framesPerSecond),
    timesRealTime === null ? none : `${figureText(timesRealTime)}x`,
    ...(withPower ? [watts === null ? none : wattsText(watts), framesPerJoule === null ? none : figureText(framesPerJoule)] : []),
    cpuPercent === null ? none : `${cpuPercent} %`,
    quality === null ? none : `${quality.metric.toUpperCase()} ${quality.metric === 'vmaf' ? quality.value.toFixed(1) : quality.value.toFixed(3)}`,
    quality === null ? none : String(quality.bitRateKbps),
    bottleneck ?? none,
    ...(withStreams ? [streams === null ? none : streamsText(streams)] : []),
  ];
}

const wattsText = ({ idle, underLoad }: NonNullable<BenchmarkRow['watts']>): string => `${figureText(underLoad)}${idle === null ? '' : ` (idle ${figureText(idle)})`}`;

function legend(rows: readonly BenchmarkRow[]): string {
  const metric = rows.find(({ quality }) => quality !== null)?.quality?.metric;
  const sources = [...new Set(rows.flatMap(({ watts }) => (watts === null ? [] : [{ gpu: 'the GPU', package: 'the processor', board: 'the board' }[watts.source]])))];
  return [
    'FPS: frames a second, median (slowest to fastest run). SPEED: times real time. CPU: of one core.',
    ...(sources.length === 0 ? [] : [`WATTS: of ${sources.join(' or ')} under load. F/J: frames per joule.`]),
    ...(metric === undefined ? [] : [`QUALITY: ${metric === 'vmaf' ? 'VMAF, 100 is the same picture' : 'SSIM, 1 is the same picture'}, at KBIT/S.`]),
    'LIMIT: what most of the time goes to: decode (reading the clip), copy (bringing it to the encoder) or encode.',
    ...(rows.some(({ streams }) => streams !== null) ? ['STREAMS: how many at once hold real time, the slowest of them too.'] : []),
  ].join('\n');
}

function streamLines(rows: readonly BenchmarkRow[]): string {
  return rows
    .flatMap(({ encoder, clip, streams }) => [
      `${encoder} with ${clip}: speed of every stream`,
      ...(streams?.tried ?? []).toSorted((a, b) => a.streams - b.streams).map(({ streams: count, speeds }) => `  ${String(count).padStart(2)}: ${speeds.map((speed) => `${speed.toFixed(2)}x`).join(' ')}`),
    ])
    .join('\n');
}

/** One line a kept report. */
export function benchList(reports: readonly BenchmarkReport[]): string {
  if (reports.length === 0) return 'No benchmark is kept yet: `capstan bench` makes one.';
  return table([
    ['ID', 'HOST', 'ROWS', 'FASTEST'],
    ...reports.map(({ id, host, rows }) => {
      const [fastest] = rows.filter(({ timesRealTime }) => timesRealTime !== null).toSorted((a, b) => (b.timesRealTime ?? 0) - (a.timesRealTime ?? 0));
      return [id, host.name, String(rows.length), fastest ? `${fastest.encoder} with ${fastest.clip}: ${figureText(fastest.timesRealTime ?? 0)}x` : none];
    }),
  ]);
}
