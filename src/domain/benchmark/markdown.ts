import { shellLine } from '../plan/docker-run';
import { publishedCaveats, publishedOrigin, type Comparison } from './comparison';
import { changeText, figureText, gpusOf, spreadText, streamsText } from './figures';
import { code, codeBlock, prose, table } from './markdown-text';
import type { BenchmarkReport, BenchmarkRow } from './report';

/** A page to share: machine, results, comparisons where there are any, notes, and the exact command of each row. */
export function reportMarkdown(report: BenchmarkReport, comparison: Comparison | null): string {
  const sections = [
    `# Encoder benchmark of ${code(report.host.name)}`,
    machine(report),
    '## Results',
    results(report),
    legend(report),
    ...failures(report),
    ...streams(report),
    ...(comparison === null ? [] : [...earlier(report, comparison), ...published(report, comparison)]),
    ...(report.notes.length === 0 ? [] : ['## Notes', report.notes.map((note) => `- ${prose(note)}`).join('\n')]),
    ...commands(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

function machine(report: BenchmarkReport): string {
  const { host, engine, ffmpegVersion, startedAt, durationSeconds, runs, secondsPerRun, capstanVersion } = report;
  const processor = [host.processor === null ? 'unknown' : code(host.processor), ...(host.architecture === null ? [] : [prose(host.architecture)]), ...(host.cores === null ? [] : [`${host.cores} cores`])];
  const system = [host.operatingSystem, host.kernel].flatMap((text) => (text === null ? [] : [code(text)]));
  const gpus = gpusOf(report).map(({ name }) => code(name));
  return table(
    ['Machine', ''],
    [
      ['Processor', processor.join(', ')],
      ['GPU', gpus.length === 0 ? 'none measured' : gpus.join(', ')],
      ['System', system.length === 0 ? 'unknown' : system.join(', ')],
      ['Engine', [engine.kind === 'docker' ? 'Docker' : 'This computer', ...(engine.version === null ? [] : [code(engine.version)])].join(' ')],
      ['ffmpeg', code(ffmpegVersion)],
      ['Settings', `${runs === 1 ? '1 run' : `${runs} runs`} a row, of about ${secondsPerRun} s each, by Capstan ${code(capstanVersion)}`],
      ['Measured', `${timeText(startedAt)}, in ${Math.round(durationSeconds)} s`],
    ],
  );
}

/** To the minute, as ISO 8601 has it in front. */
const timeText = (time: string): string => (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:.*Z$/.test(time) ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : code(time));

const none = '–';
const columns = ['Encoder', 'Clip', 'Frames/s', 'Times real time', 'Watts', 'Frames/J', 'CPU', 'Quality', 'Bottleneck', 'Streams'];

function results(report: BenchmarkReport): string {
  const severalGpus = gpusOf(report).length > 1;
  return table(
    columns,
    report.rows.map((row) => [severalGpus && row.gpu !== null ? `${code(row.encoder)} on ${code(row.gpu.name)}` : code(row.encoder), code(row.clip), ...measured(row)]),
  );
}

function measured({ framesPerSecond, timesRealTime, watts, framesPerJoule, cpuPercent, quality, bottleneck, streams: held }: BenchmarkRow): string[] {
  if (framesPerSecond === null) return ['did not run', ...columns.slice(3).map(() => none)];
  return [
    spreadText(framesPerSecond),
    timesRealTime === null ? none : figureText(timesRealTime),
    watts === null ? none : `${figureText(watts.underLoad)}${watts.idle === null ? '' : ` (idle ${figureText(watts.idle)})`}, ${watts.source}`,
    framesPerJoule === null ? none : figureText(framesPerJoule),
    cpuPercent === null ? none : `${Math.round(cpuPercent)} %`,
    quality === null ? none : `${quality.metric.toUpperCase()} ${quality.metric === 'ssim' ? quality.value.toFixed(4) : quality.value.toFixed(1)} at ${(quality.bitRateKbps / 1000).toFixed(1)} Mb/s`,
    bottleneck ?? none,
    held === null ? none : streamsText(held),
  ];
}

function legend({ runs, rows }: BenchmarkReport): string {
  const lines = [
    runs > 1 ? `Frames/s: median of ${runs} runs, with the slowest and the fastest.` : 'Frames/s: of one run.',
    'CPU: 100 % is one core.',
    ...(rows.some(({ watts }) => watts !== null) ? ['Watts: under load, of what is named beside them.'] : []),
    'Bottleneck: the slowest of reading the pictures (decode), bringing them to the encoder (copy) and encoding.',
    ...(rows.some(({ streams: held }) => held !== null) ? ['Streams: how many at once hold real time, each of them.'] : []),
  ];
  return lines.join(' ');
}

function failures({ rows }: BenchmarkReport): string[] {
  const failed = rows.flatMap(({ encoder, clip, diagnosis }) =>
    diagnosis === null ? [] : [`- ${code(encoder)}, ${code(clip)}: ${prose(diagnosis.title)}. ${prose(diagnosis.reason)}${diagnosis.evidence.trim() === '' ? '' : ` ${code(diagnosis.evidence)}`}`],
  );
  return failed.length === 0 ? [] : ['## What did not run', failed.join('\n')];
}

function streams({ rows }: BenchmarkReport): string[] {
  const lines = rows.flatMap(({ encoder, clip, streams: held }) =>
    held === null ? [] : held.tried.map(({ streams: count, speeds }) => [code(encoder), code(clip), String(count), speeds.map(figureText).join(', ')]),
  );
  return lines.length === 0 ? [] : ['## Streams at once', 'The speed of every stream, in times real time.', table(['Encoder', 'Clip', 'Streams', 'Speeds'], lines)];
}

function earlier(report: BenchmarkReport, { rows }: Comparison): string[] {
  const lines = report.rows.flatMap((row, index) => {
    const change = rows[index]?.earlier;
    if (change === null || change === undefined || row.framesPerSecond === null) return [];
    const verdict = change.verdict === 'unclear' ? 'no clear change' : `${change.verdict}, ${changeText(change.percent)}`;
    return [[code(row.encoder), code(row.clip), spreadText(row.framesPerSecond), spreadText(change.framesPerSecond), verdict, timeText(change.startedAt), change.differences.map(prose).join('; ') || 'none']];
  });
  if (lines.length === 0) return [];
  return ['## Beside earlier runs', 'Faster or slower is said only where the spreads of the two do not overlap.', table(['Encoder', 'Clip', 'Frames/s', 'Earlier', 'Change', 'Run of', 'Differences'], lines)];
}

function published(report: BenchmarkReport, { rows }: Comparison): string[] {
  const lines = report.rows.flatMap((row, index) => {
    const figure = rows[index]?.published;
    if (figure === null || figure === undefined || row.framesPerSecond === null) return [];
    return [[code(row.encoder), code(row.clip), figureText(row.framesPerSecond.median), figureText(figure.framesPerSecond), String(figure.results), figure.watts === null ? none : figureText(figure.watts)]];
  });
  if (lines.length === 0) return [];
  const heading = `## Beside published figures for ${prose(report.host.architecture ?? '')}`;
  return [heading, table(['Encoder', 'Clip', 'Frames/s here', 'Published', 'Results', 'Watts'], lines), `${prose(publishedOrigin)} Compare with care: ${publishedCaveats.map(prose).join(' ')}`];
}

/** Folded away: HTML around blocks of code, with nothing from outside in it. */
function commands({ clips, rows }: BenchmarkReport): string[] {
  const made = clips.map(({ name, argv }) => `Clip ${code(name)}:\n\n${codeBlock(shellLine(argv))}`);
  const ran = rows.map(({ encoder, clip, argv }) => `${code(encoder)}, ${code(clip)}:\n\n${codeBlock(shellLine(argv))}`);
  return ['<details>', '<summary>The exact commands</summary>', ...made, ...ran, '</details>'];
}
