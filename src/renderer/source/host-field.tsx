import { ActionIcon } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nameOfHost } from '../hosts/host-words';
import { chosenHostId, hostsOf } from '../state/hosts';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import classes from './source.module.css';

/** The machine whose cameras are offered. */
export function HostField() {
  const { t } = useTranslation('source');
  const { t: hostsT } = useTranslation('hosts');
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
        choices={hosts.map((host) => ({ value: host.id, label: nameOfHost(host, hostsT) }))}
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
