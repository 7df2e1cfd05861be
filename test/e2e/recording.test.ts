import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, type TestContext } from 'vitest';
import { DockerView } from '../support/docker';
import { isRising, watchStrip } from '../support/frame-strip';
import { decode } from '../support/media';
import { testDaemon, testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow, groupOf, type PlainUser } from '../support/window';

const nobody = { uid: 65_534, gid: 65_534 };
const nowhere = 'unix:///nonexistent/docker.sock';

let window: CapstanWindow | undefined;
let docker: DockerView | undefined;
afterEach(async () => {
  await window?.close();
  docker?.close();
  window = docker = undefined;
});

/** The live picture: ten and more frames in one second, each newer than the one before. */
async function expectLivePicture(opened: CapstanWindow): Promise<void> {
  await until('ten rising frames in a second', async () => {
    const seen = await watchStrip(opened.page, { sourceHeight: 720, forMs: 1000 });
    // After a change of the session the numbers begin anew: that second is not one to look at.
    return seen.length >= 10 && isRising(seen);
  });
}

async function recordAndStop(opened: CapstanWindow): Promise<string> {
  await opened.waitForData('session-state', 'state', 'live');
  await expectLivePicture(opened);
  await opened.byTestId('record-button').click();
  await opened.waitForData('session-state', 'state', 'recording');
  await expectLivePicture(opened);
  const figures = opened.byTestId('figures');
  const before = Number(await figures.getAttribute('data-frame'));
  await until('more frames', async () => Number(await figures.getAttribute('data-frame')) > before + 30);
  if (process.env['CAPSTAN_SCREENSHOTS']) {
    await opened.page.screenshot({ path: join(process.env['CAPSTAN_SCREENSHOTS'], `recording-${Date.now()}.png`) });
  }
  await opened.byTestId('stop-button').click();
  await opened.waitForData('session-state', 'state', 'stopped');
  await opened.page.getByTestId('nav-recordings').click();
  const path = await opened.byTestId('recordings-row').first().getAttribute('data-path');
  const file = await decode(path ?? '');
  expect(file).toMatchObject({ codec: 'h264', width: 1280, height: 720, complaints: '' });
  expect(file.frames).toBeGreaterThan(before + 30);
  return path ?? '';
}

describe('the test pattern, from the window', () => {
  test('in containers', async (context: TestContext) => {
    const { dockerHost } = testDaemon(context);
    docker = new DockerView(dockerHost);
    window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: dockerHost } });
    await window.waitForData('engine-badge', 'engine', 'docker');
    await window.page.getByRole('tab', { name: 'Plan' }).click();
    expect(await window.byTestId('command-text').textContent()).toMatch(/docker run[^]*--cap-drop[^]*libx264/);
    await recordAndStop(window);
    await window.close();
    const left = async () => (await docker?.containers())?.length === 0;
    await until('all containers to be gone', left);
    window = undefined;
  });

  test('with this computer’s own ffmpeg', async (context: TestContext) => {
    window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: nowhere } });
    await window.waitForData('engine-badge', 'engine', 'local');
    await recordAndStop(window);
  });
});

describe('a plain user, with the sandbox on', () => {
  const open = async (context: TestContext, user: PlainUser, dockerHost: string) => {
    if (process.getuid?.() !== 0) context.skip('becoming another user needs root');
    const opened = await CapstanWindow.open({ electron: testElectron(context), user, env: { DOCKER_HOST: dockerHost } });
    const pids = await opened.app.evaluate(({ app }) => app.getAppMetrics().map(({ pid, type }) => ({ pid, type })));
    return { opened, page: pids.find(({ type }) => type === 'Tab')?.pid };
  };

  test('records in containers as itself', async (context) => {
    const { dockerHost } = testDaemon(context);
    const { opened, page } = await open(context, { ...nobody, groups: [await groupOf(dockerHost)] }, dockerHost);
    window = opened;
    // Mode 2 of seccomp: the page's process may only call what its filter allows.
    expect(await readFile(`/proc/${page}/status`, 'utf8')).toMatch(/^Seccomp:\s*2$/m);
    await window.waitForData('engine-badge', 'engine', 'docker');
    expect(await stat(await recordAndStop(window))).toMatchObject({ uid: nobody.uid });
  });

  test('who may not open Docker’s socket is told, and records without it', async (context) => {
    const { dockerHost } = testDaemon(context);
    const { opened } = await open(context, { ...nobody, groups: [] }, dockerHost);
    window = opened;
    await window.waitForData('engine-badge', 'engine', 'local');
    await window.byTestId('engine-badge').click();
    expect(await window.page.getByText('usermod -aG docker').first().textContent()).toContain('log out and in again');
  });
});
