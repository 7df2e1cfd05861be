import { lazy, Suspense, useState } from 'react';
import { ActionIcon, Tabs } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { LoadLine } from '../load/load-line';
import { Empty } from '../ui/section';
import { CommandView } from './command-view';
import classes from './details.module.css';

const LoadView = lazy(() => import('../load/load-view'));
const LogView = lazy(() => import('./log-view'));

/** Windows lower than this begin with the panel folded, so that the picture has the room. */
const roomyHeight = 720;

/** The exact command, the log and the load. */
export default function DetailsPanel() {
  const [tab, setTab] = useState('command');
  const [isOpen, setOpen] = useState(() => window.innerHeight >= roomyHeight);
  const show = (value: string | null) => {
    setTab(value ?? 'command');
    setOpen(true);
  };
  return (
    <Tabs value={tab} onChange={show} keepMounted={false} className={classes['panel'] ?? ''} data-open={isOpen}>
      <Tabs.List className={classes['list'] ?? ''}>
        <Tabs.Tab value="command">Command</Tabs.Tab>
        <Tabs.Tab value="log">Log</Tabs.Tab>
        <Tabs.Tab value="load">Load</Tabs.Tab>
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
        </Suspense>
      )}
    </Tabs>
  );
}
