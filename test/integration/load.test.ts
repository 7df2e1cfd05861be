import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import type { StationEvent } from '@domain/contract';
import { errorOf } from '@domain/errors';
import { hostLoadSchema, sessionLoadSchema } from '@domain/load';
import { settingsOf } from '@domain/preset';
import { DockerClient } from '../../src/station/docker/client';
import { openDockerTool } from '../../src/station/docker/load-tool';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { LiveSession, Station } from '../../src/station/types';
import { Cli } from '../support/cli';
import { noCredentials } from '../support/credentials';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';

const run = promisify(execFile);

let home: string;
let station: Station | null;
let loads: Extract<StationEvent, { type: 'load' | 'session-load' }>[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-load-'));
  station = null;
  loads = [];
});
afterEach(async () => {
  await station?.close();
  rmSync(home, { recursive: true, force: true });
});

const environment = (context: TestContext) => {
  const { dockerHost, image } = testDaemon(context);
  return { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image, HOME: home, CAPSTAN_DATA: join(home, 'data') };
};
const docker = async (context: TestContext, ...words: string[]) =>
  (await run('docker', words, { env: { ...process.env, DOCKER_HOST: testDaemon(context).dockerHost } })).stdout.trim();

async function open(context: TestContext, engine: 'docker' | 'local'): Promise<Station> {
  const opened = await openStation({
    dataDirectory: join(home, 'data'),
    openStore: openConfStore,
    engine,
    credentials: noCredentials,
    env: { ...process.env, ...environment(context) },
    version: '0.0.0',
  });
  opened.onEvent((event) => {
    if (event.type === 'load' || event.type === 'session-load') loads.push(event);
  });
  station = opened;
  return opened;
}

const record = (from: Station): Promise<LiveSession> =>
  from.sessions.start(
    {
      presetName: 'Test pattern',
      settings: { ...settingsOf(builtInPresets[0]!), source: { type: 'test-pattern', frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } } },
    },
    { destination: join(home, 'recordings') },
  );

const ofSession = () => loads.flatMap((event) => (event.type === 'session-load' ? [event.load] : []));
const ofHost = () => loads.flatMap((event) => (event.type === 'load' ? [event.load] : []));

