import { Badge, Button, Table, Text } from '@mantine/core';
import type { Recording } from '@domain/recording';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { fileName, formatBytes, formatDuration, formatTime } from '../ui/format';
import { Empty } from '../ui/section';
import classes from './recordings.module.css';

/** Finished recordings, newest first. */
export default function RecordingsList() {
  const recordings = useSelect((state) => state.recordings);
  const { loadRecordings } = useCommands();
  switch (recordings.state) {
    case 'loading':
      return <Empty>Reading the list of recordings…</Empty>;
    case 'failed':
      return <ErrorAlert error={recordings.error} onRetry={() => void loadRecordings()} />;
    case 'ready':
      if (recordings.value.length === 0) return <Empty>Nothing is recorded yet. Press Record, or Ctrl R.</Empty>;
      return (
        <Table fz="xs" verticalSpacing={4} stickyHeader stickyHeaderOffset={-10}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>File</Table.Th>
              <Table.Th>Recorded</Table.Th>
              <Table.Th>Length</Table.Th>
              <Table.Th>Size</Table.Th>
              <Table.Th>Picture</Table.Th>
              <Table.Th>End</Table.Th>
              <Table.Th aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {recordings.value.map((recording) => (
              <Row key={recording.id} recording={recording} />
            ))}
          </Table.Tbody>
        </Table>
      );
  }
}

const reasonColors: Readonly<Record<Recording['reason'], string>> = {
  completed: 'teal',
  stopped: 'teal',
  failed: 'orange',
  lost: 'orange',
};

function Row({ recording }: { readonly recording: Recording }) {
  const { openRecording, revealRecording } = useCommands();
  const { media, error } = recording;
  const name = fileName(recording.path);
  return (
    <Table.Tr data-testid="recordings-row" data-path={recording.path}>
      <Table.Td className={classes['file'] ?? ''}>
        <Text size="xs" truncate title={recording.path}>
          {name}
        </Text>
      </Table.Td>
      <Table.Td className={classes['fixed'] ?? ''}>{formatTime(recording.startedAt)}</Table.Td>
      <Table.Td className={classes['fixed'] ?? ''}>{formatDuration(recording.durationSeconds)}</Table.Td>
      <Table.Td className={classes['fixed'] ?? ''}>{formatBytes(recording.sizeBytes)}</Table.Td>
      <Table.Td className={classes['fixed'] ?? ''}>
        {media ? `${media.codec} ${media.frameSize.width} × ${media.frameSize.height}` : recording.source}
      </Table.Td>
      <Table.Td className={classes['fixed'] ?? ''}>
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
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Open ${name}`}
          onClick={() => void openRecording(recording.id)}
        >
          Open
        </Button>{' '}
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Show ${name} in its folder`}
          onClick={() => void revealRecording(recording.id)}
        >
          Show in folder
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
