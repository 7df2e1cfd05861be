import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, type TestContext } from 'vitest';
import type { Recording } from '@domain/recording';
import { Cli, type CliEvent } from '../support/cli';
import { DockerView } from '../support/docker';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { startSshHost, type SshHost } from '../support/ssh-host';
import { until } from '../support/until';

let home: string;
let host: SshHost;
let docker: DockerView;

beforeEach(async (context: TestContext) => {
  home = mkdtempSync(join(tmpdir(), 'capstan-ssh-'));
  host = await startSshHost(context);
  docker = new DockerView(testDaemon(context).dockerHost);
});
afterEach(async () => {
  docker?.close();
  await host?.remove();
  rmSync(home, { recursive: true, force: true });
});

const capstan = (context: TestContext, words: readonly string[]) =>
  new Cli([...words, '--host', host.address], { ...host.env, CAPSTAN_IMAGE: testDaemon(context).image, HOME: home, CAPSTAN_DATA: join(home, 'data') });

const record = (context: TestContext, seconds: number) =>
  capstan(context, ['record', '--source', 'test-pattern', '--size', '640x360', '--rate', '30', '--seconds', String(seconds), '--output', join(home, 'out'), '--json']);

const endOf = (cli: Cli) => cli.events.at(-1) as unknown as CliEvent & { reason: string; recording: Recording | null; error: unknown };
const isLost = (lost: boolean) => (event: CliEvent) => event['lost'] === lost;
const sessionOf = async (cli: Cli) => String((await cli.event('started'))['session']);

/** The whole recording: every frame of it decodes. */
async function expectWhole(cli: Cli, seconds: number): Promise<void> {
  expect(await cli.exit, cli.stderr).toBe(0);
  expect(endOf(cli)).toMatchObject({ type: 'ended', reason: 'completed', error: null });
  expect((await decode(endOf(cli).recording!.path)).frames).toBe(seconds * 30);
}

async function expectNothingLeft(): Promise<void> {
  await until('every ssh to end', async () => (await host.clients()).length === 0, { withinSeconds: 5 });
  expect(readdirSync(join(host.env['XDG_RUNTIME_DIR']!, 'capstan-ssh'))).toEqual([]);
}

it('a recording is made on the host, and nothing of the connection is left', async (context) => {
  const cli = record(context, 3);
  await expectWhole(cli, 3);
  await expectNothingLeft();
  expect((await docker.containers()).filter((name) => name.includes(endOf(cli).recording!.id))).toEqual([]);
});

it('a recording goes on when Capstan is killed, and another one finds and stops it', async (context) => {
  const cli = record(context, 120);
  await cli.event('progress');
  const session = await sessionOf(cli);
  cli.child.kill('SIGKILL');
  await cli.exit;
  await expectNothingLeft();
  const list = capstan(context, ['sessions', '--json']);
  expect(await list.exit, list.stderr).toBe(0);
  expect(JSON.parse(list.stdout)).toMatchObject([{ id: session, state: 'recording' }]);
  const stop = capstan(context, ['stop', session, '--json']);
  expect(await stop.exit, stop.stderr).toBe(0);
  const recordings = capstan(context, ['recordings', '--json']);
  await recordings.exit;
  const [recording] = JSON.parse(recordings.stdout) as Recording[];
  expect(recording).toMatchObject({ id: session, reason: 'stopped' });
  expect((await decode(recording!.path)).frames).toBeGreaterThan(30);
  await expectNothingLeft();
});

it('a connection that is cut is made again, and the session is followed to its end', async (context) => {
  const cli = record(context, 12);
  await cli.event('progress');
  for (const connection of await host.connections()) process.kill(connection, 'SIGKILL');
  await cli.event('connection', isLost(true));
  await cli.event('connection', isLost(false));
  await expectWhole(cli, 12);
  await expectNothingLeft();
});

it('a recording that ends while the host is away is whole once it is back', async (context) => {
  const cli = record(context, 4);
  const session = await sessionOf(cli);
  await cli.event('progress');
  await host.stop();
  await cli.event('connection', isLost(true));
  await docker.when(`capstan-${session}-recorder`, 'die');
  await host.start();
  await expectWhole(cli, 4);
  await expectNothingLeft();
});

it('a stop that is asked for while the host is away is sent once it is back', async (context) => {
  const cli = record(context, 300);
  await cli.event('progress');
  await host.stop();
  await cli.event('connection', isLost(true));
  cli.child.kill('SIGINT');
  await cli.event('stopping');
  await host.start();
  expect(await cli.exit, cli.stderr).toBe(0);
  expect(endOf(cli)).toMatchObject({ reason: 'stopped', error: null });
  await expectNothingLeft();
});

it('a host that falls silent is noticed, and followed again when it answers', async (context) => {
  const cli = record(context, 40);
  await cli.event('progress');
  const silent = await host.connections();
  // The server keeps the connections open and answers nothing, as behind a cable that was pulled.
  const processes = await host.family(silent);
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  const since = performance.now();
  await cli.event('connection', isLost(true));
  expect((performance.now() - since) / 1000).toBeLessThan(25);
  await cli.event('connection', isLost(false));
  for (const pid of processes) process.kill(pid, 'SIGKILL');
  await cli.event('ended');
  await expectWhole(cli, 40);
  await expectNothingLeft();
}, 180_000);
