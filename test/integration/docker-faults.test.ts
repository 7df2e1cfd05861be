import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import type { CapstanError } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { bootstrapSoftwareImage } from '../../scripts/setup/software-image.mjs';
import { Cli } from '../support/cli';
import { startPrivateDaemon, type PrivateDaemon } from '../support/daemon';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';

// A daemon for this file alone, since it is ended in the middle.
let daemon: PrivateDaemon;
let home: string;

beforeEach(async (context: TestContext) => {
  testDaemon(context);
  home = await mkdtemp(join(tmpdir(), 'capstan-faults-'));
  daemon = await startPrivateDaemon();
});
afterEach(async () => {
  await daemon?.stop();
  if (home) await rm(home, { recursive: true, force: true });
});

const record = () =>
  new Cli(['record', '--engine', 'docker', '--size', '640x360', '--output', join(home, 'out'), '--json'], {
    DOCKER_HOST: daemon.dockerHost,
    HOME: home,
    CAPSTAN_DATA: join(home, 'data'),
  });

test('a daemon that ends in the middle ends the recording with a named reason and a file that plays', async () => {
  await bootstrapSoftwareImage({ ...process.env, DOCKER_HOST: daemon.dockerHost }, () => {});
  const cli = record();
  await cli.event('progress', ({ frame }) => Number(frame) > 60);
  await daemon.stop();
  expect(await cli.exit).toBe(1);
  const ended = cli.events.at(-1) as unknown as { type: string; reason: string; recording: Recording | null; error: CapstanError };
  expect(ended).toMatchObject({ type: 'ended', reason: expect.stringMatching(/^(failed|lost)$/) });
  expect(['connection-lost', 'ffmpeg-exited']).toContain(ended.error.kind);
  if (ended.recording) expect((await decode(ended.recording.path)).frames).toBeGreaterThan(60);
});

test('without an image and without a registry the error says what to do', async () => {
  const cli = record();
  expect(await cli.exit).toBe(1);
  expect(cli.events.some(({ type }) => type === 'image')).toBe(true);
  expect(cli.events.at(-1)).toMatchObject({ type: 'ended', reason: 'failed', recording: null, error: { kind: 'image-missing' } });
});
