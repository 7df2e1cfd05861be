import { useState } from 'react';
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isBoundToDevice } from '../state/draft';
import { useCommands, useSelect } from '../state/store';
import { Dialog } from '../ui/dialog';
import { BindingFields } from './binding-fields';
import classes from './presets.module.css';

/** Binds the chosen preset to the chosen host and camera, or frees it of them. */
export default function BindDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('presets');
  const preset = useSelect((state) => state.draft.preset);
  const { bindPreset } = useCommands();
  const [binding, setBinding] = useState({ host: preset.host !== null, device: isBoundToDevice(preset) });
  return (
    <Dialog onClose={onClose} title={t('bind.title')}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void bindPreset(binding).then(onClose);
        }}
      >
        <Text size="sm">{t('bind.intro', { name: preset.name })}</Text>
        <BindingFields binding={binding} onChange={setBinding} />
        <div className={classes['actions']}>
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" data-autofocus>
            {t('bind.apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
