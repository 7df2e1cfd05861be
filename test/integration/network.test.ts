import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, type TestContext } from 'vitest';
import type { CapstanError } from '@domain/errors';
import { inputScript } from '@domain/plan/network-source';
import type { Recording } from '@domain/recording';
import { bootstrapSoftwareImage } from '../../scripts/setup/software-image.mjs';
import { makeBridge, type TestBridge } from '../support/bridge';
import { Cli } from '../support/cli';
import { startPrivateDaemon, type PrivateDaemon } from '../support/daemon';
import { DockerView } from '../support/docker';
import { decode } from '../support/media';
import { liveStream, MediaServer, type MediaServerOptions } from '../support/media-server';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';

const run = promisify(execFile);
const login = { user: 'admin', password: 'geheim@/#wort' };
/** What a search for the password must look for: ffmpeg gets it with its special characters as numbers. */
const secret = 'geheim';

// A daemon with a bridge, from which containers reach this computer and nothing else.
let bridge: TestBridge | null = null;
let daemon: PrivateDaemon | null = null;
let image = '';
let view: DockerView;
let home: string;
let server: MediaServer | null = null;

beforeAll(async () => {
  if (process.getuid?.() !== 0) return;
  bridge = await makeBridge();
  daemon = await startPrivateDaemon('dockerd', { bridge: bridge.name });
  image = await bootstrapSoftwareImage({ ...process.env, DOCKER_HOST: daemon.dockerHost }, () => {});
});
afterAll(async () => {
  await daemon?.stop();
  await bridge?.remove();
});
beforeEach(async (context: TestContext) => {
  testDaemon(context);
  view = new DockerView(daemon!.dockerHost);
  home = await mkdtemp(join(tmpdir(), 'capstan-network-'));
});
afterEach(async () => {
  view?.close();
  await server?.stop();
  server = null;
  if (home) await rm(home, { recursive: true, force: true });
});

interface End {
  readonly type: string;
  readonly reason: string;
  readonly recording: Recording | null;
  readonly error: CapstanError | null;
}
const serve = async (options: Partial<MediaServerOptions> = {}) => (server = await MediaServer.start({ address: bridge!.address, ...options }));
const environment = (password = '') => ({
  DOCKER_HOST: daemon!.dockerHost,
  CAPSTAN_IMAGE: image,
  HOME: home,
  CAPSTAN_DATA: join(home, 'data'),
  ...(password !== '' && { CAPSTAN_SOURCE_USER: login.user, CAPSTAN_SOURCE_PASSWORD: password }),
});
const record = (source: string, words: readonly string[] = [], password = '') =>
  new Cli(['record', '--engine', 'docker', '--source', source, '--output', join(home, 'out'), '--json', ...words], environment(password));
const ended = (cli: Cli) => cli.events.at(-1) as unknown as End;

/** Command lines of all processes of this computer. */
async function commandLines(): Promise<string> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))).join('\n');
}
const filesWith = (text: string, directory: string) =>
  run('grep', ['--recursive', '--no-messages', '--binary-files=text', '--files-with-matches', '--fixed-strings', text, directory]).then(
    ({ stdout }) => stdout,
    // 1: none. 2: some file went away while it was read.
    ({ stdout }: { stdout: string }) => stdout,
  );

test('a stream over HTTP is recorded with its sound, and only its recorder has a network', async () => {
  const { url } = await serve().then((made) => ({ url: made.url('/live.ts') }));
  const cli = record(url, ['--seconds', '4']);
  const { session } = await cli.event('started');
  expect((await view.inspect(`capstan-${session as string}-recorder`)).HostConfig['NetworkMode']).toBe('bridge');
  expect((await view.inspect(`capstan-${session as string}-guard`)).HostConfig['NetworkMode']).toBe('none');
  expect(await cli.exit).toBe(0);
  const { recording } = ended(cli);
  expect(await decode(recording!.path)).toMatchObject({ codec: 'h264', width: 320, complaints: '' });
  expect(recording!.media!.audioCodec).toBe('aac');
  expect(recording!.durationSeconds).toBeGreaterThan(3.5);
});

