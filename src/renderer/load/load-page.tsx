import { useMemo, useState } from 'react';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { thisComputer } from '@domain/host';
import { nameOfHost } from '../hosts/host-words';
import { chosenHost, chosenHostId } from '../state/hosts';
import { isRunning } from '../state/selectors';
import { useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { useFormats } from '../ui/format';
import { loadSession } from './load-summary';
import LoadView from './load-view';
import classes from './load.module.css';

const hostAlone = 'host';

/** The chosen host at work, alone or with the share of one of its sessions. */
export default function LoadPage() {
  const { t } = useTranslation('load');
  const { t: hosts } = useTranslation('hosts');
  const formats = useFormats();
  const chosen = useSelect(chosenHost);
  const hostId = useSelect(chosenHostId);
  const all = useSelect((state) => state.sessions);
  const inView = useSelect((state) => loadSession(state)?.id ?? null);
  const [wanted, setWanted] = useState<string | null>(null);
  const running = useMemo(() => all.filter((session) => isRunning(session) && session.host.id === hostId), [all, hostId]);
  const elsewhere = all.some((session) => isRunning(session) && session.host.id !== hostId);
  const name = nameOfHost(chosen ?? { id: thisComputer, name: '' }, hosts);
  const choices = [
    { value: hostAlone, label: t('scope.host', { name }) },
    ...running.map(({ id, purpose, presetName, startedAt }) => ({
      value: id,
      label: purpose === 'watch' ? t('scope.picture') : t('scope.recording', { name: presetName, time: formats.time(startedAt) }),
    })),
  ];
  const isThere = wanted !== null && choices.some(({ value }) => value === wanted);
  const scope = isThere ? wanted : (inView ?? hostAlone);
  return (
    <div className={classes['loadPage']}>
      <div className={classes['pageHead']}>
        <div className={classes['pageNote']}>
          <h2 className={classes['pageTitle']}>{t('title', { name })}</h2>
          <Text size="xs" c="dimmed">
            {t(elsewhere ? 'chosenOnlyElsewhere' : 'chosenOnly')}
          </Text>
        </div>
        <div className={classes['scope']}>
          <ChoiceField label={t('scope.label')} value={scope} choices={choices} onChange={setWanted} />
        </div>
      </div>
      <LoadView sessionId={scope === hostAlone ? null : scope} isLarge />
    </div>
  );
}
