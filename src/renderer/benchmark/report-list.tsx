import { Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BenchmarkReport } from '@domain/benchmark/report';
import { useDispatch } from '../state/store';
import { useFormats } from '../ui/format';
import { useHostName } from './use-host-name';
import classes from './benchmark.module.css';

interface ReportListProps {
  readonly reports: readonly BenchmarkReport[];
  readonly shownId: string | null;
}

/** What was measured until now, newest first. */
export function ReportList({ reports, shownId }: ReportListProps) {
  const { t } = useTranslation('benchmark');
  const formats = useFormats();
  const nameOf = useHostName();
  const dispatch = useDispatch();
  return (
    <nav aria-label={t('earlier')} className={classes['list']}>
      <h3 className={classes['label']}>{t('earlier')}</h3>
      {reports.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('noneEarlier')}
        </Text>
      )}
      {reports.map(({ id, host, startedAt, rows }) => (
        <UnstyledButton key={id} className={classes['entry'] ?? ''} aria-current={id === shownId} data-testid="benchmark-entry" onClick={() => dispatch({ type: 'benchmark-shown', id })}>
          <Text size="sm" truncate title={nameOf(host.name)}>
            {nameOf(host.name)}
          </Text>
          <Text size="xs" c="dimmed">
            {[formats.time(startedAt), t('rowCount', { count: rows.length })].join(' · ')}
          </Text>
        </UnstyledButton>
      ))}
    </nav>
  );
}
