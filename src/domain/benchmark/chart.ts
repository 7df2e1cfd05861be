import { figureText, gpusOf } from './figures';
import type { BenchmarkReport, Spread } from './report';

/** Bars of one clip, to be drawn on one scale. */
export interface ChartGroup {
  readonly clip: string;
  /** Where real time is on the scale. */
  readonly framesPerSecond: number;
  /** End of the scale: the fastest run of all, or real time where that is more. */
  readonly maximum: number;
  readonly bars: readonly ChartBar[];
}

export interface ChartBar {
  readonly encoder: string;
  /** Name of the GPU where rows of this encoder need it to be told apart. */
  readonly gpu: string | null;
  /** Null where it did not run. */
  readonly framesPerSecond: Spread | null;
  readonly timesRealTime: number | null;
  /** Why it did not run, in a few words. */
  readonly failure: string | null;
}

/** A group for each clip that has rows, fastest encoder first, those that did not run last. */
export function chartGroups(report: Pick<BenchmarkReport, 'clips' | 'rows'>): ChartGroup[] {
  const severalGpus = gpusOf(report).length > 1;
  return report.clips.flatMap((clip) => {
    const rows = report.rows.filter((row) => row.clip === clip.name);
    if (rows.length === 0) return [];
    const bars = rows
      .map(({ encoder, gpu, framesPerSecond, timesRealTime, diagnosis }): ChartBar => ({ encoder, gpu: severalGpus ? (gpu?.name ?? null) : null, framesPerSecond, timesRealTime, failure: diagnosis?.title ?? null }))
      .toSorted((one, other) => (other.framesPerSecond?.median ?? -1) - (one.framesPerSecond?.median ?? -1));
    const maximum = Math.max(clip.framesPerSecond, ...rows.map((row) => row.framesPerSecond?.maximum ?? 0));
    return [{ clip: clip.name, framesPerSecond: clip.framesPerSecond, maximum, bars }];
  });
}

const widestLabel = 32;
const narrowestTrack = 4;

/**
 * Bars for a terminal, no line wider than `columns` (40 at least): solid up to the slowest run, shaded up to the
 * fastest, with a mark where real time is.
 */
export function textChart(report: Pick<BenchmarkReport, 'clips' | 'rows'>, columns: number): string {
  const width = Math.max(40, columns);
  const groups = chartGroups(report);
  if (groups.length === 0) return '';
  const labels = Math.min(widestLabel, Math.floor(width / 3), Math.max(...groups.flatMap(({ bars }) => bars.map((bar) => labelOf(bar).length))));
  return [...groups.map((group) => groupText(group, width, labels)), '█ every run  ▒ some runs  ┊ real time'].join('\n\n');
}

function groupText({ clip, framesPerSecond, maximum, bars }: ChartGroup, width: number, labels: number): string {
  const figures = Math.max(...bars.map((bar) => figuresOf(bar).length));
  const track = Math.max(narrowestTrack, width - labels - figures - 6);
  const at = (value: number) => Math.round((value / maximum) * track);
  const mark = Math.min(track, at(framesPerSecond));
  const lines = bars.map((bar) => {
    const label = cut(labelOf(bar), labels).padEnd(labels);
    const spread = bar.framesPerSecond;
    if (spread === null) return `  ${label}  ${cut(`did not run: ${bar.failure ?? 'no reason is known'}`, width - labels - 4)}`;
    const solid = at(spread.minimum);
    const cells = Array.from({ length: track + 1 }, (_, cell) => {
      if (cell === mark) return '┊';
      if (cell < solid) return '█';
      return cell < at(spread.maximum) ? '▒' : ' ';
    });
    return `  ${label}  ${cells.join('')} ${figuresOf(bar).padStart(figures)}`;
  });
  return [cut(`${clip}, frames a second (real time is ${figureText(framesPerSecond)})`, width), ...lines].join('\n');
}

const labelOf = ({ encoder, gpu }: ChartBar): string => (gpu === null ? encoder : `${encoder} ${gpu}`);

const figuresOf = ({ framesPerSecond, timesRealTime }: ChartBar): string => {
  if (framesPerSecond === null) return '';
  return `${figureText(framesPerSecond.median)}${timesRealTime === null ? '' : ` (${figureText(timesRealTime)}x)`}`;
};

const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
