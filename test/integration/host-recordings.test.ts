import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import type { StationEvent } from '@domain/contract';
import type { RecordingsStorage } from '@domain/host';
import { settingsOf } from '@domain/preset';
import { bootstrapSoftwareImage } from '../../scripts/setup/software-image.mjs';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { noCredentials } from '../support/credentials';
import { startDaemonApart, type PrivateDaemon } from '../support/daemon';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { kindOfRefusal, refusalOf } from '../support/refusal';
import { startSshHost } from '../support/ssh-host';
import { until } from '../support/until';

const run = promisify(execFile);
const bigBytes = 150 * 1024 * 1024;

/** Ours alone: the daemon sees an empty folder of its own there. */
let apart: string;
let home: string;
let daemon: PrivateDaemon;
let image: string;
let stations: Station[];
let events: StationEvent[];

beforeAll(async () => {
  apart = mkdtempSync(join(tmpdir(), 'capstan-apart-'));
  daemon = await startDaemonApart(apart);
  image = await bootstrapSoftwareImage({ ...process.env, DOCKER_HOST: daemon.dockerHost }, () => {});
});
afterAll(async () => {
  await daemon?.stop();
  rmSync(apart, { recursive: true, force: true });
});
beforeEach((context: TestContext) => {
  testDaemon(context);
  home = mkdtempSync(join(apart, 'home-'));
  stations = [];
  events = [];
});
afterEach(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await docker('volume', 'rm', '-f', 'capstan-recordings');
  expect(await docker('ps', '-a', '--no-trunc', '--format', '{{.Status}} {{.Command}} {{.Labels}}')).toBe('');
  rmSync(home, { recursive: true, force: true });
});

const docker = async (...words: string[]) => (await run('docker', words, { env: { ...process.env, DOCKER_HOST: daemon.dockerHost } })).stdout.trim();

/** What a volume or folder of the daemon's machine holds, or is given. */
const there = (script: string, mount = 'capstan-recordings:/there') => docker('run', '--rm', '--network', 'none', '-v', mount, image, 'sh', '-c', script);

async function open(data = 'data', env: Readonly<Record<string, string>> = {}): Promise<Station> {
  const station = await openStation({
    dataDirectory: join(home, data),
    openStore: openConfStore,
    engine: 'docker',
    credentials: noCredentials,
    env: { PATH: process.env['PATH'], HOME: home, DOCKER_HOST: daemon.dockerHost, CAPSTAN_IMAGE: image, ...env },
    version: '0.0.0',
  });
  station.onEvent((event) => events.push(event));
  stations.push(station);
  return station;
}

async function openWith(recordings: RecordingsStorage): Promise<Station> {
  const station = await open();
  const { id } = await station.hosts.add({ name: 'Studio', address: daemon.dockerHost, recordings });
  await station.hosts.choose(id);
  return station;
}

const pattern = (durationSeconds: number | null) => ({
  presetName: 'Test pattern',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } },
    durationSeconds,
  },
});

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const makeBig = async () => {
  await docker('volume', 'create', 'capstan-recordings');
  return (await there(`head -c ${bigBytes} /dev/urandom >/there/big.mkv && sha256sum </there/big.mkv`)).slice(0, 64);
};
const partSize = (path: string) => statSync(`${path}.part`, { throwIfNoEntry: false })?.size ?? 0;

test('a recording is brought here and stays on the host until it is removed there', async () => {
  const station = await open();
  const session = await station.sessions.start(pattern(2), { destination: join(home, 'out') });
  const { state, recording, disk } = await session.ended;
  expect(state).toBe('completed');
  // Of the host's disk: this computer's is another one.
  expect(disk).toEqual({ freeBytes: expect.any(Number), floorBytes: expect.any(Number) });
  const { path, remotePath } = recording!;
  expect((await decode(path)).frames).toBe(60);
  expect(remotePath).toMatch(/\/volumes\/capstan-recordings\/_data\/test-pattern-/);
  const list = await station.hostRecordings.list();
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  expect(list).toMatchObject({ place: 'volume capstan-recordings' });
  expect(list!.freeBytes).toBeGreaterThan(0);
  expect(list!.recordings).toEqual([
    { fileName, sizeBytes: statSync(path).size, modifiedAt: expect.any(String), durationSeconds: recording!.durationSeconds, sessionId: session.id, growing: false, localPath: path },
  ]);
  rmSync(path);
  expect((await station.hostRecordings.list())!.recordings[0]!.localPath).toBeNull();
  const again = await station.hostRecordings.fetch(fileName, { destination: join(home, 'elsewhere') });
  expect(again).toMatchObject({ id: session.id, path: join(home, 'elsewhere', fileName), frames: 60 });
  await station.hostRecordings.remove(fileName);
  expect((await station.hostRecordings.list())!.recordings).toEqual([]);
  expect((await station.recordings.list()).map((one) => [one.path, one.remotePath])).toEqual([[again.path, null]]);
});

