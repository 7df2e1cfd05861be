import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, inject, it } from 'vitest';
import { Gallery } from '../gallery/gallery';
import { scenes } from '../gallery/scenes';
import { processCpuSeconds } from './host';
import { percent, percentile, report } from './rows';

let opened: Gallery;
beforeAll(async () => {
  const { value, missing } = inject('electron');
  if (value === null) throw new Error(missing);
  opened = await Gallery.open(value);
});
afterAll(() => opened?.close());

const sceneNamed = (name: string) => {
  const scene = scenes.find((other) => other.name === name);
  if (!scene) throw new Error(`There is no scene ${name}.`);
  return scene;
};

interface Watched {
  readonly longTasksMs: number[];
  readonly framesMs: number[];
}

/** Tasks of the page over 50 ms, and the times between its frames, from now until `watched`. */
const watchPage = (page: Page) =>
  page.evaluate(() => {
    const seen: Watched = { longTasksMs: [], framesMs: [] };
    new PerformanceObserver((list) => seen.longTasksMs.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (at: number) => {
      seen.framesMs.push(at - last);
      last = at;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(globalThis, { seen });
  });
const watched = (page: Page): Promise<Watched> => page.evaluate(() => (globalThis as unknown as { seen: Watched }).seen);

const ofProcess = async (type: string): Promise<number> => {
  const processes = await opened.app.evaluate(({ app }) => app.getAppMetrics().map(({ pid, type: kind }) => ({ pid, kind })));
  return processes.filter(({ kind }) => kind === type).reduce((sum, { pid }) => sum + processCpuSeconds(pid), 0);
};
const longest = (tasks: readonly number[]) => (tasks.length === 0 ? 'no long task' : `${tasks.length} over 50 ms, the longest ${Math.round(Math.max(...tasks))} ms`);

it('nine recordings at once', async () => {
  await opened.show({ ...sceneNamed('recording-9'), history: { seconds: 0, at: () => [] } }, { moving: true });
  await opened.app.evaluate(() => gallery.go());
  await delay(5000);
  const [before, from] = [await ofProcess('Tab'), performance.now()];
  await watchPage(opened.page);
  await delay(60_000);
  const { longTasksMs, framesMs } = await watched(opened.page);
  const used = ((await ofProcess('Tab')) - before) / ((performance.now() - from) / 1000);
  report({ promise: 'nine recordings, each 15 pictures a second', figure: `${longest(longTasksMs)} in 60 s`, reference: `frames p95 ${Math.round(percentile(framesMs, 95))} ms; page ${percent(used)} of a core, software GL`, goal: 'no task over 50 ms', held: longTasksMs.length === 0 });
});

it('a table of 5,000 recordings', async () => {
  await opened.show(sceneNamed('recordings-5000'), { moving: true });
  const { page } = opened;
  const box = await page.getByTestId('recordings-row').first().boundingBox();
  if (!box) throw new Error('The first row is not in view.');
  await page.mouse.move(box.x + 200, box.y + 20);
  await watchPage(page);
  const rows = () => page.getByTestId('recordings-row').first().getAttribute('data-path');
  const first = await rows();
  for (let turn = 0; turn < 200; turn += 1) {
    await page.mouse.wheel(0, turn < 150 ? 400 : -600);
    await delay(16);
  }
  if (first === (await rows())) throw new Error('The table did not move.');
  const { longTasksMs, framesMs } = await watched(page);
  const p95 = percentile(framesMs, 95);
  report({ promise: 'a table of 5,000 recordings, scrolled', figure: `${longest(longTasksMs)}, frames p95 ${Math.round(p95)} ms`, reference: `${framesMs.length} frames`, goal: 'no task over 50 ms', held: longTasksMs.length === 0 });
});
