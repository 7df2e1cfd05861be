import { Alert, Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '@domain/session';
import { FallbackNotice, otherWarnings } from '../details/encode-view';
import { focusedSession, isOpen } from '../state/selectors';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { useFormats } from '../ui/format';
import classes from './live.module.css';

/** Why the recording did not start, how the one in view ended, and what it warned of. */
export function Outcome() {
  const launch = useSelect((state) => state.launch);
  const session = useSelect(focusedSession);
  const { record } = useCommands();
  const fallback = session?.encode?.fallback ?? null;
  const warning = otherWarnings(session?.warnings ?? [], fallback).at(-1);
  return (
    <div className={classes['outcome']}>
      {launch.state === 'refused' && <ErrorAlert error={launch.error} onRetry={() => void record()} />}
      {fallback && <FallbackNotice fallback={fallback} />}
      {warning !== undefined && (
        <Alert color="yellow" p="xs" role="status">
          <Text size="xs">{warning}</Text>
        </Alert>
      )}
      {session && !isOpen(session) && <Ended session={session} />}
    </div>
  );
}

function Ended({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation();
  const dispatch = useDispatch();
  const dismiss = () => dispatch({ type: 'session-dismissed', id: session.id });
  if (session.error) {
    return (
      <ErrorAlert error={session.error} onClose={dismiss}>
        {session.recording && <File session={session} />}
      </ErrorAlert>
    );
  }
  if (!session.recording) return null;
  return (
    <Alert color="teal" p="xs" role="status" withCloseButton closeButtonLabel={t('dismiss')} onClose={dismiss}>
      <File session={session} />
    </Alert>
  );
}

function File({ session }: { readonly session: SessionView }) {
  // It may have been renamed or binned since.
  const recording = useSelect(({ recordings }) =>
    recordings.state === 'ready' ? (recordings.value.find(({ id }) => id === session.id) ?? null) : session.recording,
  );
  const { t } = useTranslation('live');
  const { duration, bytes } = useFormats();
  const { openRecording, revealRecording } = useCommands();
  if (!recording) return null;
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
