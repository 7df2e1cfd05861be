import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import { capabilitiesSchema, type Capabilities, type EncoderProof } from '@domain/capabilities';
import { errorOf, failure } from '@domain/errors';
import { DockerClient } from '../../src/station/docker/client';
import { openDockerTrials } from '../../src/station/docker/encoder-trials';
import { ProofCache } from '../../src/station/encoders/proof-cache';
import { probeEncoders, type FamilySoftware } from '../../src/station/encoders/probe';
import type { EncoderProbeOptions, EncoderProbeProgress } from '../../src/station/engine';
import { Cli } from '../support/cli';
import { DockerView } from '../support/docker';
import { testDaemon } from '../support/pieces';
import { until } from '../support/until';

const run = promisify(execFile);
/** A node of the class of render nodes without a device behind it: it can be given to a container, and not be opened. */
const node = '/dev/dri/renderD250';

let home: string;
let dockerHost: string;
let image: string;
let client: DockerClient;
let view: DockerView;
let madeDirectory: string | undefined;
const images: string[] = [];

const docker = async (...words: string[]): Promise<string> => (await run('docker', ['--host', dockerHost, ...words])).stdout.trim();

beforeEach(async (context: TestContext) => {
  ({ dockerHost, image } = testDaemon(context));
  home = await mkdtemp(join(tmpdir(), 'capstan-encoders-'));
  ({ stdout: madeDirectory } = await run('mkdir', ['-pv', '/dev/dri']));
  await run('mknod', ['--mode=660', node, 'c', '226', '250']);
  client = await DockerClient.connect({ endpoint: { type: 'unix', path: dockerHost.replace('unix://', '') }, certificateDirectory: null, origin: 'a test' }, process.env);
  view = new DockerView(dockerHost);
});
afterEach(async () => {
  view?.close();
  await client?.close();
  await rm(node, { force: true });
  if (madeDirectory) await run('rmdir', ['/dev/dri']);
  for (const made of images.splice(0)) await docker('rmi', '--force', made);
  if (home) await rm(home, { recursive: true, force: true });
});

const env = (ownImage = image) => ({ DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: ownImage, HOME: home, CAPSTAN_DATA: join(home, 'data') });
const containers = async () => (await view.containers()).length;

/** The image with another program in place of its ffmpeg; the real one is /usr/bin/ffmpeg still. */
async function imageWith(script: string): Promise<string> {
  const install = `printf '%s\\n' "$0" >/usr/local/bin/ffmpeg && chmod 755 /usr/local/bin/ffmpeg`;
  const id = await docker('create', '--network', 'none', '--entrypoint', 'sh', image, '-c', install, script);
  await docker('start', '--attach', id);
  const made = await docker('commit', '--change', 'ENTRYPOINT []', id);
  await docker('rm', id);
  images.push(made);
  return made;
}
const isTrial = 'case "$*" in *_vaapi*)';
const hangs = `#!/bin/sh\n${isTrial} while :; do sleep 1; done ;; esac\nexec /usr/bin/ffmpeg "$@"`;
/** Takes the place of a GPU: x264 writes what the trial compares, by another picture where it is told so. */
const standsIn = (pictures: string) => `#!/bin/sh
${isTrial} exec /usr/bin/ffmpeg -hide_banner -nostdin -nostats -loglevel warning -y -progress pipe:1 -f lavfi -i '${pictures}' -c:v libx264 -f matroska file:encoded.mkv ;; esac
exec /usr/bin/ffmpeg "$@"`;

let host: Capabilities | undefined;
async function probed(): Promise<Capabilities> {
  const cli = new Cli(['probe', '--engine', 'docker', '--json'], env());
  await cli.exit;
  return capabilitiesSchema.parse(JSON.parse(cli.stdout));
}

/** The probe itself, on one GPU of which nothing is real but its node. */
async function probeIn(ownImage: string, options: Partial<EncoderProbeOptions> = {}, secondsPerRun = 20): Promise<EncoderProof[]> {
  const found = (host ??= await probed());
  const capabilities: Capabilities = { ...found, renderNodes: found.renderNodes.filter(({ path }) => path === node) };
  const software: FamilySoftware = { image: ownImage, id: ownImage, ffmpeg: { ...found.ffmpeg, encoders: ['h264_vaapi', 'hevc_vaapi'] }, insteadOf: null };
  return probeEncoders(
    {
      capabilities,
      software: async () => software,
      place: (group) => openDockerTrials({ client, ownerId: 'encoders-test', capabilities }, group, ownImage),
      cache: new ProofCache(join(home, 'cache'), 'test'),
    },
    { signal: new AbortController().signal, onProgress: () => {}, ...options },
    secondsPerRun,
  );
}
const known = (proofs: readonly EncoderProof[]) => proofs.filter(({ diagnosis }) => diagnosis?.id !== 'encoder-not-built');

