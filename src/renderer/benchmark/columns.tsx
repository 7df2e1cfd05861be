import type { ReactNode } from 'react';
import type { BenchmarkRow } from '@domain/benchmark/report';
import type { RowComparison } from '@domain/benchmark/comparison';
import type { Formats } from '../ui/format';
import { figure, type BenchmarkT } from './benchmark-words';
import classes from './benchmark.module.css';

export interface ShownRow {
  readonly row: BenchmarkRow;
  /** Null while it runs: nothing is compared yet. */
  readonly comparison: RowComparison | null;
}

export interface Column {
  readonly key: string;
  readonly word: string;
  readonly meaning: string;
  /** Null where the row has none. */
  readonly cell: (shown: ShownRow) => ReactNode;
}

/** The figures of a row; those that no row has are left out. */
export function columnsOf(rows: readonly ShownRow[], t: BenchmarkT, formats: Formats): Column[] {
  const all: Column[] = (
    [
      ['speed', ({ row: { framesPerSecond } }) => framesPerSecond && <Spread {...framesPerSecond} formats={formats} />],
      ['realTime', ({ row: { timesRealTime } }) => timesRealTime !== null && <RealTime times={timesRealTime} text={`${figure(timesRealTime, formats)} ×`} slow={t('tooSlow')} />],
      ['bottleneck', ({ row: { bottleneck } }) => bottleneck && <span title={t(`bottleneckMeaning.${bottleneck}`)}>{t(`bottleneck.${bottleneck}`)}</span>],
      ['quality', ({ row: { quality } }) => quality && `${quality.metric.toUpperCase()} ${formats.number(quality.value, quality.metric === 'vmaf' ? 1 : 3)} · ${formats.bitRate(quality.bitRateKbps)}`],
      ['cpu', ({ row: { cpuPercent } }) => cpuPercent !== null && `${formats.number(cpuPercent)} %`],
      ['watts', ({ row: { watts } }) => watts && (watts.idle === null ? `${formats.number(watts.underLoad, 1)} W` : `${formats.number(watts.idle, 1)} → ${formats.number(watts.underLoad, 1)} W`)],
      ['joule', ({ row: { framesPerJoule } }) => framesPerJoule !== null && figure(framesPerJoule, formats)],
      ['streams', ({ row: { streams } }) => streams && (streams.isLimit ? t('atLeast', { count: streams.holdRealTime }) : formats.count(streams.holdRealTime))],
      ['earlier', ({ comparison }) => comparison?.earlier && <Change {...comparison.earlier} t={t} formats={formats} />],
      ['published', ({ comparison }) => comparison?.published && <span title={t('publishedOf', { architecture: comparison.published.architecture, count: comparison.published.results })}>{figure(comparison.published.framesPerSecond, formats)}</span>],
    ] as const satisfies readonly (readonly [string, Column['cell']])[]
  ).map(([key, cell]) => ({ key, cell, word: t(`column.${key}`), meaning: t(`meaning.${key}`) }));
  return all.filter(({ key, cell }) => key === 'speed' || rows.some((shown) => isThere(cell(shown))));
}

export const isThere = (node: ReactNode): boolean => node !== null && node !== undefined && node !== false;

function Spread({ median, minimum, maximum, formats }: { readonly median: number; readonly minimum: number; readonly maximum: number; readonly formats: Formats }) {
  return (
    <>
      <strong>{figure(median, formats)}</strong>
      {minimum !== maximum && (
        <span className={classes['dim']}>
          {' '}
          {figure(minimum, formats)}–{figure(maximum, formats)}
        </span>
      )}
    </>
  );
}

/** That real time is not held is said by a word, not by its color alone. */
function RealTime({ times, text, slow }: { readonly times: number; readonly text: string; readonly slow: string }) {
  if (times >= 1) return text;
  return (
    <span className={classes['slow']}>
      {text} · {slow}
    </span>
  );
}

type ChangeProps = NonNullable<RowComparison['earlier']> & { readonly t: BenchmarkT; readonly formats: Formats };

function Change({ percent, verdict, framesPerSecond, differences, t, formats }: ChangeProps) {
  const sign = percent < 0 ? '−' : '+';
  const told = [t('before', { fps: figure(framesPerSecond.median, formats) }), ...(verdict === 'unclear' ? [t('unclear')] : []), ...differences].join('; ');
  return (
    <span title={told} className={verdict === 'slower' ? classes['slow'] : undefined}>
      {`${sign}${formats.number(Math.abs(percent), Math.abs(percent) < 9.95 ? 1 : 0)} % · ${t(`verdict.${verdict}`)}`}
    </span>
  );
}
