import type { KeyboardEvent, Ref } from 'react';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './details.module.css';

interface LogSearchProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly count: number;
  /** Number of the match that is stood on, from 1; 0 where there is none. */
  readonly position: number;
  readonly onStep: (by: 1 | -1) => void;
}

/** A field to search the log with, and the way from match to match. */
export function LogSearch({ ref, query, onQuery, count, position, onStep }: LogSearchProps) {
  const { t } = useTranslation('details');
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && query !== '') onQuery('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const found = query === '' ? '' : count === 0 ? t('log.noMatch') : t('log.matches', { position, count });
  return (
    <div className={classes['search']} role="search">
      <TextInput
        ref={ref}
        size="xs"
        leftSection={<IconSearch size={14} />}
        aria-label={t('log.search')}
        placeholder={t('log.search')}
        value={query}
        onChange={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={press}
        data-testid="log-search"
      />
      <span className={classes['found']} role="status" data-testid="log-matches">
        {found}
      </span>
      <ActionIcon variant="subtle" color="gray" aria-label={t('log.previous')} title={t('log.previous')} disabled={count === 0} onClick={() => onStep(-1)}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" aria-label={t('log.next')} title={t('log.next')} disabled={count === 0} onClick={() => onStep(1)}>
        <IconChevronDown size={16} />
      </ActionIcon>
    </div>
  );
}
