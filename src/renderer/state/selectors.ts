import { activityOf } from '@domain/activity';
import { findCaptureDevice, type CaptureDevice } from '@domain/capabilities';
import type { SessionDraft } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import type { Source } from '@domain/preset';
import { hasEnded, sourceLabel, type SessionView } from '@domain/session';
import { formatFrameRate, formatFrameSize, type FrameSize } from '@domain/units';
import { chosenHostId } from './hosts';
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

/** The chosen capture device, even while it is not there; empty for other sources. */
export const chosenDeviceName = ({ draft, ...known }: Pick<AppState, 'draft' | 'capabilities' | 'deviceNames'>): string =>
  draft.settings.source.type === 'capture-device' ? deviceName(known, draft.settings.source.device) : '';

/** The copy of a recording that its end brought about. */
export const transferOfSession = ({ transfers }: Pick<AppState, 'transfers'>, id: string): Transfer | null =>
  Object.values(transfers).find(({ sessionId }) => sessionId === id) ?? null;

export const isRunning = ({ state }: Pick<SessionView, 'state'>): boolean => !hasEnded(state);

/** Ended for now: it goes on when it is resumed, or when what is missing is back. */
export const isWaiting = ({ waitingFor, isPaused, nextSessionId }: SessionView): boolean =>
  nextSessionId === undefined && (isPaused === true || waitingFor !== undefined);

/** Runs, or goes on later. */
export const isOpen = (session: SessionView): boolean => activityOf(session) !== null;

/** Recordings that run, and those that ended here and were not dismissed; oldest first. */
export const recordingSessions = ({ sessions }: Pick<AppState, 'sessions'>): SessionView[] =>
  sessions.filter(({ purpose }) => purpose === 'record');

/** Those worth a place of their own: a part that recorded and went on in the next one has it there, unless it is looked at. */
export const listedSessions = (state: Pick<AppState, 'sessions' | 'focus'>): SessionView[] =>
  recordingSessions(state).filter(
    ({ id, recording, nextSessionId }) =>
      recording === null ||
      (state.focus.on === 'session' && state.focus.id === id) ||
      !state.sessions.some((next) => next.id === nextSessionId),
  );

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

/** A recording of the draft's source that runs, waits or is paused: it and its source are one picture. */
export function recordingOfSource(state: Pick<AppState, 'sessions' | 'hosts' | 'status' | 'draft'>): SessionView | null {
  const hostId = chosenHostId(state);
  const isIt = (session: SessionView) =>
    isOpen(session) && (hostId === null || session.host.id === hostId) && sameSource(session.settings.source, state.draft.settings.source);
  return recordingSessions(state).find(isIt) ?? null;
}

/** Controls are set in place, and a camera is the same one in whatever format. */
function sameSource(one: Source, other: Source): boolean {
  if (one.type === 'capture-device' && other.type === 'capture-device') return one.device === other.device && one.device !== '';
  if (one.type === 'network' && other.type === 'network') return one.url === other.url;
  if (one.type === 'file' && other.type === 'file') return one.path === other.path;
  return one.type === 'test-pattern' && other.type === 'test-pattern' && patternKey(one) === patternKey(other);
}

const patternKey = ({ frameSize, frameRate }: Extract<Source, { type: 'test-pattern' }>) => `${formatFrameSize(frameSize)} ${formatFrameRate(frameRate)}`;

/** A device has one reader at a time; the recording that holds the draft's device, or will have it again once it is back. */
export function recordingOfSameDevice(state: Pick<AppState, 'sessions' | 'hosts' | 'status' | 'draft'>): SessionView | null {
  const session = state.draft.settings.source.type === 'capture-device' ? recordingOfSource(state) : null;
  return session?.isPaused === true ? null : session;
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

/** Size of the source's pictures before anything is done to them; null where nobody told yet. */
export function sourceSize({ draft, capabilities }: Pick<AppState, 'draft' | 'capabilities'>): FrameSize | null {
  const { source } = draft.settings;
  const timings = chosenDevice({ draft, capabilities })?.signal?.timings;
  return source.frameSize ?? (timings ? { width: timings.width, height: timings.height } : null);
}
