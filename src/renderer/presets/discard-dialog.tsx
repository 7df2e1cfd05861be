import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Preset } from '@domain/preset';
import { settingsBefore } from '../state/draft';
import { useSelect } from '../state/store';
import { Dialog } from '../ui/dialog';
import { changesBetween } from './changes';
import { ChangesList } from './changes-list';
import { usePresets } from './use-presets';
import classes from './presets.module.css';

interface DiscardDialogProps {
  readonly next: Preset;
  readonly onClose: () => void;
}

/** Asks before unsaved edits give way to another preset. */
export function DiscardDialog({ next, onClose }: DiscardDialogProps) {
  const { t } = useTranslation('presets');
  const draft = useSelect((state) => state.draft);
  const { preset, isKnown, choose, save } = usePresets();
  const saveAndGo = async () => {
    if (await save()) await choose(next);
    else onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('leave.title')}>
      <Text size="sm" mb="xs">
        {t('leave.text', { name: preset.name, next: next.name })}
      </Text>
      <ChangesList changes={changesBetween(settingsBefore(draft), draft.settings)} />
      <div className={classes['actions']}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('leave.stay')}
        </Button>
        <Button variant="default" onClick={() => void choose(next)}>
          {t('leave.drop')}
        </Button>
        {!preset.builtIn && isKnown && <Button onClick={() => void saveAndGo()}>{t('leave.save')}</Button>}
      </div>
    </Dialog>
  );
}
