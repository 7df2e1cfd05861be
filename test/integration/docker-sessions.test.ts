import { noCredentials } from '../support/credentials';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf, type PresetSettings } from '@domain/preset';
import type { SessionView } from '@domain/session';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { Cli } from '../support/cli';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';

const run = promisify(execFile);

let home: string;
let output: string;
let stations: Station[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-docker-'));
  output = join(home, 'recordings');
  stations = [];
});
afterEach(async () => {
  await Promise.all(stations.map((station) => station.close()));
  rmSync(home, { recursive: true, force: true });
});

const environment = (context: TestContext) => {
  const { dockerHost, image } = testDaemon(context);
  return { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image, HOME: home, CAPSTAN_DATA: join(home, 'data') };
};

async function open(context: TestContext, data = 'data'): Promise<Station> {
  const station = await openStation({
    dataDirectory: join(home, data),
    openStore: openConfStore,
    engine: 'docker',
    credentials: noCredentials,
    env: { ...process.env, ...environment(context) },
    version: '0.0.0',
  });
  stations.push(station);
  return station;
}

const pattern = (overrides: Partial<PresetSettings> = {}) => ({
  presetName: 'Test pattern',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } },
    ...overrides,
  },
});

const docker = async (context: TestContext, ...words: string[]) =>
  (await run('docker', words, { env: { ...process.env, DOCKER_HOST: testDaemon(context).dockerHost } })).stdout.trim();
const containersOf = async (context: TestContext, session: string) =>
  (await docker(context, 'ps', '-aq', '--filter', `label=dev.capstan.session=${session}`)).split('\n').filter((id) => id !== '');

/** Frames written so far, once there are more than that. */
const framesAbove = (session: { readonly view: SessionView }, frames: number) =>
  until(`more than ${frames} frames`, () => (session.view.progress?.frame ?? 0) > frames);

describe('a recording in containers', () => {
  it('completes, plays, and leaves nothing behind', async (context) => {
    const station = await open(context);
    const session = await station.sessions.start(pattern({ durationSeconds: 3 }), { destination: output });
    const view = await session.ended;
    expect(view).toMatchObject({ state: 'completed', error: null, delivered: { codec: 'h264' } });
    expect(await decode(view.recording!.path)).toMatchObject({ codec: 'h264', width: 640, height: 360, frames: 90, complaints: '' });
    expect(view.recording).toMatchObject({ frames: 90, remotePath: null });
    expect(await containersOf(context, session.id)).toEqual([]);
    expect(readdirSync(output)).toHaveLength(1);
    expect((await station.recordings.list()).map(({ id }) => id)).toEqual([session.id]);
  });

  it('runs every container without privileges', async (context) => {
    const station = await open(context);
    const session = await station.sessions.start(pattern(), { destination: output });
    await framesAbove(session, 5);
    const containers = await until('recorder, guard and observer', async () => {
      const ids = await containersOf(context, session.id);
      return ids.length === 3 ? ids : null;
    });
    for (const id of containers) {
      const [container] = JSON.parse(await docker(context, 'inspect', id));
      const { HostConfig: host, Config: config, State: state } = container;
      expect(config.User).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(host).toMatchObject({ Privileged: false, CapDrop: ['ALL'], CapAdd: null, ReadonlyRootfs: true, SecurityOpt: ['no-new-privileges'] });
      expect(host.NetworkMode).toMatch(/^(none|container:)/);
      expect(host.Memory).toBeGreaterThan(0);
      expect(host.PidsLimit).toBeGreaterThan(0);
      expect(host.RestartPolicy.Name).toBe('no');
      expect(host.Devices ?? []).toEqual([]);
      const mounts = (host.Mounts ?? []).map((mount: { Source: string }) => mount.Source);
      expect(mounts.filter((source: string) => !source.startsWith(output))).toEqual([]);
      const status = readFileSync(`/proc/${state.Pid}/status`, 'utf8');
      expect(status).toMatch(/^CapEff:\s*0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\s*1$/m);
    }
    expect((await session.stop()).state).toBe('stopped');
  });

  it('goes on while the app is away, and is found again', async (context) => {
    const first = await open(context);
    const { id } = await first.sessions.start(pattern(), { destination: output });
    await framesAbove(first.sessions.get(id), 10);
    await first.close();
    const stranger = await open(context, 'other-data');
    await stranger.sessions.adopt();
    expect(stranger.sessions.list()).toEqual([]);
    const second = await open(context);
    await second.sessions.adopt();
    const session = second.sessions.get(id);
    await framesAbove(session, 60);
    const view = await session.stop();
    expect(view).toMatchObject({ state: 'stopped', error: null });
    const { frames } = await decode(view.recording!.path);
    expect(frames).toBeGreaterThan(60);
    expect(frames).toBe(view.recording!.frames);
    expect(await containersOf(context, id)).toEqual([]);
  });

  it('that ended while the app was away is closed at the next start', async (context) => {
    const first = await open(context);
    const { id } = await first.sessions.start(pattern({ durationSeconds: 2 }), { destination: output });
    await framesAbove(first.sessions.get(id), 5);
    await first.close();
    await until('the recorder to end', async () => (await docker(context, 'inspect', '-f', '{{.State.Status}}', `capstan-${id}-recorder`)) === 'exited');
    const second = await open(context);
    await second.sessions.adopt();
    const { state, recording } = await second.sessions.get(id).ended;
    expect({ state, frames: recording?.frames }).toEqual({ state: 'completed', frames: 60 });
    expect(await containersOf(context, id)).toEqual([]);
  });

});

