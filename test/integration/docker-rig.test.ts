import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { testDaemon } from '../support/pieces';

const run = promisify(execFile);

test('the image holds ffmpeg and v4l-utils and runs without privileges or network', async (context) => {
  const { dockerHost, image } = testDaemon(context);
  const hardened = ['--network=none', '--cap-drop=ALL', '--read-only', '--user=1000:1000'];
  const docker = (command: string[]) => run('docker', ['run', '--rm', ...hardened, image, ...command], { env: { ...process.env, DOCKER_HOST: dockerHost } });
  const ffmpeg = await docker(['ffmpeg', '-hide_banner', '-encoders']);
  for (const encoder of ['libx264', 'libx265', 'libsvtav1', 'libvpx-vp9', 'aac', 'libopus']) expect(ffmpeg.stdout).toContain(` ${encoder} `);
  expect((await docker(['v4l2-ctl', '--version'])).stdout).toMatch(/^v4l2-ctl \d/);
});
