import { useEffect } from 'react';
import { Alert, Text } from '@mantine/core';
import { IconGauge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { BenchmarkReport } from '@domain/benchmark/report';
import { thisComputer, type Host } from '@domain/host';
import { nameOfHost } from '../hosts/host-words';
import { benchmarkHostId, type BrokenOff } from '../state/benchmark';
import { hostById } from '../state/hosts';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { BenchmarkForm } from './benchmark-form';
import { ReportList } from './report-list';
import { ReportView } from './report-view';
import { MeasuredRows, RunBar } from './run-view';
import classes from './benchmark.module.css';

const none: readonly BenchmarkReport[] = [];

/** How fast a host encodes: measured, shown, and beside what was measured before. */
export default function BenchmarkPage() {
  const { t } = useTranslation('benchmark');
  const { t: hostWords } = useTranslation('hosts');
  const hostId = useSelect(benchmarkHostId) ?? thisComputer;
  const known = useSelect((state) => hostById(state, hostId));
  const host: Pick<Host, 'id' | 'name'> = known ?? { id: hostId, name: hostId };
  const run = useSelect(({ benchmark }) => benchmark.runs[hostId]);
  const broken = useSelect(({ benchmark }) => benchmark.broken[hostId]);
  const reports = useSelect(({ benchmark }) => benchmark.reports);
  const shownId = useSelect(({ benchmark }) => benchmark.shownId);
  const { loadBenchmarks, loadBenchmarkOffer } = useCommands();
  useEffect(() => void loadBenchmarks(), [loadBenchmarks]);
  useEffect(() => void loadBenchmarkOffer(hostId), [loadBenchmarkOffer, hostId]);
  const all = reports.state === 'ready' ? reports.value : none;
  // What was asked for last, else what is under way or broken off, else the newest of this host.
  const shown = all.find(({ id }) => id === shownId) ?? (run || broken ? undefined : all.find((report) => report.host.name === host.name));
  return (
    <div className={classes['panes']} data-testid="benchmark" data-state={run ? 'running' : broken ? 'broken' : shown ? 'done' : 'empty'}>
      <div className={classes['side']}>
        <div>
          <h2 className={classes['title']}>{t('title', { name: nameOfHost(host, hostWords) })}</h2>
          <Text size="xs" c="dimmed">
            {t('what')}
          </Text>
        </div>
        <BenchmarkForm host={host} />
        <ReportList reports={all} shownId={shown?.id ?? null} />
      </div>
      <div className={classes['pane']}>
        {run && <RunBar hostId={hostId} run={run} />}
        {reports.state === 'failed' && <ErrorAlert error={reports.error} onRetry={() => void loadBenchmarks()} />}
        {shown ? <ReportView key={shown.id} report={shown} all={all} /> : run ? <MeasuredRows rows={run.rows} /> : broken ? <Broken broken={broken} /> : <Nothing />}
      </div>
    </div>
  );
}

/** Why there is no report, and what was measured all the same. */
function Broken({ broken: { error, rows } }: { readonly broken: BrokenOff }) {
  const { t } = useTranslation('benchmark');
  return (
    <>
      {error ? (
        <ErrorAlert error={error} />
      ) : (
        <Alert color="gray" p="xs" role="status">
          {t(rows.length > 0 ? 'cancelledWith' : 'cancelled')}
        </Alert>
      )}
      {rows.length > 0 && <MeasuredRows rows={rows} />}
    </>
  );
}

function Nothing() {
  const { t } = useTranslation('benchmark');
  return (
    <div className={classes['nothing']}>
      <IconGauge size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">{t('nothing')}</Text>
    </div>
  );
}
