import { cp, mkdir, mkdtemp, rm, writeFile, chmod, chown, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { _electron as launcher, type ElectronApplication, type Page } from 'playwright-core';
import type { TestElectron } from './pieces';

const root = resolve(import.meta.dirname, '../..');

export interface WindowOptions {
  readonly electron: TestElectron;
  readonly env?: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  /** Runs it as this user, with the sandbox on; otherwise as the user of the tests. */
  readonly user?: PlainUser;
  /** Home of an earlier window, which stays when this one is closed; otherwise a new one. */
  readonly home?: string;
}

export interface PlainUser {
  readonly uid: number;
  readonly gid: number;
  /** Further groups, such as that of Docker's socket. */
  readonly groups: readonly number[];
}

export const makeHome = () => mkdtemp(join(tmpdir(), 'capstan-window-'));

/** The real program in a real Electron, with a home of its own. */
export class CapstanWindow {
  /** What nobody should ever see: exceptions of the page, and what the main process reports as Capstan's own fault. */
  readonly problems: string[] = [];

  private constructor(
    readonly app: ElectronApplication,
    readonly page: Page,
    readonly home: string,
    private readonly keepsHome: boolean,
  ) {
    page.on('pageerror', (error) => this.problems.push(error.stack ?? error.message));
    app.process().stderr?.on('data', (text: Buffer) => {
      this.problems.push(...text.toString().split('\n').filter((line) => line.startsWith('capstan:')));
    });
  }

  static async open(options: WindowOptions): Promise<CapstanWindow> {
    const home = options.home ?? (await makeHome());
    try {
      const app = await launch(options, home);
      return new CapstanWindow(app, await app.firstWindow(), home, options.home !== undefined);
    } catch (thrown) {
      if (options.home === undefined) await rm(home, { recursive: true, force: true });
      throw thrown;
    }
  }

  byTestId(id: string) {
    return this.page.getByTestId(id);
  }

  /** Waits until an element says so in its data attribute. */
  async waitForData(testId: string, name: string, value: string): Promise<void> {
    await this.page.locator(`[data-testid="${testId}"][data-${name}="${value}"]`).waitFor({ timeout: 60_000 });
  }

  /** Ends the program, and removes its home. Throws where anything went wrong inside it. */
  async close(): Promise<void> {
    await this.app.close();
    if (!this.keepsHome) await rm(this.home, { recursive: true, force: true });
    if (this.problems.length > 0) throw new Error(`the window had problems:\n${this.problems.join('\n')}`);
  }

  /** Ends the program as a crash does. */
  async kill(): Promise<void> {
    const closed = this.app.waitForEvent('close');
    this.app.process().kill('SIGKILL');
    await closed;
  }
}

async function launch({ electron, user, env, arguments: words = [] }: WindowOptions, home: string): Promise<ElectronApplication> {
  const place = user ? await handOver(home, electron.executable, user) : { executable: electron.executable, app: root };
  return launcher.launch({
    executablePath: place.executable,
    // Electron refuses root with its sandbox; that it works is the plain user's journey to show.
    chromiumSandbox: user !== undefined || process.getuid?.() !== 0,
    args: [place.app, ...words],
    // A plain user may not enter every folder that the tests are started from.
    cwd: home,
    env: {
      PATH: process.env['PATH'] ?? '',
      LANG: 'C.UTF-8',
      HOME: home,
      CAPSTAN_DATA: join(home, 'data'),
      CAPSTAN_TEST: '1',
      DISPLAY: electron.display,
      ...env,
    },
  });
}

/** A plain user may not look into every checkout: it gets a copy of the program and of Electron, and owns the home. */
async function handOver(home: string, executable: string, { uid, gid, groups }: PlainUser) {
  const app = join(home, 'app');
  const runtime = join(home, 'electron');
  await mkdir(app);
  await cp(join(root, 'package.json'), join(app, 'package.json'));
  for (const folder of ['out', 'resources']) await cp(join(root, folder), join(app, folder), { recursive: true });
  await cp(dirname(executable), runtime, { recursive: true });
  await chown(join(runtime, 'chrome-sandbox'), 0, 0);
  await chmod(join(runtime, 'chrome-sandbox'), 0o4755);
  await chown(home, uid, gid);
  const wrapper = join(home, 'electron-as-user');
  const supplementary = groups.length > 0 ? `--groups=${groups.join(',')}` : '--clear-groups';
  await writeFile(wrapper, `#!/bin/sh\nexec setpriv --reuid=${uid} --regid=${gid} ${supplementary} '${runtime}/electron' "$@"\n`, { mode: 0o755 });
  return { executable: wrapper, app };
}

/** Group of a Unix socket, as in `unix:///run/docker.sock`. */
export const groupOf = async (dockerHost: string) => (await stat(dockerHost.replace('unix://', ''))).gid;
