import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { failure } from '@domain/errors';
import { parseJson } from '@domain/json';
import { z } from 'zod';

/** A daemon as `docker context` keeps it. */
export interface DockerContext {
  readonly name: string;
  readonly address: string;
  /** Folder with the certificates of this context; null where it has none. */
  readonly certificateDirectory: string | null;
}

const metaSchema = z.object({ Name: z.string().min(1), Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** docker's own folder, DOCKER_CONFIG included. */
export const dockerConfigDirectory = (env: NodeJS.ProcessEnv): string => env['DOCKER_CONFIG'] || join(env['HOME'] ?? homedir(), '.docker');

/** The folder of a context has its name as a hash. */
export const contextId = (name: string): string => createHash('sha256').update(name).digest('hex');

/** Folders of all contexts; none where docker keeps none. */
export async function contextIds(configDirectory: string): Promise<string[]> {
  const path = join(configDirectory, 'contexts', 'meta');
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (cause) {
    if (isAbsent(cause)) return [];
    throw failure('host-invalid', `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Throws `host-invalid` where there is no such context, or where it cannot be read. */
export async function readContext(configDirectory: string, id: string): Promise<DockerContext> {
  const path = join(configDirectory, 'contexts', 'meta', id, 'meta.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw failure('host-invalid', `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const parsed = metaSchema.safeParse(parseJson(text));
  if (!parsed.success) throw failure('host-invalid', `${path} does not hold the address of a Docker daemon.`, { nextStep: 'Make it anew: `docker context create`.' });
  const { Name, Endpoints } = parsed.data;
  const certificates = join(configDirectory, 'contexts', 'tls', id, 'docker');
  const names = await readdir(certificates).catch((cause: unknown): string[] => {
    if (isAbsent(cause)) return [];
    throw failure('host-invalid', `${certificates} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const hasCertificates = ['ca.pem', 'cert.pem', 'key.pem'].some((name) => names.includes(name));
  return { name: Name, address: Endpoints.docker.Host, certificateDirectory: hasCertificates ? certificates : null };
}

const isAbsent = (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
