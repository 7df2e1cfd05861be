import { readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { asPage, openSandboxed, seenByMain, startElsewhere, watchMain } from '../support/attacks';
import { until } from '../support/until';
import type { CapstanWindow } from '../support/window';

// One window for all: none of it may leave a trace. The numbers are those of Electron's own security checklist.
let opened: CapstanWindow | undefined;
let window: CapstanWindow;
beforeEach(async (context) => {
  if (!opened) {
    opened = await openSandboxed(context);
    await opened.waitForData('engine-badge', 'engine', 'local');
    await watchMain(opened);
  }
  window = opened;
});
afterAll(async () => {
  await opened?.close();
});

const appPage = 'capstan://app/index.html';
const contentsCount = () => window.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);

/** Does this in the page, and waits until its policy has refused something by each of these directives. Answers those that it did not. */
const refusedBy = (directives: readonly string[], deeds: string) =>
  asPage(
    window,
    `new Promise((resolve) => {
      const missing = new Set(${JSON.stringify(directives)});
      const told = ({ effectiveDirective }) => {
        missing.delete(effectiveDirective);
        if (missing.size === 0) end();
      };
      const end = () => {
        document.removeEventListener('securitypolicyviolation', told);
        resolve([...missing]);
      };
      document.addEventListener('securitypolicyviolation', told);
      setTimeout(end, 15_000);
      ${deeds}
    })`,
  );

describe('what the page is', () => {
  test('a sandboxed process without Node, isolated from the preload (2, 3, 4, 6, 8, 9, 10)', async () => {
    const { preferences, pid } = await window.app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const options = (webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
      return { preferences: options, pid: webContents.getOSProcessId() };
    });
    expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
    for (const never of ['nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'webviewTag', 'allowRunningInsecureContent', 'experimentalFeatures', 'navigateOnDragDrop', 'plugins']) {
      expect(preferences[never] ?? false, never).toBe(false);
    }
    expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
    expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s*2$/m);
    expect(await asPage(window, `['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer', 'electron'].filter((name) => name in window)`)).toEqual([]);
  });

  test('given four functions, which it cannot change, and nothing of Electron (20)', async () => {
    const given = await asPage(
      window,
      `(() => {
        const before = capstan.request;
        try { capstan.request = () => 'mine'; } catch {}
        try { Object.assign(capstan, { extra: 1 }); } catch {}
        try { delete capstan.request; } catch {}
        return { names: Object.keys(capstan).sort(), same: capstan.request === before, kinds: Object.values(capstan).map((value) => typeof value) };
      })()`,
    );
    expect(given).toEqual({ names: ['onCommand', 'onEvent', 'onPicture', 'request'], same: true, kinds: ['function', 'function', 'function', 'function'] });
  });

  test('told of events alone: what Electron adds to them stays in the preload (20)', async () => {
    const leaked = `new Promise((resolve) => {
      capstan.onEvent((...words) => resolve(words.map((word) => [typeof word.type, 'sender' in word])));
      capstan.request('preferences.set', { notifications: true });
    })`;
    expect(await asPage(window, leaked)).toEqual([['string', false]]);
  });
});

