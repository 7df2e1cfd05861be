import { useMemo } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Capabilities } from '@domain/capabilities';
import type { Host } from '@domain/host';
import { lookOf } from '../state/host-looks';
import { isRunning } from '../state/selectors';
import { useSelect } from '../state/store';
import { cameraRows, offered, type CameraRow, type CameraState } from './camera-rows';
import { HostCard } from './host-card';
import classes from './hosts.module.css';

const tones: Readonly<Record<CameraState, 'good' | 'bad' | 'none' | 'record'>> = {
  free: 'good',
  recorded: 'record',
  shown: 'good',
  'no-signal': 'none',
  closed: 'bad',
  unusable: 'none',
  unplugged: 'bad',
};

/** Capture devices of a host, and how each is. */
export function HostCameras({ host, capabilities }: { readonly host: Host; readonly capabilities: Capabilities }) {
  const { t } = useTranslation('hosts');
  const all = useSelect((state) => state.sessions);
  const cameras = useSelect((state) => lookOf(state, host.id).cameras);
  const rows = useMemo(() => {
    const sessions = all.filter((session) => session.host.id === host.id && (isRunning(session) || session.waitingFor !== undefined));
    return cameraRows({ capabilities, cameras, sessions });
  }, [all, cameras, capabilities, host.id]);
  return (
    <HostCard title={t('cameras.title')} aside={rows.length} testId="host-cameras">
      {rows.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t('cameras.none')}
        </Text>
      ) : (
        <ul className={classes['rows']}>
          {rows.map((row) => (
            <Row key={row.identity} row={row} />
          ))}
        </ul>
      )}
    </HostCard>
  );
}

function Row({ row: { identity, name, state, device, session } }: { readonly row: CameraRow }) {
  const { t } = useTranslation('hosts');
  const why = state === 'unusable' ? device?.unusable : state === 'closed' ? t('cameras.closedWhy') : null;
  return (
    <li className={classes['row']} data-testid="host-camera" data-state={state}>
      <span className={classes['rowText']}>
        <Text size="sm" truncate title={identity}>
          {name}
        </Text>
        {device && (
          <Text size="xs" c="dimmed" truncate>
            {[device.path, offered(device)].filter((part) => part !== '').join(' · ')}
          </Text>
        )}
        {why !== null && why !== undefined && (
          <Text size="xs" c="dimmed">
            {why}
          </Text>
        )}
      </span>
      <span className={classes['mark']} data-tone={tones[state]}>
        {session && state === 'recorded' ? t('cameras.recordedBy', { name: session.presetName }) : t(`cameras.state.${state}`)}
      </span>
    </li>
  );
}
