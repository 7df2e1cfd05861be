import { useState } from 'react';
import { Button, Modal, TextInput } from '@mantine/core';
import { presetNameSchema, type Preset } from '@domain/preset';
import { useCommands } from '../state/store';
import classes from './presets.module.css';

interface PresetNameDialogProps {
  readonly purpose: 'save-as' | 'rename';
  readonly preset: Preset;
  readonly onClose: () => void;
}

const words = {
  'save-as': { title: 'Save as a new preset', action: 'Save' },
  rename: { title: 'Rename the preset', action: 'Rename' },
};

export default function PresetNameDialog({ purpose, preset, onClose }: PresetNameDialogProps) {
  const [name, setName] = useState(
    purpose === 'rename' || !preset.builtIn ? preset.name : `My ${preset.name}`.slice(0, 80),
  );
  const commands = useCommands();
  const parsed = presetNameSchema.safeParse(name);
  const submit = async () => {
    if (!parsed.success) return;
    await (purpose === 'rename' ? commands.rename(parsed.data) : commands.saveAs(parsed.data));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words[purpose].title}
      centered
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          value={name}
          maxLength={80}
          error={parsed.success ? null : (parsed.error.issues[0]?.message ?? 'This is no name.')}
          onChange={(event) => setName(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div className={classes['actions']}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!parsed.success}>
            {words[purpose].action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