describe('nothing from elsewhere', () => {
  test('is loaded by the page, whatever asks for it (1, 7)', async () => {
    const { url, asked, server } = await startElsewhere();
    const directives = ['connect-src', 'font-src', 'form-action', 'frame-src', 'img-src', 'media-src', 'object-src', 'script-src-elem', 'style-src-elem'];
    const missing = await refusedBy(
      directives,
      `
      const add = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
      add('img', { src: '${url}/image' });
      add('script', { src: '${url}/script' });
      add('iframe', { src: '${url}/frame' });
      add('video', { src: '${url}/video' });
      add('object', { data: '${url}/object' });
      add('link', { rel: 'stylesheet', href: '${url}/style' });
      add('link', { rel: 'prefetch', href: '${url}/prefetch' });
      add('link', { rel: 'manifest', href: '${url}/manifest' });
      fetch('${url}/fetch').catch(() => {});
      navigator.sendBeacon('${url}/beacon');
      try { new WebSocket('${url.replace('http', 'ws')}/socket'); } catch {}
      try { new EventSource('${url}/events'); } catch {}
      try { new Worker('${url}/worker'); } catch {}
      new FontFace('x', 'url(${url}/font)').load().catch(() => {});
      const form = Object.assign(document.createElement('form'), { action: '${url}/form', method: 'post' });
      document.body.append(form);
      form.submit();`,
    );
    server.close();
    expect(missing).toEqual([]);
    expect(asked).toEqual([]);
    expect(window.page.url()).toBe(appPage);
  });

  test('is loaded by any other page of this program either, nor is a file (18)', async () => {
    const { url, asked, server } = await startElsewhere();
    const answers = await window.app.evaluate(async ({ session }, there) => {
      const ask = async (address: string) => (await session.defaultSession.fetch(address)).status;
      return Promise.all([ask(`${there}/x`), ask('file:///etc/passwd')]);
    }, url);
    const shown = await window.app.evaluate(
      async ({ BrowserWindow }, addresses) => {
        const other = new BrowserWindow({ show: false });
        const texts = [];
        for (const address of addresses) {
          await other.loadURL(address).catch(() => undefined);
          texts.push(await other.webContents.executeJavaScript('document.documentElement.innerText'));
        }
        other.destroy();
        return texts;
      },
      [`${url}/page`],
    );
    server.close();
    expect(answers).toEqual([403, 403]);
    expect(shown).toEqual(['']);
    expect(asked).toEqual([]);
  });

  test('runs as a script: neither text, nor markup, nor addresses (7)', async () => {
    const missing = await refusedBy(
      ['base-uri', 'script-src', 'script-src-attr', 'script-src-elem'],
      `
      window.hits = [];
      setTimeout(() => { try { eval('hits.push(1)'); } catch {} });
      setTimeout(() => { try { new Function('hits.push(2)')(); } catch {} });
      setTimeout("hits.push(3)");
      setTimeout(() => { try { capstan.request.constructor('hits.push(4)')(); } catch {} });
      const box = document.body.appendChild(document.createElement('div'));
      box.innerHTML = '<img src="x:" onerror="hits.push(5)"><a href="javascript:hits.push(6)">x</a><svg onload="hits.push(7)"></svg><iframe srcdoc="<script>parent.hits.push(8)</script>"></iframe>';
      box.querySelector('a').click();
      for (const [text, type] of [['hits.push(9)', ''], ['hits.push(10)', 'module']]) document.body.append(Object.assign(document.createElement('script'), { text, type }));
      for (const src of ['data:text/javascript,hits.push(11)', URL.createObjectURL(new Blob(['hits.push(12)']))]) document.body.append(Object.assign(document.createElement('script'), { src }));
      import('data:text/javascript,hits.push(13)').catch(() => {});
      try { new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = () => hits.push(14); } catch {}
      document.head.append(Object.assign(document.createElement('base'), { href: 'https://example.org/' }));`,
    );
    expect(missing).toEqual([]);
    expect(await asPage(window, 'hits')).toEqual([]);
    expect(await asPage(window, 'document.baseURI')).toBe(appPage);
  });
});

