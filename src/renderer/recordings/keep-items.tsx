import { Menu } from '@mantine/core';
import { IconLock, IconLockOpen, IconTool } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Recording } from '@domain/recording';
import { useCommands } from '../state/store';
import classes from './recordings.module.css';

/** What a menu offers against loss: the mark to keep, and a repair of files that were not closed. */
export function KeepItems({ chosen, onKeep }: { readonly chosen: readonly Recording[]; readonly onKeep: () => void }) {
  const { t } = useTranslation('recordings');
  const { convertRecording } = useCommands();
  const areKept = chosen.every(({ kept }) => kept);
  const unclosed = chosen.filter((recording) => recording.unclosed);
  const repair = () => unclosed.forEach(({ id }) => void convertRecording('repair', id));
  return (
    <>
      <Menu.Item leftSection={areKept ? <IconLockOpen size={16} /> : <IconLock size={16} />} rightSection={<span className={classes['key']}>K</span>} onClick={onKeep}>
        {areKept ? t('action.unkeep') : t('action.keep')}
      </Menu.Item>
      {unclosed.length > 0 && (
        <Menu.Item leftSection={<IconTool size={16} />} onClick={repair}>
          {t('action.repair')}
        </Menu.Item>
      )}
    </>
  );
}

/** Says in a list that a recording is marked to keep. */
export function KeptMark() {
  const { t } = useTranslation('recordings');
  return (
    <span className={classes['kept']} role="img" aria-label={t('kept.mark')} title={t('kept.hint')} data-testid="kept-mark">
      <IconLock size={14} aria-hidden />
    </span>
  );
}
