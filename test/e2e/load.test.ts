import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import type { CapstanBridge, StationEvent } from '@domain/contract';
import { intelAndNvidia, jetson } from '../support/recorded-machines';
import { openOnMachine } from '../support/machine-window';
import { testElectron } from '../support/pieces';
import { fixture } from '../support/recorded-machine';
import { startSshHost, type SshHost } from '../support/ssh-host';
import { until } from '../support/until';
import { CapstanWindow } from '../support/window';

const run = promisify(execFile);

let window: CapstanWindow | undefined;
let host: SshHost | undefined;
let clients = new AbortController();
let beating: Promise<void> = Promise.resolve();
afterEach(async () => {
  clients.abort();
  await beating;
  await window?.close();
  await host?.remove();
  window = host = undefined;
});

/** Process of the recorder that this window started. */
async function recorderPid(ownHome: string): Promise<number> {
  return until('a recorder', async () => {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const [command, environment] = await Promise.all(['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')));
      if (command?.startsWith('ffmpeg\0') && command.includes('.mkv') && environment?.includes(`HOME=${ownHome}\0`)) return Number(pid);
    }
    return null;
  });
}

/** Lets a process hold a DRM client with a recorded fdinfo, whose video engine is busy for this share of the time. */
async function giveDrmClient(opened: CapstanWindow, pid: number, videoShare: number): Promise<void> {
  const recorded = await fixture('fdinfo/i915-man-page.txt');
  const folder = join(opened.home, 'fdinfo');
  await mkdir(folder);
  const from = performance.now();
  // Descriptor 0 is /dev/null, a character device as a render node is.
  const write = async () => {
    const busyNanoseconds = Math.round((performance.now() - from) * 1e6 * 2 * videoShare);
    await writeFile(join(folder, 'next'), recorded.replace(/^drm-engine-video:.*$/m, `drm-engine-video:\t${busyNanoseconds} ns`));
    await rename(join(folder, 'next'), join(folder, '0'));
  };
  await write();
  const beat = async () => {
    while (!clients.signal.aborted) {
      await delay(100);
      await write();
    }
  };
  clients = new AbortController();
  beating = beat();
  await run('nsenter', [`--mount=/proc/${opened.app.process().pid}/ns/mnt`, 'mount', '--bind', folder, `/proc/${pid}/fdinfo`]);
}

async function record(opened: CapstanWindow): Promise<void> {
  await opened.waitForData('session-state', 'state', 'live');
  await opened.byTestId('record-button').click();
  await opened.waitForData('session-state', 'state', 'recording');
}
async function stop(opened: CapstanWindow): Promise<void> {
  await opened.byTestId('stop-button').click();
  await opened.waitForData('session-state', 'state', 'stopped');
}

const group = (opened: CapstanWindow, id: string) => opened.page.locator(`[data-testid="load-group"][data-group="${id}"]`);
const graph = (within: Locator, key: string) => within.locator(`[data-testid="load-graph"][data-graph="${key}"]`);
const reading = (of: Locator, kind: 'whole' | 'session') => of.locator(`[data-of="${kind}"]`);

/** For people to look at: graphs that have run for a while, on a screen with room for them. */
async function pictureOfLoad(opened: CapstanWindow, path: string): Promise<void> {
  await opened.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1920, 1200));
  await delay(100_000);
  await opened.page.screenshot({ path });
}

/** Number of pixels of about the color of a recording's line, which nothing else in a graph has. */
const pixelsOfSession = (of: Locator): Promise<number> =>
  of.evaluate((element) => {
    const probe = document.createElement('span');
    probe.style.color = 'var(--capstan-graph-session)';
    element.append(probe);
    const wanted = getComputedStyle(probe).color.match(/\d+/g)?.map(Number) ?? [];
    probe.remove();
    const canvas = element.querySelector('canvas');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if ((data[at + 3] ?? 0) > 200 && wanted.every((value, channel) => Math.abs((data[at + channel] ?? 0) - value) < 40)) count += 1;
    return count;
  });

