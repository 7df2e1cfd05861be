import { useMemo } from 'react';
import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BenchmarkRow } from '@domain/benchmark/report';
import type { BenchmarkRun } from '../state/benchmark';
import { useCommands } from '../state/store';
import { RowsTable } from './rows-table';
import classes from './benchmark.module.css';

/** How far a benchmark is. */
export function RunBar({ hostId, run: { done, total, doing, isCancelling } }: { readonly hostId: string; readonly run: BenchmarkRun }) {
  const { t } = useTranslation('benchmark');
  const { t: common } = useTranslation();
  const { cancelBenchmark } = useCommands();
  return (
    <div className={classes['running']} data-testid="benchmark-run">
      <div className={classes['runningText']}>
        <Text size="sm" role="status">
          {isCancelling ? t('ending') : total === 0 ? t('beginning') : t('progress', { done, total })}
        </Text>
        <Text size="xs" c="dimmed" truncate title={doing}>
          {doing === '' ? t('preparing') : doing}
        </Text>
        <Progress size="sm" value={total === 0 ? 100 : (100 * done) / total} animated={total === 0} aria-label={t('progressLabel')} />
      </div>
      <Button size="xs" variant="default" disabled={isCancelling} onClick={() => void cancelBenchmark(hostId)}>
        {common('cancel')}
      </Button>
    </div>
  );
}

/** Rows that have ended, before there is a report. */
export function MeasuredRows({ rows }: { readonly rows: readonly BenchmarkRow[] }) {
  const { t } = useTranslation('benchmark');
  const shown = useMemo(() => rows.map((row) => ({ row, comparison: null })), [rows]);
  return <RowsTable rows={shown} label={t('untilNow')} />;
}
