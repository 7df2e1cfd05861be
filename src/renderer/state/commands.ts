import type { StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import type { PresetSettings } from '@domain/preset';
import { hasEnded } from '@domain/session';
import { remote, trying, type CommandServices } from './asking';
import { benchmarkCommands } from './benchmark-commands';
import { desktopCommands } from './desktop-commands';
import { deviceCommands } from './device-commands';
import { doctorCommands } from './doctor-commands';
import { encoderCommands } from './encoder-commands';
import { hostLookCommands } from './host-look-commands';
import { hostCommands } from './host-commands';
import { chosenHostId } from './hosts';
import { loadWish } from './load-hosts';
import { LoadKeeper } from './load-keeper';
import { presetCommands } from './preset-commands';
import { recordingCommands } from './recording-commands';
import { liveCommands } from './live-commands';
import { PictureKeeper } from './picture-keeper';
import { chosenDevice, isUnplugged, sessionDraft } from './selectors';
import { shownPictures } from './tiles';
import { WatchKeeper } from './watch-keeper';
import { watchWish } from './watch-wish';

export type { CommandServices } from './asking';
export type Commands = ReturnType<typeof createCommands>;

/** Everything that the window does. None throws but where it says so: what fails becomes part of the state. */
export function createCommands(services: CommandServices) {
  const { request, store, settle, now } = services;
  const { dispatch } = store;
  const tried = trying(store);
  const keeper = new WatchKeeper({ request, settle, onWatch: (watch) => dispatch({ type: 'watch', watch }) });
  const pictureKeeper = new PictureKeeper({ request, onFailed: (error) => dispatch({ type: 'failed', error }) });
  const loadKeeper = new LoadKeeper({ request, onWatched: (hostId, error) => dispatch({ type: 'load-watched', hostId, error }) });

  const loadStatus = async () => dispatch({ type: 'status', status: await remote(request('station.status')) });
  const loadCapabilities = async (refresh: boolean) => {
    const { connection, capabilities: known } = store.get();
    // What is known stays in view while it is looked for anew.
    if (known.state !== 'ready') dispatch({ type: 'capabilities', capabilities: { state: 'loading' } });
    const wasUnplugged = isUnplugged(store.get());
    const capabilities = await remote(request('station.capabilities', { refresh }));
    if (store.get().connection !== connection) return;
    dispatch({ type: 'capabilities', capabilities });
    if (wasUnplugged && chosenDevice(store.get())) keeper.retry();
  };
  const loadPresets = async () => {
    const presets = await tried(() => request('presets.list'));
    if (presets) dispatch({ type: 'presets', presets });
  };
  const loadSessions = async () => {
    const sessions = await tried(() => request('sessions.list'));
    if (sessions) dispatch({ type: 'sessions', sessions });
  };

  const loadCredentials = async () => {
    const names = await tried(() => request('credentials.list'));
    if (names) dispatch({ type: 'credentials', names });
  };

  /** One look at a time, and one more where something changed meanwhile. */
  let look: Promise<void> | null = null;
  let isLookedForAgain = false;
  const followDevices = () => {
    if (look) isLookedForAgain = true;
    else
      look = loadCapabilities(false).finally(() => {
        look = null;
        if (isLookedForAgain) followDevices();
        isLookedForAgain = false;
      });
  };

  let planned = '';
  let planNumber = 0;
  const planKey = () => JSON.stringify([sessionDraft(store.get()), store.get().connection]);
  const loadPlan = async () => {
    planned = planKey();
    const number = (planNumber += 1);
    const plan = await remote(request('plan.preview', sessionDraft(store.get())));
    if (number === planNumber) dispatch({ type: 'plan', plan });
  };
  let unsettlePlan = () => {};

  const looks = hostLookCommands(services);
  /** What follows from a change of the state: the picture and the plan of the draft. */
  const follow = () => {
    const state = store.get();
    keeper.want(watchWish(state));
    pictureKeeper.want(shownPictures(state));
    loadKeeper.want(loadWish(state));
    looks.followPage();
    if (state.isConnecting || state.status.state === 'failed' || planned === planKey()) return;
    planned = planKey();
    unsettlePlan();
    unsettlePlan = settle(() => void loadPlan());
  };

  const edit = (change: Partial<PresetSettings>) =>
    dispatch({ type: 'settings-edited', settings: { ...store.get().draft.settings, ...change } });

  const recordings = recordingCommands(services);
  const devices = deviceCommands({
    ...services,
    edit,
    onApplied: (names) => {
      // A switch or a menu, such as automatic exposure, may free or bind other controls.
      const controls = chosenDevice(store.get())?.controls ?? [];
      if (controls.some(({ name, type }) => names.includes(name) && type !== 'integer')) followDevices();
    },
  });
  const hosts = hostCommands({
    ...services,
    loadHost: async () => {
      devices.forgetWishes();
      await Promise.all([loadPresets(), loadSessions(), recordings.loadRecordings(), loadCapabilities(false)]);
    },
    unwatched: () => keeper.rest(),
  });
  const presets = presetCommands({ ...services, loadPresets, chooseHost: hosts.chooseHost, onControlsReplaced: devices.followDraft });
  const encoders = encoderCommands({ ...services, loadPlan, loadCapabilities: () => loadCapabilities(false) });
  /** After a trial that a start made: what works now, and what is planned with it. */
  const followTrial = () => {
    followDevices();
    void loadPlan();
  };

  const desktop = desktopCommands({ ...services, loadPresets });

  return {
    ...recordings,
    ...presets,
    ...desktop,
    ...hosts,
    ...looks,
    ...encoders,
    ...doctorCommands(services),
    ...benchmarkCommands({ ...services, unwatched: () => keeper.rest() }),
    ...liveCommands({ ...services, picture: keeper }),
    setControls: devices.setControls,
    pressControl: devices.pressControl,

    /** Loads everything and follows the state from then on. Answers a function that ends it. */
    begin: () => {
      const end = store.subscribe(follow);
      void Promise.all([loadStatus().then(hosts.loadHosts), loadPresets(), loadSessions(), recordings.loadRecordings()]);
      void desktop.loadPreferences();
      void loadCapabilities(false);
      keeper.want(watchWish(store.get()));
      void loadPlan();
      return end;
    },

    receive: (event: StationEvent) => {
      dispatch({ type: 'station-event', event, atMs: now() });
      if (event.type === 'presets') void loadPresets();
      if (event.type === 'recordings') void recordings.loadRecordings();
      if (event.type === 'hosts') void hosts.loadHosts();
      looks.followHosts(event);
      const state = store.get();
      if (event.type === 'devices' && event.hostId === chosenHostId(state)) followDevices();
      const isTrialOver = event.type === 'encoder-probe' && event.total > 0 && event.done === event.total;
      if (isTrialOver && event.hostId === chosenHostId(state) && state.trial.state !== 'running') followTrial();
      if (event.type === 'hostRecordings' && event.hostId === chosenHostId(state) && state.hostRecordings)
        void recordings.loadHostRecordings();
      if (event.type !== 'session' || !hasEnded(event.view.state)) return;
      if (event.view.purpose === 'watch') keeper.ended(event.view.id, event.view.error);
      else void recordings.loadRecordings();
    },

    record: async () => {
      const { launch } = store.get();
      if (launch.state === 'starting') return;
      dispatch({ type: 'record-requested' });
      const isTrialMade = () => {
        const { launch: made } = store.get();
        return made.state === 'starting' && made.trial !== null;
      };
      keeper.hold();
      try {
        const view = await request('sessions.start', { draft: sessionDraft(store.get()), purpose: 'record' });
        if (isTrialMade()) followTrial();
        dispatch({ type: 'record-started', view });
      } catch (thrown) {
        if (isTrialMade()) followTrial();
        dispatch({ type: 'record-refused', error: errorOf(thrown) });
      } finally {
        keeper.release();
      }
    },
    retryWatch: () => keeper.retry(),
    retryLoad: () => loadKeeper.retry(),
    retryPlan: () => void loadPlan(),
    log: (id: string) => request('sessions.log', { id }),
    lookForDevices: () => loadCapabilities(true),

    edit,
    chooseFile: () => tried(() => request('files.chooseSource')),
    chooseRecordingsDirectory: async () => {
      const path = await tried(() => request('files.chooseRecordingsDirectory'));
      if (path) await Promise.all([loadStatus(), loadPlan()]);
    },

    loadCredentials,
    /** Keeps a user and password; true where they are kept. */
    keepCredential: async (name: string, user: string, password: string) => {
      const names = await tried(async () => {
        await request('credentials.set', { name, user, password });
        return request('credentials.list');
      });
      if (names) dispatch({ type: 'credentials', names });
      return names !== undefined;
    },
    /** True where it is forgotten. */
    forgetCredential: async (name: string) => {
      const isForgotten = await tried(async () => {
        await request('credentials.remove', { name });
        return true;
      });
      await loadCredentials();
      return isForgotten === true;
    },
  };
}
