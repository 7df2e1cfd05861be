import { lazy, Suspense, useState } from 'react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { Recording } from '@domain/recording';
import { useCommands } from '../state/store';
import { fileName } from '../ui/format';
import { fileNameProblem } from './file-name-check';

const ConfirmDialog = lazy(() => import('../ui/confirm-dialog'));
const NameDialog = lazy(() => import('../ui/name-dialog'));

/** What can be done with a recording of this computer. */
export function RecordingActions({ recording: { id, path } }: { readonly recording: Recording }) {
  const [asking, setAsking] = useState<'rename' | 'remove' | null>(null);
  const { openRecording, revealRecording, renameRecording, binRecording } = useCommands();
  const name = fileName(path);
  const close = () => setAsking(null);
  return (
    <>
      <Button size="compact-xs" variant="default" aria-label={`Open ${name}`} onClick={() => void openRecording(id)}>
        Open
      </Button>{' '}
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Show ${name} in its folder`}
        onClick={() => void revealRecording(id)}
      >
        Show in folder
      </Button>{' '}
      <Menu position="bottom-end" returnFocus transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <ActionIcon variant="default" size={22} aria-label={`More about ${name}`}>
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('rename')}>Rename…</Menu.Item>
          <Menu.Item color="red" onClick={() => setAsking('remove')}>
            Move to bin…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {asking === 'rename' && (
          <NameDialog
            title="Rename the recording"
            label="File name"
            value={name}
            check={(text) => fileNameProblem(text, name)}
            onSubmit={(text) => renameRecording(id, text)}
            onClose={close}
          />
        )}
        {asking === 'remove' && (
          <ConfirmDialog
            title="Move the recording to the bin?"
            action="Move to bin"
            onConfirm={() => void binRecording(id)}
            onClose={close}
          >
            {name} leaves this list. The desktop’s bin can give the file back.
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  );
}
