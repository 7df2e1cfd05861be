import { useEffect, useRef, useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenedPresets } from '@domain/contract';
import { useCommands, useDispatch, useSelect } from '../state/store';
import { Dialog } from '../ui/dialog';
import { fileName } from '../ui/format';
import classes from '../ui/ui.module.css';

const shownNames = 8;

/** Asks about preset files that were opened from the desktop, one after the other. */
export function OpenedPresetsQuestion() {
  const { t } = useTranslation('desktop');
  const asked = useSelect((state) => state.presetFilesOpened);
  const { nextOpenedPresets, answerOpenedPresets } = useCommands();
  const dispatch = useDispatch();
  const [opened, setOpened] = useState<OpenedPresets | null>(null);
  const askedFor = useRef(-1);
  const isOpen = opened !== null;
  useEffect(() => {
    // Asked for at the start, with each file that comes, and after each answer.
    if (isOpen || askedFor.current === asked) return;
    const ask = async () => setOpened(await nextOpenedPresets());
    askedFor.current = asked;
    void ask();
  }, [asked, isOpen, nextOpenedPresets]);
  if (!opened) return null;
  const { path, names } = opened;
  const answer = async (isWanted: boolean) => {
    const added = await answerOpenedPresets(path, isWanted);
    setOpened(await nextOpenedPresets());
    if (added > 0) dispatch({ type: 'toast', toast: { id: 'presets-added', text: t('opened.added', { count: added, file: fileName(path) }) } });
  };
  return (
    <Dialog onClose={() => void answer(false)} title={t('opened.title', { count: names.length })}>
      <Text size="sm" className={classes['alertText'] ?? ''}>
        {t('opened.from', { count: names.length, path })}
      </Text>
      <ul data-testid="opened-presets">
        {names.slice(0, shownNames).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {names.length > shownNames && <li>{t('opened.more', { count: names.length - shownNames })}</li>}
      </ul>
      <div className={classes['dialogActions']}>
        <Button variant="default" onClick={() => void answer(false)}>
          {t('opened.leave')}
        </Button>
        <Button onClick={() => void answer(true)} data-autofocus disabled={names.length === 0}>
          {t('opened.add')}
        </Button>
      </div>
    </Dialog>
  );
}
