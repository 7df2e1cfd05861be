import { lazy, Suspense } from 'react';
import { flushSync } from 'react-dom';
import type { AppCommand } from '@domain/app-commands';
import { runAppCommand, useAppCommand } from '../app-commands';
import { useDispatch, useSelect } from '../state/store';
import { CleanedToast } from '../recordings/cleaned-toast';
import { OpenedPresetsQuestion } from './opened-presets';

const PreferencesDialog = lazy(() => import('./preferences-dialog'));
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog'));
const ReportDialog = lazy(() => import('./report-dialog'));
const AboutDialog = lazy(() => import('./about-dialog'));

/** Done by what the page Capture shows: from any other page they go there first. */
const captureCommands = ['record', 'stop', 'pause', 'still', 'copy-still', 'toggle-grid', 'full-screen-picture', 'toggle-side-panel'] as const;

/** Dialogs of the program itself, and commands that belong to no page in view. */
export default function AppDialogs() {
  const dialog = useSelect((state) => state.dialog);
  const isElsewhere = useSelect((state) => state.page !== 'capture');
  const dispatch = useDispatch();
  useAppCommand('preferences', () => dispatch({ type: 'dialog', dialog: 'preferences' }));
  useAppCommand('shortcuts', () => dispatch({ type: 'dialog', dialog: 'shortcuts' }));
  useAppCommand('report', () => dispatch({ type: 'dialog', dialog: 'report' }));
  useAppCommand('about', () => dispatch({ type: 'dialog', dialog: 'about' }));
  const close = () => dispatch({ type: 'dialog', dialog: null });
  return (
    <>
      {isElsewhere && captureCommands.map((command) => <FromOtherPages key={command} command={command} />)}
      <OpenedPresetsQuestion />
      <CleanedToast />
      <Suspense>
        {dialog === 'preferences' && <PreferencesDialog onClose={close} />}
        {dialog === 'shortcuts' && <ShortcutsDialog onClose={close} />}
        {dialog === 'report' && <ReportDialog onClose={close} />}
        {dialog === 'about' && <AboutDialog onClose={close} />}
      </Suspense>
    </>
  );
}

function FromOtherPages({ command }: { readonly command: AppCommand }) {
  const dispatch = useDispatch();
  useAppCommand(command, () => {
    // What does the command listens once its page is there.
    flushSync(() => dispatch({ type: 'page', page: 'capture' }));
    runAppCommand(command);
  });
  return null;
}
