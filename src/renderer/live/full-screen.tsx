import { useEffect, useState } from 'react';
import { ActionIcon } from '@mantine/core';
import { IconMinimize } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { capstanError } from '@domain/errors';
import { useAppCommand } from '../app-commands';
import { useDispatch, useSelect } from '../state/store';
import { focusedSession, isOpen } from '../state/selectors';
import { isGrid } from '../state/tiles';
import { ElapsedText } from './elapsed';
import classes from './live.module.css';
import { stateNameInView } from './state-name';

/** Fills the screen with the pictures, or leaves it; the whole page goes with them, so that dialogs and messages are seen. */
export function useFullScreen(): { readonly isFull: boolean; readonly toggle: () => void } {
  const { t } = useTranslation('live');
  const dispatch = useDispatch();
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const follow = () => setFull(document.fullscreenElement !== null);
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.fullscreenElement && !event.defaultPrevented) void document.exitFullscreen();
    };
    document.addEventListener('fullscreenchange', follow);
    window.addEventListener('keydown', leave);
    return () => {
      window.removeEventListener('keydown', leave);
      document.removeEventListener('fullscreenchange', follow);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, []);
  const toggle = () => {
    const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    asked.catch((thrown: unknown) =>
      dispatch({ type: 'failed', error: capstanError('internal', t('stage.fullScreenFailed', { reason: String(thrown) })) }),
    );
  };
  useAppCommand('full-screen-picture', toggle);
  return { isFull, toggle };
}

/** State and elapsed time in a corner of the full screen, and the way out. */
export function Corner({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation('live');
  const name = useSelect(stateNameInView);
  const session = useSelect(focusedSession);
  const inGrid = useSelect(isGrid);
  return (
    <div className={classes['corner']} data-testid="corner">
      {!inGrid && (
        <>
          <span className={classes['dot']} data-state={name} aria-hidden="true" />
          <strong>{t(`state.${name}`)}</strong>
          {session && isOpen(session) && <ElapsedText session={session} />}
        </>
      )}
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('stage.leaveFullScreen')} onClick={onLeave}>
        <IconMinimize size={18} />
      </ActionIcon>
    </div>
  );
}
