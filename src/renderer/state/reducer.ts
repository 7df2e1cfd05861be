import type { Capabilities, ControlValues } from '@domain/capabilities';
import type { PlanView, StationEvent, StationStatus } from '@domain/contract';
import type { CapstanError } from '@domain/errors';
import type { HostRecordings } from '@domain/host-recording';
import type { Preferences } from '@domain/preferences';
import type { Preset, PresetSettings } from '@domain/preset';
import type { Recording } from '@domain/recording';
import { assertNever } from '@domain/result';
import type { SessionView } from '@domain/session';
import { reduceBenchmark, withBenchmarkProgress, type BenchmarkAction } from './benchmark';
import { withConversion } from './conversions';
import { reduceControls, withDevicesRead, type ControlAction } from './controls';
import { reduceDoctor, withDoctorProgress, type DoctorAction } from './doctor';
import { reduceTrial, withTrialProgress, type TrialAction } from './encoder-trial';
import { reduceHosts, withCheckStep, type HostAction } from './hosts';
import { reduceHostLooks, type HostLookAction } from './host-looks';
import { reduceLaunch, withLaunchProgress, withoutRefusal, type LaunchAction } from './launch';
import { nextLevels } from './levels';
import { connectedHosts } from './load-hosts';
import { reduceLoad, withHostLoad, withSessionLoad, type LoadAction } from './load';
import { withSize } from './rates';
import { isOpen } from './selectors';
import { chosenOutside, dismissed, withRecordings, withRunningInView, withSession } from './session-list';
import { draftOfChosen, isUnsaved, settingsBefore, withPresetOf } from './draft';
import type { AppDialog, AppState, Draft, Focus, Page, Remote, SidePanelState, Watch } from './state';
import { pictureSessionId } from './tiles';
import { reduceToasts, type ToastAction } from './toasts';
import { withoutTransfers, withTransfer } from './transfers';

export type Action =
  | HostAction
  | HostLookAction
  | ControlAction
  | LoadAction
  | TrialAction
  | DoctorAction
  | BenchmarkAction
  | LaunchAction
  | ToastAction
  | { readonly type: 'page'; readonly page: Page }
  | { readonly type: 'dialog'; readonly dialog: AppDialog | null }
  | { readonly type: 'layout'; readonly layout: AppState['layout'] }
  | { readonly type: 'preferences'; readonly preferences: Preferences }
  | { readonly type: 'status'; readonly status: Remote<StationStatus> }
  | { readonly type: 'capabilities'; readonly capabilities: Remote<Capabilities> }
  | { readonly type: 'presets'; readonly presets: readonly Preset[] }
  | { readonly type: 'recordings'; readonly recordings: Remote<readonly Recording[]> }
  | { readonly type: 'host-recordings'; readonly recordings: Remote<HostRecordings | null> }
  /** A copy that the user asked for has ended; the error is null where it is here, or was called off. */
  | { readonly type: 'cleaned-told' }
  | { readonly type: 'transfer-ended'; readonly fileName: string; readonly error: CapstanError | null }
  | { readonly type: 'credentials'; readonly names: readonly string[] }
  | { readonly type: 'sessions'; readonly sessions: readonly SessionView[] }
  | { readonly type: 'station-event'; readonly event: StationEvent; readonly atMs: number }
  | { readonly type: 'preset-chosen'; readonly preset: Preset }
  /** The draft was saved under this preset: its settings are the saved ones now. */
  | { readonly type: 'preset-saved'; readonly preset: Preset }
  | { readonly type: 'preset-removed'; readonly preset: Preset }
  /** The draft is what it was edited to when it was removed; null where something else was being edited then. */
  | { readonly type: 'preset-restored'; readonly preset: Preset; readonly draft: Draft | null }
  | { readonly type: 'settings-edited'; readonly settings: PresetSettings }
  | { readonly type: 'plan'; readonly plan: Remote<PlanView> }
  | { readonly type: 'watch'; readonly watch: Watch }
  | { readonly type: 'pictured'; readonly sessionId: string }
  | { readonly type: 'record-started'; readonly view: SessionView }
  | { readonly type: 'focused'; readonly focus: Focus }
  | { readonly type: 'session-dismissed'; readonly id: string }
  | { readonly type: 'failed'; readonly error: CapstanError }
  | { readonly type: 'problem-dismissed' }
  | { readonly type: 'notice-dismissed'; readonly notice: string }
  | { readonly type: 'side-panel'; readonly side: Partial<SidePanelState> };

