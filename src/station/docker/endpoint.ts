import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEndpoint, type Endpoint } from '@domain/endpoint';
import { CapstanFailure, failure } from '@domain/errors';
import type { Host } from '@domain/host';
import { z } from 'zod';
import { contextId, dockerConfigDirectory, readContext } from './contexts';

/** Where the daemon is to be reached, and who said so. */
export interface FoundEndpoint {
  readonly endpoint: Endpoint;
  /** `DOCKER_HOST`, `docker context NAME` or `the usual socket`. */
  readonly origin: string;
  /** Folder with ca.pem, cert.pem and key.pem; null without TLS. */
  readonly certificateDirectory: string | null;
}

const usualSocket: FoundEndpoint = {
  endpoint: { type: 'unix', path: '/var/run/docker.sock' },
  origin: 'the usual socket',
  certificateDirectory: null,
};

const configSchema = z.object({ currentContext: z.string().optional() });

/** Where the daemon of a host is: this computer's as docker itself would find it, any other by its address. */
export async function endpointOf(host: Host, env: NodeJS.ProcessEnv): Promise<FoundEndpoint> {
  return host.address === null ? findEndpoint(env) : found(host.address, host.name, host.certificateDirectory);
}

/** Follows docker's own order: DOCKER_HOST, DOCKER_CONTEXT, the current context, the usual socket. */
export async function findEndpoint(env: NodeJS.ProcessEnv): Promise<FoundEndpoint> {
  const configDirectory = dockerConfigDirectory(env);
  const address = env['DOCKER_HOST'];
  if (address) {
    const tls = (env['DOCKER_TLS_VERIFY'] ?? '') !== '';
    return found(address, 'DOCKER_HOST', tls ? (env['DOCKER_CERT_PATH'] ?? configDirectory) : null);
  }
  const name = env['DOCKER_CONTEXT'] ?? (await currentContext(join(configDirectory, 'config.json')));
  if (name === undefined || name === '' || name === 'default') return usualSocket;
  const context = await readContext(configDirectory, contextId(name));
  return found(context.address, `docker context ${name}`, context.certificateDirectory);
}

function found(address: string, origin: string, certificateDirectory: string | null): FoundEndpoint {
  const endpoint = parseEndpoint(address, certificateDirectory !== null);
  if (!endpoint.ok) throw new CapstanFailure({ ...endpoint.error, detail: `${endpoint.error.detail} (${origin})` });
  return { endpoint: endpoint.value, origin, certificateDirectory };
}

async function currentContext(path: string): Promise<string | undefined> {
  const parsed = configSchema.safeParse(await readJson(path));
  return parsed.success ? parsed.data.currentContext : undefined;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw failure('daemon-unreachable', `${path} cannot be read.`, { cause });
  }
}
