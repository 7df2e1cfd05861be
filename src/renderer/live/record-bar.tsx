import { useEffect, useState } from 'react';
import { Button, Kbd, Text } from '@mantine/core';
import { IconPlayerRecordFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import type { SessionView } from '@domain/session';
import { useAppCommand } from '../app-commands';
import { startWords } from '../state/launch';
import { focusedSession, isRunning, recordingSessions, transferOfSession } from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useSelect } from '../state/store';
import { transferFraction } from '../state/transfers';
import { formatDuration } from '../ui/format';
import classes from './live.module.css';

/** Record, Stop, and what is going on. */
export function RecordBar() {
  const session = useSelect(focusedSession);
  const isStarting = useSelect((state) => state.launch.state === 'starting');
  const isCancelling = useSelect((state) => state.launch.state === 'starting' && state.launch.isCancelling);
  const running = useSelect((state) => recordingSessions(state).filter(isRunning).length);
  const isReachable = useSelect((state) => !state.isConnecting && state.status.state !== 'failed');
  const { record, cancelStart, stop, stopInView } = useCommands();
  const canStop = session !== null && isRunning(session);
  useAppCommand('record', () => {
    if (!canStop && isReachable) void record();
  });
  useAppCommand('stop', () => void stopInView());
  return (
    <div className={classes['bar']}>
      {canStop ? (
        <Button
          data-testid="stop-button"
          size="md"
          color="red"
          variant="outline"
          leftSection={<IconPlayerStopFilled size={18} />}
          loading={session.state === 'stopping'}
          onClick={() => void stop(session.id)}
        >
          Stop
        </Button>
      ) : isStarting ? (
        <Button
          data-testid="cancel-start-button"
          size="md"
          color="red"
          variant="outline"
          loading={isCancelling}
          onClick={({ detail }) => {
            // The second half of a double click on Record is no wish to cancel.
            if (detail < 2) void cancelStart();
          }}
        >
          Cancel
        </Button>
      ) : (
        <Button
          data-testid="record-button"
          size="md"
          color="red"
          leftSection={<IconPlayerRecordFilled size={18} />}
          disabled={!isReachable}
          onClick={() => void record()}
        >
          Record
        </Button>
      )}
      <Kbd size="xs" className={classes['keys'] ?? ''}>
        {canStop || isStarting ? 'Ctrl .' : 'Ctrl R'}
      </Kbd>
      <State />
      {session && <Elapsed session={session} />}
      {running > 0 && !canStop && (
        <Text size="xs" c="dimmed">
          {running === 1 ? 'One recording goes on' : `${running} recordings go on`}
        </Text>
      )}
    </div>
  );
}

const stateWords: Readonly<Record<string, string>> = {
  idle: 'Ready',
  connecting: 'Connecting…',
  away: 'The host is away',
  opening: 'Opening the source…',
  live: 'Live',
  'no-picture': 'No picture',
  starting: 'Starting…',
  recording: 'Recording',
  stopping: 'Stopping…',
  completed: 'Completed',
  stopped: 'Stopped, saved',
  failed: 'Failed',
  lost: 'Lost',
};

function stateName({ launch, watch, pictured, isConnecting, status, ...rest }: AppState): string {
  const session = focusedSession(rest);
  if (launch.state === 'starting' && !(session && isRunning(session))) return 'starting';
  if (session) return session.state;
  if (isConnecting) return 'connecting';
  if (status.state === 'failed') return 'away';
  if (watch.state === 'live' && pictured?.sessionId !== watch.id) return 'opening';
  return { off: 'idle', starting: 'opening', live: 'live', failed: 'no-picture' }[watch.state];
}

function State() {
  const name = useSelect(stateName);
  const connectionLost = useSelect((state) => focusedSession(state)?.connectionLost ?? false);
  const fetched = useSelect((state) => {
    const transfer = state.focus.on === 'session' ? transferOfSession(state, state.focus.id) : null;
    return transfer && transferFraction(transfer);
  });
  const start = useSelect(startWords);
  const stateText = (name === 'starting' ? start : null) ?? stateWords[name] ?? name;
  const words = connectionLost ? 'Docker does not answer; the recording may go on' : stateText;
  const copying = name === 'stopping' && fetched !== null;
  return (
    <span className={classes['state']} data-testid="session-state" data-state={name} role="status" aria-live="polite">
      <span className={classes['dot']} aria-hidden="true" />
      {copying ? `Copying the recording (${Math.round(fetched * 100)} %)` : words}
    </span>
  );
}

/** Recorded time where it is known, else time since the start. */
function Elapsed({ session }: { readonly session: SessionView }) {
  const running = isRunning(session);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  const { recording, settings } = session;
  const seconds = recording ? recording.durationSeconds : Math.max(0, (now - Date.parse(session.startedAt)) / 1000);
  return (
    <span className={classes['elapsed']} role="timer" aria-label="Elapsed time">
      {formatDuration(seconds)}
      {running && settings.durationSeconds !== null && (
        <span className={classes['limit']}> / {formatDuration(settings.durationSeconds)}</span>
      )}
    </span>
  );
}