export function reduce(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'page':
      return { ...state, page: action.page };
    case 'dialog':
      return { ...state, dialog: action.dialog };
    case 'layout':
      return { ...state, layout: action.layout };
    case 'preferences':
      return { ...state, preferences: action.preferences };
    case 'status':
      return withNotices(
        { ...state, status: action.status, isConnecting: false },
        action.status.state === 'ready' ? action.status.value.notices : [],
      );
    case 'capabilities':
      return withCapabilities(state, action.capabilities);
    case 'hosts':
    case 'host-connecting':
    case 'host-check-begun':
    case 'host-checked':
    case 'host-shown':
      return reduceHosts(state, action);
    case 'host-look-begun':
    case 'host-looked-at':
    case 'host-look-failed':
    case 'images':
      return reduceHostLooks(state, action);
    case 'controls-wished':
      return { ...state, controls: reduceControls(state.controls, action) };
    case 'controls-read':
      return afterRead({ ...state, controls: reduceControls(state.controls, action) }, action, { ...action.asked, ...action.values });
    case 'controls-refused':
      return afterRead({ ...state, controls: reduceControls(state.controls, action) }, action, {});
    case 'load-watched':
    case 'load-whole-gpu':
    case 'load-host-shown':
      return { ...state, load: reduceLoad(state.load, action) };
    case 'trial-begun':
    case 'trial-cancelling':
    case 'trial-ended':
    case 'encoders-dialog':
      return reduceTrial(state, action);
    case 'doctor-host':
    case 'doctor-begun':
    case 'doctor-cancelling':
    case 'doctor-through':
    case 'doctor-refused':
      return { ...state, doctor: reduceDoctor(state.doctor, action) };
    case 'benchmark-host':
    case 'benchmark-wish':
    case 'benchmark-file':
    case 'benchmark-offer':
    case 'benchmark-begun':
    case 'benchmark-cancelling':
    case 'benchmark-through':
    case 'benchmark-refused':
    case 'benchmark-reports':
    case 'benchmark-shown':
      return { ...state, benchmark: reduceBenchmark(state.benchmark, action) };
    case 'presets':
      return withPresets(state, action.presets);
    case 'recordings':
      return withRecordings(state, action.recordings);
    case 'host-recordings':
      return { ...state, hostRecordings: action.recordings };
    case 'cleaned-told':
      return { ...state, cleaned: [] };
    case 'transfer-ended':
      return afterTransfer(state, action.fileName, action.error);
    case 'credentials':
      return { ...state, credentials: action.names };
    case 'sessions':
      return withRunningInView(action.sessions.reduce(withSession, state), state);
    case 'station-event':
      return reduceEvent(state, action.event, action.atMs);
    case 'preset-chosen':
      return { ...state, draft: draftOfChosen(state, action.preset), launch: withoutRefusal(state.launch), focus: { on: 'source' } };
    case 'preset-saved':
      return withPresets(
        { ...state, draft: { ...state.draft, preset: action.preset } },
        withPreset(state.presets, action.preset),
      );
    case 'preset-removed':
      return afterRemoval(state, action.preset);
    case 'preset-restored':
      return afterRestoring(state, action.preset, action.draft);
    case 'settings-edited':
      return afterEdit(state, action.settings);
    case 'plan':
      return { ...state, plan: action.plan };
    case 'watch':
      return { ...state, watch: action.watch };
    case 'pictured':
      return state.pictured.includes(action.sessionId) ? state : { ...state, pictured: [...state.pictured, action.sessionId] };
    case 'record-requested':
    case 'record-cancelling':
    case 'record-refused':
      return { ...state, launch: reduceLaunch(state.launch, action) };
    case 'record-started':
      return {
        ...withSession(state, action.view),
        launch: { state: 'idle' },
        focus: { on: 'session', id: state.sessions.find(({ id }) => id === action.view.id)?.nextSessionId ?? action.view.id },
      };
    case 'focused':
      return { ...state, focus: action.focus, launch: withoutRefusal(state.launch) };
    case 'session-dismissed':
      return dismissed(state, action.id);
    case 'failed':
      return { ...state, problem: action.error };
    case 'problem-dismissed':
      return { ...state, problem: null };
    case 'notice-dismissed':
      return { ...state, notices: state.notices.filter((notice) => notice !== action.notice) };
    case 'toast':
    case 'toast-dismissed':
      return { ...state, toasts: reduceToasts(state.toasts, action) };
    case 'side-panel':
      return { ...state, side: { ...state.side, ...action.side } };
    default:
      return assertNever(action);
  }
}

