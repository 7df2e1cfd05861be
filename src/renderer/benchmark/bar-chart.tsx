import { useMemo } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chartGroups, type ChartBar, type ChartGroup } from '@domain/benchmark/chart';
import type { BenchmarkReport } from '@domain/benchmark/report';
import { useFormats } from '../ui/format';
import { clipName, figure } from './benchmark-words';
import classes from './benchmark.module.css';

/** Frames a second of each encoder, clip by clip, with the line of real time. */
export function BarChart({ report }: { readonly report: Pick<BenchmarkReport, 'clips' | 'rows'> }) {
  const { t } = useTranslation('benchmark');
  const groups = useMemo(() => chartGroups(report), [report]);
  return (
    <div data-testid="benchmark-chart">
      <div className={classes['charts']}>
        {groups.map((group) => (
          <Group key={group.clip} group={group} />
        ))}
      </div>
      <Text size="xs" c="dimmed" mt={8}>
        {t('chartKey')}
      </Text>
    </div>
  );
}

function Group({ group }: { readonly group: ChartGroup }) {
  const { t } = useTranslation('benchmark');
  const { framesPerSecond } = group;
  const formats = useFormats();
  const title = clipName(group.clip, t);
  return (
    <figure className={classes['chart']} aria-label={t('chartLabel', { clip: title })}>
      <figcaption className={classes['chartHead']}>
        <span className={classes['chartTitle']}>{title}</span>
        <span className={classes['dim']}>{t('chartUnit', { fps: figure(framesPerSecond, formats) })}</span>
      </figcaption>
      <ul className={classes['bars']}>
        {group.bars.map((bar) => (
          <Bar key={`${bar.encoder} ${bar.gpu ?? ''}`} bar={bar} group={group} />
        ))}
      </ul>
    </figure>
  );
}

function Bar({ bar: { encoder, gpu, framesPerSecond, timesRealTime, failure }, group }: { readonly bar: ChartBar; readonly group: ChartGroup }) {
  const { t } = useTranslation('benchmark');
  const formats = useFormats();
  const share = (value: number) => `${(100 * value) / group.maximum}%`;
  const name = gpu === null ? encoder : `${encoder} (${gpu})`;
  const title = framesPerSecond
    ? t('barTitle', { name, fps: figure(framesPerSecond.median, formats), minimum: figure(framesPerSecond.minimum, formats), maximum: figure(framesPerSecond.maximum, formats), times: figure(timesRealTime ?? framesPerSecond.median / group.framesPerSecond, formats) })
    : name;
  return (
    <li className={classes['bar']} title={title}>
      <span className={classes['barName']}>{name}</span>
      {framesPerSecond === null ? (
        <Text size="xs" c="dimmed" className={classes['barMissing'] ?? ''}>
          {t('didNotRun', { why: failure ?? t('withoutReason') })}
        </Text>
      ) : (
        <>
          <svg className={classes['track']} width="100%" height="18" aria-hidden="true" preserveAspectRatio="none">
            <rect className={classes['barSome']} y="2" width={share(framesPerSecond.maximum)} height="14" />
            <rect className={classes['barAll']} y="2" width={share(framesPerSecond.minimum)} height="14" />
            <line className={classes['barMedian']} x1={share(framesPerSecond.median)} x2={share(framesPerSecond.median)} y1="2" y2="16" />
            <line className={classes['barRealTime']} x1={share(group.framesPerSecond)} x2={share(group.framesPerSecond)} y1="0" y2="18" />
          </svg>
          <span className={classes['barFigure']}>{figure(framesPerSecond.median, formats)}</span>
        </>
      )}
    </li>
  );
}
