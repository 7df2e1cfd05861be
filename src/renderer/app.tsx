import { lazy, Suspense } from 'react';
import { Banners } from './header/banners';
import { Header } from './header/header';
import { Figures } from './live/figures';
import live from './live/live.module.css';
import { LiveView } from './live/live-view';
import { Outcome } from './live/outcome';
import { RecordBar } from './live/record-bar';
import { painted } from './painted';
import { recordingSessions } from './state/selectors';
import { useSelect } from './state/store';
import classes from './app.module.css';

// The picture and Record are painted first; what else is in view follows.
const SidePanel = lazy(() => painted.then(() => import('./side-panel')));
const DetailsPanel = lazy(() => painted.then(() => import('./details/details-panel')));
const LevelMeter = lazy(() => import('./live/level-meter'));
const SessionTabs = lazy(() => import('./live/session-tabs'));

export function App() {
  const hasRecordings = useSelect((state) => recordingSessions(state).length > 0);
  const hasSound = useSelect((state) => state.levels !== null);
  return (
    <div className={classes['app']}>
      <Header />
      <Banners />
      <div className={classes['work']}>
        <aside className={classes['side']} aria-label="Source and settings">
          <Suspense>
            <SidePanel />
          </Suspense>
        </aside>
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
    </div>
  );
}
