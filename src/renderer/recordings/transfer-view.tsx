import { Button, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HostRecording } from '@domain/host-recording';
import { useCommands, useSelect } from '../state/store';
import { timeLeftSeconds, transferFraction, type Transfer } from '../state/transfers';
import { useErrorText } from '../ui/error-text';
import { useFormats } from '../ui/format';
import classes from './recordings.module.css';

/** Whether a recording of a host is here; a copy under way, or why one broke off. */
export function HostTransfer({ recording: { fileName, localPath, growing } }: { readonly recording: HostRecording }) {
  const { t } = useTranslation('recordings');
  const transfer = useSelect((state) => state.transfers[fileName]);
  if (transfer) return <TransferView transfer={transfer} />;
  return (
    <Text size="sm" truncate c={localPath === null ? 'dimmed' : ''} title={localPath ?? ''}>
      {growing ? t('here.growing') : localPath === null ? t('here.no') : t('here.yes')}
    </Text>
  );
}

function TransferView({ transfer }: { readonly transfer: Transfer }) {
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const errorText = useErrorText();
  const { cancelFetch, dismissTransfer, fetchHostRecording } = useCommands();
  const { fileName, error } = transfer;
  const words = useTransferWords(transfer);
  if (error) {
    const { title, detail, nextStep } = errorText(error);
    return (
      <div className={classes['transfer']} role="alert">
        <Text size="xs" c="var(--capstan-bad)" truncate title={`${title}: ${detail} ${nextStep}`}>
          {title}: {detail}
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => void fetchHostRecording(fileName)}>
          {common('tryAgain')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => dismissTransfer(fileName)}>
          {common('dismiss')}
        </Button>
      </div>
    );
  }
  const fraction = transferFraction(transfer);
  return (
    <div className={classes['transfer']} data-testid="transfer">
      <Progress size="sm" value={(fraction ?? 1) * 100} animated={fraction === null} aria-label={t('transfer.progress', { name: fileName })} className={classes['bar'] ?? ''} />
      <Text size="xs" c="dimmed" truncate title={words}>
        {words}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        disabled={transfer.sessionId !== null}
        aria-label={t('transfer.cancel', { name: fileName })}
        onClick={() => void cancelFetch(fileName)}
      >
        {common('cancel')}
      </Button>
    </div>
  );
}

function useTransferWords(transfer: Transfer): string {
  const { t } = useTranslation('recordings');
  const formats = useFormats();
  const { bytes, totalBytes } = transfer;
  const fraction = transferFraction(transfer);
  if (fraction === null) return t('transfer.beginning');
  if (fraction >= 1) return t('transfer.checking');
  const left = timeLeftSeconds(transfer);
  const percent = formats.percent(Math.floor(fraction * 100) / 100);
  const so = left === null ? percent : t('transfer.left', { percent, time: formats.duration(left) });
  return `${so} · ${t('transfer.bytes', { bytes: formats.bytes(bytes), total: formats.bytes(totalBytes) })}`;
}
