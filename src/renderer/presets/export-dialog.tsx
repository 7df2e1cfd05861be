import { useState } from 'react';
import { Button, Checkbox, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSelect } from '../state/store';
import { Dialog } from '../ui/dialog';
import { usePresets } from './use-presets';
import classes from './presets.module.css';

/** Chooses which presets go into a file; all of the user's own at first. */
export default function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('presets');
  const presets = useSelect((state) => state.presets);
  const { exportPresets } = usePresets();
  const own = presets.filter(({ builtIn }) => !builtIn);
  const [chosen, setChosen] = useState<readonly string[]>(() => own.map(({ id }) => id));
  const count = chosen.length;
  return (
    <Dialog onClose={onClose} title={t('export.title')}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void exportPresets(chosen).then((isWritten) => isWritten && onClose());
        }}
      >
        <Text size="sm">{t('export.text')}</Text>
        <Checkbox
          size="xs"
          label={t('export.all')}
          checked={count === own.length}
          indeterminate={count > 0 && count < own.length}
          onChange={(event) => setChosen(event.currentTarget.checked ? own.map(({ id }) => id) : [])}
        />
        <div className={classes['exported']} role="group" aria-label={t('export.title')}>
          {own.map(({ id, name }) => (
            <Checkbox
              key={id}
              size="xs"
              label={name}
              checked={chosen.includes(id)}
              onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
            />
          ))}
        </div>
        <div className={classes['actions']}>
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" disabled={count === 0} data-autofocus>
            {t('export.action', { count })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
