import type { ReactNode } from 'react';
import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usualPreview } from '@domain/preset';
import { chosenDeviceName, isRunning, isUnplugged, isWaiting, recordingOfSameDevice, sessionById } from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { pictureOf, sourceTile, type TileId } from '../state/tiles';
import { watchWish, type WatchWish } from '../state/watch-wish';
import { ErrorAlert } from '../ui/error-alert';
import { Connecting, HostAway } from './host-away';
import classes from './live.module.css';

interface NoPictureProps {
  readonly tile: TileId;
  readonly isSmall: boolean;
  /** An earlier picture stands behind it. */
  readonly hasDrawn: boolean;
}

const Overlay = ({ children }: { readonly children: ReactNode }) => <div className={classes['overlay']}>{children}</div>;

/** Why a tile has no picture now, and what can be done. */
export function NoPicture({ tile, isSmall, hasDrawn }: NoPictureProps) {
  const { t } = useTranslation('live');
  const reason = useSelect((state) => reasonForNoPicture(state, tile));
  const error = useSelect((state) => (state.watch.state === 'failed' ? state.watch.error : null));
  const recordingId = useSelect((state) => recordingOfSameDevice(state)?.id ?? null);
  const name = useSelect(chosenDeviceName);
  const dispatch = useDispatch();
  const { edit, retryWatch } = useCommands();
  const turnOn = () => edit({ preview: usualPreview });
  switch (reason) {
    case 'connecting':
      return <Overlay>{isSmall ? t('state.connecting') : <Connecting />}</Overlay>;
    case 'host-away':
      return <Overlay>{isSmall ? t('state.away') : <HostAway />}</Overlay>;
    case 'unplugged':
      return (
        <Overlay>
          <p>{t('nothing.unplugged', { name })}</p>
          {!isSmall && <p>{t('nothing.comesBack')}</p>}
        </Overlay>
      );
    case 'failed':
      return <Overlay>{isSmall || !error ? t('nothing.failed') : <ErrorAlert error={error} onRetry={retryWatch} />}</Overlay>;
    case 'no-source':
      return <Overlay>{t('nothing.noSource')}</Overlay>;
    case 'measuring':
      return <Overlay>{t('nothing.measuring')}</Overlay>;
    case 'preview-off':
      return (
        <Overlay>
          <p>{t('nothing.previewOff')}</p>
          {!isSmall && (
            <Button size="xs" variant="default" onClick={turnOn}>
              {t('nothing.turnOn')}
            </Button>
          )}
        </Overlay>
      );
    case 'recording-without':
      return <Overlay>{t('nothing.recordingWithout')}</Overlay>;
    case 'device-recording':
      return (
        <Overlay>
          <p>{t('nothing.deviceRecording')}</p>
          {!isSmall && recordingId !== null && (
            <Button
              size="xs"
              variant="default"
              onClick={() => dispatch({ type: 'focused', focus: { on: 'session', id: recordingId } })}
            >
              {t('nothing.showRecording')}
            </Button>
          )}
        </Overlay>
      );
    case 'ended':
      return hasDrawn ? null : <Overlay>{t('nothing.failed')}</Overlay>;
    case 'waiting':
      return (
        <div className={classes['waiting']}>
          <Loader size="sm" color="gray" role="img" aria-label={t('nothing.waiting')} />
        </div>
      );
  }
}

type Reason =
  | Exclude<Extract<WatchWish, { show: 'nothing' }>['because'], 'recording'>
  | 'failed'
  | 'unplugged'
  | 'recording-without'
  | 'ended'
  | 'waiting';

function reasonForNoPicture(state: AppState, tile: TileId): Reason {
  const session = tile === sourceTile ? null : sessionById(state, tile);
  if (session && isRunning(session)) return session.settings.preview.mode === 'off' ? 'recording-without' : 'waiting';
  // What it waits for is said by the stage, over the last picture.
  if (session && isWaiting(session) && pictureOf(state, tile) === null && state.watch.state !== 'starting') return 'ended';
  const wish = watchWish(state);
  if (wish.show === 'nothing' && wish.because !== 'recording') return wish.because;
  if (wish.show === 'source' && state.watch.state === 'failed') return isUnplugged(state) ? 'unplugged' : 'failed';
  return 'waiting';
}
