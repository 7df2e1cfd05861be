import { formatEndpoint, parseEndpoint } from '@domain/endpoint';
import { errorOf } from '@domain/errors';
import { usualRecordingsStorage, type Host } from '@domain/host';
import { contextIds, dockerConfigDirectory, readContext } from '../docker/contexts';

export interface FoundContexts {
  readonly hosts: readonly Host[];
  /** What could not be read or used, and why. */
  readonly notices: readonly string[];
}

/** Every `docker context` of this user but the default one, by name. One that is broken is named and left out. */
export async function dockerContexts(env: NodeJS.ProcessEnv): Promise<FoundContexts> {
  const hosts: Host[] = [];
  const notices: string[] = [];
  const directory = dockerConfigDirectory(env);
  const attempt = async <T>(what: string, read: () => Promise<T>): Promise<T | null> => {
    try {
      return await read();
    } catch (thrown) {
      notices.push(`${what} is left out: ${errorOf(thrown).detail}`);
      return null;
    }
  };
  for (const id of (await attempt('Every docker context', () => contextIds(directory))) ?? []) {
    const context = await attempt('A docker context', () => readContext(directory, id));
    if (context === null || context.name === 'default') continue;
    const { name, address, certificateDirectory } = context;
    const endpoint = parseEndpoint(address, certificateDirectory !== null);
    if (!endpoint.ok) {
      notices.push(`The docker context ${name} is left out: ${endpoint.error.detail}`);
      continue;
    }
    hosts.push({
      id: `context:${name}`,
      name,
      address: formatEndpoint(endpoint.value),
      origin: 'docker-context',
      certificateDirectory,
      recordings: usualRecordingsStorage,
    });
  }
  return { hosts: hosts.toSorted((a, b) => a.name.localeCompare(b.name)), notices };
}
