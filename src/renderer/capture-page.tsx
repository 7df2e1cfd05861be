import { lazy, Suspense } from 'react';
import { Figures } from './live/figures';
import live from './live/live.module.css';
import { Corner, useFullScreen } from './live/full-screen';
import { Outcome } from './live/outcome';
import { RecordBar } from './live/record-bar';
import { Stage } from './live/stage';
import { painted } from './painted';
import { SideColumn } from './side-column';
import { recordingSessions } from './state/selectors';
import { useSelect } from './state/store';
import { isGrid, pictureSessionId } from './state/tiles';
import classes from './app.module.css';

// The picture and Record are painted first; what else is in view follows.
const DetailsPanel = lazy(() => painted.then(() => import('./details/details-panel')));
const LevelMeter = lazy(() => import('./live/level-meter'));
const SessionTabs = lazy(() => import('./live/session-tabs'));

/** The picture with what is set, started and told about it. */
export function CapturePage() {
  const hasRecordings = useSelect((state) => recordingSessions(state).length > 0);
  const hasSound = useSelect((state) => state.levels !== null && !isGrid(state) && state.levels.sessionId === pictureSessionId(state));
  const { isFull, toggle } = useFullScreen();
  return (
    <div className={classes['work']}>
      <SideColumn />
      <main className={classes['center']}>
        <Suspense>{hasRecordings && <SessionTabs />}</Suspense>
        <div className={live['view']} data-full={isFull}>
          <Stage />
          <Suspense>{hasSound && <LevelMeter />}</Suspense>
          {isFull && <Corner onLeave={toggle} />}
        </div>
        <RecordBar onFullScreen={toggle} />
        <Figures />
        <Outcome />
        <Suspense fallback={<div className={classes['details']} />}>
          <DetailsPanel />
        </Suspense>
      </main>
    </div>
  );
}
