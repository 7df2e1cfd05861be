import { afterEach, expect, test } from 'vitest';
import { decode } from '../support/media';
import { testDaemon, testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow } from '../support/window';

let window: CapstanWindow | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

async function record(opened: CapstanWindow): Promise<void> {
  await opened.byTestId('record-button').click();
  await opened.waitForData('session-state', 'state', 'recording');
}

/** How many pictures each tile has shown, by tile. */
const picturesOf = (opened: CapstanWindow): Promise<Record<string, number>> =>
  opened.page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-tile]')].map((tile) => [tile.dataset['tile'] ?? '', Number(tile.querySelector('canvas')?.dataset['pictures'] ?? 0)]),
    ),
  );

async function expectMoving(opened: CapstanWindow, count: number): Promise<Record<string, number>> {
  const before = await picturesOf(opened);
  expect(Object.keys(before)).toHaveLength(count);
  return until('new pictures in every tile', async () => {
    const now = await picturesOf(opened);
    return Object.entries(now).every(([tile, pictures]) => pictures > (before[tile] ?? 0) + 5) && now;
  });
}

test('two sources at once: side by side, one of them large, still pictures, full screen', async (context) => {
  const { dockerHost } = testDaemon(context);
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: dockerHost } });
  const { page, app } = window;
  await window.waitForData('session-state', 'state', 'live');
  await record(window);
  await window.waitForData('stage', 'layout', 'single');
  await page.getByRole('tab', { name: 'Source' }).click();
  await window.waitForData('session-state', 'state', 'live');
  await record(window);

  // The source is one of those that are recorded: it is not shown beside them.
  await window.waitForData('stage', 'layout', 'grid');
  const [first = '', second = ''] = Object.keys(await expectMoving(window, 2));
  const tile = (id: string) => page.locator(`[data-tile="${id}"]`);
  expect(await tile(second).getAttribute('aria-selected')).toBe('true');
  expect(await tile(first).textContent()).toMatch(/Recording.*Test pattern.*\d:\d\d/);

  await tile(second).focus();
  await page.keyboard.press('ArrowLeft');
  expect(await tile(first).getAttribute('aria-selected')).toBe('true');
  const inGrid = await picturesOf(window);
  await page.keyboard.press('Enter');
  await window.waitForData('stage', 'layout', 'single');
  // The same canvas goes on: its pictures were not begun anew.
  expect((await expectMoving(window, 1))[first]).toBeGreaterThan(inGrid[first] ?? 0);

  await page.keyboard.press('Control+t');
  const saved = window.byTestId('toast').filter({ hasText: 'Still picture saved' });
  // Of the file that grows, in its full size.
  expect(await saved.textContent()).toMatch(/\(1280 × 720\).*Show in folder/);
  const { recordingsDirectory } = await page.evaluate(async () => {
    const reply = await globalThis.window.capstan.request('station.status', undefined);
    if (!reply.ok) throw new Error(reply.error.detail);
    return reply.value;
  });
  const path = await page.evaluate(async (sessionId) => {
    const reply = await globalThis.window.capstan.request('stills.take', { sessionId, to: 'file' });
    return reply.ok ? reply.value.path : reply.error.detail;
  }, first);
  expect(path).toMatch(/\/test-pattern-\d{8}-\d{6}(-\d)?\.jpg$/);
  expect(path?.startsWith(recordingsDirectory)).toBe(true);
  expect(await decode(path ?? '')).toMatchObject({ codec: 'mjpeg', width: 1280, height: 720, complaints: '' });

  await page.keyboard.press('Control+Shift+C');
  await window.byTestId('toast').filter({ hasText: 'Still picture copied' }).waitFor();
  expect(await app.evaluate(({ clipboard }) => (clipboard as unknown as { readImage(): Electron.NativeImage }).readImage().getSize())).toEqual({ width: 1280, height: 720 });

  await page.keyboard.press('Control+Enter');
  await page.waitForFunction(() => document.fullscreenElement !== null);
  expect(await window.byTestId('corner').textContent()).toMatch(/Recording\d+:\d\d/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.fullscreenElement === null);

  await page.keyboard.press('Escape');
  await window.waitForData('stage', 'layout', 'grid');
  for (const left of [1, 0]) {
    await window.byTestId('stop-button').click();
    await window.waitForData('session-state', 'state', 'stopped');
    if (left > 0) await page.getByRole('tab', { name: /^Test pattern \d/ }).first().click();
  }
});

test('the keys of Record and Stop work in a window that was just opened, and bring their page from another', async (context) => {
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
  const { page } = window;
  await window.waitForData('session-state', 'state', 'live');
  // What is loaded after the first paint listens to keys too.
  await page.getByTestId('preset-field').waitFor();
  await page.keyboard.press('Control+r');
  await window.waitForData('session-state', 'state', 'recording');
  await page.keyboard.press('Control+3');
  await page.getByTestId('page-hosts').waitFor();
  await page.keyboard.press('Control+.');
  await window.waitForData('session-state', 'state', 'stopped');
});
