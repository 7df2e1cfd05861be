import { useMemo } from 'react';
import { Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { thisComputer } from '@domain/host';
import { HostMark } from '../hosts/host-mark';
import { nameOfHost } from '../hosts/host-words';
import { chosenHost, chosenHostId, hostsOf } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { useErrorText } from '../ui/error-text';
import { StateBadge } from './host-badge';
import { hostSentence, hostState } from './host-state';
import classes from './header.module.css';

/** The choice of the host that is recorded on. */
export default function HostMenu() {
  const { t } = useTranslation('hosts');
  const errorText = useErrorText();
  const hosts = useSelect(hostsOf);
  const chosenId = useSelect(chosenHostId);
  const chosen = useSelect(chosenHost);
  const status = useSelect((state) => state.status);
  const state = useSelect(hostState);
  const name = nameOfHost(chosen ?? { id: thisComputer, name: '' }, t);
  const sentence = hostSentence(status, t, (error) => errorText(error).title);
  const { chooseHost, reconnect } = useCommands();
  const dispatch = useDispatch();
  const groups = useMemo(
    () =>
      [
        { label: t('label'), hosts: hosts.filter(({ origin }) => origin !== 'docker-context') },
        { label: t('menu.contexts'), hosts: hosts.filter(({ origin }) => origin === 'docker-context') },
      ].filter((group) => group.hosts.length > 0),
    [hosts, t],
  );
  return (
    <Menu position="bottom-end" width={340} returnFocus transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <UnstyledButton className={classes['engine'] ?? ''} title={sentence}>
          <VisuallyHidden>{t('menu.button')}</VisuallyHidden>
          {state !== 'docker' && (
            <Text size="xs" c="dimmed" truncate className={classes['because'] ?? ''}>
              {sentence}
            </Text>
          )}
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
              {group.hosts.map((host) => (
                <Menu.RadioItem
                  key={host.id}
                  value={host.id}
                  closeMenuOnClick
                  aria-label={nameOfHost(host, t)}
                  checkIcon={<IconCheck size={14} />}
                  rightSection={<HostMark id={host.id} />}
                >
                  <Text size="sm" truncate>
                    {nameOfHost(host, t)}
                  </Text>
                  {host.address !== null && (
                    <Text size="xs" c="dimmed" truncate title={host.address}>
                      {host.address}
                    </Text>
                  )}
                </Menu.RadioItem>
              ))}
            </div>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => void reconnect()}>{t(state === 'local' ? 'menu.lookForDocker' : 'menu.connectAnew')}</Menu.Item>
        <Menu.Item
          onClick={() =>
            dispatch({ type: 'host-shown', shown: chosenId === null ? { shows: 'new' } : { shows: 'host', id: chosenId } })
          }
        >
          {t('menu.manage')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
