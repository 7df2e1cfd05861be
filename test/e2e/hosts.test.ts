import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test, type TestContext } from 'vitest';
import { decode } from '../support/media';
import { testElectron } from '../support/pieces';
import { startSshHost, type SshHost } from '../support/ssh-host';
import { until } from '../support/until';
import { CapstanWindow, makeHome } from '../support/window';

const run = promisify(execFile);
const nowhere = 'unix:///nonexistent/docker.sock';

let window: CapstanWindow | undefined;
let host: SshHost | undefined;
let home: string | undefined;
afterEach(async () => {
  await window?.close();
  await host?.remove();
  if (home !== undefined) await rm(home, { recursive: true, force: true });
  window = host = home = undefined;
});

/** In a mount namespace of its own the window's videos are not the daemon's, as on another machine. */
async function openApart(context: TestContext, env: Readonly<Record<string, string>>): Promise<CapstanWindow> {
  if (process.getuid?.() !== 0) context.skip('a mount namespace needs root');
  const electron = testElectron(context);
  home = await makeHome();
  const videos = join(home, 'Videos');
  await mkdir(videos);
  const executable = join(home, 'electron-apart');
  const line = `mount -t tmpfs tmpfs '${videos}' && mkdir '${videos}/Capstan' && exec '${electron.executable}' "$@"`;
  await writeFile(executable, `#!/bin/sh\nexec unshare --mount --propagation private sh -c '${line.replaceAll("'", `'\\''`)}' sh "$@"\n`, { mode: 0o755 });
  return CapstanWindow.open({ electron: { ...electron, executable }, env: { DOCKER_HOST: nowhere, ...env }, home });
}

/** A file as the window sees it. */
const seenBy = (opened: CapstanWindow, path: string) => `/proc/${opened.app.process().pid}/root${path}`;

async function addHost({ page }: CapstanWindow, address: string, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Host: / }).click();
  await page.getByRole('menuitem', { name: 'Manage hosts…' }).click();
  await page.getByRole('button', { name: 'Add a host' }).click();
  await page.getByLabel('Address').fill(address);
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add and check' }).click();
}

test('a host over ssh: added, its key compared and accepted, recorded on, the recording fetched', async (context) => {
  host = await startSshHost(context);
  await writeFile(host.knownHostsFile, '');
  window = await openApart(context, host.env);
  const { page } = window;
  await window.waitForData('engine-badge', 'engine', 'local');

  await addHost(window, host.address, 'studio');
  await window.byTestId('host-key').waitFor({ timeout: 60_000 });
  const { stdout } = await run('ssh-keygen', ['-lf', join(host.directory, 'host.pub')]);
  const [, fingerprint = 'none'] = stdout.split(' ');
  expect(await window.byTestId('host-key').innerText()).toContain(fingerprint);
  expect(await readFile(host.knownHostsFile, 'utf8')).toBe('');
  await page.getByRole('button', { name: 'Accept the key' }).click();
  await window.waitForData('host-check', 'state', 'passed');
  expect(await readFile(host.knownHostsFile, 'utf8')).toContain(host.knownHostsLine);
  await page.getByRole('button', { name: 'Look again' }).click();
  expect(await window.byTestId('host-space').innerText()).toMatch(/GB free of .+GB\s+volume capstan-recordings/);

  await page.getByRole('button', { name: 'Use this host' }).click();
  await window.waitForData('engine-badge', 'engine', 'docker');
  await window.byTestId('nav-capture').click();
  expect(await window.byTestId('host-name').innerText()).toBe('studio');
  await window.waitForData('session-state', 'state', 'live');
  await window.byTestId('record-button').click();
  await window.waitForData('session-state', 'state', 'recording');
  await window.byTestId('nav-hosts').click();
  await page.getByRole('button', { name: 'Show Test pattern' }).click();
  const frames = async () => Number(await page.getByTestId('figures').getAttribute('data-frame'));
  await until('some frames', async () => (await frames()) > 60);
  await window.byTestId('stop-button').click();
  await window.waitForData('session-state', 'state', 'stopped');

  await page.getByTestId('nav-recordings').click();
  const path = (await window.byTestId('recordings-row').first().getAttribute('data-path')) ?? '';
  const copy = seenBy(window, path);
  const whole = await readFile(copy);
  await rm(copy);
  await page.getByText('On studio').click();
  await window.waitForData('host-recordings-row', 'here', 'false');
  await window.byTestId('host-recordings-row').first().click();
  await window.byTestId('fetch-button').click();
  await window.waitForData('host-recordings-row', 'here', 'true');
  expect((await readFile(copy)).equals(whole)).toBe(true);
  expect(await decode(copy)).toMatchObject({ codec: 'h264', width: 1280, height: 720, complaints: '' });
});

test('a host that does not answer says so, and leaves this computer a choice away', async (context) => {
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: nowhere } });
  const { page } = window;
  await window.waitForData('session-state', 'state', 'live');
  await addHost(window, 'ssh://root@127.0.0.1:1', 'attic');
  await page.locator('[data-testid="host-check-step"][data-step="connection"][data-state="failed"]').waitFor({ timeout: 60_000 });
  expect(await page.getByTestId('error-alert').first().innerText()).toContain('Connection refused');
  await page.getByRole('button', { name: 'Use this host' }).click();
  await window.waitForData('engine-badge', 'engine', 'away');
  await window.byTestId('nav-capture').click();
  expect(await window.byTestId('host-away').innerText()).toContain('attic');
  expect(await window.byTestId('record-button').isDisabled()).toBe(true);
  await window.byTestId('engine-badge').click();
  await page.getByRole('menuitemradio', { name: 'This computer' }).click();
  await window.waitForData('session-state', 'state', 'live');
});

const command = ({ page }: CapstanWindow) => page.getByTestId('command-line').first();

test('a login that is refused is told with the command that shows why, ready to paste', async (context) => {
  host = await startSshHost(context, { server: ['AuthorizedKeysFile none'] });
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: nowhere, ...host.env } });
  const { page } = window;
  await window.waitForData('engine-badge', 'engine', 'local');
  await addHost(window, host.address, 'studio');
  await page.locator('[data-testid="host-check-step"][data-step="login"][data-state="failed"]').waitFor({ timeout: 60_000 });
  expect(await page.locator('[data-testid="host-check-step"][data-step="connection"]').getAttribute('data-state')).toBe('passed');
  const line = `ssh -p ${host.port} root@127.0.0.1 true`;
  expect(await command(window).locator('code').innerText()).toBe(line);
  await page.getByRole('button', { name: `Copy the command ${line}` }).first().click();
  await page.getByText('Copied').waitFor();
  expect(await window.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(line);
});

test('a host that is lost keeps what was seen of it, with its time, until it is back', async (context) => {
  host = await startSshHost(context);
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: nowhere, ...host.env } });
  const { page } = window;
  await window.waitForData('engine-badge', 'engine', 'local');
  await addHost(window, host.address, 'studio');
  await window.waitForData('host-check', 'state', 'passed');
  const condition = (is: string) => page.locator(`[data-testid="host-details"] [data-testid="host-condition"][data-condition="${is}"]`).waitFor({ timeout: 60_000 });
  await window.byTestId('host-space').waitFor({ timeout: 60_000 });
  await condition('reachable');
  expect(await host.clients()).toEqual([]);

  await host.stop();
  await page.getByRole('button', { name: 'Look again' }).click();
  await condition('away');
  expect(await window.byTestId('host-stale').innerText()).toContain('what was seen on');
  expect(await window.byTestId('host-space').isVisible()).toBe(true);
  await host.start();
  await page.getByRole('button', { name: 'Look again' }).click();
  await condition('reachable');
  expect(await window.byTestId('host-stale').count()).toBe(0);
});
