import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaptureDevice } from '@domain/capabilities';
import type { CapstanError } from '@domain/errors';
import { recordingOfSameDevice } from '../state/selectors';
import type { AppState } from '../state/state';
import { useSelect } from '../state/store';
import { useErrorText } from '../ui/error-text';
import { portOf, signalLabel } from './device-choices';
import classes from './source.module.css';

/** Why the device cannot be opened now, as its live picture found out. */
const refusalOf = ({ watch }: Pick<AppState, 'watch'>): CapstanError | null =>
  watch.state === 'failed' && (watch.error.kind === 'device-busy' || watch.error.kind === 'device-forbidden') ? watch.error : null;

/** What has to be known before recording: the signal, who holds the device, and how it is found again. */
export function DeviceNotes({ device }: { readonly device: CaptureDevice }) {
  const { t } = useTranslation('source');
  const signal = signalLabel(device, t);
  const refusal = useSelect(refusalOf);
  const holder = useSelect((state) => recordingOfSameDevice(state)?.presetName ?? null);
  const errorText = useErrorText();
  return (
    <>
      {signal !== null && (
        <Text size="xs" data-testid="signal" role="status" className={classes['signal'] ?? ''} data-state={device.signal?.state}>
          {signal}
        </Text>
      )}
      {device.unusable !== null && (
        <Text size="xs" className={classes['warning'] ?? ''}>
          {device.unusable}
        </Text>
      )}
      {holder !== null && (
        <Text size="xs" c="dimmed">
          {t('device.heldBy', { name: holder })}
        </Text>
      )}
      {refusal !== null && (
        <Text size="xs" role="status" className={classes['warning'] ?? ''} data-testid="device-refusal">
          {errorText(refusal).title}. {errorText(refusal).nextStep}
        </Text>
      )}
      {device.identifiedBy === 'port' && (
        <Text size="xs" c="dimmed">
          {t('device.twin', { port: portOf(device) })}
        </Text>
      )}
    </>
  );
}
