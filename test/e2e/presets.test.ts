import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import { testDaemon, testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow, makeHome } from '../support/window';

const nowhere = 'unix:///nonexistent/docker.sock';

let home = '';
let window: CapstanWindow | undefined;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  await window?.close();
  window = undefined;
  await rm(home, { recursive: true, force: true });
});

const begin = async (context: TestContext, dockerHost = nowhere): Promise<CapstanWindow> =>
  (window = await CapstanWindow.open({ electron: testElectron(context), env: { DOCKER_HOST: dockerHost }, home }));

async function open(context: TestContext, dockerHost = nowhere): Promise<CapstanWindow> {
  window = await begin(context, dockerHost);
  await window.waitForData('session-state', 'state', 'live');
  await window.byTestId('preset-field').waitFor();
  return window;
}

/** Answers the next dialogs of the desktop as a person would. */
const answerDialogs = ({ app }: CapstanWindow, path: string) =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = (async () => ({ canceled: false, filePath: chosen })) as typeof dialog.showSaveDialog;
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [chosen] })) as typeof dialog.showOpenDialog;
  }, path);

/** Types into the list of presets, as soon as it takes letters, until one is left. */
async function searchOne(opened: CapstanWindow, words: string): Promise<void> {
  await opened.page.keyboard.press('Control+K');
  await opened.page.locator('input[aria-label="Search presets"]:focus').waitFor();
  await opened.page.keyboard.type(words);
  await until('one preset to be left', async () => (await opened.byTestId('preset-option').count()) === 1);
}

const chosen = (opened: CapstanWindow) => opened.byTestId('preset-field').textContent();

async function saveAs(opened: CapstanWindow, name: string, binds: readonly RegExp[] = []): Promise<void> {
  const { page } = opened;
  await page.keyboard.press('Control+Shift+S');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  for (const label of binds) await dialog.getByLabel(label).check({ force: true });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await until('the new preset to be chosen', async () => (await chosen(opened)) === name);
}

async function inMenu({ page }: CapstanWindow, item: string): Promise<void> {
  await page.getByRole('button', { name: 'More about presets' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function setLength({ page }: CapstanWindow, seconds: string): Promise<void> {
  await page.getByLabel('Length (seconds)').fill(seconds);
  await page.getByTestId('preset-unsaved').waitFor();
}

test('a preset is saved, changed, exported, deleted, brought back and imported', async (context) => {
  const opened = await open(context);
  const { page } = opened;
  await setLength(opened, '7');
  await page.getByRole('button', { name: 'What changed (1)' }).click();
  expect(await page.locator('[data-testid="preset-changes"] [data-field="durationSeconds"]').textContent()).toBe('Length (seconds)–7');
  await saveAs(opened, 'Seven seconds');
  expect(await opened.byTestId('preset-unsaved').count()).toBe(0);

  const file = join(home, 'seven.json');
  await answerDialogs(opened, file);
  await inMenu(opened, 'Export this preset…');
  await opened.byTestId('toast').filter({ hasText: 'exported' }).waitFor();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ capstanPresets: 5, presets: [{ name: 'Seven seconds', durationSeconds: 7 }] });

  await inMenu(opened, 'Delete');
  await until('another preset', async () => (await chosen(opened)) === 'Test pattern');
  await opened.byTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await until('the preset to be back', async () => (await chosen(opened)) === 'Seven seconds');

  await page.keyboard.press('Control+O');
  await opened.byTestId('toast').getByRole('button', { name: 'Choose it' }).click();
  await until('the imported preset', async () => (await chosen(opened)) === 'Seven seconds 2');
});

test('presets are found by what is typed, and files that are dropped are imported or refused by name', async (context) => {
  const opened = await begin(context);
  const { page } = opened;
  // The list itself comes later.
  await opened.byTestId('side-column').waitFor();
  await searchOne(opened, 'camera archive');
  await page.keyboard.press('Enter');
  await until('it to be chosen', async () => (await chosen(opened)) === 'Camera, archive quality (HEVC 10 bit)');

  const files = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['{"half'], 'broken.json'));
    return data;
  });
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: files });
  await opened.byTestId('preset-drop').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: files });
  expect(await opened.byTestId('toast').first().textContent()).toMatch(/^broken\.json was not imported\. The text is not JSON/);
  expect(await opened.byTestId('preset-drop').count()).toBe(0);
});

test('unsaved edits are asked about, and are there again at the next start', async (context) => {
  const first = await open(context);
  await setLength(first, '9');
  await searchOne(first, '4K HEVC');
  await first.page.keyboard.press('Enter');
  await first.page.getByRole('dialog').getByRole('button', { name: 'Keep editing' }).click();
  expect(await chosen(first)).toBe('Test pattern');
  await first.page.waitForFunction(() => localStorage.getItem('draft')?.includes('"durationSeconds":9'));
  await first.close();
  window = undefined;
  const second = await open(context);
  await second.byTestId('preset-unsaved').waitFor();
  expect(await second.page.getByLabel('Length (seconds)').inputValue()).toBe('9');
});

test('a preset of a host chooses that host', async (context) => {
  const { dockerHost } = testDaemon(context);
  const opened = await open(context, dockerHost);
  const { page } = opened;
  const added = await page.evaluate((address) => globalThis.window.capstan.request('hosts.add', { name: 'attic', address, tls: false }), dockerHost);
  expect(added.ok).toBe(true);
  const hostIs = (name: string) => until(`the host ${name}`, async () => (await opened.byTestId('host-name').textContent()) === name);
  const chooseHost = async (name: string) => {
    await opened.byTestId('engine-badge').click();
    await page.getByRole('menuitemradio', { name }).click();
    await hostIs(name);
    await opened.waitForData('engine-badge', 'engine', 'docker');
  };
  await chooseHost('attic');
  await saveAs(opened, 'In the attic', [/^Only on attic/]);
  const kept = JSON.parse(await readFile(join(home, 'data', 'presets.json'), 'utf8')) as { presets: readonly { readonly host: unknown }[] };
  expect(kept.presets[0]?.host).toMatchObject({ name: 'attic' });

  await chooseHost('This computer');
  await opened.byTestId('preset-other-host').waitFor();
  await searchOne(opened, '4K HEVC');
  await page.keyboard.press('Enter');
  await until('another preset', async () => (await chosen(opened)) === 'Test pattern, 4K HEVC');
  await searchOne(opened, 'on attic');
  await page.keyboard.press('Enter');
  await hostIs('attic');
  expect(await chosen(opened)).toBe('In the attic');
});
