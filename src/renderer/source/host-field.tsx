import { ActionIcon } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Host } from '@domain/host';
import { chosenHostId } from '../state/hosts';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import classes from './source.module.css';

const noHosts: readonly Host[] = [];
const hostsOf = ({ hosts }: AppState) => (hosts.state === 'ready' ? hosts.value.hosts : noHosts);

/** The machine whose cameras are offered. */
export function HostField() {
  const { t } = useTranslation('source');
  const hosts = useSelect(hostsOf);
  const chosen = useSelect(chosenHostId);
  const { chooseHost } = useCommands();
  const dispatch = useDispatch();
  if (chosen === null || hosts.length === 0) return null;
  return (
    <div className={classes['withButton']}>
      <ChoiceField
        label={t('host.label')}
        help={t('host.help')}
        value={chosen}
        choices={hosts.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => void chooseHost(id)}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('host.manage')}
        title={t('host.manage')}
        onClick={() => dispatch({ type: 'page', page: 'hosts' })}
      >
        <IconSettings size={16} />
      </ActionIcon>
    </div>
  );
}
