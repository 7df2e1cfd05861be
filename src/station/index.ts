import { join } from 'node:path';
import type { Capabilities } from '@domain/capabilities';
import type { EngineStatus, StationEvent } from '@domain/contract';
import { errorOf, type CapstanError } from '@domain/errors';
import { DockerClient } from './docker/client';
import { DockerEngine } from './docker/engine';
import { findEndpoint } from './docker/endpoint';
import type { Engine } from './engine';
import { createLocalEngine } from './local/engine';
import { openPresetLibrary } from './presets/preset-library';
import { openRecordingLibrary } from './recordings/recording-library';
import { SessionManager } from './session/sessions';
import { openSettings } from './settings/settings';
import type { OpenStore, Station } from './types';

export interface StationOptions {
  readonly dataDirectory: string;
  readonly openStore: OpenStore;
  /** `auto` takes Docker where a daemon answers, else this computer's own ffmpeg. */
  readonly engine: 'auto' | 'docker' | 'local';
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
}

/** The composition root, the same for the window and the terminal. The engine is looked for at the first need. */
export async function openStation(options: StationOptions): Promise<Station> {
  const { dataDirectory, openStore, env, version } = options;
  const settings = openSettings(openStore, dataDirectory, env);
  const presets = openPresetLibrary(openStore, dataDirectory);
  const recordings = openRecordingLibrary(openStore, dataDirectory);
  const listeners = new Set<(event: StationEvent) => void>();
  const emit = (event: StationEvent) => listeners.forEach((listener) => listener(event));

  let found: Promise<Engine> | null = null;
  const engine = (): Promise<Engine> => {
    found ??= findEngine(options, settings.ownerId, emit).catch((thrown: unknown) => {
      found = null;
      throw thrown;
    });
    return found;
  };
  const sessions = new SessionManager({ engine, settings, recordings, emit });

  const status = async () => ({
    version,
    engine: (await engine()).status,
    dataDirectory,
    recordingsDirectory: settings.recordingsDirectory,
    notices: [...settings.notices, ...presets.notices, ...recordings.notices],
  });

  return {
    presets,
    recordings,
    sessions,
    settings,
    status,
    reconnect: async () => {
      const before = await engine().catch(() => null);
      // Sessions belong to their engine: it is only looked for again while nothing of it runs.
      if (before === null || !sessions.list().some(({ state }) => ['starting', 'recording', 'stopping'].includes(state))) {
        await before?.close();
        found = null;
      }
      const now = await status();
      emit({ type: 'engine', status: now.engine });
      return now;
    },
    capabilities: async ({ refresh = false } = {}) => (await engine()).capabilities({ refresh, directory: settings.recordingsDirectory }),
    plan: (draft, planOptions) => sessions.plan(draft, planOptions),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      await sessions.close();
      await (await found?.catch(() => null))?.close();
    },
  };
}

type Emit = (event: StationEvent) => void;

async function findEngine(options: StationOptions, ownerId: string, emit: Emit): Promise<Engine> {
  if (options.engine === 'local') return localEngine(options, 'This computer’s own ffmpeg was asked for.', null);
  try {
    return await dockerEngine(options, ownerId, emit);
  } catch (thrown) {
    const error = errorOf(thrown);
    const away = error.kind === 'daemon-unreachable' || error.kind === 'daemon-forbidden';
    if (options.engine === 'docker' || !away) throw thrown;
    return localEngine(options, `${error.title}. This computer’s own ffmpeg is used instead.`, error);
  }
}

async function dockerEngine({ env, dataDirectory, version }: StationOptions, ownerId: string, onProgress: Emit) {
  const found = await findEndpoint(env);
  const client = await DockerClient.connect(found);
  const info = await client.info();
  const because = `Docker ${info.serverVersion} answers at ${client.address} (${found.origin}).`;
  const status: EngineStatus = { kind: 'docker', because, endpoint: client.address, dockerError: null };
  const imageReference = env['CAPSTAN_IMAGE'];
  return new DockerEngine({
    client,
    info,
    status,
    ownerId,
    user: containerUser(env),
    cacheDirectory: join(dataDirectory, 'cache'),
    imageReference: imageReference === undefined || imageReference === '' ? null : imageReference,
    version,
    onProgress,
  });
}

const localEngine = ({ dataDirectory, env }: StationOptions, because: string, dockerError: CapstanError | null): Promise<Engine> =>
  createLocalEngine({ stateDirectory: join(dataDirectory, 'sessions'), env, because, dockerError, user: ownUser() });

const ownUser = (): Capabilities['user'] => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

/** Containers never run as root: for root they run as who called sudo, else as nobody. */
function containerUser(env: NodeJS.ProcessEnv): Capabilities['user'] {
  const own = ownUser();
  if (own.uid !== 0) return own;
  const [uid, gid] = [Number(env['SUDO_UID']), Number(env['SUDO_GID'])];
  return Number.isInteger(uid) && uid > 0 && Number.isInteger(gid) ? { uid, gid } : { uid: 65_534, gid: 65_534 };
}