const shots = process.env['CAPSTAN_SCREENSHOTS'];
test('the graphs of a machine with Intel and NVIDIA GPUs: the whole and a recording’s share, and why a figure is missing', { timeout: shots === undefined ? 120_000 : 300_000 }, async (context) => {
  window = await openOnMachine(context, await intelAndNvidia());
  const { page } = window;
  await record(window);
  await giveDrmClient(window, await recorderPid(window.home), 0.31);
  await page.getByRole('tab', { name: 'Load' }).click();

  const [intel, nvidia] = [group(window, 'pci:0000:00:02.0'), group(window, 'GPU-6d9a2c1e-0000-4000-8000-000000000000')];
  const video = graph(intel, 'engine video');
  await until('the share of the recording', async () => /^(29|3\d) %$/.test((await reading(video, 'session').textContent().catch(() => '')) ?? ''));
  expect(await reading(video, 'whole').textContent()).toBe('–');
  expect(await reading(video, 'whole').getAttribute('title')).toMatch(/^whole GPU not available: .+/);

  const switched = page.getByLabel('Counters of the whole Intel GPU');
  expect(await page.getByText('CAP_PERFMON').isVisible()).toBe(true);
  await switched.check();
  // Two units of it, each as recorded: 39.3 and 11.7, then 48.9 and 0.
  await until('the whole GPU', async () => ['26 %', '24 %'].includes((await reading(video, 'whole').textContent()) ?? ''));
  expect(await graph(intel, 'clock').getAttribute('aria-valuetext')).toMatch(/whole GPU 11\d\d MHz/);

  expect(await reading(graph(nvidia, 'busy'), 'whole').textContent()).toBe('26 %');
  expect(await reading(graph(nvidia, 'memory'), 'whole').textContent()).toBe('12 MiB');
  expect(await reading(graph(nvidia, 'power'), 'whole').textContent()).toBe('12.7 W');
  expect(await nvidia.getByTestId('load-missing').textContent()).toContain('GPU clocknot available: ');
  expect(await reading(graph(group(window, 'host'), 'temperature'), 'whole').textContent()).toBe('61 °C');
  expect(await window.byTestId('load-line').textContent()).toMatch(/encoder \d+ % · CPU \d+ %/);

  // Drawn, and read by pointer and by keyboard.
  await until('the line of the recording', async () => (await pixelsOfSession(video)) > 5);
  await video.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await video.getAttribute('aria-valuetext')).toMatch(/^2 s ago: whole GPU .+, this recording \d+ %$/);
  if (shots !== undefined) await pictureOfLoad(window, join(shots, 'load.png'));

  await stop(window);

  // Nobody looks: nothing is asked of the host.
  const counters = () => run('pgrep', ['-f', join(window?.home ?? '', 'machine/bin/intel_gpu_top')]).then(() => true, () => false);
  expect(await counters()).toBe(true);
  await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await until('the counters to be left alone', async () => !(await counters()));
  await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
  await until('the counters to be read again', counters);
});

test('the graphs of a Jetson come from tegrastats', async (context) => {
  window = await openOnMachine(context, await jetson());
  await window.waitForData('session-state', 'state', 'live');
  await window.page.getByRole('tab', { name: 'Load' }).click();
  const board = group(window, 'jetson');
  await until('the encoder', async () => ['78 %', '79 %'].includes((await reading(graph(board, 'engine encoder'), 'whole').textContent().catch(() => '')) ?? ''));
  expect(await board.getByRole('heading').textContent()).toBe('NVIDIA Jetson AGX Orin Developer Kit');
  expect(await window.byTestId('load-line').textContent()).toMatch(/^GPU \d+ % · encoder 7[89] % · CPU \d+ %$/);
});

type PageWithBridge = typeof globalThis & { readonly capstan: CapstanBridge; loads: (string | null)[] };

