import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { capstanError, type CapstanError } from '@domain/errors';
import { useDispatch, useSelect } from '../state/store';
import { pictureOf, type TileId } from '../state/tiles';
import { ErrorAlert } from '../ui/error-alert';
import { LastPictures } from './last-pictures';
import classes from './live.module.css';
import { NoPicture } from './no-picture';
import { pictures } from './picture-hub';
import { PicturePainter } from './picture-painter';

interface PictureProps {
  readonly tile: TileId;
  /** What is seen there. Another subject needs another component: `key` it by both. */
  readonly subject: string;
  readonly name: string;
  /** A tile among others, in which words are short and nothing can be pressed. */
  readonly isSmall: boolean;
  readonly isInView: boolean;
  /** What is shown is not what is there now. */
  readonly isDimmed: boolean;
}

interface Broken {
  readonly sessionId: string;
  readonly error: CapstanError;
}

const lastPictures = new LastPictures();

/** The newest picture of one tile, undistorted, or why there is none. */
export function Picture({ tile, subject, name, isSmall, isInView, isDimmed }: PictureProps) {
  const { t } = useTranslation('live');
  const canvas = useRef<HTMLCanvasElement>(null);
  const sessionId = useSelect((state) => pictureOf(state, tile));
  const isPictured = useSelect((state) => sessionId !== null && state.pictured.includes(sessionId));
  const dispatch = useDispatch();
  const [hasDrawn, setDrawn] = useState(false);
  const [broken, setBroken] = useState<Broken | null>(null);

  useLayoutEffect(() => {
    const shown = canvas.current;
    const before = lastPictures.take(subject);
    if (shown && before) {
      shown.width = before.width;
      shown.height = before.height;
      shown.getContext('2d', { alpha: false })?.drawImage(before, 0, 0);
      shown.dataset['drawn'] = 'true';
      setDrawn(true);
    }
    return () => {
      if (shown?.dataset['drawn'] === 'true') lastPictures.keep(subject, shown);
    };
  }, [subject]);

  useEffect(() => {
    const shown = canvas.current;
    if (sessionId === null || !shown) return undefined;
    const onDrawn = () => {
      if (shown.dataset['drawn'] !== 'true') setDrawn(true);
      shown.dataset['drawn'] = 'true';
      dispatch({ type: 'pictured', sessionId });
    };
    const onBroken = (thrown: unknown) =>
      setBroken({ sessionId, error: capstanError('internal', t('stage.drawFailed', { reason: String(thrown) })) });
    return pictures.show(sessionId, new PicturePainter(shown, onDrawn, onBroken));
  }, [sessionId, dispatch, t]);

  return (
    <>
      <canvas
        ref={canvas}
        data-testid={isInView ? 'live-canvas' : 'tile-canvas'}
        className={classes['canvas']}
        data-stale={!isPictured || isDimmed}
        hidden={!hasDrawn}
        width={640}
        height={360}
        role="img"
        aria-label={isSmall ? t('stage.pictureOf', { name }) : t('stage.picture')}
      />
      {broken !== null && broken.sessionId === sessionId ? (
        <div className={classes['overlay']}>{isSmall ? t('nothing.failed') : <ErrorAlert error={broken.error} />}</div>
      ) : (
        !isPictured && <NoPicture tile={tile} isSmall={isSmall} hasDrawn={hasDrawn} />
      )}
    </>
  );
}
