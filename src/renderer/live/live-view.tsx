import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Loader } from '@mantine/core';
import { capstanError, type CapstanError } from '@domain/errors';
import {
  deviceName,
  focusedSession,
  isRunning,
  isUnplugged,
  pictureSubject,
  pictureSessionId,
  recordingOfSameDevice,
  sessionById,
  watchWish,
} from '../state/selectors';
import type { AppState } from '../state/state';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { ErrorAlert } from '../ui/error-alert';
import { Connecting, HostAway } from './host-away';
import classes from './live.module.css';
import { PicturePainter } from './picture-painter';

/** The live picture, large and undistorted, or why there is none. */
export function LiveView() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const sessionId = useSelect(pictureSessionId);
  const isRecording = useSelect((state) => focusedSession(state)?.state === 'recording');
  const pictured = useSelect((state) => state.pictured);
  const isOfSubject = useSelect((state) => state.pictured?.subject === pictureSubject(state));
  const dispatch = useDispatch();
  const [broken, setBroken] = useState<{ readonly sessionId: string; readonly error: CapstanError } | null>(null);
  const { showPictures } = useCommands();

  const shown = useRef<{ readonly sessionId: string; readonly painter: PicturePainter } | null>(null);

  useEffect(
    () =>
      window.capstan.onPicture(({ sessionId: id, jpeg }, done) => {
        // Every picture is acknowledged, also those that still come after their session: the flow waits for it.
        if (shown.current?.sessionId === id) void shown.current.painter.paint(jpeg, done);
        else done();
      }),
    [],
  );
  useEffect(() => {
    if (sessionId === null || !canvas.current) return undefined;
    const painter = new PicturePainter(
      canvas.current,
      () => dispatch({ type: 'pictured', sessionId }),
      (thrown) => setBroken({ sessionId, error: capstanError('internal', `A live picture could not be drawn: ${String(thrown)}`) }),
    );
    shown.current = { sessionId, painter };
    void showPictures(sessionId, true);
    return () => {
      shown.current = null;
      void showPictures(sessionId, false);
    };
  }, [sessionId, showPictures, dispatch]);

  const hasPicture = sessionId !== null && pictured?.sessionId === sessionId;
  return (
    <div className={classes['stage']} data-recording={isRecording}>
      <canvas
        ref={canvas}
        data-testid="live-canvas"
        className={classes['canvas']}
        data-stale={!hasPicture}
        hidden={!hasPicture && !isOfSubject}
        width={640}
        height={360}
        role="img"
        aria-label="Live picture"
      />
      {broken !== null && broken.sessionId === sessionId ? (
        <Overlay>
          <ErrorAlert error={broken.error} />
        </Overlay>
      ) : (
        !hasPicture && <NoPicture />
      )}
    </div>
  );
}

const Overlay = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes['overlay']}>{children}</div>
);

function NoPicture() {
  const reason = useSelect(reasonForNoPicture);
  const error = useSelect((state) => (state.watch.state === 'failed' ? state.watch.error : null));
  const deviceSession = useSelect((state) => recordingOfSameDevice(state, state.draft.settings)?.id ?? null);
  const name = useSelect((state) => {
    const { source } = state.draft.settings;
    return source.type === 'capture-device' ? deviceName(state, source.device) : '';
  });
  const dispatch = useDispatch();
  const { edit, retryWatch } = useCommands();
  switch (reason) {
    case 'connecting':
      return (
        <Overlay>
          <Connecting />
        </Overlay>
      );
    case 'host-away':
      return (
        <Overlay>
          <HostAway />
        </Overlay>
      );
    case 'unplugged':
      return (
        <Overlay>
          <p>{name} is unplugged.</p>
          <p>Its picture comes back by itself once it is plugged in again.</p>
        </Overlay>
      );
    case 'failed':
      return <Overlay>{error && <ErrorAlert error={error} onRetry={retryWatch} />}</Overlay>;
    case 'no-source':
      return <Overlay>Choose a camera, an address or a media file to see its picture here.</Overlay>;
    case 'preview-off':
      return (
        <Overlay>
          <p>The live picture is off in this preset.</p>
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              edit({ preview: { mode: 'jpeg', frameSize: { width: 640, height: 360 }, framesPerSecond: 15 } })
            }
          >
            Turn it on
          </Button>
        </Overlay>
      );
    case 'recording-without':
      return <Overlay>This recording was started without a live picture. It goes on all the same.</Overlay>;
    case 'device-recording':
      return (
        <Overlay>
          <p>This device is being recorded.</p>
          {deviceSession !== null && (
            <Button
              size="xs"
              variant="default"
              onClick={() => dispatch({ type: 'focused', focus: { on: 'session', id: deviceSession } })}
            >
              Show the recording
            </Button>
          )}
        </Overlay>
      );
    case 'waiting':
      return (
        <div className={classes['waiting']}>
          <Loader size="sm" color="gray" aria-label="Waiting for the first picture" />
        </div>
      );
  }
}

type Wish = ReturnType<typeof watchWish>;
type Reason =
  | Exclude<Extract<Wish, { show: 'nothing' }>['because'], 'recording'>
  | 'failed'
  | 'unplugged'
  | 'recording-without'
  | 'waiting';

function reasonForNoPicture(state: AppState): Reason {
  const id = pictureSessionId(state);
  const session = id === null ? null : sessionById(state, id);
  if (session && isRunning(session) && session.settings.preview.mode === 'off') return 'recording-without';
  const wish = watchWish(state);
  if (wish.show === 'nothing' && wish.because !== 'recording') return wish.because;
  if (wish.show === 'source' && state.watch.state === 'failed') return isUnplugged(state) ? 'unplugged' : 'failed';
  return 'waiting';
}
