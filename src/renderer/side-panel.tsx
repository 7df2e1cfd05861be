import { PresetPanel } from './presets/preset-panel';
import { OutputPanel } from './settings/output-panel';
import { VideoPanel } from './settings/video-panel';
import { SourcePanel } from './source/source-panel';

/** Everything that is set before a recording. */
export default function SidePanel() {
  return (
    <>
      <PresetPanel />
      <SourcePanel />
      <VideoPanel />
      <OutputPanel />
    </>
  );
}
