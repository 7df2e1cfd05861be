import { useTranslation } from 'react-i18next';
import { hostCondition } from '../state/host-looks';
import { useSelect } from '../state/store';
import { toneOf } from './host-words';
import classes from './hosts.module.css';

/** How a host is: a dot, and the word for it. */
export function HostMark({ id }: { readonly id: string }) {
  const { t } = useTranslation('hosts');
  const condition = useSelect((state) => hostCondition(state, id));
  return (
    <span className={classes['mark']} data-testid="host-condition" data-condition={condition} data-tone={toneOf[condition]}>
      {t(`condition.${condition}`)}
    </span>
  );
}
