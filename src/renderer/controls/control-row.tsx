import { useId } from 'react';
import { ActionIcon, Text } from '@mantine/core';
import { IconRotate2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CaptureControl } from '@domain/capabilities';
import { describeValue, isSettable } from '@domain/controls';
import { useCommands } from '../state/store';
import { ControlInput } from './control-input';
import classes from './controls.module.css';

interface ControlRowProps {
  /** With the value that is shown now. */
  readonly control: CaptureControl;
  /** Why it cannot be set now; null where it can. */
  readonly lock: string | null;
  /** The device has not answered yet. */
  readonly isPending: boolean;
}

export function ControlRow({ control, lock, isPending }: ControlRowProps) {
  const { t } = useTranslation('controls');
  const id = useId();
  const { setControls } = useCommands();
  const { name, label, value, type } = control;
  const reason = control.readOnly ? t('onlyTold') : type === 'unknown' ? t('cannotSet') : lock;
  const canReset = reason === null && control.default !== null && value !== control.default && type !== 'button';
  return (
    <div className={classes['control']} data-testid="control" data-control={name} data-value={value} data-pending={isPending}>
      <div className={classes['head']}>
        <label htmlFor={id} className={classes['label']} data-disabled={reason !== null} title={name}>
          {label}
        </label>
        {canReset && control.default !== null && (
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t('toDefault', { name: label, value: describeValue(control, control.default) })}
            title={t('default', { value: describeValue(control, control.default) })}
            onClick={() => control.default !== null && setControls({ [name]: control.default })}
          >
            <IconRotate2 size={14} />
          </ActionIcon>
        )}
        <ControlInput id={id} control={control} isDisabled={reason !== null || !isSettable(control)} />
      </div>
      {reason !== null && (
        <Text size="xs" c="dimmed">
          {reason}
        </Text>
      )}
    </div>
  );
}
