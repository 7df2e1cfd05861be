import type { SessionDraft } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import { settingsOf, type PresetSettings, type Source } from '@domain/preset';
import { hasEnded, type SessionView } from '@domain/session';
import type { AppState, Draft } from './state';

const sameJson = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

export const isUnsaved = ({ preset, settings }: Draft): boolean => !sameJson(settingsOf(preset), settings);

export const sessionDraft = ({ preset, settings }: Draft): SessionDraft => ({ presetName: preset.name, settings });

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
  { sessions }: Pick<AppState, 'sessions'>,
  { source }: PresetSettings,
): SessionView | null {
  if (source.type !== 'capture-device' || source.device === '') return null;
  const holds = (session: SessionView) =>
    session.settings.source.type === 'capture-device' && session.settings.source.device === source.device;
  return sessions.find((session) => session.purpose === 'record' && isRunning(session) && holds(session)) ?? null;
}

/** Why the middle shows no live source, or the source that it shows. */
export type WatchWish =
  | { readonly show: 'source'; readonly draft: SessionDraft; readonly key: string }
  | { readonly show: 'nothing'; readonly because: 'recording' | 'no-source' | 'preview-off' | 'device-recording' };

/** What should be watched now: the chosen source, unless a recording is in view or holds the device. */
export function watchWish(state: AppState): WatchWish {
  const focused = focusedSession(state);
  const { settings } = state.draft;
  if (focused && isRunning(focused)) return { show: 'nothing', because: 'recording' };
  if (!isSourceChosen(settings.source)) return { show: 'nothing', because: 'no-source' };
  if (settings.preview.mode === 'off') return { show: 'nothing', because: 'preview-off' };
  if (recordingOfSameDevice(state, settings)) return { show: 'nothing', because: 'device-recording' };
  // Only these settings change the picture: an edit of the encoder does not start it anew.
  const key = JSON.stringify([settings.source, settings.preview, settings.video.mode]);
  return { show: 'source', draft: sessionDraft(state.draft), key };
}

/** The session whose pictures belong on the canvas. */
export function pictureSessionId(state: AppState): string | null {
  const focused = focusedSession(state);
  if (focused && isRunning(focused)) return focused.id;
  return state.watch.state === 'live' ? state.watch.id : null;
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