test('the overview of a host makes no volume, and tells the space where there is one', async () => {
  const station = await open();
  const { id } = await station.hosts.add({ name: 'Studio', address: daemon.dockerHost });
  expect(await station.hosts.overview(id, { refresh: false })).toMatchObject({ space: null });
  expect(await docker('volume', 'ls', '-q')).toBe('');
  await docker('volume', 'create', 'capstan-recordings');
  const { space } = await station.hosts.overview(id, { refresh: false });
  expect(space!.freeBytes).toBeGreaterThan(0);
  expect(space!.totalBytes).toBeGreaterThan(space!.freeBytes);
});

test('a copy goes on after its container and then the daemon were killed', async () => {
  const station = await open();
  const hash = await makeBig();
  const target = join(home, 'out', 'big.mkv');
  const fetching = station.hostRecordings.fetch('big.mkv', { destination: join(home, 'out') });
  fetching.catch(() => undefined);
  await until('a tenth', () => partSize(target) > bigBytes / 10, { everyMs: 5 });
  await docker('kill', '--signal', 'KILL', await docker('ps', '-q', '--no-trunc'));
  const first = partSize(target);
  await until('more', () => partSize(target) > first + bigBytes / 10, { everyMs: 5 });
  process.kill(Number(readFileSync(join(daemon.directory, 'pid'), 'utf8')), 'SIGKILL');
  const second = partSize(target);
  expect(second).toBeLessThan(bigBytes);
  const recording = await fetching;
  expect(sha256(recording.path)).toBe(hash);
  expect(readdirSync(join(home, 'out'))).toEqual(['big.mkv']);
  const bytes = events.flatMap((event) => (event.type === 'fetch' ? [event.bytes] : []));
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
  expect(bytes.at(-1)).toBe(bigBytes);
});

test('a copy over ssh goes on after the connection was cut, and after the host was away', async (context) => {
  const host = await startSshHost(context, { env: { DOCKER_HOST: daemon.dockerHost } });
  try {
    const station = await open('data', host.env);
    await station.hosts.choose((await station.hosts.add({ name: 'Studio', address: host.address })).id);
    const hash = await makeBig();
    const target = join(home, 'out', 'big.mkv');
    const fetching = station.hostRecordings.fetch('big.mkv', { destination: join(home, 'out') });
    fetching.catch(() => undefined);
    await until('a tenth', () => partSize(target) > bigBytes / 10, { everyMs: 5 });
    for (const connection of await host.connections()) process.kill(connection, 'SIGKILL');
    const first = partSize(target);
    await until('more', () => partSize(target) > first + bigBytes / 10, { everyMs: 5, withinSeconds: 60 });
    await host.stop();
    const second = partSize(target);
    expect(second).toBeLessThan(bigBytes);
    await host.start();
    expect(sha256((await fetching).path)).toBe(hash);
    expect(readdirSync(join(home, 'out'))).toEqual(['big.mkv']);
  } finally {
    await Promise.all(stations.splice(0).map((station) => station.close()));
    await host.remove();
  }
});

test('a cancelled copy goes on later; one wrong byte in it is found, and what lies on the host is untouched', async () => {
  const station = await open();
  const hash = await makeBig();
  const target = join(home, 'out', 'big.mkv');
  const options = { destination: join(home, 'out') };
  const fetching = refusalOf(station.hostRecordings.fetch('big.mkv', options));
  await until('a tenth', () => partSize(target) > bigBytes / 10, { everyMs: 5 });
  station.hostRecordings.cancelFetch('big.mkv');
  expect((await fetching)?.kind).toBe('transfer-cancelled');
  const part = readFileSync(`${target}.part`);
  expect(part.length).toBeLessThan(bigBytes);
  part[part.length >> 1]! ^= 1;
  writeFileSync(`${target}.part`, part);
  expect(await kindOfRefusal(station.hostRecordings.fetch('big.mkv', options))).toBe('transfer-damaged');
  expect(existsSync(`${target}.part`) || existsSync(target)).toBe(false);
  expect((await there('sha256sum </there/big.mkv')).slice(0, 64)).toBe(hash);
  expect(sha256((await station.hostRecordings.fetch('big.mkv', options)).path)).toBe(hash);
});

