import { Button, Modal, Text } from '@mantine/core';
import type { Preset } from '@domain/preset';
import { useCommands } from '../state/store';
import classes from './presets.module.css';

interface DiscardDialogProps {
  readonly current: Preset;
  readonly next: Preset;
  readonly onClose: () => void;
}

export default function DiscardDialog({ current, next, onClose }: DiscardDialogProps) {
  const commands = useCommands();
  const go = () => {
    commands.choosePreset(next);
    onClose();
  };
  const saveAndGo = async () => {
    if (await commands.save()) go();
    else onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Leave unsaved changes?"
      centered
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Text size="sm">
        The changes to “{current.name}” are not saved. Choosing “{next.name}” drops them.
      </Text>
      <div className={classes['actions']}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep editing
        </Button>
        <Button variant="default" onClick={go}>
          Drop changes
        </Button>
        {!current.builtIn && <Button onClick={() => void saveAndGo()}>Save</Button>}
      </div>
    </Modal>
  );
}
