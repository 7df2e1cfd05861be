import { lazy, Suspense } from 'react';
import { PresetPanel } from './presets/preset-panel';
import { AudioPanel } from './settings/audio-panel';
import { LimitsPanel } from './settings/limits-panel';
import { OutputPanel } from './settings/output-panel';
import { VideoPanel } from './settings/video-panel';
import { OverlayPanel } from './source/overlay-panel';
import { SourcePanel } from './source/source-panel';
import { TransformPanel } from './source/transform-panel';
import { chosenDevice } from './state/selectors';
import { useSelect } from './state/store';

const EncodersDialog = lazy(() => import('./encoders/encoders-dialog'));
const ControlsPanel = lazy(() => import('./controls/controls-panel'));

/** Everything that is set before a recording. */
export default function SidePanel() {
  const device = useSelect(chosenDevice);
  const isChoosingEncoder = useSelect((state) => state.isEncodersDialogOpen);
  const { source } = useSelect((state) => state.draft.settings);
  return (
    <>
      <PresetPanel />
      <SourcePanel />
      <TransformPanel />
      <OverlayPanel />
      <Suspense>
        {device && source.type === 'capture-device' && (
          <ControlsPanel key={source.device} reference={source.device} device={device} />
        )}
      </Suspense>
      <VideoPanel />
      <AudioPanel />
      <OutputPanel />
      <LimitsPanel />
      <Suspense>{isChoosingEncoder && <EncodersDialog />}</Suspense>
    </>
  );
}
