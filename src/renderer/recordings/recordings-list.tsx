import { Badge, Table, Text } from '@mantine/core';
import { thisComputer } from '@domain/host';
import type { Recording } from '@domain/recording';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { fileName, formatBytes, formatDuration, formatTime } from '../ui/format';
import { Empty } from '../ui/section';
import { RecordingActions } from './recording-actions';
import classes from './recordings.module.css';

/** Finished recordings on this computer, newest first. */
export default function RecordingsList() {
  const recordings = useSelect((state) => state.recordings);
  const { loadRecordings } = useCommands();
  switch (recordings.state) {
    case 'loading':
      return <Empty>Reading the list of recordings…</Empty>;
    case 'failed':
      return <ErrorAlert error={recordings.error} onRetry={() => void loadRecordings()} />;
    case 'ready': {
      if (recordings.value.length === 0) return <Empty>Nothing is recorded yet. Press Record, or Ctrl R.</Empty>;
      const hasHosts = recordings.value.some(({ host }) => host.id !== thisComputer);
      return (
        <Table fz="xs" verticalSpacing={4} stickyHeader stickyHeaderOffset={-10}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>File</Table.Th>
              <Table.Th>Recorded</Table.Th>
              {hasHosts && <Table.Th>Host</Table.Th>}
              <Table.Th>Length</Table.Th>
              <Table.Th>Size</Table.Th>
              <Table.Th>Picture</Table.Th>
              <Table.Th>End</Table.Th>
              <Table.Th aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {recordings.value.map((recording) => (
              <Row key={recording.id} recording={recording} hasHost={hasHosts} />
            ))}
          </Table.Tbody>
        </Table>
      );
    }
  }
}

const reasonColors: Readonly<Record<Recording['reason'], string>> = {
  completed: 'teal',
  stopped: 'teal',
  failed: 'orange',
  lost: 'orange',
};

function Row({ recording, hasHost }: { readonly recording: Recording; readonly hasHost: boolean }) {
  const { media, error } = recording;
  const fixed = classes['fixed'] ?? '';
  return (
    <Table.Tr data-testid="recordings-row" data-path={recording.path}>
      <Table.Td className={classes['file'] ?? ''}>
        <Text size="xs" truncate title={recording.path}>
          {fileName(recording.path)}
        </Text>
      </Table.Td>
      <Table.Td className={fixed}>{formatTime(recording.startedAt)}</Table.Td>
      {hasHost && <Table.Td className={fixed}>{recording.host.name}</Table.Td>}
      <Table.Td className={fixed}>{formatDuration(recording.durationSeconds)}</Table.Td>
      <Table.Td className={fixed}>{formatBytes(recording.sizeBytes)}</Table.Td>
      <Table.Td className={fixed}>
        {media ? `${media.codec} ${media.frameSize.width} × ${media.frameSize.height}` : recording.source}
      </Table.Td>
      <Table.Td className={fixed}>
        <Badge
          size="sm"
          variant="light"
          color={reasonColors[recording.reason]}
          className={classes['reason'] ?? ''}
          title={error ? `${error.title}: ${error.detail}` : undefined}
        >
          {recording.reason}
        </Badge>
      </Table.Td>
      <Table.Td className={classes['actions'] ?? ''}>
        <RecordingActions recording={recording} />
      </Table.Td>
    </Table.Tr>
  );
}
