import { useState } from 'react';
import { Button, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { presetNameSchema } from '@domain/preset';
import { isBoundToDevice } from '../state/draft';
import { useCommands, useSelect } from '../state/store';
import { Dialog } from '../ui/dialog';
import { BindingFields } from './binding-fields';
import classes from './presets.module.css';

interface PresetNameDialogProps {
  readonly purpose: 'save-as' | 'rename';
  readonly onClose: () => void;
}

/** Asks for the name of a preset; of a new one also what it goes with. */
export default function PresetNameDialog({ purpose, onClose }: PresetNameDialogProps) {
  const { t } = useTranslation('presets');
  const preset = useSelect((state) => state.draft.preset);
  const presets = useSelect((state) => state.presets);
  const isNew = purpose === 'save-as';
  const [name, setName] = useState(() => (isNew && preset.builtIn ? t('name.my', { name: preset.name }).slice(0, 80) : preset.name));
  const [binding, setBinding] = useState({ host: preset.host !== null, device: isBoundToDevice(preset) });
  const { rename, saveAs } = useCommands();
  const parsed = presetNameSchema.safeParse(name);
  const isTaken = presets.some((other) => other.name.toLowerCase() === name.trim().toLowerCase());
  const submit = async () => {
    if (!parsed.success) return;
    await (isNew ? saveAs(parsed.data, binding) : rename(parsed.data));
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t(isNew ? 'name.saveAsTitle' : 'name.renameTitle')}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={t('name.label')}
          data-autofocus
          value={name}
          maxLength={80}
          error={parsed.success ? null : t('name.wrong')}
          onChange={(event) => setName(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        {isNew && isTaken && (
          <Text size="xs" c="dimmed" role="status">
            {t('name.taken')}
          </Text>
        )}
        {isNew && <BindingFields binding={binding} onChange={setBinding} />}
        <div className={classes['actions']}>
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'common' })}
          </Button>
          <Button type="submit" disabled={!parsed.success}>
            {t(isNew ? 'name.save' : 'name.rename')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