/** CPU seconds and memory of a container without its cache of files, by its own cgroup (v1 or v2). */
async function cgroup(context: TestContext, container: string): Promise<{ readonly cpuSeconds: number; readonly memoryMiB: number }> {
  const lines = readFileSync(`/proc/${await docker(context, 'inspect', '-f', '{{.State.Pid}}', container)}/cgroup`, 'utf8').split('\n');
  const path = (controller: string): string | undefined => lines.find((line) => line.split(':')[1]?.split(',').includes(controller))?.split(':')[2];
  const read = (...parts: string[]): string => readFileSync(join('/sys/fs/cgroup', ...parts), 'utf8');
  const [cpu, memory] = [path('cpuacct'), path('memory')];
  const field = (text: string, name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  if (cpu !== undefined && memory !== undefined) {
    const used = Number(read('memory', memory, 'memory.usage_in_bytes')) - field(read('memory', memory, 'memory.stat'), 'total_inactive_file');
    return { cpuSeconds: Number(read('cpuacct', cpu, 'cpuacct.usage')) / 1e9, memoryMiB: used / 1024 ** 2 };
  }
  const unified = lines[0]?.split(':')[2] ?? '';
  const used = Number(read(unified, 'memory.current')) - field(read(unified, 'memory.stat'), 'inactive_file');
  return { cpuSeconds: field(read(unified, 'cpu.stat'), 'usage_usec') / 1e6, memoryMiB: used / 1024 ** 2 };
}

it('a session in containers tells what its recorder takes, as its cgroup counts it', async (context) => {
  const session = await record(await open(context, 'docker'));
  const recorder = `capstan-${session.id}-recorder`;
  await until('a first load', () => ofSession().length > 0);
  loads = [];
  const [before, from] = [await cgroup(context, recorder), performance.now()];
  await until('six loads', () => ofSession().length >= 6, { withinSeconds: 30 });
  const [after, to] = [await cgroup(context, recorder), performance.now()];
  const told = ofSession().map((load) => sessionLoadSchema.parse(load));
  const mean = told.reduce((sum, { cpuPercent }) => sum + cpuPercent!, 0) / told.length;
  const measured = (100_000 * (after.cpuSeconds - before.cpuSeconds)) / (to - from);
  // The two spans differ at both ends by up to a second.
  expect(mean).toBeGreaterThan(measured * 0.5);
  expect(mean).toBeLessThan(measured * 2);
  expect(told.at(-1)!.memoryMiB! / after.memoryMiB).toBeGreaterThan(0.7);
  expect(told.at(-1)!.memoryMiB! / after.memoryMiB).toBeLessThan(1.4);
  expect(told.at(-1)).toMatchObject({ memoryLimitMiB: 512, gpus: [], unavailable: [] });
  const span = told.at(-1)!.atMilliseconds - told[0]!.atMilliseconds;
  expect(span / 5).toBeGreaterThan(800);
  expect(span / 5).toBeLessThan(3000);
  await session.stop();
  const ended = loads.length;
  expect(await docker(context, 'ps', '--all', '--quiet', '--filter', `label=dev.capstan.session=${session.id}`)).toBe('');
  expect(loads).toHaveLength(ended);
});

it('the observer may look at the descriptors of its recorder', async (context) => {
  const session = await record(await open(context, 'docker'));
  const observer = `capstan-${session.id}-observer`;
  await until('the observer', async () => (await docker(context, 'ps', '--filter', `name=${observer}`, '--format', '{{.Status}}')).startsWith('Up'));
  // What the loop of the observer needs: the recorder's descriptors, character devices among them, and their fdinfo.
  const seen = await docker(context, 'exec', observer, 'sh', '-c', 'for fd in /proc/1/fd/*; do [ ! -c "$fd" ] || { read -r line <"/proc/1/fdinfo/${fd##*/}" && echo "$line"; }; done');
  expect(seen).toMatch(/^pos:/);
  await session.stop();
});

it('a session of this computer’s own ffmpeg tells the same', async (context) => {
  const session = await record(await open(context, 'local'));
  await until('three loads', () => ofSession().length >= 3);
  const load = sessionLoadSchema.parse(ofSession().at(-1));
  expect(load.cpuPercent).toBeGreaterThan(1);
  expect(load.memoryMiB).toBeGreaterThan(10);
  expect(load).toMatchObject({ memoryLimitMiB: null, gpus: [], unavailable: [{ figure: 'memoryLimitMiB' }] });
  await session.stop();
});

it('the host is watched from one agent, once a second, until nobody wants it; nothing is left behind', async (context) => {
  const opened = await open(context, 'docker');
  await opened.watchLoad({ wholeGpu: false });
  await until('three loads', () => ofHost().length >= 3, { withinSeconds: 30 });
  const load = hostLoadSchema.parse(ofHost().at(-1));
  const totalMiB = Number(/^MemTotal:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) / 1024;
  // A quiet machine rounds to 0.
  expect(load.cpuPercent).toBeGreaterThanOrEqual(0);
  expect(load.memoryTotalMiB).toBeCloseTo(totalMiB, 3);
  for (const figure of ['powerWatts', 'temperatureCelsius'] as const) {
    if (load[figure] === null) expect(load.unavailable).toContainEqual({ figure, reason: expect.stringMatching(/\w/) });
  }
  expect((await docker(context, 'ps', '--all', '--format', '{{.Names}}')).split('\n').filter((name) => name.startsWith('capstan-'))).toEqual([expect.stringMatching(/^capstan-devices-/)]);
  await opened.watchLoad(null);
  const count = ofHost().length;
  await opened.capabilities();
  await opened.capabilities();
  // One that was under way when it ended.
  expect(ofHost().length - count).toBeLessThanOrEqual(1);
  await opened.close();
  expect(await docker(context, 'ps', '--all', '--format', '{{.Names}} {{.Status}}', '--filter', 'name=capstan-')).toBe('');
});

it('goes on after the agent was killed', async (context) => {
  const opened = await open(context, 'docker');
  await opened.watchLoad({ wholeGpu: false });
  await until('a load', () => ofHost().length > 0, { withinSeconds: 30 });
  await docker(context, 'kill', await docker(context, 'ps', '--quiet', '--filter', 'name=capstan-devices'));
  const count = ofHost().length;
  await until('loads after it', () => ofHost().length > count + 1, { withinSeconds: 30 });
});

it('capstan load tells a sample a line, with the session that another process runs', async (context) => {
  const session = await record(await open(context, 'docker'));
  await until('progress', () => (session.view.progress?.frame ?? 0) > 10);
  const cli = new Cli(['load', '--json', '--seconds', '6'], environment(context));
  expect(await cli.exit).toBe(0);
  const samples = cli.events as { readonly type: string; readonly sessions: readonly { readonly id: string; readonly load: unknown }[] }[];
  expect(samples.length).toBeGreaterThanOrEqual(3);
  expect(samples.at(-1)).toMatchObject({ type: 'load', host: { id: 'this-computer' }, load: { cpuPercent: expect.any(Number) }, sessions: [{ id: session.id, load: { memoryLimitMiB: 512 } }] });
  await session.stop();
});

it('a program of the GPUs runs in a container of its own, and ends with it', async (context) => {
  const { dockerHost, image } = testDaemon(context);
  const client = await DockerClient.connect({ endpoint: { type: 'unix', path: dockerHost.replace('unix://', '') }, certificateDirectory: null, origin: 'a test' }, process.env);
  const daemon = await client.info();
  const openTool = openDockerTool({ client, ownerId: 'load-test', image: async () => image, daemon: () => daemon, seen: async () => ({ nvidiaGpus: [], cdiDevices: [] }) });
  const left = () => docker(context, 'ps', '--all', '--quiet', '--filter', 'label=dev.capstan.owner=load-test');
  try {
    let said = '';
    let hasEnded = false;
    const events = { text: (chunk: string) => void (said += chunk), ended: () => void (hasEnded = true) };
    const ticking = await openTool({ name: 'nvidia-smi', argv: ['sh', '-c', 'while echo tick; do sleep 1; done'] }, events);
    await until('its output', () => said.includes('tick\ntick'));
    await ticking.close();
    await until('it to be gone', async () => (await left()) === '');
    said = '';
    hasEnded = false;
    await openTool({ name: 'nvidia-smi', argv: ['no-such-program'] }, events);
    await until('its end', () => hasEnded);
    expect(said).toMatch(/not found/);
    await until('nothing to be left', async () => (await left()) === '');
    const counters = openTool({ name: 'intel_gpu_top', argv: ['intel_gpu_top', '-J', '-s', '1000'] }, events);
    // A daemon either gives the permission, or does not know it: 20.10 of Debian 12 does not.
    const opened = await counters.catch((thrown: unknown) => errorOf(thrown));
    if ('detail' in opened) expect(opened.detail).toContain('CAP_PERFMON');
    else await opened.close();
    await until('nothing to be left of it', async () => (await left()) === '');
  } finally {
    await client.close();
  }
});
