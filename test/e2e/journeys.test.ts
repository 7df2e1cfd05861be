import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { DockerView } from '../support/docker';
import { decode } from '../support/media';
import { testDaemon, testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow, makeHome } from '../support/window';

const run = promisify(execFile);

let window: CapstanWindow | undefined;
let home: string | undefined;
let docker: DockerView | undefined;
afterEach(async () => {
  await window?.close();
  docker?.close();
  if (home !== undefined) await rm(home, { recursive: true, force: true });
  window = home = docker = undefined;
});

const framesOf = async (opened: CapstanWindow) => Number(await opened.byTestId('figures').getAttribute('data-frame'));

/** Path of the newest recording of the table. */
async function newestRecording(opened: CapstanWindow): Promise<string> {
  await opened.byTestId('nav-recordings').click();
  return (await opened.byTestId('recordings-row').first().getAttribute('data-path')) ?? '';
}

test('from the first start to a recording in two clicks', async (context) => {
  const { dockerHost } = testDaemon(context);
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: dockerHost } });
  await window.byTestId('first-run-test-pattern').click();
  await window.waitForData('session-state', 'state', 'recording');
  const opened = window;
  await until('two seconds of frames', async () => (await framesOf(opened)) > 60);
  await window.byTestId('stop-button').click();
  await window.waitForData('session-state', 'state', 'stopped');

  const path = await newestRecording(window);
  expect(await decode(path)).toMatchObject({ codec: 'h264', width: 1280, height: 720, complaints: '' });
  await window.byTestId('nav-capture').click();
  expect(await window.byTestId('first-run').count()).toBe(0);
});

test('what was recorded when the window and then its recorder were killed is found, closed and marked', async (context) => {
  const { dockerHost } = testDaemon(context);
  docker = new DockerView(dockerHost);
  home = await makeHome();
  const options = { electron: testElectron(context), env: { DOCKER_HOST: dockerHost }, home };
  const first = await CapstanWindow.open(options);
  await first.waitForData('session-state', 'state', 'live');
  await first.byTestId('record-button').click();
  await first.waitForData('session-state', 'state', 'recording');
  await until('three seconds of frames', async () => (await framesOf(first)) > 90);
  const seen = await framesOf(first);
  await first.kill();
  const { stdout } = await run('docker', ['ps', '--filter', 'name=-recorder', '--format', '{{.Names}}'], { env: docker.env });
  // What showed the source has a recorder too; the one that writes has its file in its command.
  const recorders = stdout.split('\n').filter((name) => name !== '');
  const commands = await Promise.all(recorders.map(async (name) => ({ name, words: (await docker?.inspect(name))?.Config.Cmd ?? [] })));
  const recorder = commands.find(({ words }) => words.some((word) => word.endsWith('.mkv')))?.name ?? 'none';
  await run('docker', ['kill', recorder], { env: docker.env });
  await docker.when(recorder, 'die');

  window = await CapstanWindow.open(options);
  await window.byTestId('nav-recordings').click();
  const state = window.byTestId('recording-state').first();
  await state.waitFor({ timeout: 60_000 });
  expect(await state.textContent()).toBe('recovered');
  const path = await newestRecording(window);
  // Nothing records: the file gets its length by itself.
  await until('the file to be repaired', async () => Number((await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path])).stdout) > 0, { withinSeconds: 60 });
  const file = await decode(path);
  expect(file).toMatchObject({ codec: 'h264', width: 1280, height: 720, complaints: '' });
  // At the kill of a recorder its last second may be lost.
  expect(file.frames).toBeGreaterThan(seen - 45);
  await window.close();
  window = undefined;
  const opened = docker;
  await until('all containers to be gone', async () => (await opened.containers()).length === 0);
});
