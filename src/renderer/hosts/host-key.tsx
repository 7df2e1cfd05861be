import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import type { OfferedHostKey } from '@domain/host';
import { useCommands } from '../state/store';
import { CopyButton } from '../ui/copy-button';
import classes from './hosts.module.css';

interface HostKeyProps {
  readonly hostId: string;
  readonly offered: OfferedHostKey;
}

/** A key that nobody has vouched for yet: the user compares it, then accepts it or not. */
export function HostKey({ hostId, offered: { fingerprint, algorithm, knownHostsFile } }: HostKeyProps) {
  const [isDeclined, setDeclined] = useState(false);
  const { trustHostKey } = useCommands();
  if (isDeclined) {
    return (
      <Text size="sm" role="status">
        The key was not accepted: nothing was sent to the host. “Check again” shows it anew.
      </Text>
    );
  }
  const compare = `ssh-keygen -lf /etc/ssh/ssh_host_${algorithm.toLowerCase()}_key.pub`;
  return (
    <section className={classes['key']} aria-label="Unknown host key" data-testid="host-key">
      <Text size="sm" fw={600}>
        This computer has not met the host before. Is this its key?
      </Text>
      <Text size="xs" c="dimmed">
        {algorithm}
      </Text>
      <p className={classes['fingerprint']}>{fingerprint}</p>
      <div className={classes['compare']}>
        <Text size="xs">
          Compare it with the host’s: <code>{compare}</code> there.
        </Text>
        <CopyButton text={compare} label="Copy the command" />
      </div>
      <div className={classes['actions']}>
        <Button size="xs" onClick={() => void trustHostKey(hostId, fingerprint)}>
          Accept the key
        </Button>
        <Button size="xs" variant="default" onClick={() => setDeclined(true)}>
          Cancel
        </Button>
        <Text size="xs" c="dimmed" truncate title={knownHostsFile}>
          It is written to {knownHostsFile}
        </Text>
      </div>
    </section>
  );
}
