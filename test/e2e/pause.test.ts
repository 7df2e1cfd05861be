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
  const row = opened.byTestId('recordings-row');
  await until('both parts', async () => (await row.count()) === 2);
  const paths = await row.evaluateAll((rows) => rows.map((one) => one.getAttribute('data-path') ?? ''));
  expect(basename(paths[0] ?? '')).toMatch(/-p02\.mkv$/);
  expect(basename(paths[1] ?? '')).not.toMatch(/-p\d+\.mkv$/);
  expect(await row.first().innerText()).toMatch(/part 2/);

  // From the first part, which has no number of its own.
  await row.nth(1).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Join its parts to one file' }).click();
  await until('the joined recording', async () => (await row.count()) === 3);
  const joined = await until('its row', async () => (await row.evaluateAll((rows) => rows.map((one) => one.getAttribute('data-path') ?? ''))).find((path) => path.includes('-joined')));
  const [first, second, whole] = await Promise.all([decode(paths[1] ?? ''), decode(paths[0] ?? ''), decode(joined)]);
  expect(whole).toMatchObject({ complaints: '', frames: first.frames + second.frames });
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
