import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import { errorOf } from '@domain/errors';
import { HostAgent } from '../../src/station/devices/host-agent';
import { DockerClient } from '../../src/station/docker/client';
import { openDockerAgent } from '../../src/station/docker/host-agent';
import { Cli } from '../support/cli';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';

const run = promisify(execFile);
/** A node of the class of video4linux without a device behind it. */
const node = '/dev/video4093';

let home: string;
let dockerHost: string;
let image: string;
let link: Link;
let client: DockerClient;
let agent: HostAgent;

/** A socket before the daemon's own, so that the way to the daemon can be cut. */
class Link {
  private readonly sockets = new Set<Socket>();
  private constructor(
    readonly path: string,
    private readonly server: Server,
  ) {}

  static async open(path: string, daemon: string): Promise<Link> {
    const server = createServer({ allowHalfOpen: true });
    const opened = new Link(path, server);
    server.on('connection', (near) => {
      const far = connect({ path: daemon, allowHalfOpen: true });
      for (const socket of [near, far]) {
        opened.sockets.add(socket);
        socket.on('error', () => opened.cut());
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((done) => server.listen(path, done));
    return opened;
  }

  /** As when the process at its near end is killed. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}

const agents = async (status?: 'running'): Promise<string[]> => {
  const filters = ['name=capstan-devices', ...(status ? [`status=${status}`] : [])].flatMap((filter) => ['--filter', filter]);
  const { stdout } = await run('docker', ['--host', dockerHost, 'ps', '--all', ...filters, '--format', '{{.Names}}']);
  return stdout.split('\n').filter((name) => name !== '');
};

beforeEach(async (context: TestContext) => {
  ({ dockerHost, image } = testDaemon(context));
  home = await mkdtemp(join(tmpdir(), 'capstan-devices-'));
  link = await Link.open(join(home, 'sock'), dockerHost.replace('unix://', ''));
  client = await DockerClient.connect({ endpoint: { type: 'unix', path: link.path }, certificateDirectory: null, origin: 'a test' }, process.env);
  agent = new HostAgent({ open: openDockerAgent({ client, ownerId: 'host-agent-test', image: async () => image }), firstRestMilliseconds: 50 });
});
afterEach(async () => {
  await agent?.close();
  await client?.close();
  link?.close();
  await rm(node, { force: true });
  if (home) await rm(home, { recursive: true, force: true });
});

test('a device that comes and goes is told within two seconds, by one container', async () => {
  let told = 0;
  await agent.watch(() => {
    told += 1;
  });
  for (const change of [['mknod', '--mode=660', node, 'c', '81', '4093'], ['rm', node]]) {
    const before = told;
    const at = performance.now();
    await run(change[0]!, change.slice(1));
    await until('the change', () => told > before, { everyMs: 10 });
    const seconds = (performance.now() - at) / 1000;
    console.info(`${change[0]}: told after ${seconds.toFixed(2)} s`);
    // Two seconds are the promise; a machine that runs other tests too gets one more.
    expect(seconds).toBeLessThan(3);
    expect((await agent.look()).captureDevices.some(({ path }) => path === node)).toBe(change[0] === 'mknod');
  }
  expect(await agents()).toHaveLength(1);
});

test('the agent has no network, no capability, nothing to write to, and one class of devices', async () => {
  await agent.look();
  const { stdout } = await run('docker', ['--host', dockerHost, 'inspect', (await agents())[0]!]);
  const [{ Config, HostConfig }] = JSON.parse(stdout);
  expect(Config).toMatchObject({ User: '0:0', OpenStdin: true, StdinOnce: true });
  expect(HostConfig).toMatchObject({
    NetworkMode: 'none',
    Privileged: false,
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    CapAdd: null,
    DeviceCgroupRules: ['c 81:* rw'],
    AutoRemove: true,
  });
  expect(HostConfig.Mounts.map(({ Source, ReadOnly, BindOptions }: { Source: string; ReadOnly: boolean; BindOptions: object }) => ({ Source, ReadOnly, BindOptions }))).toEqual(
    expect.arrayContaining([{ Source: '/dev', ReadOnly: true, BindOptions: { NonRecursive: true } }]),
  );
});

test('controls of a node without a device are refused with its own words', async () => {
  await run('mknod', ['--mode=660', node, 'c', '81', '4093']);
  expect(await agent.setControls(node, { brightness: 1 }).catch(errorOf)).toMatchObject({ kind: 'device-missing', detail: expect.stringContaining(node) });
});

test('when the link is cut the container goes, and a watch begins again', async () => {
  let told = 0;
  await agent.watch(() => {
    told += 1;
  });
  const [first] = await agents();
  link.cut();
  await until('another agent', async () => (await agents()).some((name) => name !== first), { withinSeconds: 60 });
  await until('the first to go', async () => !(await agents()).includes(first!), { withinSeconds: 60 });
  await until('the cut to count as a change', () => told === 1, { withinSeconds: 60 });
  await run('mknod', ['--mode=660', node, 'c', '81', '4093']);
  await until('a change after the cut', () => told > 1);
});

test('a Capstan that is killed leaves no agent behind', async () => {
  const cli = new Cli(['probe', '--engine', 'docker', '--json'], { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image, HOME: home, CAPSTAN_DATA: join(home, 'data') });
  await until('its agent to run', async () => (await agents('running')).length > 0, { everyMs: 5 });
  cli.child.kill('SIGKILL');
  expect(await cli.exit).toBeNull();
  await until('the agent to go', async () => (await agents()).length === 0);
});
