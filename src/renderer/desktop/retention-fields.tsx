import { NumberInput, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { retentionSchema, type Retention } from '@domain/retention';
import { useCommands } from '../state/store';
import classes from './desktop.module.css';

/** What a limit begins with when it is turned on, and how it is counted. */
const fields = [
  { name: 'olderThanDays', usual: 30, maximum: 36_500, isWhole: true },
  { name: 'largerThanGib', usual: 500, maximum: 1_000_000, isWhole: false },
  { name: 'keepFreeGib', usual: 20, maximum: 1_000_000, isWhole: false },
] as const;

/** When recordings of this computer are removed by themselves; each limit is off until it is turned on. */
export function RetentionFields({ value }: { readonly value: Retention }) {
  const { t } = useTranslation('desktop');
  const { setRetention } = useCommands();
  const keep = (change: Partial<Retention>) => {
    const wished = retentionSchema.safeParse({ ...value, ...change });
    if (wished.success && JSON.stringify(wished.data) !== JSON.stringify(value)) void setRetention(wished.data);
  };
  return (
    <>
      <Text size="sm">{t('retention.what')}</Text>
      {fields.map(({ name, usual, maximum, isWhole }) => (
        <div key={name} className={classes['limit']}>
          <Switch size="sm" label={t(`retention.${name}`)} checked={value[name] !== null} onChange={(event) => keep({ [name]: event.currentTarget.checked ? usual : null })} />
          <NumberInput
            key={String(value[name])}
            size="sm"
            aria-label={t(`retention.${name}`)}
            className={classes['number'] ?? ''}
            disabled={value[name] === null}
            defaultValue={value[name] ?? ''}
            suffix={` ${t(`retention.unit.${name}`)}`}
            min={1}
            max={maximum}
            clampBehavior="strict"
            allowNegative={false}
            allowDecimal={!isWhole}
            onBlur={(event) => keep({ [name]: Number.parseFloat(event.currentTarget.value) })}
            onKeyDown={(event) => event.key === 'Enter' && keep({ [name]: Number.parseFloat(event.currentTarget.value) })}
          />
        </div>
      ))}
      <Text size="xs" c="dimmed">
        {t('retention.never')}
      </Text>
    </>
  );
}
