import { lazy, Suspense, useState } from 'react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { HostRecording } from '@domain/host-recording';
import { chosenHost } from '../state/hosts';
import { useCommands, useSelect } from '../state/store';
import { fileNameProblem } from './file-name-check';
import { TransferView } from './transfer-view';

const ConfirmDialog = lazy(() => import('../ui/confirm-dialog'));
const NameDialog = lazy(() => import('../ui/name-dialog'));

/** What can be done with a recording that lies on the host. One that grows is left alone. */
export function HostRecordingActions({ recording }: { readonly recording: HostRecording }) {
  const { fileName, growing, localPath } = recording;
  const transfer = useSelect((state) => state.transfers[fileName]);
  const host = useSelect((state) => chosenHost(state)?.name ?? 'the host');
  const [asking, setAsking] = useState<'rename' | 'remove' | null>(null);
  const { fetchHostRecording, renameHostRecording, removeHostRecording } = useCommands();
  const close = () => setAsking(null);
  if (transfer && transfer.error === null) return <TransferView transfer={transfer} />;
  return (
    <>
      {transfer && <TransferView transfer={transfer} />}
      <Button
        size="compact-xs"
        variant="default"
        disabled={growing}
        aria-label={`Fetch ${fileName}`}
        onClick={() => void fetchHostRecording(fileName)}
      >
        {localPath === null ? 'Fetch' : 'Fetch again'}
      </Button>{' '}
      <Menu position="bottom-end" returnFocus disabled={growing} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <ActionIcon variant="default" size={22} disabled={growing} aria-label={`More about ${fileName}`}>
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('rename')}>Rename…</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsking('remove')}>
            Delete from the host…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {asking === 'rename' && (
          <NameDialog
            title={`Rename on ${host}`}
            label="File name"
            value={fileName}
            check={(text) => fileNameProblem(text, fileName)}
            onSubmit={(text) => renameHostRecording(fileName, text)}
            onClose={close}
          />
        )}
        {asking === 'remove' && (
          <ConfirmDialog
            title={`Delete from ${host}?`}
            action="Delete"
            onConfirm={() => void removeHostRecording(fileName)}
            onClose={close}
          >
            {fileName} is deleted on {host} for good.{' '}
            {localPath === null ? 'It was not fetched: there is no other copy.' : `The copy here stays: ${localPath}`}
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  );
}
