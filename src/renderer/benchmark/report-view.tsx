import { useMemo, useState } from 'react';
import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { compare, publishedCaveats, publishedOrigin } from '@domain/benchmark/comparison';
import type { BenchmarkReport } from '@domain/benchmark/report';
import { ChoiceField } from '../ui/fields';
import { unknown, useFormats } from '../ui/format';
import { BarChart } from './bar-chart';
import { ReportActions } from './report-actions';
import { RowsTable } from './rows-table';
import { useHostName } from './use-host-name';
import classes from './benchmark.module.css';

const newest = '';

interface ReportViewProps {
  readonly report: BenchmarkReport;
  readonly all: readonly BenchmarkReport[];
}

/** One benchmark: what was measured where, as a chart and as a table, beside what was measured before. */
export function ReportView({ report, all }: ReportViewProps) {
  const { t } = useTranslation('benchmark');
  const formats = useFormats();
  const [before, setBefore] = useState(newest);
  const earlier = useMemo(() => all.filter((other) => other.id < report.id && other.host.name === report.host.name && other.host.processor === report.host.processor), [all, report]);
  const comparison = useMemo(() => compare(report, before === newest ? earlier : earlier.filter(({ id }) => id === before)), [report, earlier, before]);
  const rows = useMemo(() => report.rows.map((row, index) => ({ row, comparison: comparison.rows[index] ?? null })), [report, comparison]);
  const { host, engine, ffmpegVersion, runs, secondsPerRun, durationSeconds } = report;
  const name = useHostName()(host.name);
  const machine = [host.processor ?? unknown, host.architecture, host.cores === null ? null : t('cores', { count: host.cores }), host.operatingSystem].filter((part) => part !== null);
  const hasPublished = comparison.rows.some(({ published }) => published !== null);
  return (
    <article className={classes['report']} data-testid="benchmark-report" data-id={report.id} aria-label={t('reportLabel', { name, time: formats.time(report.startedAt) })}>
      <div>
        <h3 className={classes['reportTitle']}>
          {name}, {formats.time(report.startedAt)}
        </h3>
        <Text size="xs" c="dimmed">
          {machine.join(' · ')}
        </Text>
        <Text size="xs" c="dimmed">
          {[`ffmpeg ${ffmpegVersion}`, t(`engine.${engine.kind}`), t('runsOf', { count: runs, seconds: formats.number(secondsPerRun) }), t('took', { time: formats.duration(durationSeconds) })].join(' · ')}
        </Text>
      </div>
      <ReportActions report={report} />
      {report.notes.length > 0 && (
        <Alert color="yellow" p="xs" role="note" title={t('notes')}>
          <ul className={classes['notes']}>
            {report.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Alert>
      )}
      <BarChart report={report} />
      {earlier.length > 0 && (
        <div className={classes['compare']}>
          <ChoiceField label={t('compareWith')} value={before} choices={[{ value: newest, label: t('lastBefore') }, ...earlier.map(({ id, startedAt }) => ({ value: id, label: formats.time(startedAt) }))]} onChange={setBefore} />
        </div>
      )}
      <RowsTable rows={rows} label={t('results')} />
      {hasPublished && (
        <Text size="xs" c="dimmed" data-testid="benchmark-published">
          {[publishedOrigin, ...publishedCaveats].join(' ')}
        </Text>
      )}
    </article>
  );
}
