import { Button, Progress, Text } from '@mantine/core';
import { useCommands } from '../state/store';
import { timeLeftSeconds, transferFraction, type Transfer } from '../state/transfers';
import { formatBytes, formatDuration } from '../ui/format';
import classes from './recordings.module.css';

/** A copy under way, with what is left of it; or why it broke off. */
export function TransferView({ transfer }: { readonly transfer: Transfer }) {
  const { cancelFetch, dismissTransfer } = useCommands();
  const { fileName, error, bytes, totalBytes } = transfer;
  if (error) {
    return (
      <div className={classes['broken']} role="alert">
        <Text size="xs" c="red" className={classes['reasonText'] ?? ''}>
          {error.title}: {error.detail} {error.nextStep}
        </Text>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => dismissTransfer(fileName)}>
          Dismiss
        </Button>
      </div>
    );
  }
  const fraction = transferFraction(transfer);
  return (
    <div className={classes['transfer']} data-testid="transfer">
      <Progress
        size="sm"
        value={(fraction ?? 1) * 100}
        animated={fraction === null}
        aria-label={`Progress of the copy of ${fileName}`}
        className={classes['bar'] ?? ''}
      />
      <Text size="xs" c="dimmed">
        {words(transfer, fraction)}
        {fraction !== null && fraction < 1 && ` · ${formatBytes(bytes)} of ${formatBytes(totalBytes)}`}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        disabled={transfer.sessionId !== null}
        aria-label={`Cancel the copy of ${fileName}`}
        onClick={() => void cancelFetch(fileName)}
      >
        Cancel
      </Button>
    </div>
  );
}

function words(transfer: Transfer, fraction: number | null): string {
  if (fraction === null) return 'Beginning…';
  if (fraction >= 1) return 'Checking the copy…';
  const left = timeLeftSeconds(transfer);
  return left === null ? `${Math.floor(fraction * 100)} %` : `${Math.floor(fraction * 100)} %, ${formatDuration(left)} left`;
}
