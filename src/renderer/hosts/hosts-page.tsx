import { lazy, Suspense } from 'react';
import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { thisComputer, type Host } from '@domain/host';
import { chosenHostId, hostById } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import { HostDetails } from './host-details';
import { HostForm } from './host-form';
import classes from './hosts.module.css';

const EncodersDialog = lazy(() => import('../encoders/encoders-dialog'));

/** Every machine that can be recorded on, and how it is: added, checked, renamed and removed. */
export default function HostsPage() {
  const hosts = useSelect((state) => state.hosts);
  const chosenId = useSelect(chosenHostId);
  const asked = useSelect((state) => state.shownHost);
  const shown = asked ?? { shows: 'host' as const, id: chosenId ?? thisComputer };
  const host = useSelect((state) => (shown.shows === 'host' ? hostById(state, shown.id) : null));
  const isChoosingEncoder = useSelect((state) => state.isEncodersDialogOpen);
  const { loadHosts } = useCommands();
  const dispatch = useDispatch();
  if (hosts.state === 'failed') return <ErrorAlert error={hosts.error} onRetry={() => void loadHosts()} />;
  if (hosts.state === 'loading') return <Empty>Reading the list of hosts…</Empty>;
  return (
    <div className={classes['panes']}>
      <div className={classes['list']}>
        <nav aria-label="Hosts" className={classes['entries']}>
          {hosts.value.hosts.map((entry) => (
            <Entry
              key={entry.id}
              host={entry}
              isShown={shown.shows === 'host' && shown.id === entry.id}
              onShow={() => dispatch({ type: 'host-shown', shown: { shows: 'host', id: entry.id } })}
            />
          ))}
        </nav>
        <Button
          size="xs"
          variant={shown.shows === 'new' ? 'light' : 'default'}
          leftSection={<IconPlus size={14} />}
          onClick={() => dispatch({ type: 'host-shown', shown: { shows: 'new' } })}
        >
          Add a host
        </Button>
      </div>
      <div className={classes['pane']}>
        {shown.shows === 'new' && <HostForm />}
        {host && <HostDetails key={host.id} host={host} />}
        {shown.shows === 'host' && !host && <Empty>This host is not there any more. Choose another.</Empty>}
      </div>
      <Suspense>{isChoosingEncoder && <EncodersDialog />}</Suspense>
    </div>
  );
}

interface EntryProps {
  readonly host: Host;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

function Entry({ host, isShown, onShow }: EntryProps) {
  const isChosen = useSelect((state) => chosenHostId(state) === host.id);
  return (
    <UnstyledButton className={classes['entry'] ?? ''} aria-current={isShown} data-testid="host-entry" onClick={onShow}>
      <Text size="sm" truncate fw={isChosen ? 600 : 400}>
        {host.name}
        {isChosen && <span className={classes['dim']}> · in use</span>}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {host.address ?? 'Docker, else its own ffmpeg'}
      </Text>
    </UnstyledButton>
  );
}
