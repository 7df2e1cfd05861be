import { findCaptureDevice, type CaptureDevice } from '@domain/capabilities';
import type { SessionDraft } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import type { PresetSettings, Source } from '@domain/preset';
import { hasEnded, sourceLabel, type SessionView } from '@domain/session';
import { chosenHostId } from './hosts';
import type { LoadWish } from './load-keeper';
import type { AppState } from './state';
import type { Transfer } from './transfers';

/** What would be recorded now. It bears the preset's name, or that of its source where that is of another kind. */
export function sessionDraft(state: Pick<AppState, 'draft' | 'capabilities' | 'deviceNames'>): SessionDraft {
  const { preset, settings } = state.draft;
  const isOfPreset = preset.source.type === settings.source.type || !isSourceChosen(settings.source);
  return { presetName: isOfPreset ? preset.name : sourceName(state), settings };
}

/** A short name of the chosen source, fit for a recording. */
function sourceName({ draft: { settings }, ...known }: Pick<AppState, 'draft' | 'capabilities' | 'deviceNames'>): string {
  const { source } = settings;
  const name =
    source.type === 'capture-device'
      ? deviceName(known, source.device)
      : source.type === 'network'
        ? source.url.replace(/^\w+:\/\//, '').replace(/[/?#].*$/, '')
        : sourceLabel(settings).replace(/\.[A-Za-z0-9]{2,4}$/, '');
  const clean = name.replace(/\p{C}+/gu, ' ').trim().slice(0, 80).trim();
  return clean === '' ? 'Recording' : clean;
}

/** The chosen capture device, where it is plugged in. */
export function chosenDevice({ draft, capabilities }: Pick<AppState, 'draft' | 'capabilities'>): CaptureDevice | null {
  const { source } = draft.settings;
  if (source.type !== 'capture-device' || capabilities.state !== 'ready') return null;
  return findCaptureDevice(capabilities.value, source.device) ?? null;
}

/** True where the host's devices are known and the chosen one is not among them. */
export function isUnplugged(state: Pick<AppState, 'draft' | 'capabilities'>): boolean {
  const { source } = state.draft.settings;
  const isKnown = source.type === 'capture-device' && source.device !== '' && state.capabilities.state === 'ready';
  return isKnown && chosenDevice(state) === null;
}

/** How a device is called, even while it is not there. */
export function deviceName({ capabilities, deviceNames }: Pick<AppState, 'capabilities' | 'deviceNames'>, reference: string): string {
  const found = capabilities.state === 'ready' ? findCaptureDevice(capabilities.value, reference) : undefined;
  return found?.name ?? deviceNames[reference] ?? reference;
}

/** The copy of a recording that its end brought about. */
export const transferOfSession = ({ transfers }: Pick<AppState, 'transfers'>, id: string): Transfer | null =>
  Object.values(transfers).find(({ sessionId }) => sessionId === id) ?? null;

export const isRunning = ({ state }: Pick<SessionView, 'state'>): boolean => !hasEnded(state);

/** Recordings that run, and those that ended here and were not dismissed; oldest first. */
export const recordingSessions = ({ sessions }: Pick<AppState, 'sessions'>): SessionView[] =>
  sessions.filter(({ purpose }) => purpose === 'record');

/** The recording in view; null while the source is. */
export const focusedSession = ({ sessions, focus }: Pick<AppState, 'sessions' | 'focus'>): SessionView | null =>
  focus.on === 'session' ? (sessions.find(({ id }) => id === focus.id) ?? null) : null;

export const sessionById = ({ sessions }: Pick<AppState, 'sessions'>, id: string): SessionView | null =>
  sessions.find((session) => session.id === id) ?? null;

export const isSourceChosen = (source: Source): boolean => {
  switch (source.type) {
    case 'test-pattern':
      return true;
    case 'capture-device':
      return source.device !== '';
    case 'network':
      return source.url !== '';
    case 'file':
      return source.path !== '';
  }
};

/** A device has one reader at a time; the recording that holds the draft's device, if any. */
export function recordingOfSameDevice(
  { sessions, ...known }: Pick<AppState, 'sessions' | 'hosts' | 'status'>,
  { source }: PresetSettings,
): SessionView | null {
  const hostId = chosenHostId(known);
  if (source.type !== 'capture-device' || source.device === '') return null;
  const holds = (session: SessionView) =>
    (hostId === null || session.host.id === hostId) &&
    session.settings.source.type === 'capture-device' && session.settings.source.device === source.device;
  return sessions.find((session) => session.purpose === 'record' && isRunning(session) && holds(session)) ?? null;
}

/** Why the middle shows no live source, or the source that it shows. */
export type WatchWish =
  | { readonly show: 'source'; readonly draft: SessionDraft; readonly key: string }
  | {
      readonly show: 'nothing';
      readonly because: 'recording' | 'connecting' | 'host-away' | 'no-source' | 'preview-off' | 'device-recording';
    };

/** What should be watched now: the chosen source, unless a recording is in view or holds the device. */
export function watchWish(state: AppState): WatchWish {
  const focused = focusedSession(state);
  const { settings } = state.draft;
  if (focused && isRunning(focused)) return { show: 'nothing', because: 'recording' };
  if (state.isConnecting) return { show: 'nothing', because: 'connecting' };
  if (state.status.state === 'failed') return { show: 'nothing', because: 'host-away' };
  if (!isSourceChosen(settings.source)) return { show: 'nothing', because: 'no-source' };
  if (settings.preview.mode === 'off') return { show: 'nothing', because: 'preview-off' };
  if (recordingOfSameDevice(state, settings)) return { show: 'nothing', because: 'device-recording' };
  // Only these settings change the picture or its levels: an edit of the encoder does not start it anew, and controls are set in place.
  const source = settings.source.type === 'capture-device' ? { ...settings.source, controls: {} } : settings.source;
  const sound = settings.audio.mode === 'none' ? null : settings.audio.input;
  const key = JSON.stringify([state.connection, source, settings.preview, settings.video.mode, sound]);
  return { show: 'source', draft: sessionDraft(state), key };
}

/** The load of the chosen host is watched while the host answers. */
export function loadWish({ isConnecting, status, connection, load }: AppState): LoadWish | null {
  if (isConnecting || status.state !== 'ready') return null;
  return { key: `${connection} ${status.value.engine.kind}`, wholeGpu: load.wholeGpu };
}

/** The session whose pictures belong on the canvas. */
export function pictureSessionId(state: AppState): string | null {
  const focused = focusedSession(state);
  if (focused && isRunning(focused)) return focused.id;
  return state.watch.state === 'live' ? state.watch.id : null;
}

/** What a picture shows: the same camera keeps its last one in view while it is started anew, another does not. */
export function pictureSubject(state: AppState): string {
  const focused = focusedSession(state);
  const isOfSession = focused !== null && isRunning(focused);
  const { source } = isOfSession ? focused.settings : state.draft.settings;
  const hostId = isOfSession ? focused.host.id : chosenHostId(state);
  return JSON.stringify([hostId, source.type, sourceLabel({ source })]);
}

/** What the plan or the start says against one field of the settings, such as `video.gopFrames`. */
export function fieldError({ plan, launch }: Pick<AppState, 'plan' | 'launch'>, field: string): string | null {
  const refusals: (CapstanError | null)[] = [
    launch.state === 'refused' ? launch.error : null,
    plan.state === 'failed' ? plan.error : null,
  ];
  const refusal = refusals.find((error) => error?.field === field || error?.field?.startsWith(`${field}.`));
  return refusal?.detail ?? null;
}
