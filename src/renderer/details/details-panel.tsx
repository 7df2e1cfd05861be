import { lazy, Suspense, useEffect, useState } from 'react';
import { ActionIcon, Tabs } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LoadLine } from '../load/load-line';
import { Empty } from '../ui/section';
import { DrawerEdge } from './drawer-edge';
import { keepDrawer, keptDrawer, usualHeightPx } from './drawer';
import { PlanView } from './plan-view';
import classes from './details.module.css';

const LoadView = lazy(() => import('../load/load-view'));
const LogView = lazy(() => import('./log-view'));

/** The drawer below the picture: what was decided and will run, the log, and the load. */
export default function DetailsPanel() {
  const { t } = useTranslation(['details', 'common']);
  const [tab, setTab] = useState('plan');
  const [drawer, setDrawer] = useState(() => keptDrawer(localStorage, window.innerHeight));
  useEffect(() => keepDrawer(localStorage, drawer), [drawer]);
  const show = (value: string | null) => {
    setTab(value ?? 'plan');
    setDrawer({ ...drawer, isOpen: true });
  };
  const { isOpen, heightPx } = drawer;
  const setHeight = (next: number | null) => setDrawer((before) => ({ ...before, heightPx: next }));
  return (
    <Tabs
      id="details-drawer"
      value={tab}
      onChange={show}
      keepMounted={false}
      className={classes['panel'] ?? ''}
      data-open={isOpen}
      {...(isOpen && heightPx !== null && { style: { height: heightPx } })}
    >
      {isOpen && <DrawerEdge heightPx={heightPx ?? usualHeightPx(window.innerHeight)} onHeight={setHeight} onReset={() => setHeight(null)} />}
      <div className={classes['list']}>
        <Tabs.List className={classes['tabs'] ?? ''}>
          <Tabs.Tab value="plan" data-testid="details-tab-plan">{t('tabs.plan')}</Tabs.Tab>
          <Tabs.Tab value="log" data-testid="details-tab-log">{t('tabs.log')}</Tabs.Tab>
          <Tabs.Tab value="load" data-testid="details-tab-load">{t('tabs.load')}</Tabs.Tab>
        </Tabs.List>
        <LoadLine onOpen={() => show('load')} />
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes['fold'] ?? ''}
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'fold' : 'unfold')}
          title={t(isOpen ? 'fold' : 'unfold')}
          onClick={() => setDrawer({ ...drawer, isOpen: !isOpen })}
        >
          {isOpen ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
        </ActionIcon>
      </div>
      {isOpen && (
        <Suspense fallback={<Empty>{t('common:loading')}</Empty>}>
          <Tabs.Panel value="plan" className={classes['content'] ?? ''}>
            <PlanView />
          </Tabs.Panel>
          <Tabs.Panel value="log" className={classes['whole'] ?? ''}>
            <LogView />
          </Tabs.Panel>
          <Tabs.Panel value="load" className={classes['content'] ?? ''}>
            <LoadView />
          </Tabs.Panel>
        </Suspense>
      )}
    </Tabs>
  );
}
