import { lazy, Suspense } from 'react';
import { useAppCommand } from '../app-commands';
import { useDispatch, useSelect } from '../state/store';
import { DiscardDialog } from './discard-dialog';
import { PresetDrop } from './preset-drop';
import { usePresets } from './use-presets';

const PresetNameDialog = lazy(() => import('./preset-name-dialog'));
const BindDialog = lazy(() => import('./bind-dialog'));
const ExportDialog = lazy(() => import('./export-dialog'));

/** Commands, questions and dropped files of presets, whichever page is shown. */
export default function PresetDesk() {
  const asking = useSelect((state) => state.side.presetDialog);
  const dispatch = useDispatch();
  const { saveOrAsk, ask, importFromDialog } = usePresets();
  const close = () => dispatch({ type: 'side-panel', side: { presetDialog: null } });
  useAppCommand('save-preset', saveOrAsk);
  useAppCommand('save-preset-as', () => ask('save-as'));
  useAppCommand('export-presets', () => ask('export'));
  useAppCommand('import-presets', () => void importFromDialog());
  useAppCommand('find-preset', () => {
    dispatch({ type: 'page', page: 'capture' });
    dispatch({ type: 'side-panel', side: { isFolded: false, isChoosingPreset: true } });
  });
  return (
    <>
      <PresetDrop />
      <Suspense>
        {(asking?.shows === 'save-as' || asking?.shows === 'rename') && <PresetNameDialog purpose={asking.shows} onClose={close} />}
        {asking?.shows === 'bind' && <BindDialog onClose={close} />}
        {asking?.shows === 'export' && <ExportDialog onClose={close} />}
        {asking?.shows === 'leave' && <DiscardDialog next={asking.next} onClose={close} />}
      </Suspense>
    </>
  );
}
