import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEndpoint } from '../../../src/station/docker/endpoint';
import { HostLibrary } from '../../../src/station/hosts/host-library';
import { openConfStore } from '../../../src/station/store/conf-store';
import { refusalOf } from '../../support/refusal';
import { temporaryDirectory } from './temporary';

interface Context {
  readonly name: string;
  readonly address?: string;
  /** Instead of what docker would write. */
  readonly text?: string;
  readonly certificates?: readonly string[];
}

/** A folder as docker keeps its contexts in, and a library that looks there. */
function withContexts(contexts: readonly Context[]) {
  const home = temporaryDirectory();
  for (const { name, address = '', text, certificates = [] } of contexts) {
    const id = createHash('sha256').update(name).digest('hex');
    const meta = join(home, 'docker', 'contexts', 'meta', id);
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(meta, 'meta.json'), text ?? JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: address, SkipTLSVerify: false } } }));
    const tls = join(home, 'docker', 'contexts', 'tls', id, 'docker');
    if (certificates.length > 0) mkdirSync(tls, { recursive: true });
    for (const file of certificates) writeFileSync(join(tls, file), 'PEM');
  }
  const env = { HOME: home, DOCKER_CONFIG: join(home, 'docker') };
  return { home, env, library: new HostLibrary(openConfStore, join(home, 'data'), env) };
}

describe('docker contexts', () => {
  it('are offered by name, with what is needed to reach them', async () => {
    const { library } = withContexts([
      { name: 'vault', address: 'tcp://vault:2376', certificates: ['ca.pem', 'cert.pem', 'key.pem'] },
      { name: 'studio', address: 'ssh://me@studio.local' },
      { name: 'rootless', address: 'unix:///run/user/1000/docker.sock' },
    ]);
    expect(await library.list()).toMatchObject([
      { id: 'this-computer', address: null },
      { id: 'context:rootless', address: 'unix:///run/user/1000/docker.sock', certificateDirectory: null },
      { id: 'context:studio', name: 'studio', address: 'ssh://me@studio.local', origin: 'docker-context' },
      { id: 'context:vault', address: 'tcp://vault:2376', certificateDirectory: expect.stringMatching(/\/contexts\/tls\/[0-9a-f]{64}\/docker$/) },
    ]);
    expect(library.notices).toEqual([]);
  });

  it('that are broken are named, and the others are there', async () => {
    const { library } = withContexts([
      { name: 'good', address: 'ssh://studio' },
      { name: 'cut', text: '{"Name":"cut","Endp' },
      { name: 'kubernetes', text: '{"Name":"kubernetes","Metadata":{},"Endpoints":{"kubernetes":{}}}' },
      { name: 'windows', address: 'npipe:////./pipe/docker_engine' },
      { name: 'secret', address: 'ssh://me:hunter2@studio' },
    ]);
    expect((await library.list()).map(({ id }) => id)).toEqual(['this-computer', 'context:good']);
    expect(library.notices).toHaveLength(4);
    expect(library.notices).toContainEqual(expect.stringMatching(/^The docker context windows is left out: npipe/));
    expect(library.notices.join()).not.toContain('hunter2');
  });

  it('are none where docker was never used', async () => {
    const { library } = withContexts([]);
    expect(await library.list()).toHaveLength(1);
    expect(library.notices).toEqual([]);
  });

  it('the one in use is where this computer is found', async () => {
    const { env } = withContexts([{ name: 'studio', address: 'ssh://me@studio.local:2222' }]);
    expect(await findEndpoint({ ...env, DOCKER_CONTEXT: 'studio' })).toMatchObject({ origin: 'docker context studio', endpoint: { type: 'ssh', user: 'me', port: 2222 } });
    expect(await refusalOf(findEndpoint({ ...env, DOCKER_CONTEXT: 'gone' }))).toMatchObject({ kind: 'host-invalid' });
    expect(await refusalOf(findEndpoint({ ...env, DOCKER_HOST: 'ssh://-oProxyCommand=x' }))).toMatchObject({ kind: 'host-invalid', field: 'address' });
  });
});

describe('hosts of the user', () => {
  it('are kept, renamed, and removed', async () => {
    const { library } = withContexts([]);
    const added = await library.add({ name: 'Studio', address: 'ssh://me@studio.local/' });
    expect(added).toMatchObject({ address: 'ssh://me@studio.local', origin: 'added', recordings: { kind: 'volume', name: 'capstan-recordings' } });
    expect(await library.find('studio')).toEqual(added);
    expect(await library.find('ssh://me@studio.local')).toEqual(added);
    expect(await library.rename(added.id, 'Stage')).toMatchObject({ id: added.id, name: 'Stage' });
    library.remove(added.id);
    expect(await library.list()).toHaveLength(1);
  });

  it('are found by an address that nobody keeps', async () => {
    const { library } = withContexts([]);
    expect(await library.find('ssh://root@10.0.0.5:2222')).toMatchObject({ id: 'address:ssh://root@10.0.0.5:2222', origin: 'command-line' });
    expect(await library.list()).toHaveLength(1);
  });

  it('a name that is nearly right is named', async () => {
    const { library } = withContexts([{ name: 'studio', address: 'ssh://studio' }]);
    expect(await refusalOf(library.find('stuido'))).toMatchObject({ kind: 'host-unknown', nextStep: expect.stringContaining('"studio"') });
    expect(await refusalOf(library.find('me:hunter2@studio'))).toMatchObject({ kind: 'host-unknown', detail: expect.not.stringContaining('hunter2') });
  });

  it.each([
    [{ name: 'Studio', address: 'ssh://-oProxyCommand=x' }, 'address'],
    [{ name: 'a/b', address: 'ssh://studio' }, 'name'],
    [{ name: 'this COMPUTER', address: 'ssh://studio' }, 'name'],
    [{ name: 'x', address: 'ssh://studio', certificateDirectory: '/etc' }, 'certificates'],
    [{ name: 'x', address: 'tcp://studio', certificateDirectory: '/nowhere' }, 'certificates'],
  ])('%j is refused', async (host, field) => {
    const { library } = withContexts([]);
    expect(await refusalOf(library.add(host))).toMatchObject({ kind: 'host-invalid', field });
    expect(await library.list()).toHaveLength(1);
  });
});
