import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron as launcher, type ElectronApplication, type Page } from 'playwright-core';
import type { TestElectron } from '../support/pieces';
import { until } from '../support/until';
import { buildGallery, makePictures } from './build';
import type { Showing } from './main';
import { now, type Scene } from './scene';

const root = resolve(import.meta.dirname, '../..');
/** Longer than the page lets edits come to rest before it asks for their plan. */
const quietMilliseconds = 500;
const actMilliseconds = 8000;

export interface View extends Showing {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}
export const usualView: View = { scheme: 'light', width: 1280, height: 800, language: 'en', moving: false };

/** The built page of the product in a real Electron, with scenes in place of a station. */
export class Gallery {
  private constructor(
    readonly app: ElectronApplication,
    readonly page: Page,
    /** Exceptions of the page, and what it says as errors. */
    readonly problems: string[],
    private readonly home: string,
  ) {}

  static async open({ executable, display }: TestElectron): Promise<Gallery> {
    const [main, pictures, home] = [await buildGallery(), await makePictures(), await mkdtemp(join(tmpdir(), 'capstan-gallery-'))];
    const app = await launcher.launch({
      executablePath: executable,
      chromiumSandbox: process.getuid?.() !== 0,
      args: [main],
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', TZ: 'UTC', HOME: home, DISPLAY: display, CAPSTAN_TEST: '1', CAPSTAN_GALLERY_ROOT: root, CAPSTAN_GALLERY_PICTURES: pictures },
    });
    const page = await app.firstWindow();
    page.setDefaultTimeout(actMilliseconds);
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
    page.on('console', (message) => {
      // That a recording has no small picture is told by 404, of which Chromium tells in turn.
      if (message.type() === 'error' && !message.location().url.includes('/media/thumbnail/')) problems.push(message.text());
    });
    await page.addInitScript(standStill, now.getTime());
    await until('the gallery to be there', () => app.evaluate(() => 'gallery' in globalThis));
    return new Gallery(app, page, problems, home);
  }

  /** Shows a scene and waits until nothing happens any more. */
  async show(scene: Scene, wish: Partial<View> = {}): Promise<void> {
    const { scheme, width, height, language, moving } = { ...usualView, ...wish };
    await this.app.evaluate(({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(size.width, size.height);
      window?.webContents.setZoomFactor(1);
    }, { width, height });
    await this.page.emulateMedia({ colorScheme: scheme });
    await this.page.evaluate((isMoving) => sessionStorage.setItem('gallery-moves', String(isMoving)), moving);
    await this.app.evaluate((_, { name, showing }) => gallery.show(name, showing), { name: scene.name, showing: { language, moving } });
    await this.rest();
    for (const command of scene.commands ?? []) await this.app.evaluate((_, word) => gallery.command(word), command);
    if (scene.history) await this.playPast(scene.history.seconds);
    if (scene.events) await this.app.evaluate((_, events) => gallery.send(events), [...scene.events]);
    await this.rest();
    if (!scene.act) return;
    await scene.act(this.page, (events) => this.app.evaluate((_, told) => gallery.send(told), [...events]));
    await this.rest();
  }

  /** Enlarges the page as Ctrl + does; the next scene is shown at its usual size. */
  async zoom(factor: number): Promise<void> {
    await this.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(to), factor);
    await this.rest();
  }

  /** Ends it. Throws where a scene could not be answered, or the page had problems. */
  async close(): Promise<void> {
    const faults = await this.app.evaluate(() => gallery.faults);
    await this.app.close();
    await rm(this.home, { recursive: true, force: true });
    const all = [...new Set([...faults, ...this.problems])];
    if (all.length > 0) throw new Error(`the gallery had problems:\n${all.join('\n')}`);
  }

  private async rest(): Promise<void> {
    await until('the page to be quiet', () => this.app.evaluate((_, quiet) => gallery.quietMs() > quiet, quietMilliseconds), { everyMs: 100 });
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** The page's clock goes on by a second before each. */
  private async playPast(seconds: number): Promise<void> {
    for (let second = 1 - seconds; second <= 0; second += 1) {
      await this.page.evaluate(() => (globalThis as unknown as { passSecond: () => void }).passSecond());
      await this.app.evaluate((_, at) => gallery.sendPast(at), second);
    }
  }
}

/** Runs in the page before its own scripts: nothing is kept, dates stand still unless it moves, its steady clock can be set forward. */
function standStill(fixedMs: number): void {
  localStorage.clear();
  if (sessionStorage.getItem('gallery-moves') === 'true') return;
  const RealDate = Date;
  const steady = performance.now.bind(performance);
  let passedMs = 0;
  performance.now = () => steady() + passedMs;
  Object.assign(globalThis, {
    passSecond: () => (passedMs += 1000),
    Date: class extends RealDate {
      constructor(...words: unknown[]) {
        if (words.length === 0) super(fixedMs);
        else super(...(words as [number]));
      }
      static override now = () => fixedMs;
    },
  });
}
