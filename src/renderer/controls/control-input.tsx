import { Button, NativeSelect, NumberInput, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaptureControl } from '@domain/capabilities';
import { useCommands } from '../state/store';
import classes from './controls.module.css';

interface ControlInputProps {
  readonly id: string;
  readonly control: CaptureControl;
  readonly isDisabled: boolean;
}

/** The input that fits the type of a control. */
export function ControlInput({ id, control, isDisabled }: ControlInputProps) {
  const { t } = useTranslation('controls');
  const { setControls, pressControl } = useCommands();
  const { name, label, type, value, menu } = control;
  const set = (next: number) => setControls({ [name]: next });
  switch (type) {
    case 'boolean':
      return (
        <Switch
          id={id}
          size="xs"
          checked={value === 1}
          disabled={isDisabled}
          onChange={(event) => set(event.currentTarget.checked ? 1 : 0)}
        />
      );
    case 'button':
      return (
        <Button id={id} size="compact-xs" variant="default" disabled={isDisabled} onClick={() => pressControl(name)}>
          {label}
        </Button>
      );
    case 'menu':
    case 'integer-menu': {
      if (menu.length === 0) return <Range id={id} control={control} isDisabled={isDisabled} onSet={set} />;
      const isListed = menu.some((choice) => choice.value === value);
      return (
        <NativeSelect
          id={id}
          size="xs"
          className={classes['select'] ?? ''}
          disabled={isDisabled}
          data={[
            ...(isListed ? [] : [{ value: String(value ?? ''), label: value === null ? '' : String(value) }]),
            ...menu.map((choice) => ({ value: String(choice.value), label: choice.label })),
          ]}
          value={String(value ?? '')}
          onChange={(event) => set(Number(event.currentTarget.value))}
        />
      );
    }
    case 'integer':
    case 'bitmask':
      return <Range id={id} control={control} isDisabled={isDisabled} onSet={set} />;
    case 'unknown':
      return (
        <Text size="xs" c="dimmed">
          {value ?? t('notReadable')}
        </Text>
      );
  }
}

interface RangeProps extends ControlInputProps {
  readonly onSet: (value: number) => void;
}

/** A slider with its number, where both ends are known; else the number alone. */
function Range({ id, control, isDisabled, onSet }: RangeProps) {
  const { t } = useTranslation('controls');
  const { label, value, minimum, maximum, step, type } = control;
  const hasSlider = type !== 'bitmask' && minimum !== null && maximum !== null && maximum > minimum;
  return (
    <>
      <NumberInput
        id={id}
        size="xs"
        className={classes['number'] ?? ''}
        value={value ?? ''}
        {...(minimum !== null && { min: minimum })}
        {...(maximum !== null && { max: maximum })}
        step={step ?? 1}
        allowDecimal={false}
        clampBehavior="blur"
        disabled={isDisabled}
        onChange={(next) => {
          const isInside = typeof next === 'number' && next >= (minimum ?? next) && next <= (maximum ?? next);
          if (isInside && next !== value) onSet(next);
        }}
      />
      {hasSlider && (
        <input
          type="range"
          className={classes['slider']}
          aria-label={t('range', { name: label, minimum, maximum })}
          min={minimum}
          max={maximum}
          step={step ?? 1}
          value={value ?? minimum}
          disabled={isDisabled}
          onChange={(event) => onSet(Number(event.currentTarget.value))}
        />
      )}
    </>
  );
}
