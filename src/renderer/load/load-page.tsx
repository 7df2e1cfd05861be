import { useMemo, useState } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOfHost } from '../hosts/host-words';
import { connectedHosts, loadHost, loadSession } from '../state/load-hosts';
import { isRunning } from '../state/selectors';
import { useDispatch, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { useFormats } from '../ui/format';
import LoadView, { unknownHost } from './load-view';
import classes from './load.module.css';

const hostAlone = 'host';

/** A connected host at work, alone or with the share of one of its sessions. */
export default function LoadPage() {
  const { t } = useTranslation('load');
  const { t: hostWords } = useTranslation('hosts');
  const formats = useFormats();
  const dispatch = useDispatch();
  const host = useSelect(loadHost) ?? unknownHost;
  const [hosts, status, sessions] = [useSelect((state) => state.hosts), useSelect((state) => state.status), useSelect((state) => state.sessions)];
  const connected = useMemo(() => connectedHosts({ hosts, status, sessions }), [hosts, status, sessions]);
  const inView = useSelect((state) => loadSession(state)?.id ?? null);
  const [wanted, setWanted] = useState<string | null>(null);
  const running = useMemo(() => sessions.filter((session) => isRunning(session) && session.host.id === host.id), [sessions, host.id]);
  const name = nameOfHost(host, hostWords);
  const choices = [
    { value: hostAlone, label: t('scope.host', { name }) },
    ...running.map(({ id, purpose, presetName, startedAt }) => ({
      value: id,
      label: purpose === 'watch' ? t('scope.picture') : t('scope.recording', { name: presetName, time: formats.time(startedAt) }),
    })),
  ];
  const isThere = wanted !== null && choices.some(({ value }) => value === wanted);
  const scope = isThere ? wanted : (inView ?? hostAlone);
  const showHost = (hostId: string) => {
    dispatch({ type: 'load-host-shown', hostId });
    setWanted(null);
  };
  return (
    <div className={classes['loadPage']}>
      <div className={classes['pageHead']}>
        <div className={classes['pageNote']}>
          <h2 className={classes['pageTitle']}>{t('title', { name })}</h2>
          <Text size="xs" c="dimmed">
            {t('connectedOnly')}
          </Text>
        </div>
        {connected.length > 1 && (
          <div className={classes['hostChoice']}>
            <ChoiceField label={t('host')} value={host.id} choices={connected.map((one) => ({ value: one.id, label: nameOfHost(one, hostWords) }))} onChange={showHost} />
          </div>
        )}
        <div className={classes['scope']}>
          <ChoiceField label={t('scope.label')} value={scope} choices={choices} onChange={setWanted} />
        </div>
      </div>
      <LoadView sessionId={scope === hostAlone ? null : scope} isLarge />
    </div>
  );
}
