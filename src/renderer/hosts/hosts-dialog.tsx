import { Button, Modal, Text, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Host } from '@domain/host';
import { chosenHostId, hostById, type HostsDialog as Shown } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { Empty } from '../ui/section';
import { HostDetails } from './host-details';
import { HostForm } from './host-form';
import classes from './hosts.module.css';

/** Every machine that can be recorded on: added, checked, renamed and removed. */
export default function HostsDialog({ dialog }: { readonly dialog: Shown }) {
  const hosts = useSelect((state) => state.hosts);
  const host = useSelect((state) => (dialog.shows === 'host' ? hostById(state, dialog.id) : null));
  const { loadHosts } = useCommands();
  const dispatch = useDispatch();
  const show = (shown: Shown | null) => dispatch({ type: 'hosts-dialog', dialog: shown });
  return (
    <Modal
      opened
      onClose={() => show(null)}
      title="Hosts"
      size={820}
      centered
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {hosts.state === 'failed' && <ErrorAlert error={hosts.error} onRetry={() => void loadHosts()} />}
      {hosts.state === 'loading' && <Empty>Reading the list of hosts…</Empty>}
      {hosts.state === 'ready' && (
        <div className={classes['panes']}>
          <div className={classes['list']}>
            <nav aria-label="Hosts" className={classes['entries']}>
              {hosts.value.hosts.map((entry) => (
                <Entry
                  key={entry.id}
                  host={entry}
                  isShown={dialog.shows === 'host' && dialog.id === entry.id}
                  onShow={() => show({ shows: 'host', id: entry.id })}
                />
              ))}
            </nav>
            <Button
              size="xs"
              variant={dialog.shows === 'new' ? 'light' : 'default'}
              leftSection={<IconPlus size={14} />}
              onClick={() => show({ shows: 'new' })}
            >
              Add a host
            </Button>
          </div>
          <div className={classes['pane']}>
            {dialog.shows === 'new' && <HostForm />}
            {host && <HostDetails key={host.id} host={host} />}
            {dialog.shows === 'host' && !host && <Empty>This host is not there any more. Choose another.</Empty>}
          </div>
        </div>
      )}
    </Modal>
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
