import type { ReactNode } from 'react';
import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './benchmark.module.css';

interface CheckListProps<T extends string> {
  readonly label: string;
  readonly items: readonly { readonly value: T; readonly label: string; readonly description?: ReactNode }[];
  /** Null: all. */
  readonly chosen: readonly T[] | null;
  readonly onChange: (chosen: T[] | null) => void;
}

/** Some of a list, or all. */
export function CheckList<T extends string>({ label, items, chosen, onChange }: CheckListProps<T>) {
  const { t } = useTranslation('benchmark');
  const isChosen = (value: T) => chosen === null || chosen.includes(value);
  const choose = (values: T[]) => onChange(values.length === items.length ? null : values);
  const toggle = (value: T) => choose(items.map((item) => item.value).filter((other) => (other === value ? !isChosen(other) : isChosen(other))));
  return (
    <div role="group" aria-label={label} className={classes['checks']}>
      <div className={classes['checksHead']}>
        <span className={classes['label']}>{label}</span>
        <Button size="compact-xs" variant="subtle" onClick={() => choose(chosen === null ? [] : items.map(({ value }) => value))}>
          {chosen === null ? t('chooseNone') : t('chooseAll')}
        </Button>
      </div>
      {items.map(({ value, label: name, description }) => (
        <Checkbox key={value} size="xs" label={name} description={description} checked={isChosen(value)} onChange={() => toggle(value)} />
      ))}
    </div>
  );
}
