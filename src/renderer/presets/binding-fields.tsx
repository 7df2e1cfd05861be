import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOfHost } from '../hosts/host-words';
import type { Binding } from '../state/preset-commands';
import { chosenHost } from '../state/hosts';
import { deviceName } from '../state/selectors';
import { useSelect } from '../state/store';
import { unknown } from '../ui/format';

interface BindingFieldsProps {
  readonly binding: Binding;
  readonly onChange: (binding: Binding) => void;
}

/** Whether a preset goes with the chosen host, and with the chosen camera. */
export function BindingFields({ binding, onChange }: BindingFieldsProps) {
  const { t } = useTranslation('presets');
  const { t: hostsT } = useTranslation('hosts');
  const host = useSelect(chosenHost);
  const device = useSelect((state) => {
    const { source } = state.draft.settings;
    return source.type !== 'capture-device' ? null : source.device === '' ? '' : deviceName(state, source.device);
  });
  return (
    <>
      <Switch
        size="xs"
        label={t('bind.host', { host: host ? nameOfHost(host, hostsT) : unknown })}
        description={t('bind.hostHelp')}
        disabled={host === null}
        checked={binding.host}
        onChange={(event) => onChange({ ...binding, host: event.currentTarget.checked })}
      />
      {device !== null && (
        <Switch
          size="xs"
          label={device === '' ? t('bind.noDevice') : t('bind.device', { device })}
          description={t('bind.deviceHelp')}
          disabled={device === ''}
          checked={binding.device && device !== ''}
          onChange={(event) => onChange({ ...binding, device: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
