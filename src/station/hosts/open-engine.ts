import { join } from 'node:path';
import type { Capabilities } from '@domain/capabilities';
import type { EngineStatus, StationEvent } from '@domain/contract';
import { CapstanFailure, errorOf, type CapstanError } from '@domain/errors';
import type { Host } from '@domain/host';
import { DockerClient } from '../docker/client';
import type { DaemonInfo } from '../docker/daemon-info';
import { endpointOf, findEndpoint } from '../docker/endpoint';
import { DockerEngine } from '../docker/engine';
import type { ImageLender } from '../docker/lend-image';
import type { Engine, ImageChoices } from '../engine';
import { createLocalEngine } from '../local/engine';

export interface EngineOptions {
  readonly dataDirectory: string;
  readonly engine: 'auto' | 'docker' | 'local';
  readonly env: NodeJS.ProcessEnv;
  readonly version: string;
  readonly ownerId: string;
  readonly sealKey: string;
  /** The user's own images on a host. */
  readonly imageChoicesOf: (hostId: string) => ImageChoices;
  /** Told of the making of the image. */
  readonly onProgress: (event: StationEvent) => void;
}

/** Connects to the Docker of a host; this computer's own ffmpeg stands in where no daemon of its own answers. */
export async function openEngine(host: Host, options: EngineOptions): Promise<Engine> {
  if (host.address !== null) return dockerEngine(host, options);
  if (options.engine === 'local') return localEngine(host, options, 'This computer’s own ffmpeg was asked for.', null);
  try {
    return await dockerEngine(host, options);
  } catch (thrown) {
    const error = errorOf(thrown);
    const away = error.kind === 'daemon-unreachable' || error.kind === 'daemon-forbidden' || error.kind === 'host-invalid';
    if (options.engine === 'docker' || !away) throw thrown;
    return localEngine(host, options, `${error.title}. This computer’s own ffmpeg is used instead.`, error);
  }
}

async function dockerEngine(host: Host, { env, dataDirectory, version, ownerId, sealKey, imageChoicesOf, onProgress }: EngineOptions): Promise<Engine> {
  const found = await endpointOf(host, env);
  const client = await DockerClient.connect(found, env);
  const info = await client.info();
  const because = `Docker ${info.serverVersion} answers at ${client.address} (${found.origin}).`;
  const { id, name } = host;
  const status: EngineStatus = { kind: 'docker', host: { id, name }, because, endpoint: client.address, dockerError: null };
  return new DockerEngine({
    client,
    info,
    status,
    host,
    ownerId,
    sealKey,
    user: containerUser(env),
    cacheDirectory: join(dataDirectory, 'cache'),
    lender: host.address === null ? null : lenderFor(info, env),
    imageReference: env['CAPSTAN_IMAGE'] || null,
    imageChoices: imageChoicesOf(id),
    version,
    onProgress,
  });
}

/** This computer's own daemon has the image to give, where it runs and is of the same architecture. */
function lenderFor({ architecture }: DaemonInfo, env: NodeJS.ProcessEnv): ImageLender {
  return async (reference) => {
    const client = await findEndpoint(env)
      .then((found) => DockerClient.connect(found, env))
      .catch((thrown: unknown) => {
        // No daemon here, or none that this user may use, is the usual case: the image is then built over there.
        if (thrown instanceof CapstanFailure) return null;
        throw thrown;
      });
    if (client === null) return null;
    const own = await client.info();
    const close = () => client.close();
    if (own.architecture === architecture && (await client.images.id(reference)) !== null) return { from: client, close };
    await close();
    return null;
  };
}

const localEngine = (host: Host, { dataDirectory, env }: EngineOptions, because: string, dockerError: CapstanError | null): Promise<Engine> =>
  createLocalEngine({ host, stateDirectory: join(dataDirectory, 'sessions'), cacheDirectory: join(dataDirectory, 'cache'), env, because, dockerError, user: ownUser() });

const ownUser = (): Capabilities['user'] => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

/** Containers never run as root: for root they run as who called sudo, else as nobody. */
export function containerUser(env: NodeJS.ProcessEnv): Capabilities['user'] {
  const own = ownUser();
  if (own.uid !== 0) return own;
  const [uid, gid] = [Number(env['SUDO_UID']), Number(env['SUDO_GID'])];
  return Number.isInteger(uid) && uid > 0 && Number.isInteger(gid) ? { uid, gid } : { uid: 65_534, gid: 65_534 };
}
