import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import { historySeconds } from '../state/load';
import { unknown } from '../ui/format';
import { Graph } from '../ui/graph';
import { aligned, valueAt } from './aligned';
import { formatLoad, formatMark } from './format-load';
import { useLoadWords, type LoadWords } from './load-words';
import type { LoadGraph as Shown, LoadLine, LoadUnit } from './load-graphs';
import classes from './load.module.css';

interface LoadGraphProps {
  readonly graph: Shown;
  /** Milliseconds of the window's clock at the right edge. */
  readonly nowMs: number;
  /** How each kind of line is called, such as `this recording`. */
  readonly names: Readonly<Record<LoadLine['of'], string>>;
}

/** One figure over the last two minutes, with its values now, or at the time that is pointed at or stepped to. */
export function LoadGraph({ graph, nowMs, names }: LoadGraphProps) {
  const words = useLoadWords();
  const { t } = words;
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const [steppedTo, setSteppedTo] = useState<number | null>(null);
  const { unit, lines, maximum, title } = graph;
  const data = useMemo(() => aligned(lines.map(({ points }) => points), nowMs), [lines, nowMs]);
  const mark = useCallback((value: number) => formatMark(value, unit, words), [unit, words]);
  const time = useCallback((at: number) => (Math.abs(at) < 1 ? t('when.now') : t('when.mark', { seconds: Math.round(at) })), [t]);
  const seconds = steppedTo ?? pointedAt;
  const readings = lines.map((line) => readingOf(line, unit, words, seconds === null ? null : nowMs + seconds * 1000));
  const isNow = seconds === null || seconds > -0.5;
  const when = isNow ? t('when.now') : t('when.ago', { seconds: Math.round(-seconds) });
  const said = ({ of, text, reason }: Reading) =>
    reason === null ? t('spoken', { name: names[of], value: text }) : t('spokenMissing', { name: names[of], reason });
  const spoken = readings.map(said).join(', ');

  const step = (event: KeyboardEvent) => {
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setSteppedTo(Math.max(-historySeconds, Math.min(0, Math.round(seconds ?? 0) + by)));
  };
  return (
    <div
      className={classes['figure']}
      data-testid="load-graph"
      data-graph={graph.key}
      role="slider"
      tabIndex={0}
      aria-label={t('graphLabel', { title })}
      aria-valuemin={-historySeconds}
      aria-valuemax={0}
      aria-valuenow={Math.round(seconds ?? 0)}
      aria-valuetext={`${when}: ${spoken}`}
      onKeyDown={step}
      onBlur={() => setSteppedTo(null)}
      onPointerEnter={() => setSteppedTo(null)}
    >
      <div className={classes['figureHead']}>
        <span className={classes['figureTitle']}>{title}</span>
        {!isNow && <span className={classes['when']}>{when}</span>}
        <span className={classes['readings']}>
          {readings.map((reading) => (
            <span
              key={reading.of}
              data-of={reading.of}
              data-known={reading.reason === null}
              className={classes['reading']}
              title={reading.reason === null ? names[reading.of] : said(reading)}
            >
              {reading.text}
            </span>
          ))}
        </span>
      </div>
      <div className={classes['plot']}>
        <Graph
          key={lines.map(({ of }) => of).join(' ')}
          data={data}
          tones={lines.map(({ of }) => of)}
          seconds={historySeconds}
          maximum={maximum}
          formatMark={mark}
          formatTime={time}
          together="load"
          onPoint={setPointedAt}
          readAt={steppedTo}
        />
      </div>
    </div>
  );
}

/** How far a key moves the reading, in seconds. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: 10,
  PageDown: -10,
  Home: -historySeconds,
  End: historySeconds,
};

interface Reading {
  readonly of: LoadLine['of'];
  readonly text: string;
  /** Null where the value is known. */
  readonly reason: string | null;
}

/** `atMs` null: now. */
function readingOf({ of, points, now, reason }: LoadLine, unit: LoadUnit, words: LoadWords, atMs: number | null): Reading {
  const value = atMs === null ? now : valueAt(points, atMs);
  if (value !== null && value !== undefined) return { of, text: formatLoad(value, unit, words), reason: null };
  return { of, text: unknown, reason: atMs === null ? (reason ?? '') : words.t('noValueThen') };
}
