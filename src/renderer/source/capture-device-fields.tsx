import { useState } from 'react';
import { ActionIcon, Button, Loader, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { CaptureDevice } from '@domain/capabilities';
import type { Source } from '@domain/preset';
import { chosenDevice, deviceName, fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { ChoiceField } from '../ui/fields';
import { Empty } from '../ui/section';
import { deviceChoices, portOf, signalLabel } from './device-choices';
import { DeviceDetails } from './device-details';
import { DeviceFormat } from './device-format';
import classes from './source.module.css';

type DeviceSource = Extract<Source, { type: 'capture-device' }>;

/** The camera or card, and how it is read. */
export function CaptureDeviceFields({ source }: { readonly source: DeviceSource }) {
  const capabilities = useSelect((state) => state.capabilities);
  const isAway = useSelect((state) => state.status.state === 'failed');
  const { lookForDevices } = useCommands();
  const [isLooking, setLooking] = useState(false);
  const look = async () => {
    setLooking(true);
    await lookForDevices();
    setLooking(false);
  };

  if (isAway) return <Empty>The cameras of this host are known once it can be reached.</Empty>;
  if (capabilities.state === 'failed') {
    return <ErrorAlert error={capabilities.error} onRetry={() => void look()} retryLabel="Look again" />;
  }
  if (capabilities.state === 'loading') {
    return (
      <Empty>
        <Loader size="xs" /> Looking for capture devices…
      </Empty>
    );
  }
  const { captureDevices } = capabilities.value;
  if (captureDevices.length === 0 && source.device === '') {
    return (
      <Empty>
        <p>No capture device was found. Plug one in: it appears here by itself.</p>
        <Button size="compact-sm" variant="default" loading={isLooking} onClick={() => void look()}>
          Look again
        </Button>
      </Empty>
    );
  }
  return <DeviceChoice source={source} devices={captureDevices} isLooking={isLooking} onLook={() => void look()} />;
}

interface DeviceChoiceProps {
  readonly source: DeviceSource;
  readonly devices: readonly CaptureDevice[];
  readonly isLooking: boolean;
  readonly onLook: () => void;
}

function DeviceChoice({ source, devices, isLooking, onLook }: DeviceChoiceProps) {
  const chosen = useSelect(chosenDevice);
  const name = useSelect((state) => deviceName(state, source.device));
  const deviceError = useSelect((state) => fieldError(state, 'source.device'));
  const { edit } = useCommands();
  const choices = [
    ...(source.device === '' ? [{ value: '', label: 'Choose a device…' }] : []),
    ...(source.device !== '' && !chosen ? [{ value: source.device, label: `${name} (unplugged)` }] : []),
    ...deviceChoices(devices),
  ];
  return (
    <>
      <div className={classes['withButton']}>
        <ChoiceField
          label="Capture device"
          value={chosen?.identity ?? source.device}
          choices={choices}
          error={chosen || source.device === '' ? deviceError : 'It is not plugged in, and comes back by itself.'}
          onChange={(device) =>
            edit({
              source: { type: 'capture-device', device, inputFormat: null, frameSize: null, frameRate: null, controls: {} },
            })
          }
        />
        {chosen && <DeviceDetails device={chosen} />}
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Look for capture devices again"
          loading={isLooking}
          onClick={onLook}
        >
          <IconRefresh size={16} />
        </ActionIcon>
      </div>
      {chosen && <DeviceNotes device={chosen} />}
      {chosen && <DeviceFormat source={source} device={chosen} />}
    </>
  );
}

/** What has to be known before recording: the signal, and how the device is found again. */
function DeviceNotes({ device }: { readonly device: CaptureDevice }) {
  const signal = signalLabel(device);
  return (
    <>
      {signal !== null && (
        <Text size="xs" data-testid="signal" role="status" className={classes['signal'] ?? ''} data-state={device.signal?.state}>
          {signal}
        </Text>
      )}
      {device.unusable !== null && (
        <Text size="xs" c="red">
          {device.unusable}
        </Text>
      )}
      {device.identifiedBy === 'port' && (
        <Text size="xs" c="dimmed">
          Another device here has the same model and serial number: this one is told by its port ({portOf(device)}).
        </Text>
      )}
    </>
  );
}
