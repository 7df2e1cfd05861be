import type { RequestName, RequestOutput, StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import type { Preset, PresetSettings } from '@domain/preset';
import { hasEnded } from '@domain/session';
import type { Request } from '../bridge';
import { focusedSession, isRunning, isUnsaved, recordingSessions, sessionDraft, watchWish } from './selectors';
import type { Remote } from './state';
import type { Store } from './store';
import { WatchKeeper } from './watch-keeper';

export interface CommandServices {
  readonly request: Request;
  readonly store: Store;
  /** Calls back once edits have come to rest; answers a function that calls it off. */
  readonly settle: (action: () => void) => () => void;
}

export type Commands = ReturnType<typeof createCommands>;

/** Everything that the window does. None throws: what fails becomes part of the state. */
export function createCommands({ request, store, settle }: CommandServices) {
  const { dispatch } = store;
  const keeper = new WatchKeeper({ request, settle, onWatch: (watch) => dispatch({ type: 'watch', watch }) });

  /** Undefined where it failed; the problem is shown then. */
  async function tried<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (thrown) {
      dispatch({ type: 'failed', error: errorOf(thrown) });
      return undefined;
    }
  }

  async function remote<N extends RequestName>(asked: Promise<RequestOutput<N>>): Promise<Remote<RequestOutput<N>>> {
    try {
      return { state: 'ready', value: await asked };
    } catch (thrown) {
      return { state: 'failed', error: errorOf(thrown) };
    }
  }

  const loadStatus = async () =>
    dispatch({ type: 'status', status: await remote<'station.status'>(request('station.status')) });
  const loadRecordings = async () =>
    dispatch({ type: 'recordings', recordings: await remote<'recordings.list'>(request('recordings.list')) });
  const loadCapabilities = async (refresh: boolean) => {
    // What is known stays in view while it is looked for anew.
    if (store.get().capabilities.state !== 'ready')
      dispatch({ type: 'capabilities', capabilities: { state: 'loading' } });
    const capabilities = await remote<'station.capabilities'>(request('station.capabilities', { refresh }));
    dispatch({ type: 'capabilities', capabilities });
  };
  const loadPresets = async () => {
    const presets = await tried(() => request('presets.list'));
    if (presets) dispatch({ type: 'presets', presets });
  };
  const loadSessions = async () => {
    const sessions = await tried(() => request('sessions.list'));
    if (sessions) dispatch({ type: 'sessions', sessions });
  };

  let planned = '';
  let planNumber = 0;
  const loadPlan = async () => {
    const draft = sessionDraft(store.get().draft);
    planned = JSON.stringify(draft);
    const number = (planNumber += 1);
    const plan = await remote<'plan.preview'>(request('plan.preview', draft));
    if (number === planNumber) dispatch({ type: 'plan', plan });
  };
  let unsettlePlan = () => {};

  /** What follows from a change of the state: the picture and the plan of the draft. */
  const follow = () => {
    const state = store.get();
    keeper.want(watchWish(state));
    if (planned === JSON.stringify(sessionDraft(state.draft))) return;
    planned = JSON.stringify(sessionDraft(state.draft));
    unsettlePlan();
    unsettlePlan = settle(() => void loadPlan());
  };

  const stop = async (id: string) => {
    const view = await tried(() => request('sessions.stop', { id }));
    if (view) dispatch({ type: 'station-event', event: { type: 'session', view, event: null } });
  };

  const choosePreset = (preset: Preset) => dispatch({ type: 'preset-chosen', preset });
  const save = async () => {
    const { draft } = store.get();
    const preset = await tried(() => request('presets.update', { id: draft.preset.id, settings: draft.settings }));
    if (preset) dispatch({ type: 'preset-saved', preset });
    return preset !== undefined;
  };

  return {
    /** Loads everything and follows the state from then on. Answers a function that ends it. */
    begin: () => {
      const end = store.subscribe(follow);
      void Promise.all([loadStatus(), loadPresets(), loadSessions(), loadRecordings()]);
      void loadCapabilities(false);
      keeper.want(watchWish(store.get()));
      void loadPlan();
      return end;
    },

    receive: (event: StationEvent) => {
      dispatch({ type: 'station-event', event });
      if (event.type === 'presets') void loadPresets();
      if (event.type === 'recordings') void loadRecordings();
      if (event.type !== 'session' || !hasEnded(event.view.state)) return;
      if (event.view.purpose === 'watch') keeper.ended(event.view.id, event.view.error);
      else void loadRecordings();
    },

    record: async () => {
      const { launch, draft } = store.get();
      if (launch.state === 'starting') return;
      dispatch({ type: 'record-requested' });
      keeper.hold();
      try {
        const view = await request('sessions.start', { draft: sessionDraft(draft), purpose: 'record' });
        dispatch({ type: 'record-started', view });
      } catch (thrown) {
        dispatch({ type: 'record-refused', error: errorOf(thrown) });
      } finally {
        keeper.release();
      }
    },
    stop,
    /** Stops the recording in view, or the only one that runs. */
    stopInView: async () => {
      const state = store.get();
      const focused = focusedSession(state);
      const running = recordingSessions(state).filter(isRunning);
      const session = focused && isRunning(focused) ? focused : running.length === 1 ? running[0] : undefined;
      if (session) await stop(session.id);
    },
    showPictures: async (id: string, on: boolean) => {
      try {
        await request('sessions.watch', { id, on });
      } catch (thrown) {
        const error = errorOf(thrown);
        // It may have ended in the same moment; its end is told by its own event.
        if (error.kind !== 'session-unknown') dispatch({ type: 'failed', error });
      }
    },
    retryWatch: () => keeper.retry(),
    loadRecordings,
    retryPlan: () => void loadPlan(),
    log: (id: string) => request('sessions.log', { id }),

    reconnect: async () => {
      dispatch({ type: 'status', status: { state: 'loading' } });
      dispatch({ type: 'status', status: await remote<'station.reconnect'>(request('station.reconnect')) });
      await Promise.all([loadPresets(), loadSessions(), loadRecordings(), loadCapabilities(false), loadPlan()]);
      keeper.retry();
    },
    lookForDevices: () => loadCapabilities(true),

    edit: (change: Partial<PresetSettings>) =>
      dispatch({ type: 'settings-edited', settings: { ...store.get().draft.settings, ...change } }),
    chooseFile: () => tried(() => request('files.chooseSource')),
    chooseRecordingsDirectory: async () => {
      const path = await tried(() => request('files.chooseRecordingsDirectory'));
      if (path) await Promise.all([loadStatus(), loadPlan()]);
    },

    choosePreset,
    revert: () => choosePreset(store.get().draft.preset),
    /** Saves the draft under its preset; false where it needs a name first or failed. */
    save: async () => {
      const { draft } = store.get();
      if (draft.preset.builtIn || !isUnsaved(draft)) return false;
      return save();
    },
    saveAs: async (name: string) => {
      const { settings } = store.get().draft;
      const preset = await tried(() => request('presets.create', { name, settings }));
      if (preset) dispatch({ type: 'preset-saved', preset });
      return preset !== undefined;
    },
    rename: async (name: string) => {
      const preset = await tried(() => request('presets.rename', { id: store.get().draft.preset.id, name }));
      if (preset) dispatch({ type: 'preset-saved', preset });
      return preset !== undefined;
    },
    duplicate: async () => {
      const preset = await tried(() => request('presets.duplicate', { id: store.get().draft.preset.id }));
      if (!preset) return;
      await loadPresets();
      choosePreset(preset);
    },
    remove: async () => {
      const { preset } = store.get().draft;
      const removed = await tried(async () => {
        await request('presets.remove', { id: preset.id });
        return true;
      });
      if (removed) dispatch({ type: 'preset-removed', preset });
    },
    undoRemove: async () => {
      const preset = await tried(() => request('presets.undoRemove'));
      if (preset) dispatch({ type: 'preset-restored', preset });
    },
    importPresets: async () => {
      const presets = await tried(() => request('presets.import'));
      const first = presets?.[0];
      await loadPresets();
      if (first) choosePreset(first);
    },
    exportPresets: (ids: readonly string[]) => tried(() => request('presets.export', { ids: [...ids] })),

    openRecording: (id: string) => tried(() => request('recordings.open', { id })),
    revealRecording: (id: string) => tried(() => request('recordings.reveal', { id })),
  };
}
