import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { labels } from '@domain/plan/container';
import { settingsOf } from '@domain/preset';
import type { SessionRecord } from '@domain/session';
import { openStation } from '../../src/station';
import { sealedLabels } from '../../src/station/docker/seal';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { noCredentials } from '../support/credentials';
import { testDaemon } from '../support/pieces';
import { refusalOf } from '../support/refusal';
import { webcam } from '../unit/domain/plan/fixtures';

const run = promisify(execFile);
let home: string;
let station: Station | null;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-busy-'));
  station = null;
});
afterEach(async () => {
  await station?.close();
  rmSync(home, { recursive: true, force: true });
});

/** A node that is there on every machine and no camera: enough for everything before ffmpeg opens it. */
const node = '/dev/zero';
const settings = { ...settingsOf(builtInPresets[0]!), source: { type: 'capture-device' as const, device: node, inputFormat: null, frameSize: null, frameRate: null, controls: {} } };
const draft = { presetName: 'Camera', settings };

async function open({ dockerHost, image }: { dockerHost: string; image: string }): Promise<Station> {
  station = await openStation({
    dataDirectory: join(home, 'data'),
    openStore: openConfStore,
    engine: 'docker',
    credentials: noCredentials,
    env: { ...process.env, DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image, HOME: home },
    version: '0.0.0',
  });
  return station;
}

/** A recorder as the Capstan of this owner labels it. */
async function otherRecorder(context: TestContext, ownerId: string, presetName: string): Promise<void> {
  const { dockerHost, image } = testDaemon(context);
  const record: SessionRecord = {
    ...{ schemaVersion: 1, id: 'bcdefghijk', ownerId, purpose: 'record', presetName, settings, output: null, destination: null },
    ...{ startedAt: '2026-01-01T00:00:00.000Z', part: null, devicePath: node, encode: null, diskFloorBytes: null },
  };
  const labelled = { [labels.role]: 'recorder', [labels.owner]: ownerId, [labels.session]: record.id, [labels.record]: JSON.stringify(record) };
  const options = Object.entries(labelled).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
  const { stdout } = await run('docker', ['run', '-d', '--rm', '--network', 'none', ...options, '--entrypoint', 'sleep', image, '600'], { env: { ...process.env, DOCKER_HOST: dockerHost } });
  context.onTestFinished(async () => {
    await run('docker', ['rm', '-f', stdout.trim()], { env: { ...process.env, DOCKER_HOST: dockerHost } });
  });
}


it('a device that another owner records is named with session and preset, and left alone', async (context) => {
  const opened = await open(testDaemon(context));
  await otherRecorder(context, 'somebody-else', 'Front door');
  const capabilities = { ...(await opened.capabilities()), captureDevices: [{ ...webcam, path: node, identity: node, formats: [] }] };
  expect(await refusalOf(opened.sessions.start(draft, { capabilities, destination: join(home, 'out') }))).toMatchObject({
    kind: 'device-busy',
    field: 'source.device',
    detail: `${node} is being recorded by the session bcdefghijk (Front door) of another Capstan on this host.`,
  });
});

it('so is one of another process of the same owner, with the command that stops it', async (context) => {
  const opened = await open(testDaemon(context));
  await otherRecorder(context, opened.settings.ownerId, 'Back door');
  const capabilities = { ...(await opened.capabilities()), captureDevices: [{ ...webcam, path: node, identity: node, formats: [] }] };
  expect(await refusalOf(opened.sessions.start(draft, { capabilities, purpose: 'watch' }))).toMatchObject({
    kind: 'device-busy',
    detail: `${node} is being recorded by the session bcdefghijk (Back door).`,
    nextStep: 'Stop that session first: `capstan stop bcdefghijk`.',
  });
});

it('a recorder that another process is about to start is left to it', async (context) => {
  const { dockerHost, image } = testDaemon(context);
  const env = { ...process.env, DOCKER_HOST: dockerHost };
  const opened = await open(testDaemon(context));
  const record: SessionRecord = {
    ...{ schemaVersion: 1, id: 'cdefghijkm', ownerId: opened.settings.ownerId, purpose: 'record', presetName: 'Test', settings, output: null, destination: null },
    ...{ startedAt: '2026-01-01T00:00:00.000Z', part: null, devicePath: null, encode: null, diskFloorBytes: null },
  };
  const { sealKey } = JSON.parse(readFileSync(join(home, 'data', 'settings.json'), 'utf8'));
  const labelled = sealedLabels({ [labels.role]: 'recorder', [labels.owner]: record.ownerId, [labels.session]: record.id, [labels.record]: JSON.stringify(record) }, sealKey);
  const options = Object.entries(labelled).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
  const { stdout: id } = await run('docker', ['create', '--network', 'none', ...options, '--entrypoint', 'sleep', image, '600'], { env });
  context.onTestFinished(async () => {
    await run('docker', ['rm', '-f', id.trim()], { env });
  });
  await opened.sessions.adopt();
  expect(opened.sessions.list()).toEqual([]);
  await run('docker', ['start', id.trim()], { env });
  await opened.sessions.adopt();
  expect(opened.sessions.list().map((view) => [view.id, view.state])).toEqual([[record.id, 'recording']]);
});

it('a node that vanished after the probe is told with what is there', async (context) => {
  const opened = await open(testDaemon(context));
  const device = { ...webcam, path: '/dev/video77', formats: [] };
  const capabilities = { ...(await opened.capabilities()), captureDevices: [device] };
  const gone = { presetName: 'Camera', settings: { ...settings, source: { ...settings.source, device: device.identity } } };
  expect(await refusalOf(opened.sessions.start(gone, { capabilities, destination: join(home, 'out') }))).toMatchObject({
    kind: 'device-missing',
    field: 'source.device',
    detail: `${device.identity} is not there; no capture device is.`,
  });
});
