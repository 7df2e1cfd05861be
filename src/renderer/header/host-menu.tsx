import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { Host } from '@domain/host';
import { chosenHost, chosenHostId } from '../state/hosts';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { StateBadge } from './host-badge';
import { hostSentence, hostState } from './host-state';
import classes from './header.module.css';

const noHosts: readonly Host[] = [];
const hostsOf = ({ hosts }: AppState) => (hosts.state === 'ready' ? hosts.value.hosts : noHosts);

/** The choice of the host that is recorded on. */
export default function HostMenu() {
  const hosts = useSelect(hostsOf);
  const chosenId = useSelect(chosenHostId);
  const name = useSelect((state) => chosenHost(state)?.name ?? 'This computer');
  const state = useSelect(hostState);
  const sentence = useSelect(hostSentence);
  const { chooseHost, reconnect } = useCommands();
  const dispatch = useDispatch();
  const groups = [
    { label: 'Hosts', hosts: hosts.filter(({ origin }) => origin !== 'docker-context') },
    { label: 'From docker context', hosts: hosts.filter(({ origin }) => origin === 'docker-context') },
  ].filter((group) => group.hosts.length > 0);
  return (
    <Menu position="bottom-end" width={340} returnFocus transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <UnstyledButton className={classes['engine'] ?? ''} aria-label={`Host: ${name}. ${sentence}`} title={sentence}>
          <Text size="xs" c="dimmed" truncate className={classes['because'] ?? ''}>
            {sentence}
          </Text>
          <Text size="sm" fw={600} truncate className={classes['hostName'] ?? ''} data-testid="host-name">
            {name}
          </Text>
          <StateBadge state={state} />
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" className={classes['menu'] ?? ''}>
        <Text size="xs" c="dimmed" px="sm" py={6} className={classes['sentence'] ?? ''}>
          {sentence}
        </Text>
        <Menu.RadioGroup value={chosenId} onChange={(id) => void chooseHost(id)}>
          {groups.map((group) => (
            <div key={group.label} role="group" aria-label={group.label}>
              <Menu.Label>{group.label}</Menu.Label>
              {group.hosts.map(({ id, name: label, address }) => (
                <Menu.RadioItem key={id} value={id} closeMenuOnClick checkIcon={<IconCheck size={14} />}>
                  <Text size="sm" truncate>
                    {label}
                  </Text>
                  {address !== null && (
                    <Text size="xs" c="dimmed" truncate title={address}>
                      {address}
                    </Text>
                  )}
                </Menu.RadioItem>
              ))}
            </div>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => void reconnect()}>{state === 'local' ? 'Look for Docker again' : 'Connect anew'}</Menu.Item>
        <Menu.Item
          onClick={() =>
            dispatch({ type: 'host-shown', shown: chosenId === null ? { shows: 'new' } : { shows: 'host', id: chosenId } })
          }
        >
          Manage hosts…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
