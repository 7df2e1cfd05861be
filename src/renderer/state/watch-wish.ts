import type { SessionDraft } from '@domain/contract';
import { chosenHostId } from './hosts';
import { focusedSession, isOpen, isSourceChosen, recordingOfSameDevice, recordingOfSource, sessionDraft } from './selectors';
import type { AppState } from './state';
import { isGrid } from './tiles';

/** Why the middle shows no live source, or the source that it shows. */
export type WatchWish =
  | { readonly show: 'source'; readonly draft: SessionDraft; readonly key: string }
  | {
      readonly show: 'nothing';
      readonly because: 'recording' | 'connecting' | 'host-away' | 'no-source' | 'preview-off' | 'measuring' | 'device-recording';
    };

/** What should be watched now: the chosen source, or that of a paused recording in view, unless a recording holds it. */
export function watchWish(state: AppState): WatchWish {
  const inGrid = isGrid(state);
  const focused = inGrid ? null : focusedSession(state);
  const paused = focused?.isPaused === true && isOpen(focused) && focused.host.id === chosenHostId(state) ? focused : null;
  const { settings } = paused ?? state.draft;
  if (focused && isOpen(focused) && !paused) return { show: 'nothing', because: 'recording' };
  if (state.isConnecting) return { show: 'nothing', because: 'connecting' };
  if (state.status.state === 'failed') return { show: 'nothing', because: 'host-away' };
  if (!isSourceChosen(settings.source)) return { show: 'nothing', because: 'no-source' };
  // The picture would be measured too.
  if (isMeasured(state)) return { show: 'nothing', because: 'measuring' };
  if (settings.preview.mode === 'off') return { show: 'nothing', because: 'preview-off' };
  if (!paused && recordingOfSameDevice(state)) return { show: 'nothing', because: 'device-recording' };
  const recorded = inGrid ? recordingOfSource(state) : null;
  if (recorded && recorded.isPaused !== true) return { show: 'nothing', because: 'recording' };
  // Only these settings change the picture or its levels: an edit of the encoder does not start it anew, and controls are set in place.
  const source = settings.source.type === 'capture-device' ? { ...settings.source, controls: {} } : settings.source;
  const sound = settings.audio.mode === 'none' ? null : settings.audio.input;
  const key = JSON.stringify([state.connection, source, settings.transform, settings.overlay, settings.preview, settings.video.mode, sound]);
  return { show: 'source', draft: paused ? { presetName: paused.presetName, settings } : sessionDraft(state), key };
}

const isMeasured = (state: AppState): boolean => {
  const hostId = chosenHostId(state);
  return hostId !== null && state.benchmark.runs[hostId] !== undefined;
};
