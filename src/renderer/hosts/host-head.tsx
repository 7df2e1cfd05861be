import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Host } from '@domain/host';
import { ExamineButton } from '../doctor/examine-button';
import { chosenHostId } from '../state/hosts';
import { lookOf } from '../state/host-looks';
import { useCommands, useSelect } from '../state/store';
import { useFormats } from '../ui/format';
import { HostMark } from './host-mark';
import { HostName } from './host-name';
import { nameOfHost } from './host-words';
import classes from './hosts.module.css';

/** Name and state of a host, and what can be done with it. */
export function HostHead({ host }: { readonly host: Host }) {
  const { t } = useTranslation('hosts');
  const formats = useFormats();
  const isChosen = useSelect((state) => chosenHostId(state) === host.id);
  const check = useSelect((state) => state.checks[host.id]);
  const { isLooking, seen } = useSelect((state) => lookOf(state, host.id));
  const [isRemoving, setRemoving] = useState(false);
  const { checkHost, chooseHost, lookAtHost, reconnect, showBenchmark } = useCommands();
  const isLost = useSelect((state) => chosenHostId(state) === host.id && state.status.state === 'failed');
  const isOwn = host.origin === 'added';
  return (
    <header className={classes['head']}>
      <div className={classes['headLine']}>
        <HostName host={host} isEditable={isOwn} />
        <HostMark id={host.id} />
        {seen && (
          <Text size="xs" c="dimmed" data-testid="host-seen">
            {t('seen', { time: formats.time(seen.at) })}
          </Text>
        )}
      </div>
      {isRemoving ? (
        <Removal host={host} onClose={() => setRemoving(false)} />
      ) : (
        <div className={classes['actions']}>
          <Button size="xs" disabled={isChosen} onClick={() => void chooseHost(host.id)}>
            {isChosen ? t('inUse') : t('use')}
          </Button>
          <Button size="xs" variant="default" loading={check?.state === 'running'} onClick={() => void checkHost(host.id)}>
            {check ? t('check.again') : t('check.start')}
          </Button>
          <Button size="xs" variant="default" loading={isLooking} leftSection={<IconRefresh size={14} />} onClick={() => void (isLost ? reconnect() : lookAtHost(host.id, true))}>
            {t('lookAgain')}
          </Button>
          <ExamineButton hostId={host.id} size="xs" />
          <Button size="xs" variant="default" onClick={() => showBenchmark(host.id)}>
            {t('benchmark')}
          </Button>
          {isOwn && (
            <Button size="xs" variant="subtle" color="red" className={classes['danger'] ?? ''} onClick={() => setRemoving(true)}>
              {t('remove.start')}
            </Button>
          )}
        </div>
      )}
    </header>
  );
}

function Removal({ host, onClose }: { readonly host: Host; readonly onClose: () => void }) {
  const { t } = useTranslation('hosts');
  const { removeHost } = useCommands();
  const name = nameOfHost(host, t);
  return (
    <div className={classes['question']} role="alertdialog" aria-label={t('remove.label', { name })}>
      <Text size="sm">{t('remove.question', { name, address: host.address ?? '' })}</Text>
      <div className={classes['actions']}>
        <Button size="xs" variant="default" autoFocus onClick={onClose}>
          {t('remove.keep')}
        </Button>
        <Button size="xs" color="red" onClick={() => void removeHost(host.id)}>
          {t('remove.do')}
        </Button>
      </div>
    </div>
  );
}
