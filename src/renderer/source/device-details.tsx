import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CaptureDevice } from '@domain/capabilities';
import { signalLabel } from './device-choices';
import classes from './source.module.css';

/** Everything that tells a device apart, for those who need it. */
export function DeviceDetails({ device }: { readonly device: CaptureDevice }) {
  const { t } = useTranslation('source');
  const { usb, colour } = device;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('details.node'), device.path],
    [t('details.driver'), device.driver],
    [t('details.bus'), device.bus],
    [t('details.usb'), usb && `${usb.vendorId}:${usb.productId}`],
    [t('details.serial'), usb && (usb.serial ?? t('details.noSerial'))],
    [t('details.toldBy'), t(`details.by.${device.identifiedBy}`)],
    [t('details.identity'), device.identity],
    [t('details.byId'), device.byIdPath],
    [t('details.signal'), signalLabel(device, t)],
    [t('details.colour'), colour && [colour.matrix, colour.range, colour.primaries].filter(Boolean).join(', ')],
  ];
  return (
    <Popover position="right-start" width={360} withArrow trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={t('details.about', { name: device.name })}>
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
