import { useMemo } from 'react';
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { activityOf } from '@domain/activity';
import type { Host } from '@domain/host';
import type { SessionView } from '@domain/session';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { useFormats } from '../ui/format';
import { HostCard } from './host-card';
import classes from './hosts.module.css';

/** Recordings that run on a host, or wait to go on there. */
export function HostSessions({ host }: { readonly host: Host }) {
  const { t } = useTranslation('hosts');
  const all = useSelect((state) => state.sessions);
  const sessions = useMemo(
    () => all.filter((session) => session.host.id === host.id && session.purpose === 'record' && activityOf(session) !== null),
    [all, host.id],
  );
  return (
    <HostCard title={t('sessions.title')} aside={sessions.length} testId="host-sessions">
      {sessions.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('sessions.none')}
        </Text>
      ) : (
        <ul className={classes['rows']}>
          {sessions.map((session) => (
            <Row key={session.id} session={session} />
          ))}
        </ul>
      )}
    </HostCard>
  );
}

function Row({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('hosts');
  const formats = useFormats();
  const { stop } = useCommands();
  const dispatch = useDispatch();
  const { id, presetName, progress, connectionLost } = session;
  const activity = activityOf(session);
  const show = () => {
    dispatch({ type: 'focused', focus: { on: 'session', id } });
    dispatch({ type: 'page', page: 'capture' });
  };
  return (
    <li className={classes['row']}>
      <span className={classes['rowText']}>
        <Text size="sm" truncate>
          {presetName}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {activity && t(`sessions.state.${activity}`)}
          {progress && ` · ${formats.duration(progress.timeSeconds)}`}
          {connectionLost && ` · ${t('sessions.lost')}`}
        </Text>
      </span>
      <Button size="compact-xs" variant="default" aria-label={t('sessions.showNamed', { name: presetName })} onClick={show}>
        {t('sessions.show')}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        disabled={session.state === 'stopping'}
        aria-label={t('sessions.stopNamed', { name: presetName })}
        onClick={() => void stop(id)}
      >
        {t('sessions.stop')}
      </Button>
    </li>
  );
}