test('a node that cannot be opened is told as such, with what to do, and nothing is left behind', async () => {
  const cli = new Cli(['probe', '--engine', 'docker', '--encoders', '--json'], env());
  expect(await cli.exit).toBe(0);
  const { encoders, renderNodes } = capabilitiesSchema.parse(JSON.parse(cli.stdout));
  const identity = renderNodes.find(({ path }) => path === node)?.identity;
  const proofs = known(encoders?.filter(({ gpu }) => gpu === identity) ?? []);
  expect(proofs.map(({ encoder }) => encoder)).toContain('h264_vaapi');
  for (const { usable, diagnosis } of proofs) {
    expect(usable).toBe(false);
    expect(diagnosis).toMatchObject({ evidence: expect.stringContaining(`No VA display found for device ${node}`), remedy: expect.stringMatching(/\w/) });
  }
  expect(cli.stderr).toMatch(/Trying h264_vaapi on /);
  await until('all containers to be gone', async () => (await containers()) === 0);

  // What was seen is part of what the host offers from now on.
  const later = new Cli(['probe', '--engine', 'docker', '--json'], env());
  await later.exit;
  expect(capabilitiesSchema.parse(JSON.parse(later.stdout)).encoders).toEqual(encoders);
});

test('pictures that come back as they went in prove an encoder; it is not tried again, but on demand or in another image', async () => {
  const ownImage = await imageWith(standsIn('testsrc2=size=640x480:rate=30:duration=0.5'));
  const told: EncoderProbeProgress[] = [];
  const encoders = ['h264_vaapi'];
  const proofs = await probeIn(ownImage, { encoders, onProgress: (progress) => told.push(progress) });
  expect(proofs).toMatchObject([{ encoder: 'h264_vaapi', usable: true, paths: ['zero-copy', 'gpu-convert', 'cpu-convert'], framesPerSecond: expect.any(Number), diagnosis: null }]);
  expect(told.at(-1)).toMatchObject({ done: 1, total: 1 });
  expect(told.some(({ trying }) => trying?.includes('MJPEG decoded on the GPU'))).toBe(true);

  const trials = async (options: Partial<EncoderProbeOptions>, inImage = ownImage) => {
    const steps: EncoderProbeProgress[] = [];
    await probeIn(inImage, { encoders, ...options, onProgress: (progress) => steps.push(progress) });
    return steps.filter(({ trying }) => trying !== null).length;
  };
  expect(await trials({})).toBe(0);
  expect(await trials({ refresh: true })).toBeGreaterThan(0);
  expect(await trials({}, await imageWith(standsIn('color=green:size=640x480:rate=30:duration=0.5')))).toBeGreaterThan(0);
});

test('an encoder that writes other pictures, and says nothing, is not usable', async () => {
  const proofs = await probeIn(await imageWith(standsIn('color=green:size=640x480:rate=30:duration=0.5')), { encoders: ['h264_vaapi'] });
  expect(proofs).toMatchObject([{ usable: false, paths: [], diagnosis: { id: 'encoder-garbage', evidence: expect.stringMatching(/PSNR \d+\.\d dB/) } }]);
});

test('a driver that hangs costs two trials and no more', async () => {
  const seconds = performance.now();
  const tried: string[] = [];
  const proofs = await probeIn(await imageWith(hangs), { onProgress: ({ trying }) => trying && tried.push(trying) }, 2);
  expect(new Set(proofs.map(({ diagnosis }) => diagnosis?.id))).toEqual(new Set(['encoder-hung']));
  expect([tried.length, proofs.length > 2]).toEqual([2, true]);
  console.info(`encoders that hang: ${((performance.now() - seconds) / 1000).toFixed(1)} s`);
  await until('all containers to be gone', async () => (await containers()) === 0);
});

test('a trial that is cancelled leaves nothing behind', async () => {
  const controller = new AbortController();
  const cancelled = probeIn(await imageWith(hangs), { signal: controller.signal, onProgress: ({ trying }) => trying && controller.abort(failure('probe-cancelled', 'enough')) }).catch(errorOf);
  expect(await cancelled).toMatchObject({ kind: 'probe-cancelled' });
  await until('all containers to be gone', async () => (await containers()) === 0);
});

test.each(['SIGINT', 'SIGKILL'] as const)('a Capstan that gets %s in the middle of a trial leaves no container behind', async (signal) => {
  const cli = new Cli(['probe', '--engine', 'docker', '--encoders', '--json'], env(await imageWith(hangs)));
  await until('a trial to run', () => cli.stderr.includes('Trying h264_vaapi'));
  await until('its container', async () => (await docker('ps', '--quiet', '--filter', 'label=dev.capstan.role=probe')).split('\n').length >= 2);
  cli.child.kill(signal);
  expect(await cli.exit).toBe(signal === 'SIGINT' ? 1 : null);
  if (signal === 'SIGINT') expect(JSON.parse(cli.stdout)).toMatchObject({ error: { kind: 'probe-cancelled' } });
  await until('all containers to be gone', async () => (await containers()) === 0);
});

test('this computer’s own ffmpeg is tried in the same way, and its folder goes with it', async () => {
  const cli = new Cli(['probe', '--engine', 'local', '--encoders', '--json'], { ...env(), TMPDIR: home });
  expect(await cli.exit).toBe(0);
  const { encoders } = capabilitiesSchema.parse(JSON.parse(cli.stdout));
  expect(known(encoders ?? []).find(({ encoder }) => encoder === 'h264_vaapi')?.diagnosis?.evidence).toMatch(/No VA display found|Failed to initialise VAAPI connection/);
  expect((await run('ls', [home])).stdout).not.toContain('capstan-trials');
});
