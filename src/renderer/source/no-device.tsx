import { Button, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOfHost } from '../hosts/host-words';
import { chosenHost } from '../state/hosts';
import { useDispatch, useSelect } from '../state/store';
import { unknown } from '../ui/format';
import classes from './source.module.css';

interface NoDeviceProps {
  readonly isLooking: boolean;
  readonly onLook: () => void;
}

/** What to do where the host shows no capture device. */
export function NoDevice({ isLooking, onLook }: NoDeviceProps) {
  const { t } = useTranslation('source');
  const { t: hostsT } = useTranslation('hosts');
  const host = useSelect(chosenHost);
  const dispatch = useDispatch();
  return (
    <div className={classes['noDevice']} data-testid="no-device">
      <Text size="sm">{t('none.title', { host: host ? nameOfHost(host, hostsT) : unknown })}</Text>
      <List size="xs" spacing={4}>
        <List.Item>{t('none.plug')}</List.Item>
        <List.Item>{t('none.permission')}</List.Item>
        <List.Item>{t('none.otherHost')}</List.Item>
        <List.Item>{t('none.try')}</List.Item>
      </List>
      <div className={classes['buttons']}>
        <Button size="compact-sm" variant="default" loading={isLooking} onClick={onLook}>
          {t('device.again')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => dispatch({ type: 'page', page: 'hosts' })}>
          {t('host.manage')}
        </Button>
      </div>
    </div>
  );
}