test('a login reaches the camera, and nothing else', async () => {
  const url = (await serve({ login })).url('/live.ts');
  const cli = record(url, [], login.password);
  const recorder = `capstan-${(await cli.event('started')).session as string}-recorder`;
  await cli.event('progress', ({ frame }) => Number(frame) > 20);
  expect(JSON.stringify(await view.inspect(recorder))).not.toContain(secret);
  expect(await commandLines()).not.toContain(secret);
  expect(await filesWith(recorder, daemon!.directory)).not.toBe('');
  expect(await filesWith(secret, daemon!.directory)).toBe('');
  cli.child.kill('SIGINT');
  expect(await cli.exit).toBe(0);
  expect(ended(cli)).toMatchObject({ reason: 'stopped', error: null });
  expect((await decode(ended(cli).recording!.path)).frames).toBeGreaterThan(20);
  expect(cli.stdout + cli.stderr).not.toContain(secret);
  expect(await filesWith(secret, home)).toBe('');
});

test('a login that is refused is told as that, and is in no log', async () => {
  const url = (await serve({ login })).url('/live.ts');
  const cli = record(url, [], `${secret}-wrong`);
  expect(await cli.exit).toBe(1);
  expect(ended(cli)).toMatchObject({ reason: 'failed', recording: null, error: { kind: 'source-login-failed' } });
  expect(cli.stdout + cli.stderr).not.toContain(secret);

  // The same recorder by hand, so that its log stays: ffmpeg wrote the whole address into it.
  const planned = JSON.parse(await answerOf(['plan', '--engine', 'docker', '--source', url, '--output', join(home, 'out')], environment(secret))) as {
    container: { Entrypoint: string[]; Cmd: string[] };
  };
  const [entrypoint = '', ...before] = planned.container.Entrypoint;
  const script = inputScript(sourceOf(url), { user: login.user, password: `${secret}-wrong` }, { version: '5.1', major: 5, minor: 1, encoders: [] })!;
  const child = spawn('docker', ['run', '--name', 'by-hand', '--interactive', '--read-only', '--user', '65534:65534', '--entrypoint', entrypoint, image, ...before, ...planned.container.Cmd], {
    env: view.env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(script);
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
  const { stderr } = await run('docker', ['logs', 'by-hand'], { env: view.env });
  expect(stderr).toContain('401 Unauthorized');
  expect(stderr).toContain(`Impossible to open 'http://${bridge!.address}`);
  expect(await filesWith(secret, daemon!.directory)).toBe('');
  await run('docker', ['rm', 'by-hand'], { env: view.env });
});

test('a login without its password is refused before anything starts', async () => {
  const source = `rtsp://admin:${secret}@${bridge!.address}/cam`;
  const cli = record(source);
  expect(await cli.exit).toBe(1);
  expect(cli.events).toEqual([expect.objectContaining({ type: 'ended', error: expect.objectContaining({ kind: 'preset-invalid', field: 'source.url' }) })]);
  expect(cli.stdout + cli.stderr).not.toContain(secret);
});

test.each([
  ['nothing at the path', '/nothing', 'source-unreachable'],
  ['a page for people', '/page', 'format-unsupported'],
  ['a playlist of local files', '/passwd.m3u8', 'format-unsupported'],
  ['a playlist of local media', '/media.m3u8', 'format-unsupported'],
  ['a script that opens more', '/script', 'format-unsupported'],
])('%s is refused', async (_what, path, kind) => {
  const texts = {
    '/page': '<html><body>camera</body></html>',
    '/passwd.m3u8': '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n',
    '/media.m3u8': '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///recordings/x.ts\n#EXT-X-ENDLIST\n',
    '/script': `ffconcat version 1.0\nfile 'http://${bridge!.address}/live.ts'\n`,
  };
  const cli = record((await serve({ texts })).url(path));
  expect(await cli.exit).toBe(1);
  expect(ended(cli)).toMatchObject({ reason: 'failed', recording: null, error: { kind } });
});

test('a camera that loses its power is waited for, and the recording goes on in a new part', async () => {
  const first = await serve();
  const url = first.url('/live.ts');
  const cli = record(url);
  await cli.event('progress', ({ frame }) => Number(frame) > 30);
  await first.stop();
  expect(await cli.event('waiting')).toMatchObject({ message: expect.stringContaining(url) });
  await serve({ port: Number(new URL(url).port) });
  const part = (await cli.event('part')) as unknown as End;
  expect(part).toMatchObject({ reason: 'lost', error: { kind: 'source-unreachable' } });
  const after = cli.events.length;
  await until('part 2 to grow', () => cli.events.slice(after).some(({ type, frame }) => type === 'progress' && Number(frame) > 20), { withinSeconds: 40 });
  cli.child.kill('SIGINT');
  expect(await cli.exit).toBe(0);
  for (const { recording } of [part, ended(cli)]) expect((await decode(recording!.path)).frames).toBeGreaterThan(15);
});

test('a stop ends the waiting', async () => {
  const first = await serve();
  const cli = record(first.url('/live.ts'));
  await cli.event('progress', ({ frame }) => Number(frame) > 20);
  await first.stop();
  server = null;
  await cli.event('waiting');
  cli.child.kill('SIGINT');
  expect(await cli.exit).toBe(1);
  expect(ended(cli)).toMatchObject({ reason: 'lost', error: { kind: 'source-unreachable' }, recording: { reason: 'lost' } });
  expect((await view.containers()).filter((name) => name.startsWith('capstan-'))).toEqual([]);
});

test('an SRT sender finds the recorder in the network of its machine, with a passphrase', async () => {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const cli = record(`srt://:${port}`, ['--seconds', '4'], `${secret}-passphrase`);
  await cli.event('started');
  let sender = liveStream(`srt://127.0.0.1:${port}?passphrase=${secret}-passphrase`);
  const again = setInterval(() => {
    if (sender.exitCode !== null) sender = liveStream(`srt://127.0.0.1:${port}?passphrase=${secret}-passphrase`);
  }, 200);
  try {
    await cli.event('progress');
    expect(await cli.exit).toBe(0);
  } finally {
    clearInterval(again);
    sender.kill('SIGKILL');
  }
  expect(await decode(ended(cli).recording!.path)).toMatchObject({ codec: 'h264', width: 320 });
});

test('this computer’s own ffmpeg gets the login in the same way', async () => {
  const url = (await serve({ login })).url('/live.ts');
  const words = ['record', '--engine', 'local', '--source', url, '--output', join(home, 'out'), '--json'];
  const cli = new Cli(words, environment(login.password));
  await cli.event('progress', ({ frame }) => Number(frame) > 20);
  expect(await commandLines()).not.toContain(secret);
  cli.child.kill('SIGINT');
  expect(await cli.exit).toBe(0);
  const refused = new Cli(words, environment(`${secret}-wrong`));
  expect(await refused.exit).toBe(1);
  expect(ended(refused)).toMatchObject({ error: { kind: 'source-login-failed' } });
  expect(refused.stdout + refused.stderr + cli.stdout + cli.stderr).not.toContain(secret);
  expect(await filesWith(secret, home)).toBe('');
});

const sourceOf = (url: string) => ({ type: 'network', url, rtspTransport: 'tcp', credential: 'x', containerNetwork: 'bridge', frameSize: null, frameRate: null }) as const;

async function answerOf(words: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const cli = new Cli(words, env);
  await cli.exit;
  return cli.stdout;
}