function reduceEvent(state: AppState, event: StationEvent, atMs: number): AppState {
  switch (event.type) {
    case 'session':
      return { ...withSession(state, event.view), sizes: withSize(state.sizes, event.view, atMs) };
    case 'engine':
      return state.status.state === 'ready' && state.status.value.host.id === event.status.host.id
        ? { ...state, status: { state: 'ready', value: { ...state.status.value, engine: event.status } } }
        : state;
    case 'image':
      return { ...state, image: event.fraction === 1 ? null : { step: event.step, fraction: event.fraction } };
    case 'fetch':
      return { ...state, transfers: withTransfer(state.transfers, event, atMs) };
    case 'levels':
      // Of several that are shown, the one in view is heard.
      return event.sessionId === pictureSessionId(state) ? { ...state, levels: nextLevels(state.levels, event.sessionId, event.peakDbfs, atMs) } : state;
    case 'load':
      // A sample of a host that nothing shows any more is late.
      return connectedHosts(state).some(({ id }) => id === event.hostId) ? { ...state, load: withHostLoad(state.load, event.hostId, { atMs, load: event.load }) } : state;
    case 'session-load':
      // What comes after the end of its session belongs to nothing any more.
      return state.sessions.some(({ id }) => id === event.sessionId) ? { ...state, load: withSessionLoad(state.load, event.sessionId, { atMs, load: event.load }) } : state;
    case 'encoder-probe':
      return { ...withTrialProgress(state, event), launch: withLaunchProgress(state.launch, event) };
    case 'doctor':
      return { ...state, doctor: withDoctorProgress(state.doctor, event) };
    case 'benchmark':
      return { ...state, benchmark: withBenchmarkProgress(state.benchmark, event) };
    case 'host-check':
      return withCheckStep(state, event.hostId, event.step);
    case 'preferences':
      return { ...state, preferences: event.preferences };
    case 'presets-opened':
      return { ...state, presetFilesOpened: state.presetFilesOpened + 1 };
    case 'session-chosen':
      return chosenOutside(state, event.sessionId);
    case 'cleaned':
      return { ...state, cleaned: [...state.cleaned, ...event.removed] };
    case 'notice':
      return withNotices(state, [event.message]);
    case 'conversion':
      return { ...state, conversions: withConversion(state.conversions, event) };
    case 'hosts':
    case 'devices':
    case 'hostRecordings':
    case 'presets':
    case 'recordings':
      // The list itself is asked for anew by who listens to the station.
      return state;
    default:
      return assertNever(event);
  }
}

const withNotices = (state: AppState, notices: readonly string[]): AppState => ({
  ...state,
  notices: [...new Set([...state.notices, ...notices])],
});