describe('the page stays where it is', () => {
  test.each(['https://example.org/', 'file:///etc/passwd', 'data:text/html,x', 'javascript:void(document.title="x")', 'capstan://other/index.html', 'capstan://app/media/recording/abcdefghij', 'mailto:a@example.org', 'xdg-open:x', 'smb://host/share', 'about:blank'])(
    'whatever it is sent to: %s (13, 14, 15)',
    async (address) => {
      const before = await contentsCount();
      const answered = await asPage(
        window,
        `(() => {
          window.isSame = true;
          const link = (target) => Object.assign(document.createElement('a'), { href: ${JSON.stringify(address)}, target });
          const opened = [window.open(${JSON.stringify(address)}), window.open(${JSON.stringify(address)}, 'x', 'nodeIntegration=1,contextIsolation=0,sandbox=0')];
          for (const target of ['_self', '_top', '_blank']) { const a = document.body.appendChild(link(target)); a.click(); a.remove(); }
          location.href = ${JSON.stringify(address)};
          return opened.map((one) => one === null);
        })()`,
      );
      expect(answered).toEqual([true, true]);
      // A round through page and main: what was begun before it has been refused by then. about:blank alone cannot be, and is left again.
      await until('the page of the program', async () => (await asPage(window, `'capstan' in window && document.querySelector('#root')?.firstChild !== null && document.title`)) === 'Capstan');
      expect(await asPage(window, `capstan.request('app.about').then(({ ok }) => ok)`)).toBe(true);
      expect(window.page.url()).toBe(appPage);
      expect(await asPage(window, 'window.isSame === true')).toBe(address !== 'about:blank');
      expect(await contentsCount()).toBe(before);
      const { external, navigations } = await seenByMain(window);
      expect(external).toEqual([]);
      expect(navigations.filter((one) => !one.startsWith('prevented'))).toEqual([]);
    },
  );

  test('when a file is dropped on it', async () => {
    const debuggee = await window.page.context().newCDPSession(window.page);
    const data = { items: [], files: ['/etc/passwd'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await debuggee.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
    await debuggee.detach();
    expect(await asPage(window, `capstan.request('presets.list').then(({ ok }) => ok)`)).toBe(true);
    expect(window.page.url()).toBe(appPage);
  });

  test('and makes no other page: no webview, no frame of the program (11, 12)', async () => {
    const before = await contentsCount();
    const missing = await refusedBy(
      ['frame-src'],
      `for (const src of ['https://example.org/', ${JSON.stringify(appPage)}]) {
        document.body.append(Object.assign(document.createElement('webview'), { src }), Object.assign(document.createElement('iframe'), { src }));
      }
      document.querySelectorAll('webview').forEach((view) => { view.setAttribute('nodeintegration', ''); view.setAttribute('allowpopups', ''); });`,
    );
    expect(missing).toEqual([]);
    expect(await contentsCount()).toBe(before);
    const inFrames = await window.app.evaluate(({ BrowserWindow }) =>
      Promise.all(
        BrowserWindow.getAllWindows()[0]!.webContents.mainFrame.frames.map(async (frame) => {
          try {
            return (await frame.executeJavaScript('typeof window.capstan + " " + document.querySelectorAll("#root").length')) as string;
          } catch (error) {
            return String(error);
          }
        }),
      ),
    );
    expect(inFrames).toContain('undefined 0');
    // A frame that was refused has no document at all.
    expect(inFrames.filter((one) => one !== 'undefined 0' && !one.includes('disposed'))).toEqual([]);
  });

  test('and saves no file by itself', async () => {
    const before = await readdir(window.home);
    await asPage(window, `Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: '../evil.desktop' }).click()`);
    await asPage(window, `Object.assign(document.createElement('a'), { href: 'data:text/plain,x', download: '.bashrc' }).click()`);
    const downloads = await until('the downloads', async () => {
      const { downloads: seen } = await seenByMain(window);
      return seen.length > 0 ? seen : null;
    });
    expect(downloads.filter((one) => !one.endsWith('prevented'))).toEqual([]);
    // Chromium's own file of a download that was refused goes a moment later.
    await until('nothing to be left', async () => (await readdir(window.home)).join() === before.join());
    expect((await seenByMain(window)).desktop).toEqual([]);
  });
});

test('the page is allowed nothing of this computer but to fill the screen (5)', async () => {
  const answers = await asPage(
    window,
    `(async () => {
      const refused = async (ask) => { try { const value = await ask(); return value === false || value === 'denied' || (Array.isArray(value) && value.length === 0); } catch { return true; } };
      const asked = {
        camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
        microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
        screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
        place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        notifications: () => Notification.requestPermission(),
        clipboard: () => navigator.clipboard.readText(),
        midi: () => navigator.requestMIDIAccess({ sysex: true }),
        usb: () => navigator.usb.requestDevice({ filters: [] }),
        hid: () => navigator.hid.requestDevice({ filters: [] }),
        serial: () => navigator.serial.requestPort(),
        bluetooth: () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }),
        idle: () => IdleDetector.requestPermission(),
        fonts: () => queryLocalFonts(),
        storage: () => navigator.storage.persist(),
        files: () => showOpenFilePicker(),
        folders: () => showDirectoryPicker(),
        windows: () => getScreenDetails(),
      };
      const results = await Promise.all(Object.entries(asked).map(async ([name, ask]) => [name, await Promise.race([refused(ask), new Promise((resolve) => setTimeout(() => resolve('no answer'), 5000))])]));
      return results.filter(([, wasRefused]) => wasRefused !== true);
    })()`,
  );
  expect(answers).toEqual([]);
  expect((await seenByMain(window)).desktop).toEqual([]);
  expect(await asPage(window, `document.documentElement.requestFullscreen().then(() => document.exitFullscreen()).then(() => true)`)).toBe(true);
});

test('no other page of the program is answered (17)', async () => {
  const replies = await window.app.evaluate(
    async ({ app, BrowserWindow }, pages) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload: `${app.getAppPath()}/out/preload/index.js` } });
      const answers: unknown[] = [];
      for (const page of pages) {
        await other.loadURL(page);
        answers.push(await other.webContents.executeJavaScript(`Promise.all(['station.status', 'presets.list'].map((name) => capstan.request(name))).then((all) => all.map(({ ok, error }) => [ok, error?.kind]))`));
      }
      other.destroy();
      return answers;
    },
    [appPage, 'data:text/html,x', 'about:blank'],
  );
  expect(replies).toEqual(Array.from({ length: 3 }, () => [[false, 'internal'], [false, 'internal']]));
});

