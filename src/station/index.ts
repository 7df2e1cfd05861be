import { join } from 'node:path';
import type { StationEvent, StationStatus } from '@domain/contract';
import { errorOf, failure } from '@domain/errors';
import { thisComputer, type Host } from '@domain/host';
import { hasEnded } from '@domain/session';
import { StationBenchmarks } from './benchmark/benchmarks';
import type { CredentialStore } from './credentials';
import { StationDoctor } from './doctor/doctor';
import { PastFailures } from './doctor/past-failures';
import { usualBitRateKbps } from './doctor/usual-bit-rate';
import { FailureWatch } from './doctor/watch-failures';
import { EncoderProbes } from './encoders/encoder-probes';
import { Engines } from './hosts/engines';
import { checkHost, trustHostKey } from './hosts/host-check';
import { HostLibrary } from './hosts/host-library';
import { overviewOf, withinPatience } from './hosts/host-overview';
import { openEngine } from './hosts/open-engine';
import { WatchedHostLoad } from './load/watched-host-load';
import { hasLocalFfmpeg } from './local/ffmpeg-build';
import { openLocalFiles } from './local/file-place';
import { openPresetLibrary } from './presets/preset-library';
import { LocalCleaning } from './recordings/cleaning';
import { Conversions } from './recordings/conversions';
import type { OpenFilesHere } from './recordings/file-place';
import { growingFrame } from './recordings/growing-frame';
import { HostRecordingsOfStation } from './recordings/host-recordings';
import { openRecordingLibrary } from './recordings/recording-library';
import { Thumbnails } from './recordings/thumbnails';
import { SessionManager } from './session/sessions';
import { StopMarks } from './session/stop-marks';
import { openSettings } from './settings/settings';
import type { OpenStore, Station } from './types';
import { StationUpkeep } from './upkeep';

export interface StationOptions {
  readonly dataDirectory: string;
  readonly openStore: OpenStore;
  /** Of this computer: `auto` takes Docker where a daemon answers, else its own ffmpeg. Other hosts have Docker alone. */
  readonly engine: 'auto' | 'docker' | 'local';
  /** Name, id or address of the host to begin with; default: the one that was chosen last. */
  readonly host?: string;
  readonly credentials: CredentialStore;
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
}

