import { lazy, Suspense } from 'react';
import { useAppCommand } from './app-commands';
import { CapturePage } from './capture-page';
import { Banners } from './header/banners';
import { Header } from './header/header';
import { painted } from './painted';
import { useDispatch, useSelect } from './state/store';
import { Empty } from './ui/section';
import { Toasts } from './ui/toasts';
import classes from './app.module.css';

const AppDialogs = lazy(() => painted.then(() => import('./desktop/app-dialogs')));
const PresetDesk = lazy(() => painted.then(() => import('./presets/preset-desk')));
const RecordingsPage = lazy(() => import('./recordings/recordings-page'));
const HostsPage = lazy(() => import('./hosts/hosts-page'));
const LoadPage = lazy(() => import('./load/load-page'));
const DoctorPage = lazy(() => import('./doctor/doctor-page'));
const BenchmarkPage = lazy(() => import('./benchmark/benchmark-page'));

export function App() {
  const page = useSelect((state) => state.page);
  const dispatch = useDispatch();
  useAppCommand('show-capture', () => dispatch({ type: 'page', page: 'capture' }));
  useAppCommand('show-recordings', () => dispatch({ type: 'page', page: 'recordings' }));
  useAppCommand('show-hosts', () => dispatch({ type: 'page', page: 'hosts' }));
  useAppCommand('show-load', () => dispatch({ type: 'page', page: 'load' }));
  useAppCommand('show-doctor', () => dispatch({ type: 'page', page: 'doctor' }));
  useAppCommand('show-benchmark', () => dispatch({ type: 'page', page: 'benchmark' }));
  return (
    <div className={classes['app']}>
      <Header />
      <Banners />
      <Toasts />
      <Suspense>
        <AppDialogs />
      </Suspense>
      <Suspense>
        <PresetDesk />
      </Suspense>
      {page === 'capture' ? (
        <CapturePage />
      ) : (
        <main className={classes['page']} data-testid={`page-${page}`}>
          <Suspense fallback={<Empty>…</Empty>}>
            {page === 'recordings' && <RecordingsPage />}
            {page === 'hosts' && <HostsPage />}
            {page === 'load' && <LoadPage />}
            {page === 'doctor' && <DoctorPage />}
            {page === 'benchmark' && <BenchmarkPage />}
          </Suspense>
        </main>
      )}
    </div>
  );
}
