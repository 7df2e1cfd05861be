import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Gallery } from '../gallery/gallery';
import { axeFaults, layoutFaults, movingParts, rawKeys } from '../gallery/inspect';
import { keyboardFaults } from '../gallery/keyboard';
import { scenes } from '../gallery/scenes';
import { need } from '../support/pieces';

const electron = inject('electron');
let gallery: Gallery;
beforeAll(async () => {
  if (electron.value !== null) gallery = await Gallery.open(electron.value);
});
afterAll(() => gallery?.close());

/** Some words to look for alone, as in `CAPSTAN_SCENES=recording,idle`. */
const only = (process.env['CAPSTAN_SCENES'] ?? '').split(',').filter((name) => name !== '');
const shown = scenes.filter(({ name }) => only.length === 0 || only.includes(name));

describe.each(shown)('$name', (scene) => {
  test('light and dark, twice as large, by keyboard, with less motion', async (context) => {
    need(electron, context);
    const { page } = gallery;
    await gallery.show(scene);
    const faults: Record<string, string[]> = { light: await axeFaults(page), cut: await layoutFaults(page) };
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    faults['dark'] = await axeFaults(page);
    faults['moving'] = await movingParts(page);
    faults['keyboard'] = await keyboardFaults(page);
    await gallery.zoom(2);
    faults['cut at 200 %'] = await layoutFaults(page);
    faults['at 200 %'] = await axeFaults(page);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(withoutEmpty(faults)).toEqual({});
  });

  test.for(['es', 'zh'] as const)('in %s: every text is there and whole', async (language, context) => {
    need(electron, context);
    await gallery.show(scene, { language });
    const { page } = gallery;
    expect(withoutEmpty({ language: (await page.locator('html').getAttribute('lang')) === language ? [] : ['another language'], keys: await rawKeys(page), cut: await layoutFaults(page) })).toEqual({});
  });
});

const withoutEmpty = (faults: Readonly<Record<string, readonly string[]>>) => Object.fromEntries(Object.entries(faults).filter(([, list]) => list.length > 0));