test('no channel is open but those of this program', async () => {
  const names = await window.app.evaluate(({ ipcMain }) => {
    const { _invokeHandlers: answered } = ipcMain as unknown as { _invokeHandlers: Map<string, unknown> };
    return [...ipcMain.eventNames().map(String), ...answered.keys()];
  });
  // Electron's own begin with a dash.
  expect(names.filter((name) => !/^-|^error$/.test(name)).toSorted()).toEqual(['capstan:picture-done', 'capstan:request']);
});

describe('capstan://app/', () => {
  test.each([
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/%252e%252e/%252e%252e/package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/..\\..\\..\\package.json',
    '/index.html%00.png',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/file:/etc/passwd',
    '/E0%A4%A',
    '/media/recording/..%2f..%2fpackage.json',
    '/media/recording/abcdefghij',
    '/media/recording/ABCDEFGHIJ',
    '/media/recording/',
    '/media/thumbnail/abcdefghij%00',
    '/media/playable/abcdefghi%2e',
    '/media/secrets/abcdefghij',
  ])('leads nowhere outside: %s (18)', async (path) => {
    const answer = await window.app.evaluate(
      async ({ session }, url) => {
        try {
          const response = await session.defaultSession.fetch(url);
          return { status: response.status, text: await response.text() };
        } catch (error) {
          // What is no address does not even come here.
          return { status: error instanceof TypeError && error.message === 'Invalid URL' ? 404 : 0, text: '' };
        }
      },
      `capstan://app${path}`,
    );
    expect(answer).toEqual({ status: 404, text: '' });
  });

  test('nor by a link that lies among its files; and gives its own with the policy', async () => {
    const directory = await window.app.evaluate(({ app }) => app.getAppPath());
    const link = join(directory, 'out/renderer/assets/leak.png');
    await symlink('/etc/passwd', link);
    try {
      const answers = await window.app.evaluate(
        async ({ session }, urls) => {
          const responses = await Promise.all(urls.map((url) => session.defaultSession.fetch(url)));
          return responses.map(({ status, headers }) => [status, headers.get('content-security-policy')?.split(';')[0], headers.get('x-content-type-options')]);
        },
        ['capstan://app/assets/leak.png', appPage],
      );
      expect(answers).toEqual([
        [404, "default-src 'none'", null],
        [200, "default-src 'none'", 'nosniff'],
      ]);
    } finally {
      await rm(link);
    }
  });
});
