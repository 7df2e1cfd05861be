import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'vitest';
import { testElectron } from './pieces';
import { CapstanWindow } from './window';

const nobody = { uid: 65_534, gid: 65_534, groups: [] };

/** The real program with Chromium's sandbox on: as a plain user, where the tests run as root. */
export const openSandboxed = (context: TestContext, words: readonly string[] = []): Promise<CapstanWindow> =>
  CapstanWindow.open({
    electron: testElectron(context),
    env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' },
    arguments: words,
    ...(process.getuid?.() === 0 && { user: nobody }),
  });

/** What left the page, or would have. */
export interface Seen {
  readonly external: string[];
  readonly navigations: string[];
  readonly downloads: string[];
  /** Dialogs, file managers and other programs that were asked for. */
  readonly desktop: string[];
}

/** Watches what the main process is brought to, and lets none of it reach the desktop. */
export const watchMain = ({ app }: CapstanWindow): Promise<void> =>
  app.evaluate(({ BrowserWindow, clipboard, dialog, session, shell }) => {
    const seen: Seen = { external: [], navigations: [], downloads: [], desktop: [] };
    Object.assign(globalThis, { seen });
    Object.assign(shell, { openExternal: async (url: string) => void seen.external.push(url) });
    for (const [from, names] of [
      [shell, ['openPath', 'showItemInFolder', 'trashItem']],
      [dialog, ['showOpenDialog', 'showSaveDialog', 'showMessageBox', 'showErrorBox']],
      [clipboard, ['writeText', 'writeImage', 'write']],
    ] as const) {
      for (const name of names) Object.assign(from, { [name]: async () => void seen.desktop.push(name) });
    }
    session.defaultSession.on('will-download', (event, item) => seen.downloads.push(`${item.getURL().slice(0, 20)} ${event.defaultPrevented ? 'prevented' : 'let through'}`));
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.on('will-navigate', (event, url) => seen.navigations.push(`${event.defaultPrevented ? 'prevented' : 'let through'} ${url}`));
  });

export const seenByMain = ({ app }: CapstanWindow): Promise<Seen> => app.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

/** Runs a script in the page as its own, after a click: neither Playwright's nor the debugger's rights hold for it. */
export const asPage = ({ app }: CapstanWindow, script: string): Promise<unknown> =>
  app.evaluate(({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code, true), script);

/** A server somewhere else, and what was asked of it. */
export async function startElsewhere(): Promise<{ readonly url: string; readonly asked: string[]; readonly server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end('window.isElsewhere = true');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}
