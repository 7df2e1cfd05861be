import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import type { Host } from '@domain/host';
import { chosenHostId } from '../state/hosts';
import { useCommands, useSelect } from '../state/store';
import { HostCheckView } from './host-check-view';
import { HostEncoders } from './host-encoders';
import { HostFacts } from './host-facts';
import { HostName } from './host-name';
import classes from './hosts.module.css';

/** One host: what is known of it, a check, and what can be done with it. */
export function HostDetails({ host }: { readonly host: Host }) {
  const isChosen = useSelect((state) => chosenHostId(state) === host.id);
  const check = useSelect((state) => state.checks[host.id]);
  const [isRemoving, setRemoving] = useState(false);
  const { checkHost, chooseHost } = useCommands();
  const isOwn = host.origin === 'added';
  return (
    <>
      <HostName host={host} isEditable={isOwn} />
      <HostFacts host={host} />
      {isRemoving ? (
        <Removal host={host} onClose={() => setRemoving(false)} />
      ) : (
        <div className={classes['actions']}>
          <Button size="xs" disabled={isChosen} onClick={() => void chooseHost(host.id)}>
            {isChosen ? 'In use' : 'Use this host'}
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={check?.state === 'running'}
            onClick={() => void checkHost(host.id)}
          >
            {check ? 'Check again' : 'Check'}
          </Button>
          {isOwn && (
            <Button size="xs" variant="subtle" color="red" ml="auto" onClick={() => setRemoving(true)}>
              Remove…
            </Button>
          )}
        </div>
      )}
      {isChosen && <HostEncoders />}
      {check && <HostCheckView host={host} check={check} />}
    </>
  );
}

function Removal({ host, onClose }: { readonly host: Host; readonly onClose: () => void }) {
  const { removeHost } = useCommands();
  return (
    <div className={classes['question']} role="alertdialog" aria-label={`Remove ${host.name}?`}>
      <Text size="sm">
        Remove “{host.name}” ({host.address}) from this list? Its recordings stay where they are, and so do the presets.
      </Text>
      <div className={classes['actions']}>
        <Button size="xs" variant="default" data-autofocus autoFocus onClick={onClose}>
          Keep it
        </Button>
        <Button size="xs" color="red" onClick={() => void removeHost(host.id)}>
          Remove
        </Button>
      </div>
    </div>
  );
}
