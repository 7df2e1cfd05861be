import { useState } from 'react';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconCamera, IconCopy, IconMaximize } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppCommand } from '../app-commands';
import { sessionById } from '../state/selectors';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { pictureSessionId } from '../state/tiles';
import { sizeText } from '../ui/format';
import classes from './live.module.css';

/** What can be done with the picture in view: keep it, copy it, fill the screen with it. */
export function PictureButtons({ onFullScreen }: { readonly onFullScreen: () => void }) {
  const { t } = useTranslation('live');
  const hasPicture = useSelect((state) => {
    const id = pictureSessionId(state);
    return id !== null && state.pictured.includes(id);
  });
  const [busy, setBusy] = useState<'file' | 'clipboard' | null>(null);
  const takeStill = useTakeStill();
  const take = async (to: 'file' | 'clipboard') => {
    if (busy !== null || !hasPicture) return;
    setBusy(to);
    await takeStill(to);
    setBusy(null);
  };
  useAppCommand('still', () => void take('file'));
  useAppCommand('copy-still', () => void take('clipboard'));
  const buttons = [
    { id: 'still-button', label: t('bar.still'), keys: 'Ctrl T', icon: IconCamera, isBusy: busy === 'file', isOff: !hasPicture, press: () => void take('file') },
    { id: 'copy-still-button', label: t('bar.copyStill'), keys: 'Ctrl Shift C', icon: IconCopy, isBusy: busy === 'clipboard', isOff: !hasPicture, press: () => void take('clipboard') },
    { id: 'full-screen-button', label: t('stage.fullScreen'), keys: 'Ctrl Enter', icon: IconMaximize, isBusy: false, isOff: false, press: onFullScreen },
  ];
  return (
    <div className={classes['pictureButtons']}>
      {buttons.map(({ id, label, keys, icon: Icon, isBusy, isOff, press }) => (
        <Tooltip key={id} label={isOff ? t('bar.noStill') : `${label} (${keys})`}>
          <ActionIcon
            variant="default"
            size={36}
            data-testid={id}
            aria-label={label}
            loading={isBusy}
            aria-disabled={isOff}
            {...(isOff && { 'data-disabled': true })}
            onClick={press}
          >
            <Icon size={18} />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}

/** Takes a still picture and says where it is and how large. */
function useTakeStill(): (to: 'file' | 'clipboard') => Promise<void> {
  const { t } = useTranslation('live');
  const { takeStill, revealStill } = useCommands();
  const dispatch = useDispatch();
  const full = useSelect((state) => {
    const id = pictureSessionId(state);
    const session = id === null ? null : sessionById(state, id);
    const size = session?.delivered?.frameSize ?? session?.settings.source.frameSize;
    return size ? sizeText(size) : null;
  });
  return async (to) => {
    const still = await takeStill(to);
    if (!still) return;
    const { path } = still;
    const size = sizeText(still);
    const isSmaller = full !== null && full !== size;
    const text = path === null ? t('still.copied', { size }) : isSmaller ? t('still.savedOf', { size, full }) : t('still.saved', { size });
    const actions = path === null ? [] : [{ label: t('still.show'), run: () => void revealStill(path) }];
    dispatch({ type: 'toast', toast: { id: 'still', text, actions } });
  };
}
