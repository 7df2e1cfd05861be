import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOfHost } from '../hosts/host-words';
import { chosenHostId } from '../state/hosts';
import { loadOfHost } from '../state/load';
import { loadHost } from '../state/load-hosts';
import { useSelect } from '../state/store';
import { loadSummary } from './load-summary';
import { useLoadWords } from './load-words';
import { useStale } from './use-stale';
import classes from './load.module.css';

/** The load of the host of the session in view, in one line; opens the graphs. A host that is not the chosen one is named. */
export function LoadLine({ onOpen }: { readonly onOpen: () => void }) {
  const words = useLoadWords();
  const summary = useSelect((state) => loadSummary(state, words));
  const { t: hosts } = useTranslation('hosts');
  const host = useSelect(loadHost);
  const isChosen = useSelect(chosenHostId) === host?.id;
  const isStale = useStale(useSelect(({ load }) => loadOfHost(load, host?.id ?? null).history));
  if (summary === null || host === null) return null;
  const text = isChosen ? summary : words.t('line.ofHost', { name: nameOfHost(host, hosts), summary });
  return (
    <UnstyledButton className={classes['line'] ?? ''} data-testid="load-line" data-stale={isStale} title={words.t('line.show')} onClick={onOpen}>
      {text}
    </UnstyledButton>
  );
}
