import { lazy, Suspense } from 'react';
import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Recording } from '@domain/recording';
import type { SessionView } from '@domain/session';
import { FallbackNotice, otherWarnings } from '../details/encode-view';
import { ExamineButton } from '../doctor/examine-button';
import { painted } from '../painted';
import { chosenHostId } from '../state/hosts';
import { focusedSession, isOpen } from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { useFormats } from '../ui/format';
import { AlertNotice } from './alert-notice';
import { openAlerts } from './alert-text';
import classes from './live.module.css';

const BenchmarkNotice = lazy(() => painted.then(() => import('../benchmark/benchmark-notice')));

/** Why the recording did not start, how the one in view ended, and what it warned of. */
export function Outcome() {
  const launch = useSelect((state) => state.launch);
  const session = useSelect(focusedSession);
  const chosenId = useSelect(chosenHostId);
  const hostId = session?.host.id ?? chosenId;
  const isMeasured = useSelect(({ benchmark }) => hostId !== null && benchmark.runs[hostId] !== undefined);
  const { record } = useCommands();
  const fallback = session?.encode?.fallback ?? null;
  const warning = otherWarnings(session?.warnings ?? [], fallback).at(-1);
  return (
    <div className={classes['outcome']}>
      {launch.state === 'refused' && <ErrorAlert error={launch.error} onRetry={() => void record()} actions={chosenId !== null && <ExamineButton hostId={chosenId} error={launch.error} />} />}
      <Suspense>{isMeasured && hostId !== null && <BenchmarkNotice hostId={hostId} />}</Suspense>
      {fallback && <FallbackNotice fallback={fallback} />}
      {warning !== undefined && (
        <Alert color="yellow" p="xs" role="status">
          <Text size="xs">{warning}</Text>
        </Alert>
      )}
      {session && isOpen(session) && openAlerts(session.alerts).map((alert) => <AlertNotice key={alert.kind} alert={alert} />)}
      {session === null && <Privileged />}
      {session && !isOpen(session) && <Ended session={session} />}
    </div>
  );
}

/** Said before it runs, wherever the preset came from. */
function Privileged() {
  const { t } = useTranslation('live');
  const limits = useSelect((state) => state.draft.settings.limits);
  const hasContainers = useSelect((state) => state.status.state === 'ready' && state.status.value.engine.kind === 'docker');
  const { edit } = useCommands();
  if (!limits.privileged || !hasContainers) return null;
  return (
    <Alert color="yellow" p="xs" role="status" data-testid="privileged-notice">
      <div className={classes['file']}>
        <Text size="xs">{t('outcome.privileged')}</Text>
        <Button size="compact-xs" variant="default" onClick={() => edit({ limits: { ...limits, privileged: false } })}>
          {t('outcome.unprivileged')}
        </Button>
      </div>
    </Alert>
  );
}

function Ended({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const dispatch = useDispatch();
  const file = useSelect((state) => fileOf(state, session));
  const dismiss = () => dispatch({ type: 'session-dismissed', id: session.id });
  if (session.error) {
    return (
      <ErrorAlert error={session.error} onClose={dismiss} actions={<ExamineButton hostId={session.host.id} error={session.error} />}>
        {file && <File recording={file} />}
      </ErrorAlert>
    );
  }
  if (!session.recording) {
    return (
      <Alert color="gray" p="xs" role="status" withCloseButton closeButtonLabel={t('dismiss')} onClose={dismiss}>
        <Text size="sm">{t('outcome.nothing', { ns: 'live' })}</Text>
      </Alert>
    );
  }
  if (!file) return null;
  return (
    <Alert color="teal" p="xs" role="status" withCloseButton closeButtonLabel={t('dismiss')} onClose={dismiss}>
      <File recording={file} />
    </Alert>
  );
}

/** As it is listed, since it may have been renamed; null where there is none, or none any more. */
function fileOf({ recordings, goneRecordings }: AppState, { id, recording }: SessionView): Recording | null {
  const listed = recordings.state === 'ready' ? recordings.value.find((other) => other.id === id) : undefined;
  return listed ?? (goneRecordings.includes(id) ? null : recording);
}

function File({ recording }: { readonly recording: Recording }) {
  const { t } = useTranslation('live');
  const { duration, bytes } = useFormats();
  const { openRecording, revealRecording } = useCommands();
  return (
    <div className={classes['file']}>
      <Text size="sm" truncate title={recording.path}>
        <strong>{t('outcome.saved')}</strong> {recording.path}
      </Text>
      <Text size="xs" c="dimmed" className={classes['fixed'] ?? ''}>
        {duration(recording.durationSeconds)}, {bytes(recording.sizeBytes)}
      </Text>
      <Button size="compact-xs" variant="default" onClick={() => void openRecording(recording.id)}>
        {t('outcome.open')}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => void revealRecording(recording.id)}>
        {t('outcome.show')}
      </Button>
    </div>
  );
}