/** Notes from now on whose load comes: the id of a host, or null for that of a session. */
async function noteLoads({ page }: CapstanWindow): Promise<() => Promise<(string | null)[]>> {
  await page.evaluate(() => {
    const there = globalThis as PageWithBridge;
    there.loads = [];
    there.capstan.onEvent((event: StationEvent) => {
      if (event.type === 'load') there.loads.push(event.hostId);
      if (event.type === 'session-load') there.loads.push(null);
    });
  });
  return () => page.evaluate(() => (globalThis as PageWithBridge).loads);
}

test('a host that is not in use any more shows its load while a recording runs there, and is left alone where nobody looks', async (context) => {
  host = await startSshHost(context);
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock', ...host.env } });
  const { page } = window;
  await window.waitForData('engine-badge', 'engine', 'local');
  await window.byTestId('nav-hosts').click();
  await page.getByRole('button', { name: 'Add a host' }).click();
  await page.getByLabel('Address').fill(host.address);
  await page.getByLabel('Name', { exact: true }).fill('studio');
  await page.getByRole('button', { name: 'Add and check' }).click();
  await window.waitForData('host-check', 'state', 'passed');
  await page.getByRole('button', { name: 'Use this host' }).click();
  await window.waitForData('engine-badge', 'engine', 'docker');
  await window.byTestId('nav-capture').click();
  await record(window);
  await window.byTestId('engine-badge').click();
  await page.getByRole('menuitemradio', { name: 'This computer' }).click();
  await window.waitForData('engine-badge', 'engine', 'local');

  // Of the one in use, until the other is asked for.
  const loads = await noteLoads(window);
  await window.byTestId('nav-load').click();
  await page.getByRole('heading', { name: 'Load: This computer' }).waitFor();
  await until('its load', async () => (await loads()).includes('this-computer'));
  const choice = page.getByLabel('Host', { exact: true });
  expect(await choice.locator('option').allTextContents()).toEqual(['This computer', 'studio']);
  await choice.selectOption('studio');
  await page.getByRole('heading', { name: 'Load: studio' }).waitFor();
  const machine = group(window, 'host');
  await until('the load of the other', async () => /^<?\d+ %$/.test((await reading(graph(machine, 'cpu'), 'whole').textContent().catch(() => '')) ?? ''), { withinSeconds: 30 });
  await page.getByLabel('Beside the whole, show').selectOption({ index: 1 });
  await until('the share of its recording', async () => /^<?\d+ % of a core$/.test((await reading(graph(machine, 'session-cpu'), 'session').textContent().catch(() => '')) ?? ''));
  const told = async (since: number) => (await loads()).slice(since).filter((of) => of !== null);
  const shownFrom = (await loads()).length;
  await until('new samples of it', async () => (await told(shownFrom)).filter((of) => of !== 'this-computer').length > 2);
  // One that was under way when the other was asked for.
  expect((await told(shownFrom)).filter((of) => of === 'this-computer').length).toBeLessThanOrEqual(1);

  // Nobody looks; only the recording itself goes on telling.
  await window.byTestId('nav-recordings').click();
  const leftFrom = (await loads()).length;
  await until('the recording to tell more', async () => (await loads()).slice(leftFrom).filter((of) => of === null).length >= 4);
  // One that was under way when it ended.
  expect((await told(leftFrom)).length).toBeLessThanOrEqual(1);

  // The page may ask for no other host, by whatever name.
  for (const hostId of ['studio', host.address, 'h-nobody']) {
    const reply = await page.evaluate((id) => (globalThis as PageWithBridge).capstan.request('load.watch', { hostId: id, wholeGpu: false }), hostId);
    expect(reply).toMatchObject({ ok: false, error: { kind: 'host-unknown' } });
  }

  // The line names the host of the recording that is looked at.
  await window.byTestId('nav-hosts').click();
  await page.getByRole('button', { name: 'Show Test pattern' }).click();
  await until('its line', async () => /^studio: CPU <?\d+ %/.test((await window?.byTestId('load-line').textContent().catch(() => '')) ?? ''));
  await stop(window);
  await window.byTestId('nav-load').click();
  await page.getByRole('heading', { name: 'Load: This computer' }).waitFor();
  expect(await choice.count()).toBe(0);
});
