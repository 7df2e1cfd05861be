import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { pages } from '../state/state';
import { useDispatch, useSelect } from '../state/store';
import classes from './header.module.css';

/** The pages of the window. */
export function PageNav() {
  const { t } = useTranslation('shell');
  const shown = useSelect((state) => state.page);
  const dispatch = useDispatch();
  return (
    <nav className={classes['nav']} aria-label={t('nav.label')}>
      {pages.map((page) => (
        <UnstyledButton
          key={page}
          className={classes['page'] ?? ''}
          data-testid={`nav-${page}`}
          aria-current={page === shown ? 'page' : undefined}
          onClick={() => dispatch({ type: 'page', page })}
        >
          {t(`nav.${page}`)}
        </UnstyledButton>
      ))}
    </nav>
  );
}
