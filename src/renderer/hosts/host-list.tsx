import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconPlus, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Host } from '@domain/host';
import type { HostShown } from '../state/hosts';
import { awayBecause } from '../state/host-looks';
import { isRunning } from '../state/selectors';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { useErrorText } from '../ui/error-text';
import { HostMark } from './host-mark';
import { nameOfHost } from './host-words';
import classes from './hosts.module.css';

/** Every host with how it is; one of them is shown beside. */
export function HostList({ hosts, shown }: { readonly hosts: readonly Host[]; readonly shown: HostShown }) {
  const { t } = useTranslation('hosts');
  const { lookAtHosts } = useCommands();
  const isLooking = useSelect(({ looks }) => Object.values(looks).some((look) => look.isLooking));
  const dispatch = useDispatch();
  return (
    <div className={classes['list']}>
      <nav aria-label={t('label')} className={classes['entries']}>
        {hosts.map((host) => (
          <Entry key={host.id} host={host} isShown={shown.shows === 'host' && shown.id === host.id} />
        ))}
      </nav>
      <Button size="xs" variant="default" loading={isLooking} leftSection={<IconRefresh size={14} />} onClick={() => void lookAtHosts()}>
        {t('lookAtAll')}
      </Button>
      <Button
        size="xs"
        variant={shown.shows === 'new' ? 'light' : 'default'}
        leftSection={<IconPlus size={14} />}
        onClick={() => dispatch({ type: 'host-shown', shown: { shows: 'new' } })}
      >
        {t('add')}
      </Button>
    </div>
  );
}

function Entry({ host, isShown }: { readonly host: Host; readonly isShown: boolean }) {
  const { t } = useTranslation('hosts');
  const running = useSelect(({ sessions }) => sessions.filter((session) => session.host.id === host.id && session.purpose === 'record' && isRunning(session)).length);
  const error = useSelect((state) => awayBecause(state, host.id));
  const errorText = useErrorText();
  const dispatch = useDispatch();
  return (
    <UnstyledButton
      className={classes['entry'] ?? ''}
      aria-current={isShown}
      data-testid="host-entry"
      data-host={host.id}
      onClick={() => dispatch({ type: 'host-shown', shown: { shows: 'host', id: host.id } })}
    >
      <Text size="sm" truncate fw={600}>
        {nameOfHost(host, t)}
      </Text>
      <Text size="xs" c="dimmed" truncate title={host.address ?? undefined}>
        {host.address ?? t('dockerElseFfmpeg')}
      </Text>
      <span className={classes['entryState']}>
        <HostMark id={host.id} />
        {running > 0 && <span className={classes['running']}>{t('recording', { count: running })}</span>}
      </span>
      {error && (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {errorText(error).title}
        </Text>
      )}
    </UnstyledButton>
  );
}
