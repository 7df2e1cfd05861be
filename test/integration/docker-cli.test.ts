import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest';
import type { CapstanError } from '@domain/errors';
import type { ContainerSpec } from '@domain/plan/types';
import type { Recording } from '@domain/recording';
import { Cli } from '../support/cli';
import { DockerView } from '../support/docker';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';

const run = promisify(execFile);

let home: string;
let docker: DockerView;

beforeEach(async (context: TestContext) => {
  // Without CAPSTAN_IMAGE: the image is found by the tag that the recipe gives it.
  docker = new DockerView(testDaemon(context).dockerHost);
  home = await mkdtemp(join(tmpdir(), 'capstan-docker-'));
});
afterEach(async () => {
  docker?.close();
  if (home) await rm(home, { recursive: true, force: true });
});

const capstan = (words: readonly string[], data = 'data') =>
  new Cli(words, { DOCKER_HOST: docker.dockerHost, HOME: home, CAPSTAN_DATA: join(home, data) });
const record = (...words: string[]) =>
  capstan(['record', '--engine', 'docker', '--output', join(home, 'out'), '--json', ...words]);
const sessionOf = async (cli: Cli) => String((await cli.event('started'))['session']);

async function ended(cli: Cli) {
  const status = await cli.exit;
  const last = cli.events.at(-1) as unknown as { type: string; reason: string; recording: Recording | null; error: CapstanError | null };
  return { status, ...last };
}

describe('capstan record in a container', () => {
  test('five seconds at 720p30 are complete, play, and leave nothing behind', async () => {
    const cli = record('--source', 'test-pattern', '--size', '1280x720', '--rate', '30', '--seconds', '5');
    expect(await cli.event('started')).toMatchObject({ engine: 'docker' });
    const recorder = `capstan-${await sessionOf(cli)}-recorder`;
    const { recording, ...rest } = await ended(cli);
    expect(rest).toMatchObject({ type: 'ended', status: 0, reason: 'completed', error: null });
    const file = await decode(recording!.path);
    expect(file).toMatchObject({ codec: 'h264', width: 1280, height: 720, complaints: '' });
    expect(file.frames).toBeGreaterThanOrEqual(145);
    expect(file.frames).toBeLessThanOrEqual(151);
    expect(recording!.durationSeconds).toBeCloseTo(5, 0);
    expect((await docker.when(recorder, 'die')) - (await docker.when(recorder, 'start'))).toBeLessThan(7);
    expect(await docker.containers()).toEqual([]);
    expect(await readdir(join(home, 'out'))).toHaveLength(1);
  });

  test('what was planned is what runs', async () => {
    const cli = record('--seconds', '30');
    const plan = (await cli.event('planned'))['plan'] as { argv: string[]; container: ContainerSpec };
    const recorder = await docker.inspect(`capstan-${await sessionOf(cli)}-recorder`);
    expect(recorder.Config.Cmd).toEqual(plan.argv.slice(1));
    const { Image, User, Cmd, Labels, HostConfig } = plan.container;
    expect(recorder.Config).toMatchObject({ Image, User, Cmd, Labels });
    const { CapDrop, SecurityOpt, ReadonlyRootfs, NetworkMode, Memory, PidsLimit, Mounts } = HostConfig;
    expect(recorder.HostConfig).toMatchObject({ CapDrop, SecurityOpt, ReadonlyRootfs, NetworkMode, Memory, PidsLimit });
    expect(recorder.Mounts.map(({ Source, RW }) => [Source, RW])).toEqual(Mounts.map(({ Source, ReadOnly }) => [Source, !ReadOnly]));
    cli.child.kill('SIGINT');
    expect(await ended(cli)).toMatchObject({ status: 0, reason: 'stopped', error: null });
  });

  test('a recording outlives a killed Capstan, is found again, and only by its owner', async () => {
    const cli = record('--size', '640x360');
    const session = await sessionOf(cli);
    await cli.event('progress', ({ frame }) => Number(frame) > 0);
    cli.child.kill('SIGKILL');
    await cli.exit;

    const found = capstan(['sessions', '--json']);
    expect(await found.exit).toBe(0);
    expect(JSON.parse(found.stdout)).toMatchObject([{ id: session, engine: 'docker' }]);
    const stranger = capstan(['sessions', '--json'], 'other');
    expect(await stranger.exit).toBe(0);
    expect(JSON.parse(stranger.stdout)).toEqual([]);
    expect(await capstan(['stop', session], 'other').exit).toBe(1);

    expect(await capstan(['stop', session, '--json']).exit).toBe(0);
    const recordings = capstan(['recordings', '--json']);
    await recordings.exit;
    const [recording] = JSON.parse(recordings.stdout) as Recording[];
    expect(recording).toMatchObject({ id: session, reason: 'stopped' });
    expect(await decode(recording!.path)).toMatchObject({ complaints: '', frames: recording!.frames });
    expect(await docker.containers()).toEqual([]);
  });

  test.for([
    ['libx264', 'h264'],
    ['libx265', 'hevc'],
    ['libsvtav1', 'av1'],
    ['libvpx-vp9', 'vp9'],
  ] as const)('%s makes %s', async ([encoder, codec]) => {
    const { recording, ...rest } = await ended(record('--encoder', encoder, '--size', '320x180', '--rate', '15', '--seconds', '2'));
    expect(rest).toMatchObject({ status: 0, reason: 'completed', error: null });
    expect(await decode(recording!.path)).toEqual({ codec, width: 320, height: 180, frames: 30, complaints: '' });
  });

  test('a media file with a hostile name is read and encoded anew', async () => {
    const path = join(home, '-i clip; $(touch x) ä,b:c.mkv');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-t', '2', '-c:v', 'libx264', path]);
    const { recording, ...rest } = await ended(record('builtin-file-h264', '--source', path));
    expect(rest).toMatchObject({ status: 0, reason: 'completed', error: null });
    expect(await decode(recording!.path)).toMatchObject({ codec: 'h264', frames: 50, complaints: '' });
  });

  test('the docker run line records when it is pasted, with a hostile text in its pictures', async () => {
    const words = ['plan', '--engine', 'docker', '--format', 'docker-run', '--size', '320x180', '--seconds', '2', '--overlay-text', `It's [a]; $(touch x), \\n %{n}:\nsecond`, '--overlay-clock', 'local'];
    const plan = capstan([...words, '--output', join(home, 'out')]);
    expect(await plan.exit, plan.stderr).toBe(0);
    await run('sh', ['-c', plan.stdout], { env: docker.env });
    expect(plan.stdout).toContain("--env 'TZ=<");
    const files = await readdir(join(home, 'out'), { recursive: true });
    const [recording] = files.filter((name) => name.endsWith('.mkv'));
    expect(await decode(join(home, 'out', recording!))).toMatchObject({ frames: 60, complaints: '' });
  });
});

describe('what cannot be recorded', () => {
  test.for([
    [['--size', '1281x720'], 'preset-invalid'],
    [['--rate', '0'], 'preset-invalid'],
    [['--encoder', 'h264_nowhere'], 'encoder-unavailable'],
    [['--output', '/proc/capstan'], 'output-unwritable'],
    [['no such preset'], 'preset-invalid'],
  ] as const)('%j is %s', async ([words, kind]) => {
    expect(await ended(record('--seconds', '2', ...words))).toMatchObject({ status: 1, reason: 'failed', recording: null, error: { kind } });
    expect(await docker.containers()).toEqual([]);
    expect(existsSync(join(home, 'out')) ? await readdir(join(home, 'out')) : []).toEqual([]);
  });
});
