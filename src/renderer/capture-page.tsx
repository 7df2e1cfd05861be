import { lazy, Suspense } from 'react';
import { Figures } from './live/figures';
import live from './live/live.module.css';
import { LiveView } from './live/live-view';
import { Outcome } from './live/outcome';
import { RecordBar } from './live/record-bar';
import { painted } from './painted';
import { SideColumn } from './side-column';
import { recordingSessions } from './state/selectors';
import { useSelect } from './state/store';
import classes from './app.module.css';

// The picture and Record are painted first; what else is in view follows.
const DetailsPanel = lazy(() => painted.then(() => import('./details/details-panel')));
const LevelMeter = lazy(() => import('./live/level-meter'));
const SessionTabs = lazy(() => import('./live/session-tabs'));

/** The picture with what is set, started and told about it. */
export function CapturePage() {
  const hasRecordings = useSelect((state) => recordingSessions(state).length > 0);
  const hasSound = useSelect((state) => state.levels !== null);
  return (
    <div className={classes['work']}>
      <SideColumn />
      <main className={classes['center']}>
        <Suspense>{hasRecordings && <SessionTabs />}</Suspense>
        <div className={live['view']}>
          <LiveView />
          <Suspense>{hasSound && <LevelMeter />}</Suspense>
        </div>
        <RecordBar />
        <Figures />
        <Outcome />
        <Suspense fallback={<div className={classes['details']} />}>
          <DetailsPanel />
        </Suspense>
      </main>
    </div>
  );
}
