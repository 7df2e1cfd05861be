import { lazy, Suspense } from 'react';
import { Badge } from '@mantine/core';
import { useSelect } from '../state/store';

const EngineStory = lazy(() => import('./engine-story'));

/** Which engine runs and why; opens to the whole story. */
export function EngineBadge() {
  const status = useSelect((state) => state.status);
  if (status.state === 'ready') {
    return (
      <Suspense>
        <EngineStory status={status.value} />
      </Suspense>
    );
  }
  const failed = status.state === 'failed';
  return (
    <Badge data-testid="engine-badge" color={failed ? 'red' : 'gray'} variant="light" role="status">
      {failed ? 'No engine' : 'Looking for Docker…'}
    </Badge>
  );
}
