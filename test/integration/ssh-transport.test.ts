import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { toolContainer } from '@domain/plan/container';
import { DockerClient } from '../../src/station/docker/client';
import { findEndpoint } from '../../src/station/docker/endpoint';
import { runTool } from '../../src/station/docker/tool';
import { testDaemon } from '../support/pieces';
import { startSshHost, type SshHost, type SshHostOptions } from '../support/ssh-host';
import { until } from '../support/until';

let host: SshHost | null = null;
const clients: DockerClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await host?.remove();
  host = null;
});

async function connect(context: TestContext, options: SshHostOptions = {}): Promise<{ client: DockerClient; image: string; host: SshHost }> {
  host = await startSshHost(context, options);
  const env = { ...process.env, ...host.env };
  const client = await DockerClient.connect(await findEndpoint({ ...env, DOCKER_HOST: host.address }), env);
  clients.push(client);
  return { client, image: testDaemon(context).image, host };
}

const tool = (image: string, argv: readonly string[]) => toolContainer({ image, ownerId: 'test', user: '65534:65534', argv });

const sleeper = (client: DockerClient, image: string) => client.create(tool(image, ['sleep', '300']));

describe('Docker over ssh', () => {
  it('runs a tool, and leaves no process and no socket', async (context) => {
    const { client, image, host: server } = await connect(context);
    expect(client.version.apiVersion).toMatch(/^1\./);
    expect(await runTool(client, tool(image, ['sh', '-c', 'echo out; echo err >&2; exit 3']))).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
    expect((await server.clients()).length).toBeGreaterThan(0);
    await client.close();
    expect(await server.clients()).toEqual([]);
    expect(readdirSync(join(server.directory, 'run', 'capstan-ssh'))).toEqual([]);
    await until('the server to see the end', async () => (await server.connections()).length === 0);
  });

  it('keeps few idle connections, all of them through one login', async (context) => {
    const { client, host: server } = await connect(context);
    await Promise.all(Array.from({ length: 8 }, () => client.info()));
    await until('the idle ones to go', async () => (await server.clients()).filter((line) => line.endsWith(' dial-stdio')).length <= 4);
    expect(await server.connections()).toHaveLength(1);
  });

  it('answers more requests at once than the server takes sessions', async (context) => {
    const { client, image } = await connect(context, { server: ['MaxSessions 3'] });
    const ids = await Promise.all(Array.from({ length: 6 }, () => sleeper(client, image)));
    await Promise.all(ids.map((id) => client.start(id)));
    const waits = ids.map((id) => client.wait(id, new AbortController().signal));
    expect((await Promise.all(ids.map((id) => client.state(id)))).every((state) => state?.Running)).toBe(true);
    await Promise.all(ids.map((id) => client.kill(id, 'SIGKILL')));
    await Promise.all(waits);
    await Promise.all(ids.map((id) => client.remove(id)));
  });

  it('an attached stream goes both ways, and its half ends end the other side', async (context) => {
    const { client, image } = await connect(context);
    const spec = { ...tool(image, ['cat']), OpenStdin: true, StdinOnce: true, AttachStdin: true } as ReturnType<typeof tool>;
    const id = await client.create(spec);
    const hash = createHash('sha256');
    let bytes = 0;
    const stream = await client.attach(id, {
      stdin: true,
      stdout: (chunk) => {
        bytes += chunk.length;
        hash.update(chunk);
      },
      stderr: () => {},
    });
    await client.start(id);
    const sent = randomBytes(5_000_000);
    stream.end(sent);
    await client.wait(id, new AbortController().signal);
    await until('everything to come back', () => bytes === sent.length);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(sent).digest('hex'));
    await client.remove(id);
  });

  it('a wait that is given up ends its command on this computer', async (context) => {
    const { client, image, host: server } = await connect(context);
    const id = await sleeper(client, image);
    await client.start(id);
    const givingUp = new AbortController();
    const wait = client.wait(id, givingUp.signal).catch((error: unknown) => error);
    await until('the wait to be under way', async () => (await server.clients()).filter((line) => line.endsWith(' dial-stdio')).length >= 1);
    givingUp.abort();
    expect(await wait).toBeInstanceOf(Error);
    await client.remove(id);
    expect(await client.state(id)).toBeNull();
  });
});

describe('settings of the user that would get in the way', () => {
  const works = async (context: TestContext, client: readonly string[]) => {
    const connected = await connect(context, { client });
    expect((await connected.client.info()).id).not.toBe('');
    await connected.client.close();
    expect(await connected.host.clients()).toEqual([]);
  };

  it('a command and a terminal', (context) => works(context, ['RemoteCommand tmux attach', 'RequestTTY force']));
  it('no command at all', (context) => works(context, ['SessionType none', 'StdinNull yes', 'ForkAfterAuthentication yes']));
  it('a shared connection of their own', (context) => works(context, ['ControlMaster auto', 'ControlPath /tmp/capstan-test-%C', 'ControlPersist 10m']));
  it('forwardings that cannot be had', (context) => works(context, ['LocalForward 127.0.0.1:1 127.0.0.1:1', 'ExitOnForwardFailure yes', 'ForwardAgent yes']));
  it('a local command', (context) => works(context, ['PermitLocalCommand yes', 'LocalCommand echo in the way']));
  it('silence', (context) => works(context, ['LogLevel QUIET']));
});
