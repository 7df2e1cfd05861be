import { Button, Tooltip } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerRecordFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '@domain/session';
import { chosenDeviceName, isSourceChosen, isUnplugged, recordingOfSameDevice } from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useSelect } from '../state/store';

type RecordOff = 'away' | 'connecting' | 'no-source' | 'unplugged' | 'device-recording';

/** Why nothing can be recorded now; null where it can. */
export function whyNoRecord(state: AppState): RecordOff | null {
  if (state.isConnecting) return 'connecting';
  if (state.status.state === 'failed') return 'away';
  if (!isSourceChosen(state.draft.settings.source)) return 'no-source';
  if (recordingOfSameDevice(state)) return 'device-recording';
  return isUnplugged(state) ? 'unplugged' : null;
}

export function RecordButton() {
  const { t } = useTranslation('live');
  const off = useSelect(whyNoRecord);
  const name = useSelect(chosenDeviceName);
  const { record } = useCommands();
  return (
    <Tooltip label={off === null ? '' : t(`bar.off.${off}`, { name })} disabled={off === null}>
      <Button
        data-testid="record-button"
        size="md"
        color="red"
        leftSection={<IconPlayerRecordFilled size={18} />}
        aria-disabled={off !== null}
        {...(off !== null && { 'data-disabled': true, 'aria-description': t(`bar.off.${off}`, { name }) })}
        onClick={() => {
          if (off === null) void record();
        }}
      >
        {t('bar.record')}
      </Button>
    </Tooltip>
  );
}

export function CancelButton({ isCancelling }: { readonly isCancelling: boolean }) {
  const { t } = useTranslation('live');
  const { cancelStart } = useCommands();
  return (
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
      {t('bar.cancel')}
    </Button>
  );
}

export function StopButton({ session }: { readonly session: SessionView }) {
  const { t } = useTranslation('live');
  const { stop } = useCommands();
  return (
    <Button
      data-testid="stop-button"
      size="md"
      color="red"
      variant="outline"
      leftSection={<IconPlayerStopFilled size={18} />}
      loading={session.state === 'stopping'}
      onClick={() => void stop(session.id)}
    >
      {t('bar.stop')}
    </Button>
  );
}

interface PauseButtonProps {
  readonly session: SessionView;
  readonly isBusy: boolean;
  readonly onPress: () => void;
}

/** Pause, or Resume of a paused recording. */
export function PauseButton({ session, isBusy, onPress }: PauseButtonProps) {
  const { t } = useTranslation('live');
  if (session.isPaused === true) {
    return (
      <Button
        data-testid="resume-button"
        size="md"
        color="red"
        leftSection={<IconPlayerPlayFilled size={18} />}
        loading={isBusy}
        onClick={onPress}
      >
        {t('bar.resume')}
      </Button>
    );
  }
  return (
    <Tooltip label={t('bar.pauseHint')}>
      <Button
        data-testid="pause-button"
        size="md"
        variant="default"
        leftSection={<IconPlayerPauseFilled size={18} />}
        loading={isBusy}
        disabled={session.state !== 'recording' || session.connectionLost}
        onClick={onPress}
      >
        {t('bar.pause')}
      </Button>
    </Tooltip>
  );
}
