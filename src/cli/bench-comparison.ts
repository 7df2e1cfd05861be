import { publishedCaveats, publishedOrigin, type Comparison } from '@domain/benchmark/comparison';
import { changeText, figureText, spreadText } from '@domain/benchmark/figures';
import type { BenchmarkReport } from '@domain/benchmark/report';
import { table } from './text';

/** Paragraphs for a terminal; none where there is nothing to compare with. */
export function comparisonText(report: BenchmarkReport, { rows }: Comparison): string[] {
  return [...earlierText(report, rows), ...publishedText(report, rows)];
}

function earlierText(report: BenchmarkReport, rows: Comparison['rows']): string[] {
  const lines = report.rows.flatMap(({ encoder, clip }, index) => {
    const change = rows[index]?.earlier ?? null;
    if (change === null) return [];
    const verdict = change.verdict === 'unclear' ? 'no clear change' : `${change.verdict}, ${changeText(change.percent)}`;
    return [[encoder, clip, spreadText(change.framesPerSecond), verdict, change.startedAt.slice(0, 16).replace('T', ' '), change.differences.join('; ')]];
  });
  return lines.length === 0 ? [] : [table([['BESIDE EARLIER', 'CLIP', 'FRAMES/S THEN', 'NOW', 'RUN OF (UTC)', 'DIFFERENCES'], ...lines])];
}

function publishedText(report: BenchmarkReport, rows: Comparison['rows']): string[] {
  const lines = report.rows.flatMap(({ encoder, clip, framesPerSecond }, index) => {
    const figure = rows[index]?.published ?? null;
    return figure === null || framesPerSecond === null ? [] : [[encoder, clip, figureText(framesPerSecond.median), figureText(figure.framesPerSecond), String(figure.results)]];
  });
  if (lines.length === 0) return [];
  const shown = table([[`BESIDE ${report.host.architecture ?? ''}`, 'CLIP', 'FRAMES/S HERE', 'PUBLISHED', 'RESULTS'], ...lines]);
  return [shown, `${publishedOrigin} Compare with care: ${publishedCaveats.join(' ')}`];
}
