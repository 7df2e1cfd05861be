import { Tabs } from '@mantine/core';
import { chosenHostId } from '../state/hosts';
import { isRunning, recordingSessions } from '../state/selectors';
import { useDispatch, useSelect } from '../state/store';
import { formatDuration } from '../ui/format';
import classes from './live.module.css';

/** The chosen source and every recording, where there is more than what is in view. */
export default function SessionTabs() {
  const sessions = useSelect((state) => state.sessions);
  const focus = useSelect((state) => state.focus);
  const hostId = useSelect(chosenHostId);
  const dispatch = useDispatch();
  const recordings = recordingSessions({ sessions });
  if (recordings.length === 0) return null;
  return (
    <Tabs
      value={focus.on === 'source' ? 'source' : focus.id}
      onChange={(value) =>
        dispatch({
          type: 'focused',
          focus: value === null || value === 'source' ? { on: 'source' } : { on: 'session', id: value },
        })
      }
    >
      <Tabs.List aria-label="Sources and recordings" className={classes['tabs'] ?? ''}>
        <Tabs.Tab value="source">Source</Tabs.Tab>
        {recordings.map((session) => (
          <Tabs.Tab
            key={session.id}
            value={session.id}
            leftSection={<span className={classes['dot']} data-state={session.state} aria-hidden="true" />}
          >
            {session.presetName}
            {hostId !== null && session.host.id !== hostId && ` on ${session.host.name}`}
            {isRunning(session) && session.progress && ` ${formatDuration(session.progress.timeSeconds)}`}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
