import type { StationStatus } from '@domain/contract';
import { CapstanFailure, failure } from '@domain/errors';
import { unusedImages } from '@domain/images';
import { dockerRunLine, shellLine } from '@domain/plan/docker-run';
import type { PresetSettings } from '@domain/preset';
import type { Station } from '../station/types';
import { about } from './about';
import type { FileDialogs } from './dialogs';
import { FileGrants } from './grants';
import { importPresetFile } from './preset-files';
import type { RequestHandlers } from './ipc';
import type { LoadFlow } from './load-flow';
import type { PresetOffers } from './opened-presets';
import type { PictureFlow } from './pictures';
import type { PreferencesFile } from './preferences';
import type { Reports } from './report';
import type { RecordStarts } from './record-starts';
import type { Stills } from './stills';
import type { Removals } from './removals';
import type { Tools } from './tools';
import type { WatchSessions } from './watch-sessions';

export interface RequestServices {
  /** The station, once it is open. */
  readonly ready: () => Promise<Station>;
  /** The station, opened anew where that failed before. */
  readonly reopen: () => Promise<Station>;
  readonly dialogs: FileDialogs;
  readonly pictures: (station: Station) => PictureFlow;
  readonly watchSessions: WatchSessions;
  readonly recordStarts: RecordStarts;
  readonly stills: Stills;
  readonly load: LoadFlow;
  readonly removals: Removals;
  readonly preferences: PreferencesFile;
  readonly presetOffers: PresetOffers;
  readonly reports: Reports;
  readonly tools: Tools;
}

