import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OfferedHostKey } from '@domain/host';
import { useCommands } from '../state/store';
import { CommandLines } from '../ui/command-lines';
import classes from './hosts.module.css';

interface HostKeyProps {
  readonly hostId: string;
  readonly offered: OfferedHostKey;
}

/** A key that nobody has vouched for yet: the user compares it, then accepts it or not. */
export function HostKey({ hostId, offered: { fingerprint, algorithm, knownHostsFile } }: HostKeyProps) {
  const { t } = useTranslation('hosts');
  const { t: common } = useTranslation();
  const [isDeclined, setDeclined] = useState(false);
  const { trustHostKey } = useCommands();
  if (isDeclined) {
    return (
      <Text size="sm" role="status">
        {t('key.declined')}
      </Text>
    );
  }
  const compare = `ssh-keygen -lf /etc/ssh/ssh_host_${algorithm.toLowerCase()}_key.pub`;
  return (
    <section className={classes['key']} aria-label={t('key.label')} data-testid="host-key">
      <Text size="sm" fw={600}>
        {t('key.question')}
      </Text>
      <Text size="xs" c="dimmed">
        {algorithm}
      </Text>
      <p className={classes['fingerprint']}>{fingerprint}</p>
      <Text size="xs">{t('key.compare')}</Text>
      <CommandLines commands={[compare]} />
      <div className={classes['actions']}>
        <Button size="xs" onClick={() => void trustHostKey(hostId, fingerprint)}>
          {t('key.accept')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setDeclined(true)}>
          {common('cancel')}
        </Button>
        <Text size="xs" c="dimmed" truncate title={knownHostsFile}>
          {t('key.written', { file: knownHostsFile })}
        </Text>
      </div>
    </section>
  );
}
