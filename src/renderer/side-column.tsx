import { lazy, Suspense } from 'react';
import { ActionIcon } from '@mantine/core';
import { IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppCommand } from './app-commands';
import { painted } from './painted';
import { useDispatch, useSelect } from './state/store';
import classes from './side-column.module.css';

const SidePanel = lazy(() => painted.then(() => import('./side-panel')));

/** The column of source and settings; folded it leaves its room to the picture. */
export function SideColumn() {
  const { t } = useTranslation(['shell', 'presets']);
  const isFolded = useSelect((state) => state.side.isFolded);
  const dispatch = useDispatch();
  const fold = (folded: boolean) => dispatch({ type: 'side-panel', side: { isFolded: folded, isChoosingPreset: false } });
  useAppCommand('toggle-side-panel', () => fold(!isFolded));
  return (
    <aside className={classes['side']} data-folded={isFolded} data-testid="side-column" aria-label={t('sidePanel')}>
      {isFolded ? (
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('presets:unfold')} title={t('presets:unfold')} onClick={() => fold(false)}>
          <IconLayoutSidebarLeftExpand size={16} />
        </ActionIcon>
      ) : (
        <Suspense>
          <SidePanel />
        </Suspense>
      )}
    </aside>
  );
}