describe('a live picture without a recording', () => {
  it('shows pictures, writes nothing, and makes room for the recording', async (context) => {
    const station = await open(context);
    const view = await station.sessions.start(pattern(), { purpose: 'watch' });
    const pictures: Uint8Array[] = [];
    view.watch((jpeg) => pictures.push(jpeg));
    await until('ten pictures', () => pictures.length >= 10);
    for (const jpeg of pictures) expect([jpeg[0], jpeg[1], jpeg.at(-2), jpeg.at(-1)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
    const session = await station.sessions.start(pattern({ durationSeconds: 1 }), { destination: output });
    expect((await view.ended).state).toBe('stopped');
    expect((await session.ended).state).toBe('completed');
    expect(readdirSync(output)).toHaveLength(1);
  });
});

describe('from the terminal', () => {
  it('copies the recording here where the daemon does not see this computer’s files', async (context) => {
    mkdirSync(output);
    // In a mount namespace of its own the folder is another one than the daemon's, as on another machine.
    const apart = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', `mount -t tmpfs tmpfs '${output}' && "$@"; status=$?; cp '${output}'/* '${home}'; exit $status`, 'sh'];
    const words = ['record', '--source', 'test-pattern', '--size', '640x360', '--seconds', '2', '--output', output, '--json'];
    const cli = new Cli(words, environment(context), apart);
    expect(await cli.exit, cli.stderr).toBe(0);
    const { recording } = cli.events.at(-1) as unknown as { recording: { path: string; remotePath: string; sizeBytes: number } };
    expect(recording.remotePath).toMatch(/\/volumes\/capstan-recordings\/_data\//);
    const copy = join(home, recording.path.slice(output.length + 1));
    expect((await decode(copy)).frames).toBe(60);
    await docker(context, 'volume', 'rm', 'capstan-recordings');
  });
});

describe('refusals', () => {
  const refused = async (context: TestContext, words: string[], env: Record<string, string> = {}) => {
    const cli = new Cli(['record', '--output', output, '--json', ...words], { ...environment(context), ...env });
    const status = await cli.exit;
    const ended = cli.events.at(-1) as unknown as { type: string; reason: string; recording: unknown; error: { kind: string } };
    return { status, type: ended.type, reason: ended.reason, kind: ended.error.kind, containers: await docker(context, 'ps', '-aq') };
  };
  const nothing = { status: 1, type: 'ended', reason: 'failed', containers: '' };

  it('absent device', async (context) =>
    expect(await refused(context, ['--source', '/dev/video97'])).toEqual({ ...nothing, kind: 'device-missing' }));
  it('absent image', async (context) =>
    expect(await refused(context, ['--source', 'test-pattern'], { CAPSTAN_IMAGE: 'capstan/absent:1' })).toEqual({ ...nothing, kind: 'image-missing' }));
  it('no daemon where Docker was asked for', async (context) =>
    expect(await refused(context, ['--engine', 'docker'], { DOCKER_HOST: `unix://${home}/nobody.sock` })).toEqual({ ...nothing, kind: 'daemon-unreachable' }));
  it('absent file', async (context) =>
    expect(await refused(context, ['--source', join(home, 'none.mp4')])).toEqual({ ...nothing, kind: 'source-missing' }));
  it('system folder', async (context) =>
    expect(await refused(context, ['--source', 'test-pattern', '--output', '/etc'])).toEqual({ ...nothing, kind: 'output-unwritable' }));
  it('full disk', async (context) => {
    mkdirSync(output);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', output]);
    try {
      expect(await refused(context, ['--source', 'test-pattern'])).toEqual({ ...nothing, kind: 'disk-full' });
      expect(readdirSync(output)).toEqual([]);
    } finally {
      await run('umount', [output]);
    }
  });
});