/** What each request of the window does. Paths come from dialogs and saved presets, never from the page. */
export function requestHandlers({ ready, reopen, dialogs, pictures, watchSessions, recordStarts, stills, load, removals, preferences, presetOffers, reports, tools }: RequestServices): RequestHandlers {
  const grants = new FileGrants();
  const checkFile = (station: Station, settings: PresetSettings) => grants.check(settings, station.presets.list());

  return {
    ...tools.handlers(),
    'station.status': async () => {
      const status = await (await ready()).status();
      return { ...status, notices: [...preferences.notices, ...status.notices] };
    },
    'station.reconnect': async (): Promise<StationStatus> => (await reopen()).reconnect(),
    'station.capabilities': async ({ refresh }) => (await ready()).capabilities({ refresh }),

    'encoders.probe': async ({ refresh }) => {
      const station = await ready();
      await station.probeEncoders({ refresh });
      return station.capabilities();
    },
    'encoders.cancelProbe': async () => (await ready()).cancelEncoderProbe(),
    'load.watch': ({ hostId, wholeGpu }) => load.set(hostId === null ? null : { hostId, wholeGpu }),

    'controls.set': async ({ device, values }) => (await ready()).setControls(device, values),

    'hosts.list': async () => {
      const { hosts } = await ready();
      const [{ id: chosenId }, list] = await Promise.all([hosts.chosen(), hosts.list()]);
      return { chosenId, hosts: list };
    },
    'hosts.add': async ({ name, address, tls }) => {
      const { hosts } = await ready();
      const certificateDirectory = tls ? await dialogs.chooseCertificates() : null;
      return tls && certificateDirectory === null ? null : hosts.add({ name, address, certificateDirectory });
    },
    'hosts.rename': async ({ id, name }) => (await ready()).hosts.rename(id, name),
    'hosts.remove': async ({ id }) => (await ready()).hosts.remove(id),
    'hosts.check': async ({ id }) => {
      const { hosts } = await ready();
      return hosts.check(await hosts.find(id));
    },
    'hosts.trustKey': async ({ id, fingerprint }) => {
      const { hosts } = await ready();
      return hosts.trustKey(await hosts.find(id), fingerprint);
    },
    'hosts.overview': async ({ id, refresh }) => (await ready()).hosts.overview(id, { refresh }),
    'hosts.choose': async ({ id }) => (await ready()).hosts.choose(id),

    'images.list': async () => (await (await ready()).images()).list(),
    'images.prune': async () => {
      const images = await (await ready()).images();
      return images.remove(unusedImages(await images.list()).map(({ id }) => id));
    },

    'credentials.set': async ({ name, user, password }) => (await ready()).credentials.set(name, { user, password }),
    'credentials.list': async () => (await ready()).credentials.names(),
    'credentials.remove': async ({ name }) => (await ready()).credentials.remove(name),

    'presets.list': async () => (await ready()).presets.list(),
    'presets.create': async ({ name, settings, host }) => {
      const station = await ready();
      checkFile(station, settings);
      return station.presets.create(name, settings, host);
    },
    'presets.update': async ({ id, settings, host }) => {
      const station = await ready();
      checkFile(station, settings);
      return station.presets.update(id, settings, host);
    },
    'presets.rename': async ({ id, name }) => (await ready()).presets.rename(id, name),
    'presets.duplicate': async ({ id }) => (await ready()).presets.duplicate(id),
    'presets.remove': async ({ id }) => (await ready()).presets.remove(id),
    'presets.undoRemove': async () => (await ready()).presets.undoRemove(),
    'presets.import': async () => {
      const station = await ready();
      const paths = await dialogs.choosePresetFiles();
      return paths === null ? null : Promise.all(paths.map((path) => importPresetFile(station.presets, path)));
    },
    'presets.importText': async ({ text }) => {
      const { presets } = await ready();
      const saved = presets.list();
      return presets.importText(text, (path) => grants.allows(path, saved));
    },
    'presets.export': async ({ ids }) => {
      const station = await ready();
      const text = station.presets.exportText(ids);
      const [only] = ids.length === 1 ? ids : [];
      return dialogs.savePresetFile(only === undefined ? 'presets' : station.presets.find(only).name, text);
    },

    'files.chooseSource': async () => {
      const path = await dialogs.chooseMediaFile();
      if (path !== null) grants.grant(path);
      return path;
    },
    'files.chooseRecordingsDirectory': async () => {
      const { settings } = await ready();
      const path = await dialogs.chooseDirectory(settings.recordingsDirectory);
      if (path !== null) settings.recordingsDirectory = path;
      return path;
    },
    'settings.setNameTemplate': async ({ template }) => {
      const station = await ready();
      station.settings.nameTemplate = template;
      return station.status();
    },

    'settings.setRetention': async (retention) => {
      const station = await ready();
      station.settings.retention = retention;
      return station.status();
    },
    'recordings.removed': async () => (await ready()).cleaning.history(),

    'plan.preview': async (draft) => {
      const station = await ready();
      checkFile(station, draft.settings);
      const plan = await station.plan(draft);
      if (!plan.ok) throw new CapstanFailure(plan.error);
      const { argv, container, encode, warnings } = plan.value;
      return { argv: [...argv], container, command: container ? dockerRunLine(container) : shellLine(argv), encode, warnings: [...warnings] };
    },

    'sessions.list': async () => (await ready()).sessions.list(),
    'sessions.start': async ({ draft, purpose }) => {
      const start = async (signal: AbortSignal) => {
        const station = await ready();
        checkFile(station, draft.settings);
        signal.throwIfAborted();
        return station.sessions.start(draft, { purpose, signal });
      };
      return purpose === 'record' ? recordStarts.start(start) : (await watchSessions.start(start)).view;
    },
    'sessions.cancelStart': async () => recordStarts.cancel(),
    'sessions.stop': async ({ id }) => (await ready()).sessions.get(id).stop(),
    'sessions.pause': async ({ id }) => (await ready()).sessions.get(id).pause(),
    'sessions.resume': async ({ id }) => (await (await ready()).sessions.get(id).resume()).view,
    'sessions.log': async ({ id }) => (await ready()).sessions.get(id).log(),
    'sessions.watch': async ({ id, on }) => {
      const flow = pictures(await ready());
      if (on) flow.watch(id);
      else flow.unwatch(id);
    },

    'recordings.list': async () => removals.shown(await (await ready()).recordings.list()),
    'recordings.reveal': async ({ id }) => dialogs.reveal((await ready()).recordings.get(id).path),
    'recordings.rename': async ({ id, name }) => (await ready()).recordings.rename(id, name),
    'recordings.remove': async ({ ids }) => ({ batch: removals.remove(await ready(), ids) }),
    'recordings.undoRemove': async ({ batch }) => removals.undo(await ready(), batch),
    'removals.hold': async ({ on }) => removals.hold(on),
    'recordings.remux': async ({ id }) => (await ready()).conversions.remux(id),
    'recordings.join': async ({ id }) => (await ready()).conversions.join(id),
    'recordings.repair': async ({ id }) => (await ready()).conversions.repair(id),
    'recordings.keep': async ({ ids, on }) => (await ready()).recordings.keep(ids, on),
    'recordings.makePlayable': async ({ id }) => (await ready()).conversions.makePlayable(id),
    'recordings.cancelConversion': async ({ id }) => (await ready()).conversions.cancel(id),
    'hostRecordings.list': async () => {
      const station = await ready();
      const [host, list] = await Promise.all([station.hosts.chosen(), station.hostRecordings.list()]);
      return list === null ? null : removals.shownOf(host, list);
    },
    'hostRecordings.fetch': async ({ fileName }) => (await ready()).hostRecordings.fetch(fileName),
    'hostRecordings.cancelFetch': async ({ fileName }) => (await ready()).hostRecordings.cancelFetch(fileName),
    'hostRecordings.rename': async ({ fileName, name }) => (await ready()).hostRecordings.rename(fileName, name),
    'hostRecordings.remove': async ({ fileNames }) => ({ batch: removals.removeOf(await (await ready()).hosts.chosen(), fileNames) }),
    'hostRecordings.undoRemove': async ({ batch }) => removals.undoOf(batch),
    'preferences.get': async () => preferences.current,
    'preferences.set': async (change) => preferences.set(change),
    'app.about': async () => about(),
    'openedPresets.next': () => presetOffers.next(),
    'openedPresets.answer': async (answer) => {
      const { presets } = await ready();
      return presetOffers.answer(answer, () => presets);
    },
    'report.create': () => reports.create(),
    'report.save': () => dialogs.saveReport(reports.last),
    'stills.take': async (still) => {
      const station = await ready();
      return stills.take(station, pictures(station), still);
    },
    'stills.reveal': async ({ path }) => stills.reveal(path),
    'recordings.open': async ({ id }) => {
      const { path } = (await ready()).recordings.get(id);
      const refused = await dialogs.open(path);
      if (refused === '') return;
      throw failure('internal', `${path} could not be opened: ${refused}`, {
        nextStep: 'Open it from its folder, with a player of your choice.',
      });
    },
  };
}
