import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failure } from '@domain/errors';
import { installQuit } from '../../../src/main/quit';
import type { PreferencesFile } from '../../../src/main/preferences';
import { Texts } from '../../../src/main/texts';
import type { Station } from '../../../src/station/types';
import { sessionView } from '../renderer/fixtures';

const electron = vi.hoisted(() => ({ app: null as unknown as EventEmitter & { quit: () => void }, answers: [] as (() => Promise<object>)[] }));
vi.mock('electron', () => ({
  get app() {
    return electron.app;
  },
  dialog: { showMessageBox: () => electron.answers.shift()?.() },
}));

const texts = await Texts.open('en');
const keepRecording = async () => ({ response: 0, checkboxChecked: true });
let isGone: boolean;
let told: string;

/** As Electron does: each `quit` asks, and ends the program where nobody objects. */
class FakeApp extends EventEmitter {
  quit() {
    let isPrevented = false;
    this.emit('before-quit', { preventDefault: () => (isPrevented = true) });
    isGone ||= !isPrevented;
  }
}

beforeEach(() => {
  [isGone, told] = [false, ''];
  electron.app = new FakeApp();
  vi.spyOn(process, 'once').mockReturnValue(process);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((told += String(text)), true));
});
afterEach(() => vi.restoreAllMocks());

const full = () => {
  throw failure('output-unwritable', 'No space left on device');
};
function install(changes: { readonly set?: () => void; readonly remember?: () => void; readonly close?: () => Promise<void> } = {}) {
  const { set = () => undefined, remember = () => undefined, close = async () => undefined } = changes;
  installQuit({
    window: Object.assign(new EventEmitter(), { destroy: () => undefined }) as unknown as BrowserWindow,
    station: () => ({ sessions: { list: () => [sessionView()] } }) as unknown as Station,
    preferences: { current: { onQuit: 'ask' }, set } as unknown as PreferencesFile,
    ...{ texts, remember, close },
  });
}

test.each([
  ['the answer', { set: full }],
  ['the place of the window', { remember: full }],
  ['the last of the station', { close: async () => full() }],
])('a full disk that does not keep %s keeps nobody from leaving, and is told', async (_what, changes) => {
  install(changes);
  electron.answers = [keepRecording];
  electron.app.quit();
  await vi.waitFor(() => expect(isGone).toBe(true));
  expect(told).toContain('No space left on device');
});

test('a question that could not be asked is asked again at the next try', async () => {
  install();
  electron.answers = [() => Promise.reject(new Error('no display')), keepRecording];
  electron.app.quit();
  await vi.waitFor(() => expect(told).toContain('no display'));
  expect(isGone).toBe(false);
  electron.app.quit();
  await vi.waitFor(() => expect(isGone).toBe(true));
});
