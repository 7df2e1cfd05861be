import { UnstyledButton } from '@mantine/core';
import { useSelect } from '../state/store';
import { loadSummary } from './load-summary';
import { useLoadWords } from './load-words';
import { useStale } from './use-stale';
import classes from './load.module.css';

/** The load in one line; opens the graphs. */
export function LoadLine({ onOpen }: { readonly onOpen: () => void }) {
  const words = useLoadWords();
  const summary = useSelect((state) => loadSummary(state, words));
  const isStale = useStale(useSelect(({ load }) => load.host));
  if (summary === null) return null;
  return (
    <UnstyledButton className={classes['line'] ?? ''} data-testid="load-line" data-stale={isStale} title={words.t('line.show')} onClick={onOpen}>
      {summary}
    </UnstyledButton>
  );
}
