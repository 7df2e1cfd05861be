import { lazy, Suspense } from 'react';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { painted } from '../painted';
import { useSelect } from '../state/store';
import { hostState, type HostState } from './host-state';

const HostMenu = lazy(() => painted.then(() => import('./host-menu')));

/** The host that is recorded on and how it is; opens to the choice of another. */
export function HostBadge() {
  const state = useSelect(hostState);
  return (
    <Suspense fallback={<StateBadge state={state} />}>
      <HostMenu />
    </Suspense>
  );
}

const colors: Readonly<Record<HostState, string>> = { docker: 'blue', local: 'yellow', connecting: 'gray', away: 'red' };

export function StateBadge({ state }: { readonly state: HostState }) {
  const { t } = useTranslation('hosts');
  return (
    <Badge data-testid="engine-badge" data-engine={state} color={colors[state]} variant="light" tt="none" role="status" flex="none">
      {t(`badge.${state}`)}
    </Badge>
  );
}
