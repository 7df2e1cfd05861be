import { basename } from 'node:path';
import { afterEach, expect, test, type TestContext } from 'vitest';
import { decode } from '../support/media';
import { testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow } from '../support/window';

let window: CapstanWindow | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
});

async function open(context: TestContext): Promise<CapstanWindow> {
  window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
  await window.waitForData('session-state', 'state', 'live');
  return window;
}

const frames = (opened: CapstanWindow, count: number) => until(`${count} frames`, async () => Number(await opened.byTestId('figures').getAttribute('data-frame')) > count);
const state = (opened: CapstanWindow, name: string) => opened.waitForData('session-state', 'state', name);

test('a recording is paused, goes on in a second file, and both are joined from the page', async (context) => {
  const opened = await open(context);
  const { page } = opened;
  await opened.byTestId('record-button').click();
  await state(opened, 'recording');
  await frames(opened, 45);
  await page.keyboard.press('Control+p');
  await state(opened, 'paused');
  await opened.byTestId('resume-button').click();
  await state(opened, 'recording');
  await frames(opened, 30);
  await opened.byTestId('stop-button').click();
  await state(opened, 'stopped');

  await opened.byTestId('nav-recordings').click();
  // Both parts are one line; it is unfolded by its button, folded and unfolded by keys.
  const whole = opened.byTestId('recordings-whole');
  const row = opened.byTestId('recordings-row');
  await whole.waitFor();
  expect([await whole.count(), await row.count()]).toEqual([1, 0]);
  expect(await whole.innerText()).toMatch(/2 parts · [\d.]+ s missing/);
  await whole.getByTestId('fold-button').click();
  await until('both parts', async () => (await row.count()) === 2);
  await whole.click();
  await page.keyboard.press('ArrowLeft');
  await until('no part', async () => (await row.count()) === 0);
  await page.keyboard.press('ArrowRight');
  await until('both parts again', async () => (await row.count()) === 2);
  const paths = await row.evaluateAll((rows) => rows.map((one) => one.getAttribute('data-path') ?? ''));
  expect(basename(paths[0] ?? '')).not.toMatch(/-p\d+\.mkv$/);
  expect(basename(paths[1] ?? '')).toMatch(/-p02\.mkv$/);
  expect(await row.nth(1).innerText()).toMatch(/missing before it: paused[^]*part 2/);

  // Played as one: the second part begins where the first one ends, and the keys go back.
  await whole.dblclick();
  await opened.waitForData('player-part', 'part', '2');
  await page.keyboard.press('PageUp');
  await opened.waitForData('player-part', 'part', '1');
  await page.keyboard.press('Escape');
  await opened.byTestId('player').waitFor({ state: 'detached' });

  await opened.byTestId('join-button').click();
  await until('the joined recording', async () => (await row.count()) === 3);
  const joined = await until('its row', async () => (await row.evaluateAll((rows) => rows.map((one) => one.getAttribute('data-path') ?? ''))).find((path) => path.includes('-joined')));
  const [first, second, all] = await Promise.all([decode(paths[0] ?? ''), decode(paths[1] ?? ''), decode(joined)]);
  expect(all).toMatchObject({ complaints: '', frames: first.frames + second.frames });
});

test('a picture that is turned, flipped and cropped in the window is recorded so', async (context) => {
  const opened = await open(context);
  const { page } = opened;
  await opened.byTestId('section-transform').locator('summary').click();
  await page.getByRole('radiogroup', { name: 'Rotate' }).getByText('90°').click();
  await page.getByRole('checkbox', { name: 'Left and right' }).check();
  const left = page.getByRole('group', { name: 'Crop (pixels)' }).getByLabel('Left');
  await left.fill('160');
  await left.press('Enter');
  await page.getByTestId('transform-result').getByText('Recorded: 720 × 1120').waitFor();
  await state(opened, 'live');
  await opened.byTestId('record-button').click();
  await state(opened, 'recording');
  await frames(opened, 15);
  await opened.byTestId('stop-button').click();
  await state(opened, 'stopped');
  await opened.byTestId('nav-recordings').click();
  const path = await opened.byTestId('recordings-row').first().getAttribute('data-path');
  expect(await decode(path ?? '')).toMatchObject({ codec: 'h264', width: 720, height: 1120, complaints: '' });
});
