import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest';
import { readFuses, setFuses } from '../../scripts/fuses.mjs';
import { testElectron } from '../support/pieces';
import { until } from '../support/until';
import { CapstanWindow } from '../support/window';

// Electron under the program's own name, which is what makes it a packaged one.
const root = resolve(import.meta.dirname, '../..');
let home: string;
let executable: string;
beforeEach(async (context: TestContext) => {
  const { executable: electron } = testElectron(context);
  home = await mkdtemp(join(tmpdir(), 'capstan-packaged-'));
  await cp(dirname(electron), join(home, 'capstan'), { recursive: true });
  executable = join(home, 'capstan', 'capstan');
  await rename(join(home, 'capstan', 'electron'), executable);
});
afterEach(async () => {
  if (home) await rm(home, { recursive: true, force: true });
});

test('a packaged window has no developer tools', async (context) => {
  const window = await CapstanWindow.open({ electron: { ...testElectron(context), executable }, env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' } });
  await window.waitForData('engine-badge', 'engine', 'local');
  await window.page.keyboard.press('Control+Shift+I');
  await window.page.keyboard.press('F12');
  const { isPackaged, contents, menu } = await window.app.evaluate(({ app, BrowserWindow, Menu, webContents }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.openDevTools({ mode: 'detach' });
    const roles = (items: Electron.MenuItem[]): string[] => items.flatMap(({ role, submenu }) => [String(role ?? ''), ...roles(submenu?.items ?? [])]);
    return { isPackaged: app.isPackaged, contents: webContents.getAllWebContents().length, menu: roles(Menu.getApplicationMenu()?.items ?? []).map((role) => role.toLowerCase()) };
  });
  expect(isPackaged).toBe(true);
  expect(menu).not.toContain('toggledevtools');
  expect(contents).toBe(1);
  expect(await window.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isDevToolsOpened())).toBe(false);
  await window.close();
});

/** The program with everything that would make it run somebody else's code; ends it once its page is there. */
async function runWithBait(context: TestContext): Promise<{ readonly baited: boolean; readonly said: string; readonly pages: string[] }> {
  const bait = join(home, 'bait.cjs');
  const caught = join(home, 'caught');
  await writeFile(bait, `require('node:fs').writeFileSync(${JSON.stringify(caught)}, '');`);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...sandbox, '--inspect=0', '--remote-debugging-port=0'], {
    cwd: home,
    env: {
      ...{ PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8', DISPLAY: testElectron(context).display },
      ...{ CAPSTAN_DATA: join(home, 'data'), CAPSTAN_TEST: '1', DOCKER_HOST: 'unix:///nonexistent/docker.sock', NODE_OPTIONS: `--require ${bait}` },
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = new Promise((done) => child.once('close', done));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  try {
    const pages = await until('the page of the program', async () => {
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port === undefined) return null;
      const list = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { type: string; url: string }[];
      const urls = list.filter(({ type }) => type === 'page').map(({ url }) => url);
      return urls.includes('capstan://app/index.html') ? urls : null;
    });
    return { baited: existsSync(caught), said, pages };
  } finally {
    child.kill('SIGTERM');
    await closed;
  }
}

/** What it prints where it can be used as a plain Node. */
async function runAsNode(): Promise<string> {
  const child = spawn(executable, ['-e', 'console.log("ran as node")'], { env: { ELECTRON_RUN_AS_NODE: '1', HOME: home }, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise((done) => child.once('close', done));
  return said.trim();
}

test('with its fuses set it starts, and runs nobody else’s code by its environment or command line', async (context) => {
  // As a package has it; the shim is what the tests' old Electron lacks.
  const app = join(home, 'capstan', 'resources', 'app');
  await mkdir(app);
  for (const folder of ['out', 'resources']) await cp(join(root, folder), join(app, folder), { recursive: true });
  await cp(join(root, 'test/support/electron/node18-shim.cjs'), join(app, 'shim.cjs'));
  await writeFile(join(app, 'main.cjs'), "require('./shim.cjs');\nrequire('./out/main/index.js');\n");
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'capstan', productName: 'Capstan', version: '0.1.0', main: 'main.cjs' }));

  expect(readFuses(executable)).toMatchObject({ RunAsNode: 'on', EnableNodeOptionsEnvironmentVariable: 'on', EnableNodeCliInspectArguments: 'on' });
  expect(await runAsNode()).toBe('ran as node');
  const before = await runWithBait(context);
  expect(before.said).toContain('Debugger listening');

  const missing = setFuses(executable);
  expect(readFuses(executable)).toMatchObject({ RunAsNode: 'off', EnableNodeOptionsEnvironmentVariable: 'off', EnableNodeCliInspectArguments: 'off' });
  // A later Electron has it: what this one lacks is told, not passed over.
  expect(missing).toEqual(['GrantFileProtocolExtraPrivileges']);
  expect(await runAsNode()).toBe('');
  const after = await runWithBait(context);
  expect(after.pages).toEqual(['capstan://app/index.html']);
  expect(after.baited).toBe(false);
  expect(after.said).not.toContain('Debugger listening');
});

test('what is no Electron is left as it is', async () => {
  const file = join(home, 'other');
  await writeFile(file, 'x'.repeat(1000));
  expect(() => setFuses(file)).toThrow(/no executable of Electron/);
  expect(() => readFuses(join(root, 'package.json'))).toThrow(/no executable of Electron/);
});
