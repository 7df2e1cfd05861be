import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BenchmarkRow } from '@domain/benchmark/report';
import { shellLine } from '@domain/plan/docker-run';
import { CommandLines } from '../ui/command-lines';
import { useFormats } from '../ui/format';
import { figure } from './benchmark-words';
import classes from './benchmark.module.css';

/** What ran, word by word, what bounds it, and why it did not run. */
export function RowDetails({ row: { argv, path, frames, bottleneck, ceilings, streams, diagnosis } }: { readonly row: BenchmarkRow }) {
  const { t } = useTranslation('benchmark');
  const formats = useFormats();
  const facts: readonly (readonly [string, string | null])[] = [
    [t('fact.path'), t(`path.${path}`)],
    [t('fact.frames'), frames === 0 ? null : formats.count(frames)],
    [t('column.bottleneck'), bottleneck && t(`bottleneckMeaning.${bottleneck}`)],
    [t('fact.decode'), ceilings.decode === null ? null : t('fps', { fps: figure(ceilings.decode, formats) })],
    [t('fact.copy'), ceilings.copy === null ? null : t('fps', { fps: figure(ceilings.copy, formats) })],
  ];
  return (
    <div className={classes['details']} data-testid="benchmark-details">
      {diagnosis && (
        <>
          <Text size="sm">{diagnosis.reason}</Text>
          <Text size="sm" fw={600}>
            {diagnosis.remedy}
          </Text>
          <CommandLines commands={diagnosis.commands} />
          {diagnosis.evidence !== '' && (
            <pre className={classes['evidence']} aria-label={t('evidence')}>
              {diagnosis.evidence}
            </pre>
          )}
        </>
      )}
      <dl className={classes['facts']}>
        {facts.map(
          ([term, value]) =>
            value !== null && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
        {streams?.tried.map((attempt) => (
          <div key={attempt.streams}>
            <dt>{t('streamsTried', { count: attempt.streams })}</dt>
            <dd>{attempt.speeds.map((speed) => `${formats.number(speed, 2)} ×`).join('  ')}</dd>
          </div>
        ))}
      </dl>
      {argv.length > 0 && <CommandLines commands={[shellLine(argv)]} />}
    </div>
  );
}
