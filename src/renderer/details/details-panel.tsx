import { lazy, Suspense, useState } from 'react';
import { ActionIcon, Tabs } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { chosenHost } from '../state/hosts';
import type { AppState } from '../state/state';
import { LoadLine } from '../load/load-line';
import { useSelect } from '../state/store';
import { Empty } from '../ui/section';
import { CommandView } from './command-view';
import classes from './details.module.css';

const LoadView = lazy(() => import('../load/load-view'));
const LogView = lazy(() => import('./log-view'));
const RecordingsList = lazy(() => import('../recordings/recordings-list'));
const HostRecordingsList = lazy(() => import('../recordings/host-recordings-list'));

/** Windows lower than this begin with the panel folded, so that the picture has the room. */
const roomyHeight = 720;

/** The exact command, the log, the load and the finished recordings. */
export default function DetailsPanel() {
  const [tab, setTab] = useState('command');
  const [isOpen, setOpen] = useState(() => window.innerHeight >= roomyHeight);
  const count = useSelect((state) => (state.recordings.state === 'ready' ? state.recordings.value.length : null));
  const separateHost = useSelect(hostWithOwnFiles);
  const hostCount = useSelect(({ hostRecordings }) =>
    hostRecordings?.state === 'ready' ? (hostRecordings.value?.recordings.length ?? null) : null,
  );
  // Another host may share this computer's files: its tab is gone then.
  const shown = tab === 'host-recordings' && separateHost === null ? 'recordings' : tab;
  const show = (value: string | null) => {
    setTab(value ?? 'command');
    setOpen(true);
  };
  return (
    <Tabs value={shown} onChange={show} keepMounted={false} className={classes['panel'] ?? ''} data-open={isOpen}>
      <Tabs.List className={classes['list'] ?? ''}>
        <Tabs.Tab value="command">Command</Tabs.Tab>
        <Tabs.Tab value="log">Log</Tabs.Tab>
        <Tabs.Tab value="load">Load</Tabs.Tab>
        <Tabs.Tab value="recordings">{count === null ? 'Recordings' : `Recordings (${count})`}</Tabs.Tab>
        {separateHost !== null && (
          <Tabs.Tab value="host-recordings">
            {hostCount === null ? `On ${separateHost}` : `On ${separateHost} (${hostCount})`}
          </Tabs.Tab>
        )}
        <LoadLine onOpen={() => show('load')} />
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes['fold'] ?? ''}
          aria-expanded={isOpen}
          aria-label={isOpen ? 'Fold the details' : 'Unfold the details'}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
        </ActionIcon>
      </Tabs.List>
      {isOpen && (
        <Suspense fallback={<Empty>Loading…</Empty>}>
          <Tabs.Panel value="command" className={classes['content'] ?? ''}>
            <CommandView />
          </Tabs.Panel>
          <Tabs.Panel value="log" className={classes['content'] ?? ''}>
            <LogView />
          </Tabs.Panel>
          <Tabs.Panel value="load" className={classes['content'] ?? ''}>
            <LoadView />
          </Tabs.Panel>
          <Tabs.Panel value="recordings" className={classes['content'] ?? ''}>
            <RecordingsList />
          </Tabs.Panel>
          <Tabs.Panel value="host-recordings" className={classes['content'] ?? ''}>
            <HostRecordingsList />
          </Tabs.Panel>
        </Suspense>
      )}
    </Tabs>
  );
}

/** Name of the chosen host, where its files are not this computer's. */
function hostWithOwnFiles(state: AppState): string | null {
  if (state.capabilities.state !== 'ready') return null;
  const { engine } = state.capabilities.value;
  return engine.kind === 'docker' && engine.storage === 'separate' ? (chosenHost(state)?.name ?? 'the host') : null;
}
