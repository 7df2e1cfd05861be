import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { thisComputer } from '@domain/host';
import { settingsOf } from '@domain/preset';
import type { SessionView } from '@domain/session';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { startPrivateDaemon } from '../support/daemon';
import { DockerView } from '../support/docker';
import { noCredentials } from '../support/credentials';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';

let home: string;
let stations: Station[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-hosts-'));
  stations = [];
});
afterEach(async () => {
  await Promise.all(stations.map((station) => station.close()));
  rmSync(home, { recursive: true, force: true });
});

/** This computer records by its own ffmpeg, so that the test daemon is another machine in all but name. */
async function open(context: TestContext): Promise<Station> {
  const env = { ...process.env, CAPSTAN_IMAGE: testDaemon(context).image, HOME: home, DOCKER_HOST: undefined };
  const station = await openStation({
    dataDirectory: join(home, 'data'),
    openStore: openConfStore,
    engine: 'local',
    credentials: noCredentials,
    env,
    version: '0.0.0',
  });
  stations.push(station);
  return station;
}

const pattern = {
  presetName: 'Test pattern',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } },
  },
};

const grows = (session: { readonly view: SessionView }) => {
  const before = session.view.progress?.frame ?? 0;
  return until('more frames', () => (session.view.progress?.frame ?? 0) > before);
};

it('records on two hosts at once, and finds both again after a restart', async (context) => {
  const first = await open(context);
  const here = await first.sessions.start(pattern, { destination: join(home, 'here') });
  const lab = await first.hosts.add({ name: 'Lab', address: testDaemon(context).dockerHost });
  await first.hosts.choose(lab.id);
  expect(await first.status()).toMatchObject({ host: { name: 'Lab' }, engine: { kind: 'docker', host: { id: lab.id } } });
  const there = await first.sessions.start(pattern, { destination: join(home, 'there') });
  expect(first.sessions.list().map(({ host }) => host.name)).toEqual(['This computer', 'Lab']);
  await Promise.all([grows(here), grows(there)]);
  await expect(first.hosts.remove(lab.id)).rejects.toMatchObject({ error: { kind: 'host-invalid' } });
  await first.close();

  const second = await open(context);
  expect(await second.hosts.chosen()).toMatchObject({ id: lab.id });
  await second.sessions.adopt();
  const again = await until('both sessions', () => (second.sessions.list().length === 2 ? second.sessions.list() : null));
  expect(again.map(({ id, host }) => [id, host.id])).toEqual([
    [here.id, thisComputer],
    [there.id, lab.id],
  ]);
  const ends = await Promise.all(again.map(({ id }) => second.sessions.get(id).stop()));
  for (const { state, recording, host } of ends) {
    expect(state).toBe('stopped');
    expect(recording).toMatchObject({ host: { id: host.id } });
    expect(await decode(recording!.path)).toMatchObject({ codec: 'h264', complaints: '' });
  }
  await second.hosts.remove(lab.id);
  expect(await second.hosts.chosen()).toMatchObject({ id: thisComputer });
});

it('a stop by one process is no loss for another that looks on', async (context) => {
  const [one, other] = [await open(context), await open(context)];
  const lab = await one.hosts.add({ name: 'Lab', address: testDaemon(context).dockerHost });
  for (const station of [one, other]) await station.hosts.choose(lab.id);
  const session = await one.sessions.start(pattern, { destination: join(home, 'there') });
  await grows(session);
  await other.sessions.adopt();
  const onlooker = other.sessions.get(session.id);
  await session.stop();
  expect(await onlooker.ended).toMatchObject({ state: 'stopped', error: null });
});

it('a host without the image gets it from this computer', async (context) => {
  const bare = await startPrivateDaemon();
  try {
    const { dockerHost, image } = testDaemon(context);
    const env = { ...process.env, HOME: home, DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image };
    const station = await openStation({ dataDirectory: join(home, 'data'), openStore: openConfStore, engine: 'docker', host: bare.dockerHost, credentials: noCredentials, env, version: '0.0.0' });
    stations.push(station);
    const fractions: (number | null)[] = [];
    station.onEvent((event) => {
      if (event.type === 'image') fractions.push(event.fraction);
    });
    const session = await station.sessions.start({ ...pattern, settings: { ...pattern.settings, durationSeconds: 1 } }, { destination: join(home, 'there') });
    expect(await session.ended).toMatchObject({ state: 'completed', host: { id: `address:${bare.dockerHost}` } });
    expect(fractions.length).toBeGreaterThan(10);
    expect(fractions.at(-1)).toBe(1);
    await station.close();
  } finally {
    await bare.stop();
  }
});

it('a host that is away is said to be, and leaves the others alone', async (context) => {
  const station = await open(context);
  const gone = await station.hosts.add({ name: 'Gone', address: `unix://${home}/no.sock` });
  await expect(station.hosts.choose(gone.id)).rejects.toMatchObject({ error: { kind: 'daemon-unreachable' } });
  await expect(station.sessions.start(pattern, { destination: home })).rejects.toMatchObject({ error: { kind: 'daemon-unreachable' } });
  expect(await station.hosts.choose(thisComputer)).toMatchObject({ engine: { kind: 'local' } });
  await expect(station.hosts.add({ name: 'gone', address: 'tcp://127.0.0.1:1' })).rejects.toMatchObject({ error: { kind: 'host-invalid', field: 'name' } });
  await expect(station.hosts.choose('nobody')).rejects.toMatchObject({ error: { kind: 'host-unknown' } });
});

describe('the overview of a host that is not chosen', () => {
  it('tells what it offers and how full it is, and leaves nothing there', async (context) => {
    const station = await open(context);
    const { dockerHost } = testDaemon(context);
    const lab = await station.hosts.add({ name: 'Lab', address: dockerHost });
    const docker = new DockerView(dockerHost);
    try {
      const before = await docker.containers();
      const { engine, capabilities, space } = await station.hosts.overview(lab.id, { refresh: false });
      expect(engine).toMatchObject({ kind: 'docker', host: { id: lab.id, name: 'Lab' } });
      expect(capabilities).toMatchObject({ engine: { kind: 'docker', endpoint: dockerHost }, captureDevices: expect.any(Array) });
      expect(space!.freeBytes).toBeGreaterThan(0);
      expect(space!.totalBytes).toBeGreaterThan(space!.freeBytes);
      expect((await docker.containers()).filter((name) => !before.includes(name))).toEqual([]);
      expect(await station.hosts.chosen()).toMatchObject({ id: thisComputer });
    } finally {
      docker.close();
    }
  });

  it('makes no image where there is none, and says why it is away', async (context) => {
    const bare = await startPrivateDaemon();
    try {
      const station = await open(context);
      const empty = await station.hosts.add({ name: 'Empty', address: bare.dockerHost });
      await expect(station.hosts.overview(empty.id, { refresh: false })).rejects.toMatchObject({ error: { kind: 'image-missing' } });
    } finally {
      await bare.stop();
    }
    const station = await open(context);
    const gone = await station.hosts.find(bare.dockerHost);
    await expect(station.hosts.overview(gone.id, { refresh: false })).rejects.toMatchObject({ error: { kind: 'daemon-unreachable' } });
  });
});
