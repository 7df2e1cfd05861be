import { useState } from 'react';
import { ActionIcon, Button, Loader, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { findCaptureDevice, type CaptureDevice } from '@domain/capabilities';
import type { Source } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { ChoiceField } from '../ui/fields';
import { Columns, Empty } from '../ui/section';
import { RateField, SizeField } from '../ui/size-and-rate';
import classes from './source.module.css';

type DeviceSource = Extract<Source, { type: 'capture-device' }>;

export function CaptureDeviceFields({ source }: { readonly source: DeviceSource }) {
  const capabilities = useSelect((state) => state.capabilities);
  const deviceError = useSelect((state) => fieldError(state, 'source.device'));
  const { edit, lookForDevices } = useCommands();
  const [isLooking, setLooking] = useState(false);
  const look = async () => {
    setLooking(true);
    await lookForDevices();
    setLooking(false);
  };

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
  const chosen = findCaptureDevice(capabilities.value, source.device);
  if (captureDevices.length === 0 && source.device === '') {
    return (
      <Empty>
        <p>No capture device was found. Plug one in, then look again.</p>
        <Button size="compact-sm" variant="default" loading={isLooking} onClick={() => void look()}>
          Look again
        </Button>
      </Empty>
    );
  }
  const choices = [
    ...(source.device === '' ? [{ value: '', label: 'Choose a device…' }] : []),
    ...(source.device !== '' && !chosen ? [{ value: source.device, label: `${source.device} (not connected)` }] : []),
    ...captureDevices.map((device) => ({ value: device.identity, label: `${device.name} (${device.path})` })),
  ];
  return (
    <>
      <div className={classes['withButton']}>
        <ChoiceField
          label="Capture device"
          value={chosen?.identity ?? source.device}
          choices={choices}
          error={deviceError}
          onChange={(device) =>
            edit({ source: { type: 'capture-device', device, inputFormat: null, frameSize: null, frameRate: null, controls: {} } })
          }
        />
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Look for capture devices again"
          loading={isLooking}
          onClick={() => void look()}
        >
          <IconRefresh size={16} />
        </ActionIcon>
      </div>
      {chosen && <DeviceFormat source={source} device={chosen} />}
    </>
  );
}

function DeviceFormat({ source, device }: { readonly source: DeviceSource; readonly device: CaptureDevice }) {
  const { edit } = useCommands();
  const formatError = useSelect((state) => fieldError(state, 'source.inputFormat'));
  const sizeError = useSelect((state) => fieldError(state, 'source.frameSize'));
  const rateError = useSelect((state) => fieldError(state, 'source.frameRate'));
  const formats = device.formats.filter(({ fourcc }) => source.inputFormat === null || fourcc === source.inputFormat);
  const sizes = formats.flatMap(({ frameSizes }) => frameSizes);
  const { frameSize } = source;
  const rates = sizes
    .filter(({ width, height }) => !frameSize || (width === frameSize.width && height === frameSize.height))
    .flatMap(({ frameRates }) => frameRates);
  return (
    <>
      <ChoiceField
        label="Input format"
        value={source.inputFormat ?? ''}
        choices={[
          { value: '', label: 'The driver’s choice' },
          ...device.formats.map(({ fourcc, description }) => ({ value: fourcc, label: `${fourcc} – ${description}` })),
        ]}
        error={formatError}
        onChange={(fourcc) =>
          edit({ source: { ...source, inputFormat: fourcc === '' ? null : fourcc, frameSize: null, frameRate: null } })
        }
      />
      <Columns>
        <SizeField
          value={frameSize}
          none="The driver’s choice"
          sizes={sizes}
          error={sizeError}
          onChange={(size) => edit({ source: { ...source, frameSize: size, frameRate: null } })}
        />
        <RateField
          value={source.frameRate}
          none="The driver’s choice"
          rates={rates}
          error={rateError}
          onChange={(frameRate) => edit({ source: { ...source, frameRate } })}
        />
      </Columns>
      <Text size="xs" c="dimmed" className={classes['path'] ?? ''} title={device.identity}>
        {[device.path, device.driver, device.byIdPath].filter(Boolean).join(' · ')}
      </Text>
    </>
  );
}
