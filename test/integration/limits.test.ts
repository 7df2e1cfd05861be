import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import type { CapstanError } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { Cli } from '../support/cli';
import { DockerView } from '../support/docker';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';

const run = promisify(execFile);
let view: DockerView;
let home: string;
let env: Record<string, string>;

beforeEach(async (context: TestContext) => {
  const { dockerHost, image } = testDaemon(context);
  view = new DockerView(dockerHost);
  home = await mkdtemp(join(tmpdir(), 'capstan-limits-'));
  env = { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image, HOME: home, CAPSTAN_DATA: join(home, 'data') };
});
afterEach(async () => {
  view?.close();
  if (home) await rm(home, { recursive: true, force: true });
});

interface End {
  readonly type: string;
  readonly reason: string;
  readonly recording: Recording | null;
  readonly error: CapstanError | null;
}
const record = (...words: string[]) => new Cli(['record', '--engine', 'docker', '--size', '640x360', '--output', join(home, 'out'), '--json', ...words], env);
const docker = (...words: string[]) => run('docker', words, { env: view.env });
const recorderOf = async (cli: Cli) => `capstan-${(await cli.event('started')).session as string}-recorder`;

test('the limits of the command line are those of the container', async () => {
  const cli = record('--memory', '1g', '--swap', '256', '--cpus', '1.5', '--privileged');
  const { HostConfig } = await view.inspect(await recorderOf(cli));
  expect(HostConfig).toMatchObject({ Memory: 1024 ** 3, NanoCpus: 1_500_000_000, Privileged: true, ReadonlyRootfs: true, NetworkMode: 'none' });
  expect(HostConfig['SecurityOpt']).toContain('no-new-privileges');
  const { stdout } = await docker('info', '--format', '{{.SwapLimit}}');
  const warnings = () => cli.events.filter(({ type }) => type === 'warning').map(({ message }) => String(message));
  await until('the warning of privileges', () => warnings().some((message) => message.includes('privileged')));
  expect(warnings().some((message) => message.includes('swap'))).toBe(stdout.trim() === 'false');
  await cli.event('progress');
  cli.child.kill('SIGINT');
  expect(await cli.exit).toBe(0);
});

test('a recorder that is killed goes on as part 2, and both files play', async () => {
  const cli = record('--restarts', '2');
  const recorder = await recorderOf(cli);
  await cli.event('progress', ({ frame }) => Number(frame) > 60);
  await docker('kill', '--signal', 'KILL', recorder);
  const part = (await cli.event('part')) as unknown as End & { part: number; next: { part: number; session: string } };
  expect(part).toMatchObject({ part: 1, reason: 'failed', error: { kind: 'ffmpeg-exited' }, next: { part: 2 } });
  const after = cli.events.length;
  await until('part 2 to grow', () => cli.events.slice(after).some(({ type, frame }) => type === 'progress' && Number(frame) > 30), { withinSeconds: 40 });
  cli.child.kill('SIGINT');
  expect(await cli.exit).toBe(0);
  const ended = cli.events.at(-1) as unknown as End;
  expect(ended).toMatchObject({ type: 'ended', reason: 'stopped' });
  expect(ended.recording!.path).toMatch(new RegExp(`-${part.recording!.id.slice(0, 4)}-p02\\.mkv$`));
  for (const { path } of [part.recording!, ended.recording!]) expect(await decode(path)).toMatchObject({ complaints: '', codec: 'h264' });
  expect((await view.containers()).filter((name) => name.startsWith('capstan-'))).toEqual([]);
});

test('a recorder at its memory limit is told as that, and its file plays', async () => {
  const cli = record('--memory', '100');
  const recorder = await recorderOf(cli);
  await cli.event('progress', ({ frame }) => Number(frame) > 60);
  // Pages of a tmpfs count for the container and cannot be given back: the kernel takes the largest process.
  await docker('exec', recorder, 'dd', 'if=/dev/zero', 'of=/dev/shm/fill', 'bs=1M', 'count=63').catch(() => undefined);
  expect(await cli.exit).toBe(1);
  const ended = cli.events.at(-1) as unknown as End;
  expect(ended).toMatchObject({ type: 'ended', reason: 'failed', error: { kind: 'out-of-memory', nextStep: expect.stringContaining('memory limit') } });
  expect((await decode(ended.recording!.path)).frames).toBeGreaterThan(30);
});
