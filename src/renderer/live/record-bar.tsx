import { useMemo, useState } from 'react';
import { Kbd, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '@domain/session';
import { useAppCommand } from '../app-commands';
import { startWords } from '../state/launch';
import { useGapWords } from '../recordings/gap-words';
import { earlierSeconds, gapsBefore } from '../state/parts';
import { focusedSession, isOpen, isRunning, recordingSessions, transferOfSession } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { transferFraction } from '../state/transfers';
import { useFormats } from '../ui/format';
import { ElapsedText } from './elapsed';
import classes from './live.module.css';
import { PictureButtons } from './picture-buttons';
import { CancelButton, PauseButton, RecordButton, StopButton, whyNoRecord } from './record-button';
import { stateNameInView } from './state-name';

/** Record, Pause and Stop, still pictures, and what is going on. */
export function RecordBar({ onFullScreen }: { readonly onFullScreen: () => void }) {
  const { t } = useTranslation('live');
  const session = useSelect(focusedSession);
  const launch = useSelect((state) => state.launch);
  const running = useSelect((state) => recordingSessions(state).filter(isRunning).length);
  const isOff = useSelect((state) => whyNoRecord(state) !== null);
  const { record, stopInView, pauseOrResume } = useCommands();
  const [isPausing, setPausing] = useState(false);
  const open = session !== null && isOpen(session) ? session : null;
  const pause = async () => {
    setPausing(true);
    await pauseOrResume();
    setPausing(false);
  };
  useAppCommand('record', () => {
    if (!open && !isOff) void record();
  });
  useAppCommand('stop', () => void stopInView());
  useAppCommand('pause', () => {
    if (!isPausing) void pause();
  });
  const isStarting = launch.state === 'starting';
  return (
    <div className={classes['bar']} role="group" aria-label={t('bar.label')}>
      {open ? (
        <>
          {(isRunning(open) || open.isPaused === true) && <PauseButton session={open} isBusy={isPausing} onPress={() => void pause()} />}
          <StopButton session={open} />
        </>
      ) : isStarting ? (
        <CancelButton isCancelling={launch.isCancelling} />
      ) : (
        <RecordButton />
      )}
      <Kbd size="xs" className={classes['keys'] ?? ''}>
        {open || isStarting ? 'Ctrl .' : 'Ctrl R'}
      </Kbd>
      <PictureButtons onFullScreen={onFullScreen} />
      <State />
      {running > 0 && !open && (
        <Text size="xs" c="dimmed" truncate>
          {t('bar.goOn', { count: running })}
        </Text>
      )}
      {session?.part && <Part session={session} part={session.part} />}
      {session && <Elapsed session={session} />}
    </div>
  );
}

function State() {
  const { t } = useTranslation('live');
  const { percent } = useFormats();
  const name = useSelect(stateNameInView);
  const connectionLost = useSelect((state) => focusedSession(state)?.connectionLost ?? false);
  const fetched = useSelect((state) => {
    const transfer = state.focus.on === 'session' ? transferOfSession(state, state.focus.id) : null;
    return transfer && transferFraction(transfer);
  });
  const start = useSelect((state) => startWords(state, t));
  const words = (name === 'starting' ? start : null) ?? t(`state.${name}`);
  const copied = name === 'stopping' ? fetched : null;
  return (
    <span className={classes['state']} data-testid="session-state" data-state={name} role="status" aria-live="polite">
      <span className={classes['dot']} data-state={name} aria-hidden="true" />
      <span>
        {copied !== null ? t('state.copying', { percent: percent(copied) }) : connectionLost ? t('state.connectionLost') : words}
      </span>
    </span>
  );
}

/** Which part it is, and what is missing so far. */
function Part({ session, part }: { readonly session: SessionView; readonly part: NonNullable<SessionView['part']> }) {
  const { t } = useTranslation('live');
  const words = useGapWords();
  const sessions = useSelect((state) => state.sessions);
  const recordings = useSelect((state) => state.recordings);
  const gaps = useMemo(() => gapsBefore({ sessions, recordings }, session), [sessions, recordings, session]);
  return (
    <Text size="xs" truncate className={classes['part'] ?? ''} data-missing={gaps.length > 0} title={gaps.map(words.line).join('\n')} data-testid="session-part">
      {[t('bar.part', { number: part.number }), ...(gaps.length === 0 ? [] : [words.sum(gaps)])].join(' · ')}
    </Text>
  );
}

function Elapsed({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('live');
  const { duration } = useFormats();
  // A part is given what is left of the length: with what the earlier ones have it is the length again.
  const limitSeconds = useSelect((state) => {
    const { durationSeconds } = session.settings;
    return durationSeconds === null ? null : durationSeconds + earlierSeconds(state, session);
  });
  return (
    <span className={classes['elapsed']} role="timer" aria-label={t('bar.elapsed')}>
      <ElapsedText session={session} />
      {isRunning(session) && limitSeconds !== null && <span className={classes['limit']}> / {duration(limitSeconds)}</span>}
    </span>
  );
}
