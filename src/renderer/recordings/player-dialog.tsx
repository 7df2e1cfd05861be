import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Loader, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isPlayableCodec } from '@domain/conversion';
import { capstanError, errorOf } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { useDispatch } from '../state/store';
import { fileName } from '../ui/format';
import { useFocusReturn } from '../ui/use-focus-return';
import { PartBar } from './part-bar';
import { PlayerControls } from './player-controls';
import { playerKey } from './player-keys';
import { PreviewOffer } from './preview-offer';
import { useVideo } from './use-video';
import classes from './player.module.css';

interface PlayerDialogProps {
  /** One, or the parts of one in their order: the next begins where one ends. */
  readonly recordings: readonly Recording[];
  readonly onClose: () => void;
}

/** Plays a recording, or all its parts one after the other. */
export default function PlayerDialog({ recordings, onClose }: PlayerDialogProps) {
  useFocusReturn();
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const dispatch = useDispatch();
  const [index, setIndex] = useState(0);
  const stage = useRef<HTMLDivElement>(null);
  const keys = useRef<PlayerKeys>(() => null);
  const onKeys = useCallback((now: PlayerKeys) => {
    keys.current = now;
  }, []);
  const recording = recordings[index] ?? recordings[0];
  if (!recording) return null;
  const go = (to: number) => setIndex(Math.max(0, Math.min(recordings.length - 1, to)));
  const toggleFull = () => {
    const asked = document.fullscreenElement ? document.exitFullscreen() : stage.current?.requestFullscreen();
    asked?.catch((thrown: unknown) => dispatch({ type: 'failed', error: capstanError('internal', t('player.noFullScreen', { reason: errorOf(thrown).detail })) }));
  };
  const press = (event: KeyboardEvent) => {
    const isOther = recordings.length > 1 && (event.key === 'PageDown' || event.key === 'PageUp');
    const action = isOther ? () => go(index + (event.key === 'PageDown' ? 1 : -1)) : keys.current(event);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={classes['title']}>{fileName(recording.path)}</span>}
      size="min(1280px, 94vw)"
      padding={0}
      centered
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': common('close') }}
      classNames={{ header: classes['header'] ?? '' }}
      data-testid="player"
    >
      <div ref={stage} className={classes['player']} onKeyDown={press} tabIndex={-1} data-autofocus data-testid="player-stage">
        {recordings.length > 1 && <PartBar recordings={recordings} index={index} onGo={go} />}
        <Player key={recording.id} {...{ recording, onKeys, toggleFull }} onEnded={() => go(index + 1)} />
      </div>
    </Modal>
  );
}

type PlayerKeys = (event: KeyboardEvent) => (() => void) | null;

/** The recording itself where Chromium opens it, else a preview that was made of it. */
type Shown = { readonly file: 'recording' | 'playable'; readonly state: 'opening' | 'open'; readonly attempt: number } | { readonly file: 'none' };

interface PlayerProps {
  readonly recording: Recording;
  /** Told what the keys do while this one is shown. */
  readonly onKeys: (keys: PlayerKeys) => void;
  readonly toggleFull: () => void;
  readonly onEnded: () => void;
}

/** One file; what Chromium cannot play is converted to a preview when the user asks for it. */
function Player({ recording, onKeys, toggleFull, onEnded }: PlayerProps) {
  const { id, path, media, durationSeconds: length } = recording;
  const { t } = useTranslation('recordings');
  const { t: common } = useTranslation();
  const [shown, setShown] = useState<Shown>({ file: media === null || isPlayableCodec(media) ? 'recording' : 'playable', state: 'opening', attempt: 0 });
  const { video, state, actions, follow } = useVideo(media?.framesPerSecond ?? null);
  const durationSeconds = state.durationSeconds ?? length;
  // A preview that was made before is as good; without one it is offered.
  const failed = () => setShown((before) => (before.file === 'recording' ? { file: 'playable', state: 'opening', attempt: before.attempt + 1 } : { file: 'none' }));
  const opened = () => {
    // Chromium plays the sound alone of pictures that it cannot decode.
    if (video.current?.videoWidth === 0) return failed();
    setShown((before) => (before.file === 'none' ? before : { ...before, state: 'open' }));
    follow();
  };
  useEffect(() => {
    onKeys((event) => (shown.file === 'none' ? null : playerKey(event, state, { ...actions, toggleFull })));
  });
  return (
    <div className={classes['shown']} data-shown={shown.file} data-testid="player-shown">
      {shown.file === 'none' ? (
        <PreviewOffer recording={recording} onMade={() => setShown({ file: 'playable', state: 'opening', attempt: 1 })} />
      ) : (
        <>
          <div className={classes['stage']}>
            <video
              key={`${shown.file} ${shown.attempt}`}
              ref={video}
              src={`/media/${shown.file}/${id}?${shown.attempt}`}
              autoPlay
              playsInline
              data-testid="player-video"
              aria-label={fileName(path)}
              onClick={actions.toggle}
              onDoubleClick={toggleFull}
              onLoadedMetadata={opened}
              onError={failed}
              onTimeUpdate={follow}
              onSeeked={follow}
              onPlay={follow}
              onPause={follow}
              onEnded={() => {
                follow();
                onEnded();
              }}
              onDurationChange={follow}
              onRateChange={follow}
              onVolumeChange={follow}
            />
            {shown.state === 'opening' && <Loader className={classes['loader'] ?? ''} size="sm" role="img" aria-label={common('loading')} />}
          </div>
          {shown.file === 'playable' && shown.state === 'open' && (
            <Text size="xs" className={classes['note'] ?? ''} data-testid="preview-note">
              {t('player.isPreview')}
            </Text>
          )}
          <PlayerControls state={state} actions={actions} durationSeconds={durationSeconds} hasSound={media === null || media.audioCodec !== null} onFull={toggleFull} />
        </>
      )}
    </div>
  );
}
