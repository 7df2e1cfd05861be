import { useEffect } from 'react';
import { Button, Loader, Table, Text } from '@mantine/core';
import type { HostRecording, HostRecordings } from '@domain/host-recording';
import { chosenHost } from '../state/hosts';
import { useCommands, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { formatBytes, formatDuration, formatTime, unknown } from '../ui/format';
import { Empty } from '../ui/section';
import { HostRecordingActions } from './host-recording-actions';
import classes from './recordings.module.css';

/** What lies where the chosen host keeps its recordings, newest first. */
export default function HostRecordingsList() {
  const recordings = useSelect((state) => state.hostRecordings);
  const { loadHostRecordings } = useCommands();
  const isAsked = recordings !== null;
  useEffect(() => {
    if (!isAsked) void loadHostRecordings();
  }, [isAsked, loadHostRecordings]);
  if (recordings === null || recordings.state === 'loading') {
    return (
      <Empty>
        <Loader size="xs" /> Reading what lies on the host…
      </Empty>
    );
  }
  if (recordings.state === 'failed') {
    return <ErrorAlert error={recordings.error} onRetry={() => void loadHostRecordings()} />;
  }
  if (recordings.value === null) return <Empty>This host shares this computer’s files: see Recordings.</Empty>;
  return <Listed listed={recordings.value} />;
}

function Listed({ listed }: { readonly listed: HostRecordings }) {
  const host = useSelect((state) => chosenHost(state)?.name ?? 'the host');
  const { loadHostRecordings } = useCommands();
  return (
    <>
      <div className={classes['place']}>
        <Text size="xs" truncate title={listed.place}>
          <span className={classes['dim']}>On {host}: </span>
          {listed.place}
          <span className={classes['dim']}>
            {' '}
            · {formatBytes(listed.freeBytes)} free of {formatBytes(listed.totalBytes)}
          </span>
        </Text>
        <Button size="compact-xs" variant="default" onClick={() => void loadHostRecordings()}>
          Look again
        </Button>
      </div>
      {listed.recordings.length === 0 ? (
        <Empty>Nothing lies on {host}. What is recorded there stays there until it is deleted.</Empty>
      ) : (
        <Table fz="xs" verticalSpacing={4} stickyHeader stickyHeaderOffset={-10}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>File</Table.Th>
              <Table.Th>Changed</Table.Th>
              <Table.Th>Length</Table.Th>
              <Table.Th>Size</Table.Th>
              <Table.Th>Here</Table.Th>
              <Table.Th aria-label="Actions" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {listed.recordings.map((recording) => (
              <Row key={recording.fileName} recording={recording} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}

function Row({ recording }: { readonly recording: HostRecording }) {
  const { fileName, modifiedAt, durationSeconds, sizeBytes, growing, localPath } = recording;
  const fixed = classes['fixed'] ?? '';
  return (
    <Table.Tr data-testid="host-recordings-row" data-file={fileName} data-here={localPath !== null}>
      <Table.Td className={classes['file'] ?? ''}>
        <Text size="xs" truncate title={fileName}>
          {fileName}
        </Text>
      </Table.Td>
      <Table.Td className={fixed}>{formatTime(modifiedAt)}</Table.Td>
      <Table.Td className={fixed}>{durationSeconds === null ? unknown : formatDuration(durationSeconds)}</Table.Td>
      <Table.Td className={fixed}>{formatBytes(sizeBytes)}</Table.Td>
      <Table.Td className={classes['file'] ?? ''}>
        <Text size="xs" truncate c={localPath === null ? 'dimmed' : ''} title={localPath ?? ''}>
          {growing ? 'Being recorded' : localPath === null ? 'No' : 'Yes'}
        </Text>
      </Table.Td>
      <Table.Td className={classes['actions'] ?? ''}>
        <HostRecordingActions recording={recording} />
      </Table.Td>
    </Table.Tr>
  );
}