/** The composition root, the same for the window and the terminal. A host is connected to at the first need. */
export async function openStation(options: StationOptions): Promise<Station> {
  const { dataDirectory, openStore, credentials, env, version } = options;
  const settings = openSettings(openStore, dataDirectory, env);
  const presets = openPresetLibrary(openStore, dataDirectory);
  const library = new HostLibrary(openStore, dataDirectory, env);
  const listeners = new Set<(event: StationEvent) => void>();
  const emit = (event: StationEvent) => {
    listeners.forEach((listener) => listener(event));
    upkeep.onEvent(event);
    failureWatch.onEvent(event);
  };

  const forgotten = (id: string) => {
    Promise.all([thumbnails.forget(id), conversions.previews.forget(id)]).catch((thrown: unknown) => emit({ type: 'notice', message: `Pictures of a recording could not be removed: ${errorOf(thrown).detail}` }));
  };
  const recordings = openRecordingLibrary(openStore, dataDirectory, forgotten);
  const engineOptions = { dataDirectory, engine: options.engine, env, version, ownerId: settings.ownerId, sealKey: settings.sealKey, imageChoicesOf: settings.imageChoicesOf, onProgress: emit };
  const engines = new Engines((host) => openEngine(host, engineOptions));
  /** Given on a command line it is used without being remembered. */
  let asked = options.host === undefined ? null : await library.find(options.host);
  const chosen = async (): Promise<Host> => {
    if (asked) return asked;
    const all = await library.list();
    return all.find(({ id }) => id === settings.chosenHostId) ?? (await library.find(thisComputer));
  };
  const engine = async () => engines.of(await chosen());
  const watching = new Set<string>();
  /** Devices are watched where somebody has looked at them; a host that cannot be watched is asked as before. */
  const watch = async () => {
    const { id } = await chosen();
    if (watching.has(id)) return;
    watching.add(id);
    try {
      await (await engine()).watchDevices(() => emit({ type: 'devices', hostId: id }));
    } catch (thrown) {
      watching.delete(id);
      emit({ type: 'notice', message: `New devices are not seen by themselves: ${errorOf(thrown).detail}` });
    }
  };
  const sessions = new SessionManager({ engine, settings, recordings, credentials, stops: new StopMarks(join(dataDirectory, 'stops')), emit });
  /** Nothing is connected to for its load alone. */
  const connectedEngine = async (hostId: string) => {
    const connected = engines.connected(hostId);
    if (connected) return connected;
    throw failure('host-unknown', 'Capstan is not connected to this host: its load is not known.', { nextStep: 'Choose the host to use it.' });
  };
  const load = new WatchedHostLoad({
    engineOf: (hostId) => (hostId === undefined ? engine() : connectedEngine(hostId)),
    onLoad: (hostId, figures) => emit({ type: 'load', hostId, load: figures }),
  });
  const encoderProbes = new EncoderProbes({ engine, chosen, emit });
  /** Files here are this computer's affair, whichever host is chosen. Its own ffmpeg does what its Docker cannot, or not yet: no image is made while that one will do. */
  const openFiles: OpenFilesHere = async (files, making) => {
    const here = await engines.of(await library.find(thisComputer));
    const ready = await here.openFiles(files);
    const made = ready === null && making && !(await hasLocalFfmpeg(env)) ? await here.openFiles(files, making) : ready;
    return made ?? openLocalFiles(env, files);
  };
  const conversions = new Conversions({ recordings, openFiles, previewDirectory: join(dataDirectory, 'previews'), emit });
  const thumbnails = new Thumbnails({
    directory: join(dataDirectory, 'thumbnails'),
    get: (id) => recordings.get(id),
    knownIds: () => recordings.ids(),
    openFiles,
  });
  const hostRecordings = new HostRecordingsOfStation({ engineOf: (host) => engines.of(host), chosen, sessions, settings, recordings, emit });

  /** Also what waits to go on in a further part, whose first ones are there already. */
  const activeIds = () => sessions.list().flatMap(({ id, state, waitingFor, isPaused, part }) => (hasEnded(state) && waitingFor === undefined && !isPaused ? [] : [id, ...(part ? [part.firstSessionId] : [])]));
  const cleaning = new LocalCleaning({
    ...{ openStore, dataDirectory, recordings, settings, emit },
    busyIds: () => new Set([...activeIds(), ...conversions.busyIds, ...hostRecordings.busyIds]),
  });
  const benchmarks = new StationBenchmarks({ openStore, dataDirectory, version, chosen, lend: (host, act) => engines.lend(host, act), sessions: () => sessions.list() });
  const upkeep = new StationUpkeep({ recordings, conversions, cleaning, sessions, emit });

  const failures = new PastFailures(openStore, dataDirectory);
  const failureWatch = new FailureWatch(failures, { logOf: (id) => sessions.get(id).log(), notice: (message) => emit({ type: 'notice', message }) });
  const doctor = new StationDoctor({
    ...engineOptions,
    chosen,
    recordingsDirectory: () => settings.recordingsDirectory,
    lend: (host, act) => engines.lend(host, act),
    failuresOf: (hostId) => failures.of(hostId),
    usualBitRateKbps: (hostId) => usualBitRateKbps(recordings.ofHost(hostId)),
    isRecording: (hostId) => sessions.list().some(({ host, state }) => host.id === hostId && !hasEnded(state)),
  });

  const status = async (): Promise<StationStatus> => ({
    version,
    host: await chosen(),
    engine: (await engine()).status,
    dataDirectory,
    recordingsDirectory: settings.recordingsDirectory,
    nameTemplate: settings.nameTemplate,
    retention: settings.retention,
    notices: [...settings.notices, ...presets.notices, ...recordings.notices, ...library.notices],
  });
  const isInUse = (hostId: string) => sessions.list().some(({ host, state, waitingFor }) => host.id === hostId && (!hasEnded(state) || waitingFor !== undefined));
  const checkOptions = () => ({ ...engineOptions, recordingsDirectory: settings.recordingsDirectory });
  const drop = async (hostId: string) => {
    watching.delete(hostId);
    await engines.drop(hostId);
  };

  return {
    presets,
    recordings,
    sessions: {
      list: () => sessions.list(),
      get: (id) => sessions.get(id),
      start: async (draft, startOptions) => {
        const { id } = await chosen();
        try {
          return await sessions.start(draft, startOptions);
        } catch (thrown) {
          if (startOptions?.signal?.aborted !== true) failureWatch.refused(id, draft.settings, thrown);
          throw thrown;
        }
      },
      adopt: async () => {
        await sessions.adopt(await engine());
        if (asked) return;
        // Sessions of other hosts are looked for on the side: one that is away must not hold up the rest.
        const { id } = await chosen();
        const others = (await library.list()).filter((host) => host.id !== id && settings.hostsInUse.includes(host.id));
        for (const host of others) {
          engines
            .of(host)
            .then((other) => sessions.adopt(other))
            .catch((thrown: unknown) => emit({ type: 'notice', message: `${host.name} may still be recording: ${errorOf(thrown).detail}` }));
        }
      },
    },
    settings,
    credentials,
    hostRecordings,
    conversions: {
      remux: (id, signal) => conversions.remux(id, signal),
      join: (id, signal) => conversions.join(id, signal),
      repair: (id, signal) => conversions.repair(id, signal),
      makePlayable: (id, signal) => conversions.makePlayable(id, signal),
      cancel: (id) => conversions.cancel(id),
      playable: (id) => conversions.previews.path(id),
    },
    cleaning,
    benchmarks,
    upkeep: { begin: (busyIds) => upkeep.begin(busyIds) },
    doctor: { examine: (examineOptions) => doctor.examine(examineOptions) },
    thumbnail: (id) => thumbnails.path(id),
    fileFrame: (id) => {
      const { record, view } = sessions.get(id);
      return view.state === 'recording' ? growingFrame(record, openFiles) : Promise.resolve(null);
    },
    hosts: {
      list: () => library.list(),
      get notices() {
        return library.notices;
      },
      chosen,
      find: (reference) => library.find(reference),
      choose: async (id) => {
        const host = await library.find(id);
        asked = null;
        settings.chosenHostId = host.id;
        emit({ type: 'hosts' });
        const now = await status();
        emit({ type: 'engine', status: now.engine });
        await sessions.adopt(await engine());
        return now;
      },
      add: async (host) => {
        const added = await library.add(host);
        emit({ type: 'hosts' });
        return added;
      },
      rename: async (id, name) => {
        const renamed = await library.rename(id, name);
        emit({ type: 'hosts' });
        return renamed;
      },
      remove: async (id) => {
        if (isInUse(id)) throw failure('host-invalid', 'A session runs on this host.', { nextStep: 'Stop it first, then remove the host.' });
        library.remove(id);
        await drop(id);
        emit({ type: 'hosts' });
      },
      overview: async (id, { refresh }) => {
        const host = await library.find(id);
        const { recordingsDirectory } = settings;
        return withinPatience(host, engines.lend(host, (lent) => overviewOf(lent, { refresh, recordingsDirectory })));
      },
      check: (host, onStep) => checkHost(host, { ...checkOptions(), onStep: told(host, onStep) }),
      trustKey: (host, fingerprint, onStep) => trustHostKey(host, fingerprint, { ...checkOptions(), onStep: told(host, onStep) }),
    },
    images: async () => {
      const { images, status: found } = await engine();
      if (images !== null) return images;
      throw failure('daemon-unreachable', found.dockerError?.detail ?? 'This computer’s own ffmpeg was asked for; it runs in no image.');
    },
    setControls: (device, values) => sessions.setControls(device, values),
    status,
    reconnect: async () => {
      const { id } = await chosen();
      // Sessions belong to their engine: it is only looked for again while nothing of it runs.
      if (!isInUse(id)) await drop(id);
      const now = await status();
      emit({ type: 'engine', status: now.engine });
      return now;
    },
    capabilities: async ({ refresh = false } = {}) => {
      const found = await (await engine()).capabilities({ refresh, directory: settings.recordingsDirectory });
      void watch();
      return found;
    },
    probeEncoders: (probeOptions) => encoderProbes.run(probeOptions),
    cancelEncoderProbe: () => encoderProbes.cancel(),
    watchLoad: (watched) => load.watch(watched),
    plan: (draft, planOptions) => sessions.plan(draft, planOptions),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      encoderProbes.cancel();
      await upkeep.close();
      await load.close();
      thumbnails.close();
      await conversions.close();
      await hostRecordings.close();
      await failureWatch.close();
      await sessions.close();
      await engines.close();
    },
  };

  function told(host: Host, onStep: Parameters<Station['hosts']['check']>[1] = () => {}) {
    return (step: Parameters<typeof onStep>[0]) => {
      onStep(step);
      emit({ type: 'host-check', hostId: host.id, step });
    };
  }
}
