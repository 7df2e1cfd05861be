import { useState, type ReactNode } from 'react';
import { NativeSelect, NumberInput, TextInput, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './ui.module.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

interface FieldProps {
  readonly label: string;
  readonly error?: string | null;
  /** What the term means, in plain words: shown where the field is pointed at or has the focus. */
  readonly help?: string;
  readonly disabled?: boolean;
}

/** Words on the term of a field, for those who point at it, reach it by key or have it read out. */
export function WithHelp({ help, children }: { readonly help: string | undefined; readonly children: ReactNode }) {
  if (help === undefined) return children;
  return (
    <Tooltip
      label={help}
      position="right-start"
      multiline
      w={280}
      openDelay={500}
      withArrow
      events={{ hover: true, focus: true, touch: false }}
      transitionProps={{ duration: 0 }}
    >
      <div>{children}</div>
    </Tooltip>
  );
}

/** For the input of such a field: its label shows that there is more to read. */
export const helpProps = (help: string | undefined) =>
  help === undefined
    ? {}
    : { description: help, descriptionProps: { className: classes['readOut'] ?? '' }, labelProps: { className: classes['term'] ?? '' } };

interface ChoiceFieldProps extends FieldProps {
  readonly value: string;
  readonly choices: readonly (Choice | { readonly group: string; readonly items: readonly Choice[] })[];
  readonly onChange: (value: string) => void;
}

/** One of a list. A value that the list lacks is shown all the same, so that nothing changes unseen. */
export function ChoiceField({ value, choices, onChange, error, help, ...rest }: ChoiceFieldProps) {
  const { t } = useTranslation();
  const isListed = choices.some((choice) =>
    'group' in choice ? choice.items.some((item) => item.value === value) : choice.value === value,
  );
  const data = choices.map((choice) =>
    'group' in choice ? { group: choice.group, items: [...choice.items] } : choice,
  );
  return (
    <WithHelp help={help}>
      <NativeSelect
        size="xs"
        data={isListed ? data : [{ value, label: t('notOffered', { value }) }, ...data]}
        value={value}
        error={error ?? null}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...helpProps(help)}
        {...rest}
      />
    </WithHelp>
  );
}

interface NumberFieldProps extends FieldProps {
  readonly value: number | null;
  readonly minimum: number;
  readonly maximum: number;
  readonly step?: number;
  readonly suffix?: string;
  readonly placeholder?: string;
  readonly allowDecimal?: boolean;
  /** Null where the field was emptied; only offered with a placeholder that says what empty means. */
  readonly onChange: (value: number | null) => void;
}

/** A number in a range. What is typed out of range is put right on leaving the field. */
export function NumberField({
  value,
  minimum,
  maximum,
  step = 1,
  allowDecimal = false,
  placeholder,
  error,
  help,
  onChange,
  ...rest
}: NumberFieldProps) {
  return (
    <WithHelp help={help}>
      <NumberInput
        size="xs"
        value={value ?? ''}
        min={minimum}
        max={maximum}
        step={step}
        allowDecimal={allowDecimal}
        allowNegative={false}
        clampBehavior="blur"
        error={error ?? null}
        {...(placeholder !== undefined && { placeholder })}
        {...helpProps(help)}
        {...rest}
        onChange={(next) => {
          if (typeof next === 'number' && next >= minimum && next <= maximum) onChange(next);
          else if (next === '' && placeholder !== undefined) onChange(null);
        }}
      />
    </WithHelp>
  );
}

const other = 'other…';

interface PickOrTypeFieldProps extends FieldProps {
  /** The value as text; empty where nothing is asked for. */
  readonly value: string;
  readonly choices: readonly Choice[];
  /** Says what is wrong with a typed text; null where it is good. */
  readonly check: (text: string) => string | null;
  /** Only the listed values exist: nothing is typed. */
  readonly isClosed?: boolean;
  readonly onChange: (text: string) => void;
}

/** One of the usual values, or any other that is typed. */
export function PickOrTypeField({ value, choices, check, isClosed = false, onChange, label, error, help, ...rest }: PickOrTypeFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  if (typed === null) {
    const listed = choices.some((choice) => choice.value === value) ? choices : [{ value, label: value }, ...choices];
    return (
      <ChoiceField
        label={label}
        {...(help !== undefined && { help })}
        value={value}
        choices={isClosed ? listed : [...listed, { value: other, label: t('other') }]}
        error={error ?? null}
        onChange={(next) => (next === other ? setTyped(value) : onChange(next))}
        {...rest}
      />
    );
  }
  const wrong = check(typed);
  const commit = () => {
    if (wrong === null && typed !== value) onChange(typed);
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      label={label}
      value={typed}
      error={wrong ?? error ?? null}
      data-autofocus
      autoFocus
      onChange={(event) => setTyped(event.currentTarget.value.trim())}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setTyped(null);
      }}
      {...rest}
    />
  );
}
