import { DetailsPanel } from './details/details-panel';
import { Banners } from './header/banners';
import { Header } from './header/header';
import { Figures } from './live/figures';
import { LiveView } from './live/live-view';
import { Outcome } from './live/outcome';
import { RecordBar } from './live/record-bar';
import { SessionTabs } from './live/session-tabs';
import { PresetPanel } from './presets/preset-panel';
import { OutputPanel } from './settings/output-panel';
import { VideoPanel } from './settings/video-panel';
import { SourcePanel } from './source/source-panel';
import classes from './app.module.css';

export function App() {
  return (
    <div className={classes['app']}>
      <Header />
      <Banners />
      <div className={classes['work']}>
        <aside className={classes['side']} aria-label="Source and settings">
          <PresetPanel />
          <SourcePanel />
          <VideoPanel />
          <OutputPanel />
        </aside>
        <main className={classes['center']}>
          <SessionTabs />
          <LiveView />
          <RecordBar />
          <Figures />
          <Outcome />
          <DetailsPanel />
        </main>
      </div>
    </div>
  );
}