test('with a full disk here the session ends as it was, and the recording waits on the host', async () => {
  const output = join(home, 'small');
  mkdirSync(output);
  await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', output]);
  try {
    const station = await open();
    const session = await station.sessions.start(pattern(2), { destination: output });
    const view = await session.ended;
    expect(view).toMatchObject({ state: 'completed', recording: null, error: { kind: 'disk-full' } });
    expect(view.error!.nextStep).toMatch(/capstan recordings fetch test-pattern-\S+\.mkv --host 'This computer'/);
    expect(await station.recordings.list()).toEqual([]);
    const [kept] = (await station.hostRecordings.list())!.recordings;
    expect(kept).toMatchObject({ sessionId: session.id, localPath: null, growing: false });
    expect(await kindOfRefusal(station.hostRecordings.fetch(kept!.fileName, { destination: output }))).toBe('disk-full');
    const recording = await station.hostRecordings.fetch(kept!.fileName, { destination: join(home, 'out') });
    expect(recording).toMatchObject({ id: session.id, frames: 60, reason: 'completed' });
    expect((await decode(recording.path)).frames).toBe(60);
    expect((await station.recordings.list()).map(({ path }) => path)).toEqual([recording.path]);
  } finally {
    await run('umount', [output]);
  }
});

test('another Capstan’s recording is not touched while it grows; then it can be fetched, renamed and removed', async () => {
  const [one, other] = [await open('one'), await open('other')];
  const session = await one.sessions.start(pattern(null), { destination: join(home, 'out') });
  await until('frames', () => (session.view.progress?.frame ?? 0) > 30);
  const [growing] = (await other.hostRecordings.list())!.recordings;
  expect(growing).toMatchObject({ growing: true, sessionId: null, localPath: null });
  const { fileName } = growing!;
  for (const touch of [() => other.hostRecordings.fetch(fileName), () => other.hostRecordings.rename(fileName, 'x'), () => other.hostRecordings.remove(fileName), () => one.hostRecordings.remove(fileName)]) {
    expect(await kindOfRefusal(touch())).toBe('recording-busy');
  }
  expect((await session.stop()).state).toBe('stopped');
  await there('cp /there/*.mkv /there/taken.mkv; touch "/there/not ours" /there/.hidden /there/diary.txt; ln -s /etc/passwd /there/link.mkv');
  await other.hostRecordings.rename(fileName, 'Studio.1');
  expect(await kindOfRefusal(other.hostRecordings.rename('Studio.1.mkv', 'taken.mkv'))).toBe('output-unwritable');
  expect(await kindOfRefusal(other.hostRecordings.rename('gone.mkv', 'x'))).toBe('recording-unknown');
  expect(await kindOfRefusal(other.hostRecordings.rename('Studio.1.mkv', '../x'))).toBe('output-unwritable');
  expect((await other.hostRecordings.list({ waitForLengths: true }))!.recordings.map((file) => [file.fileName, (file.durationSeconds ?? 0) > 0]).toSorted()).toEqual([
    ['Studio.1.mkv', true],
    ['taken.mkv', true],
  ]);
  const fetched = await other.hostRecordings.fetch('Studio.1.mkv', { destination: join(home, 'fetched') });
  expect(fetched.frames).toBe((await decode(fetched.path)).frames);
  for (const name of ['diary.txt', 'link.mkv']) expect(await kindOfRefusal(other.hostRecordings.remove(name))).not.toBeNull();
  await other.hostRecordings.remove('taken.mkv');
  expect(await kindOfRefusal(other.hostRecordings.remove('taken.mkv'))).toBe('recording-unknown');
  expect(await there('ls -A /there')).toBe('.hidden\nStudio.1.mkv\ndiary.txt\nlink.mkv\nnot ours');
});

test('a folder of the host is used as it may be: root’s is made ready, another user’s is not taken, none is made', async () => {
  const path = join(apart, 'studio');
  const station = await openWith({ kind: 'folder', path });
  const start = () => station.sessions.start(pattern(1), { destination: join(home, 'out') });
  const absent = await refusalOf(start());
  expect(absent).toMatchObject({ kind: 'output-unwritable', nextStep: `Run this on the host: \`sudo install -d -o 65534 -g 65534 ${path}\`` });
  expect(await kindOfRefusal(station.hostRecordings.list())).toBe('output-unwritable');
  const inApart = (script: string) => there(script, `${apart}:/there`);
  await inApart('mkdir /there/studio && touch /there/studio/diary && chown 1234:1234 /there/studio');
  expect(await refusalOf(start())).toMatchObject({ kind: 'output-unwritable', detail: expect.stringContaining('1234') });
  await inApart('chown 0:0 /there/studio');
  const { state, recording } = await (await start()).ended;
  expect(state).toBe('completed');
  expect(recording!.remotePath).toBe(`${path}/${recording!.path.slice(join(home, 'out/').length)}`);
  expect((await decode(recording!.path)).frames).toBe(30);
  expect(await inApart('stat -c "%a %u" /there/studio')).toBe('755 65534');
  expect((await station.hostRecordings.list())!.place).toBe(path);
});

test('a folder of the system is never used', async () => {
  const station = await openWith({ kind: 'folder', path: '/etc/capstan' });
  expect(await kindOfRefusal(station.sessions.start(pattern(1), { destination: join(home, 'out') }))).toBe('output-unwritable');
});
