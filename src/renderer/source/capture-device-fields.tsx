import { useState } from 'react';
import { ActionIcon, Loader } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CaptureDevice } from '@domain/capabilities';
import type { Source } from '@domain/preset';
import { chosenDevice, deviceName, fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { ChoiceField } from '../ui/fields';
import { Empty } from '../ui/section';
import { deviceChoices } from './device-choices';
import { DeviceDetails } from './device-details';
import { DeviceFormat } from './device-format';
import { fittingMode, stillMoved, type DeviceMode, type Fitted } from './device-modes';
import { DeviceNotes } from './device-notes';
import { HostField } from './host-field';
import { NoDevice } from './no-device';
import classes from './source.module.css';

type DeviceSource = Extract<Source, { type: 'capture-device' }>;

/** The machine, its camera or card, and how it is read. */
export function CaptureDeviceFields({ source }: { readonly source: DeviceSource }) {
  return (
    <>
      <HostField />
      <Devices source={source} />
    </>
  );
}

function Devices({ source }: { readonly source: DeviceSource }) {
  const { t } = useTranslation('source');
  const capabilities = useSelect((state) => state.capabilities);
  const isAway = useSelect((state) => state.status.state === 'failed');
  const { lookForDevices } = useCommands();
  const [isLooking, setLooking] = useState(false);
  const look = async () => {
    setLooking(true);
    await lookForDevices();
    setLooking(false);
  };

  if (isAway) return <Empty>{t('device.away')}</Empty>;
  if (capabilities.state === 'failed') {
    return <ErrorAlert error={capabilities.error} onRetry={() => void look()} retryLabel={t('device.again')} />;
  }
  if (capabilities.state === 'loading') {
    return (
      <Empty>
        <Loader size="xs" /> {t('device.looking')}
      </Empty>
    );
  }
  const { captureDevices } = capabilities.value;
  if (captureDevices.length === 0 && source.device === '') return <NoDevice isLooking={isLooking} onLook={() => void look()} />;
  return <DeviceChoice source={source} devices={captureDevices} isLooking={isLooking} onLook={() => void look()} />;
}

interface DeviceChoiceProps {
  readonly source: DeviceSource;
  readonly devices: readonly CaptureDevice[];
  readonly isLooking: boolean;
  readonly onLook: () => void;
}

function DeviceChoice({ source, devices, isLooking, onLook }: DeviceChoiceProps) {
  const { t } = useTranslation('source');
  const chosen = useSelect(chosenDevice);
  const name = useSelect((state) => deviceName(state, source.device));
  const deviceError = useSelect((state) => fieldError(state, 'source.device'));
  const [fitted, setFitted] = useState<Fitted | null>(null);
  const { edit } = useCommands();
  const isUnplugged = source.device !== '' && !chosen;
  const choices = [
    ...(source.device === '' ? [{ value: '', label: t('device.choose') }] : []),
    ...(isUnplugged ? [{ value: source.device, label: t('device.unplugged', { name }) }] : []),
    ...deviceChoices(devices, t),
  ];
  /** What the device has stays, and what it lacks gives way to the nearest. */
  const read = (device: CaptureDevice, wish: DeviceMode, changed: Partial<DeviceSource>) => {
    const fitting = fittingMode(device, wish);
    setFitted({ ...fitting, device: changed.device ?? source.device });
    edit({ source: { ...source, ...changed, ...fitting.mode } });
  };
  return (
    <>
      <div className={classes['withButton']}>
        <ChoiceField
          label={t('device.label')}
          value={chosen?.identity ?? source.device}
          choices={choices}
          error={isUnplugged ? t('device.comesBack') : deviceError}
          onChange={(identity) => {
            const device = devices.find((one) => one.identity === identity);
            if (device) read(device, source, { device: identity, controls: {} });
          }}
        />
        {chosen && <DeviceDetails device={chosen} />}
        <ActionIcon variant="default" size={30} aria-label={t('device.look')} title={t('device.look')} loading={isLooking} onClick={onLook}>
          <IconRefresh size={16} />
        </ActionIcon>
      </div>
      {chosen && <DeviceNotes device={chosen} />}
      {chosen && <DeviceFormat source={source} device={chosen} moved={stillMoved(source, fitted)} onChange={(wish) => read(chosen, wish, {})} />}
    </>
  );
}
