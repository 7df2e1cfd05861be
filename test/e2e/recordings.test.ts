import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test, type TestContext } from 'vitest';
import { decode } from '../support/media';
import { testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow, makeHome } from '../support/window';

const run = promisify(execFile);
const nowhere = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };

let home: string;
let window: CapstanWindow | undefined;
afterEach(async () => {
  await window?.close();
  window = undefined;
  await rm(home, { recursive: true, force: true });
});

/** The window over a data folder with these recordings, made by ffmpeg with these words. */
async function openWith(context: TestContext, recordings: Readonly<Record<string, readonly string[]>>): Promise<CapstanWindow> {
  home = await makeHome();
  const videos = join(home, 'videos');
  await mkdir(videos);
  await mkdir(join(home, 'data'));
  const entries = await Promise.all(
    Object.entries(recordings).map(async ([name, words], index) => {
      const path = join(videos, name);
      await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=30', '-t', '4', ...words, path]);
      return {
        ...{ id: `recording${index}`, path, remotePath: null, durationSeconds: 4, sizeBytes: 1000, frames: 120, droppedFrames: 0 },
        media: { codec: words[1] === 'ffv1' ? 'ffv1' : 'h264', frameSize: { width: 320, height: 180 }, framesPerSecond: 30, pixelFormat: 'yuv420p', audioCodec: null, durationSeconds: 4, frames: 120 },
        ...{ presetName: 'Test pattern', source: 'Test pattern', engine: 'local', startedAt: `2026-11-2${index}T12:00:00.000Z`, reason: 'completed', error: null },
      };
    }),
  );
  await writeFile(join(home, 'data', 'recordings.json'), JSON.stringify({ schemaVersion: 1, recordings: entries }));
  const opened = await CapstanWindow.open({ electron: testElectron(context), env: nowhere, home });
  await opened.byTestId('nav-recordings').click();
  await opened.byTestId('recordings-row').first().waitFor();
  return opened;
}

const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
const names = async ({ page }: CapstanWindow) => {
  const paths = await page.getByTestId('recordings-row').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-path') ?? ''));
  return paths.map((path) => basename(path));
};
const hasPlayed = ({ page }: CapstanWindow, seconds: number) =>
  until('the picture to move', async () => page.getByTestId('player-video').evaluate((video, least) => (video as HTMLVideoElement).currentTime > least, seconds));

test('what was recorded is listed with a picture, plays, becomes an MP4, and comes back after it was removed', async (context) => {
  home = await makeHome();
  window = await CapstanWindow.open({ electron: testElectron(context), env: nowhere, home });
  const { page } = window;
  await window.waitForData('session-state', 'state', 'live');
  await window.byTestId('record-button').click();
  await window.waitForData('session-state', 'state', 'recording');
  const opened = window;
  await until('two seconds', async () => Number(await opened.byTestId('figures').getAttribute('data-frame')) > 60);
  await window.byTestId('stop-button').click();
  await window.waitForData('session-state', 'state', 'stopped');

  await window.byTestId('nav-recordings').click();
  const row = window.byTestId('recordings-row');
  const path = (await row.first().getAttribute('data-path')) ?? '';
  await until('its picture', async () => row.locator('img').first().evaluate((image) => (image as HTMLImageElement).naturalWidth === 320));
  expect(await window.byTestId('recording-state').innerText()).toBe('stopped');

  await row.first().dblclick();
  await hasPlayed(window, 0.5);
  expect(await window.byTestId('player-video').evaluate((video) => (video as HTMLVideoElement).videoWidth)).toBe(1280);
  await page.keyboard.press('Escape');
  await window.byTestId('player').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Convert to MP4' }).click();
  await until('the MP4', async () => (await names(opened)).some((name) => name.endsWith('.mp4')));
  const made = join(dirname(path), (await names(window)).find((name) => name.endsWith('.mp4')) ?? '');
  expect((await decode(made)).frames).toBe((await decode(path)).frames);

  await page.getByTestId('recordings-grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.getByText('Nothing is recorded yet').waitFor();
  expect([existsSync(path), existsSync(made)]).toEqual([true, true]);
  await window.byTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await until('both to be back', async () => (await names(opened)).length === 2);
});

test('what Chromium cannot play becomes a preview when that is asked for', async (context) => {
  window = await openWith(context, { 'archive.mkv': ['-c:v', 'ffv1'] });
  await window.page.getByTestId('recordings-grid').focus();
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.press('Enter');
  await window.byTestId('preview-offer').waitFor();
  expect(await window.byTestId('preview-offer').innerText()).toContain('cannot play ffv1');
  await window.byTestId('make-preview').click();
  await hasPlayed(window, 0.2);
  expect(await window.byTestId('preview-note').innerText()).toContain('the recording itself is untouched');
  // The next time it is there at once.
  await window.page.keyboard.press('Escape');
  const { page } = window;
  await until('the table to have the focus again', () => page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'recordings-grid'));
  await window.page.keyboard.press('Enter');
  await hasPlayed(window, 0.2);
});

test('a player seeks, steps by a frame and stops by keys', async (context) => {
  window = await openWith(context, { 'talk.mkv': h264 });
  const { page } = window;
  await window.byTestId('recordings-row').first().dblclick();
  await hasPlayed(window, 0);
  const video = window.byTestId('player-video');
  const at = () => video.evaluate((element) => (element as HTMLVideoElement).currentTime);
  await page.keyboard.press('Home');
  await page.keyboard.press('.');
  await until('it to stand still', () => video.evaluate((element) => (element as HTMLVideoElement).paused && !(element as HTMLVideoElement).seeking));
  const before = await at();
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  expect((await at()) - before).toBeCloseTo(2 / 30, 2);
  await page.keyboard.press('End');
  expect(await at()).toBeCloseTo(4, 0);
  await page.keyboard.press('f');
  await until('full screen, or a refusal that is told', () => page.evaluate(() => document.fullscreenElement !== null || document.querySelector('[data-testid="error-alert"]') !== null));
  expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
});

test('a removed recording goes when the window closes; one that was put back, or hidden when the program died, stays', async (context) => {
  window = await openWith(context, { 'one.mkv': h264, 'two.mkv': h264, 'three.mkv': h264 });
  const videos = join(home, 'videos');
  const removeNamed = async (opened: CapstanWindow, name: string) => {
    await opened.page.locator(`[data-path$="/${name}"]`).click();
    await opened.page.keyboard.press('Delete');
    await until(`${name} to leave the list`, async () => !(await names(opened)).includes(name));
  };
  await removeNamed(window, 'one.mkv');
  await window.kill();
  expect((await readdir(videos)).toSorted()).toEqual(['one.mkv', 'three.mkv', 'two.mkv']);
  const again = await CapstanWindow.open({ electron: testElectron(context), env: nowhere, home });
  window = again;
  await again.byTestId('nav-recordings').click();
  await until('all three', async () => (await names(again)).length === 3);
  await removeNamed(again, 'one.mkv');
  await removeNamed(again, 'three.mkv');
  // Each word on what was removed puts back its own.
  for (const [name, listed] of [['one.mkv', 2], ['three.mkv', 3]] as const) {
    await again.byTestId('toast').filter({ hasText: name }).getByRole('button', { name: 'Undo' }).click();
    await until(`${name} to be back`, async () => (await names(again)).includes(name) && (await names(again)).length === listed);
  }
  await removeNamed(again, 'two.mkv');
  await again.close();
  window = undefined;
  expect((await readdir(videos)).toSorted()).toEqual(['one.mkv', 'three.mkv']);
});