const withPreset = (presets: readonly Preset[], preset: Preset) =>
  presets.some(({ id }) => id === preset.id)
    ? presets.map((other) => (other.id === preset.id ? preset : other))
    : [...presets, preset];

/** The draft goes with its preset: renamed elsewhere it has the new name, removed elsewhere it stays as unsaved work. */
function withPresets(state: AppState, presets: readonly Preset[]): AppState {
  const preset = presets.find(({ id }) => id === state.draft.preset.id);
  return { ...state, presets, draft: preset ? withPresetOf(state.draft, preset) : state.draft };
}

function afterRemoval(state: AppState, removed: Preset): AppState {
  const presets = state.presets.filter(({ id }) => id !== removed.id);
  const [first] = presets;
  const draft = state.draft.preset.id === removed.id && first ? draftOfChosen(state, first) : state.draft;
  return { ...state, presets, draft };
}

/** It is chosen again as it was, unless that would drop what is edited now. */
function afterRestoring(state: AppState, preset: Preset, draft: Draft | null): AppState {
  const next = withPresets(state, withPreset(state.presets, preset));
  return draft === null || isUnsaved(state.draft) ? next : { ...next, draft: withPresetOf(draft, preset) };
}

/** Another source brings itself into view, unless a recording that runs is there. */
function afterEdit(state: AppState, settings: PresetSettings): AppState {
  const next: AppState = { ...state, draft: edited(state.draft, settings), launch: withoutRefusal(state.launch) };
  const { focus } = state;
  const focused = focus.on === 'session' ? state.sessions.find(({ id }) => id === focus.id) : undefined;
  const leaves = focused && !isOpen(focused) && settings.source !== state.draft.settings.source;
  return leaves ? { ...next, focus: { on: 'source' } } : next;
}

function edited(draft: Draft, settings: PresetSettings): Draft {
  const { source, video } = draft.settings;
  return {
    ...draft,
    settings,
    remembered: {
      sources: { ...draft.remembered.sources, [source.type]: source, [settings.source.type]: settings.source },
      encode:
        settings.video.mode === 'encode' ? settings.video : video.mode === 'encode' ? video : draft.remembered.encode,
    },
  };
}

function withCapabilities(state: AppState, capabilities: Remote<Capabilities>): AppState {
  const next: AppState = { ...state, capabilities, image: capabilities.state === 'loading' ? state.image : null };
  if (capabilities.state !== 'ready') return next;
  const seen = capabilities.value.captureDevices.map(({ identity, name }) => [identity, name]);
  return {
    ...next,
    deviceNames: { ...state.deviceNames, ...Object.fromEntries(seen) },
    controls: withDevicesRead(state.controls),
  };
}

/** The draft keeps what the device took; what it refused goes back to the preset's value, or out of the draft. */
function afterRead(state: AppState, { device, asked }: Pick<ControlAction & { type: 'controls-read' }, 'device' | 'asked'>, read: ControlValues): AppState {
  const { settings } = state.draft;
  const { source } = settings;
  if (source.type !== 'capture-device' || source.device !== device) return state;
  const { source: before } = settingsBefore(state.draft);
  const saved = before.type === 'capture-device' && before.device === device ? before.controls : {};
  const controls = Object.entries(source.controls).flatMap(([name, value]) => {
    const next = value === asked[name] ? (read[name] ?? saved[name]) : value;
    return next === undefined ? [] : [[name, next] as const];
  });
  const settled = { ...source, controls: Object.fromEntries(controls) };
  return { ...state, draft: { ...state.draft, settings: { ...settings, source: settled } } };
}

function afterTransfer(state: AppState, fileName: string, error: CapstanError | null): AppState {
  const known = state.transfers[fileName];
  if (known && error) return { ...state, transfers: { ...state.transfers, [fileName]: { ...known, error } } };
  return { ...state, transfers: withoutTransfers(state.transfers, (transfer) => transfer.fileName === fileName) };
}
