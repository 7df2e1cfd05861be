import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron as electron, type Page } from 'playwright-core';
import { inject, it } from 'vitest';
import { watchStrip } from '../support/frame-strip';
import { CapstanWindow } from '../support/window';
import { daemon, processCpuSeconds } from './host';
import { median, percent, percentile, report, times } from './rows';

function testElectron() {
  const { value, missing } = inject('electron');
  if (value === null) throw new Error(missing);
  return value;
}

const openWindow = () => CapstanWindow.open({ electron: testElectron(), env: { DOCKER_HOST: daemon().dockerHost, CAPSTAN_IMAGE: daemon().image } });

/** Milliseconds from the start of an Electron with one page and nothing else to that page. */
async function emptyWindow(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-empty-'));
  try {
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app/package.json'), '{"name":"empty","main":"main.js"}');
    writeFileSync(join(folder, 'app/main.js'), "const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => new BrowserWindow().loadFile('index.html'));");
    writeFileSync(join(folder, 'app/index.html'), '<!doctype html><button id="usable">usable</button>');
    const { executable, display } = testElectron();
    const from = performance.now();
    const app = await electron.launch({
      executablePath: executable,
      args: ['--no-sandbox', join(folder, 'app')],
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, DISPLAY: display },
    });
    await (await app.firstWindow()).locator('#usable').waitFor();
    const took = performance.now() - from;
    await app.close();
    return took;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function capstanWindow(): Promise<number> {
  const from = performance.now();
  const window = await openWindow();
  await window.byTestId('record-button').waitFor();
  const took = performance.now() - from;
  await window.close();
  return took;
}

/** Clicks Record and waits for the first picture of the recording, whose frame numbers begin anew. In milliseconds. */
const recordToPicture = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done, failed) => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="live-canvas"]')!;
        const copy = document.createElement('canvas');
        const context = copy.getContext('2d', { willReadFrequently: true })!;
        const frame = () => {
          copy.width = canvas.width;
          copy.height = 1;
          context.drawImage(canvas, 0, Math.floor(canvas.height * (1 - 1 / 30)), canvas.width, 1, 0, 0, canvas.width, 1);
          const { data } = context.getImageData(0, 0, canvas.width, 1);
          return Array.from({ length: 32 }, (_, bit) => (data[Math.floor(((bit + 0.5) * canvas.width) / 32) * 4 + 1]! > 127 ? 2 ** bit : 0)).reduce((a, b) => a + b, 0);
        };
        const before = frame();
        const from = performance.now();
        document.querySelector<HTMLButtonElement>('[data-testid="record-button"]')!.click();
        const look = () => {
          if (performance.now() - from > 30_000) return failed(new Error('no picture within 30 s'));
          return frame() < before ? done(performance.now() - from) : requestAnimationFrame(look);
        };
        look();
      }),
  );

it('window usable after start', async () => {
  const [own, empty]: [number[], number[]] = [[], []];
  for (let run = 0; run < 5; run += 1) {
    empty.push(await emptyWindow());
    own.push(await capstanWindow());
  }
  const ratio = median(own) / median(empty);
  report({
    promise: 'window usable after start',
    figure: `${times(ratio)} (${Math.round(median(own))} ms)`,
    reference: `an empty Electron window: ${Math.round(median(empty))} ms, medians of 5`,
    goal: '1.3 times',
    held: ratio <= 1.3,
  });
});

it('picture, delay and CPU of one watched source', async () => {
  const window = await openWindow();
  try {
    await window.waitForData('session-state', 'state', 'live');
    await delay(3000);
    const starts: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      starts.push(await recordToPicture(window.page));
      await window.waitForData('session-state', 'state', 'recording');
      if (run < 2) {
        await window.byTestId('stop-button').click();
        await window.waitForData('session-state', 'state', 'stopped');
        await window.page.getByRole('tab', { name: 'Source' }).click();
        await window.waitForData('session-state', 'state', 'live');
        await delay(3000);
      }
    }
    report({ promise: 'Record pressed to the first picture', figure: `${Math.round(median(starts))} ms`, reference: 'median of 3', goal: '1500 ms', held: median(starts) <= 1500 });

    await delay(2000);
    const processes = await window.app.evaluate(({ app }) => app.getAppMetrics().map(({ pid, type }) => ({ pid, type })));
    const cpu = () => processes.reduce((sum, { pid }) => sum + processCpuSeconds(pid), 0);
    const [before, from] = [cpu(), performance.now()];
    await delay(15_000);
    const used = ((cpu() - before) / (performance.now() - from)) * 1000;
    report({ promise: 'CPU of main, renderer and GPU process, one watched source', figure: `${percent(used)} of a core`, reference: 'software GL', goal: '30 %', held: used <= 0.3 });

    const delays = (await watchStrip(window.page, { sourceHeight: 720, forMs: 15_000 })).map(({ delayMs }) => delayMs);
    const [p50, p95] = [percentile(delays, 50), percentile(delays, 95)];
    report({
      promise: 'burned-in clock to canvas',
      figure: `p50 ${Math.round(p50)} ms, p95 ${Math.round(p95)} ms`,
      reference: `${delays.length} pictures, read at animation frames`,
      goal: 'p50 50 ms, p95 100 ms',
      held: p50 <= 50 && p95 <= 100,
    });
    await window.byTestId('stop-button').click();
    await window.waitForData('session-state', 'state', 'stopped');
  } finally {
    await window.close();
  }
});
