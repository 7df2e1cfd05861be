import { useState } from 'react';
import { Alert, Button, Progress, Switch, Text } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { thisComputer, type Host } from '@domain/host';
import { nameOfHost } from '../hosts/host-words';
import { doctorHostId, examinationOf, type ExaminationRun, type ExaminationResult } from '../state/doctor';
import { hostById, hostsOf } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { CopyButton } from '../ui/copy-button';
import { ErrorAlert } from '../ui/error-alert';
import { ChoiceField } from '../ui/fields';
import { useFormats } from '../ui/format';
import { FindingList } from './finding-list';
import { countsOf, findingsText } from './findings';
import classes from './doctor.module.css';

/** Looks why a host does not record as it should, and says what helps. */
export default function DoctorPage() {
  const { t } = useTranslation('doctor');
  const { t: hostWords } = useTranslation('hosts');
  const hosts = useSelect(hostsOf);
  const hostId = useSelect(doctorHostId) ?? thisComputer;
  const known = useSelect((state) => hostById(state, hostId));
  const host: Pick<Host, 'id' | 'name' | 'address'> = known ?? { id: hostId, name: hostId, address: null };
  const { run, result, end } = useSelect((state) => examinationOf(state.doctor, hostId));
  const { examine } = useCommands();
  const dispatch = useDispatch();
  return (
    <div className={classes['page']} data-testid="doctor" data-state={run ? 'running' : end ? end.state : result ? 'done' : 'empty'}>
      <header className={classes['head']}>
        <div className={classes['headText']}>
          <h2 className={classes['title']}>{t('title', { name: nameOfHost(host, hostWords) })}</h2>
          <Text size="xs" c="dimmed">
            {t('what')}
          </Text>
        </div>
        {hosts.length > 1 && (
          <div className={classes['host']}>
            <ChoiceField
              label={t('host')}
              value={hostId}
              choices={hosts.map((one) => ({ value: one.id, label: nameOfHost(one, hostWords) }))}
              onChange={(id) => dispatch({ type: 'doctor-host', hostId: id })}
            />
          </div>
        )}
        {!run && (
          <div className={classes['actions']}>
            <Button size="xs" variant={result ? 'default' : 'filled'} data-testid="examine" onClick={() => void examine(hostId)}>
              {result ? t('again') : t('examine')}
            </Button>
            <Button size="xs" variant="default" title={t('tryEncodersHelp')} onClick={() => void examine(hostId, true)}>
              {t('tryEncoders')}
            </Button>
          </div>
        )}
      </header>
      {run && <Running hostId={hostId} run={run} />}
      {!run && end?.state === 'failed' && <ErrorAlert error={end.error} onRetry={() => void examine(hostId)} />}
      {!run && end?.state === 'cancelled' && (
        <Alert color="gray" p="xs" role="status">
          {t(result ? 'cancelledOlder' : 'cancelled')}
        </Alert>
      )}
      {run ? <Findings host={host} findings={run.findings} /> : result ? <Result host={host} result={result} /> : !end && <Nothing />}
    </div>
  );
}

function Nothing() {
  const { t } = useTranslation('doctor');
  return (
    <div className={classes['nothing']}>
      <IconStethoscope size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">{t('nothing')}</Text>
    </div>
  );
}

function Running({ hostId, run: { done, total, doing, triesEncoders, isCancelling } }: { readonly hostId: string; readonly run: ExaminationRun }) {
  const { t } = useTranslation('doctor');
  const { t: common } = useTranslation();
  const { cancelExamination } = useCommands();
  return (
    <div className={classes['running']}>
      <div className={classes['runningText']}>
        <Text size="sm" role="status">
          {isCancelling ? t('ending') : total === 0 ? t('beginning') : t('progress', { done, total })}
        </Text>
        <Text size="xs" c="dimmed" truncate title={doing}>
          {doing === '' ? t(triesEncoders ? 'withEncoders' : 'withoutEncoders') : doing}
        </Text>
        <Progress size="sm" value={total === 0 ? 100 : (100 * done) / total} animated={total === 0} aria-label={t('progressLabel')} />
      </div>
      <Button size="xs" variant="default" disabled={isCancelling} onClick={() => void cancelExamination(hostId)}>
        {common('cancel')}
      </Button>
    </div>
  );
}

interface ResultProps {
  readonly host: Pick<Host, 'id' | 'name' | 'address'>;
  readonly result: ExaminationResult;
}

function Result({ host, result: { findings, at, triedEncoders } }: ResultProps) {
  const { t } = useTranslation('doctor');
  const { t: hostWords } = useTranslation('hosts');
  const formats = useFormats();
  const [showsAll, setShowsAll] = useState(false);
  const counts = countsOf(findings);
  const time = formats.time(at);
  const sum = [
    counts.failed > 0 && t('count.failed', { count: counts.failed }),
    counts.warning > 0 && t('count.warning', { count: counts.warning }),
    t('count.ok', { count: counts.ok }),
  ];
  const heading = `${t('title', { name: nameOfHost(host, hostWords) })}, ${time}`;
  return (
    <>
      <div className={classes['sum']}>
        <div className={classes['headText']}>
          <Text size="md" fw={600} role="status" data-testid="doctor-sum">
            {counts.failed + counts.warning === 0 ? t('allFine') : sum.filter((part) => part !== false).join(', ')}
          </Text>
          <Text size="xs" c="dimmed">
            {t(triedEncoders ? 'atTried' : 'at', { time })}
          </Text>
        </div>
        {counts['not-applicable'] > 0 && (
          <Switch size="xs" label={t('showNotApplicable', { count: counts['not-applicable'] })} checked={showsAll} onChange={(event) => setShowsAll(event.currentTarget.checked)} />
        )}
        <CopyButton text={findingsText(heading, findings, host, t)} label={t('copyAll')} />
      </div>
      <Findings host={host} findings={findings} showsNotApplicable={showsAll} />
    </>
  );
}

function Findings({ host, findings, showsNotApplicable = false }: Pick<ResultProps, 'host'> & Pick<ExaminationResult, 'findings'> & { readonly showsNotApplicable?: boolean }) {
  return (
    <div className={classes['groups']}>
      <FindingList findings={findings} host={host} showsNotApplicable={showsNotApplicable} />
    </div>
  );
}
