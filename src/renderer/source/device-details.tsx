import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { CaptureDevice } from '@domain/capabilities';
import { signalLabel } from './device-choices';
import classes from './source.module.css';

const told: Readonly<Record<CaptureDevice['identifiedBy'], string>> = {
  serial: 'its serial number',
  port: 'the port it is plugged into',
  name: 'its name',
};

/** Everything that tells a device apart, for those who need it. */
export function DeviceDetails({ device }: { readonly device: CaptureDevice }) {
  const { usb, colour } = device;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Node', device.path],
    ['Driver', device.driver],
    ['Bus', device.bus],
    ['USB', usb && `${usb.vendorId}:${usb.productId}`],
    ['Serial', usb && (usb.serial ?? 'none')],
    ['Told by', told[device.identifiedBy]],
    ['Identity', device.identity],
    ['by-id', device.byIdPath],
    ['Signal', signalLabel(device)],
    ['Colour', colour && [colour.matrix, colour.range, colour.primaries].filter(Boolean).join(', ')],
  ];
  return (
    <Popover position="right-start" width={360} withArrow trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={`About ${device.name}`}>
          <IconInfoCircle size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={classes['facts']} tabIndex={0}>
          {facts.map(
            ([name, value]) =>
              value && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
