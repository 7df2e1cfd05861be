import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { accelerators, appCommands } from '@domain/app-commands';
import { capstanError } from '@domain/errors';
import { languages } from '@domain/preferences';
import type { SessionView } from '@domain/session';
import { activeRecordings, RecordingsWatch } from '../../../src/main/active-recordings';
import { menuTemplate } from '../../../src/main/menu';
import { Notices } from '../../../src/main/notifications';
import { OpenedFiles, presetFilesOf } from '../../../src/main/opened-files';
import { quitQuestion } from '../../../src/main/quit';
import { Texts } from '../../../src/main/texts';
import { trayTemplate, trayTooltip } from '../../../src/main/tray';
import { recording, sessionView } from '../renderer/fixtures';

vi.mock('electron', () => ({ app: {}, dialog: {}, Menu: {}, nativeImage: {}, nativeTheme: {}, Notification: {}, Tray: {} }));

const english = await Texts.open('en');
const running = activeRecordings([sessionView()]);
const paused = activeRecordings([sessionView({ state: 'stopped', isPaused: true, waitingFor: 'you' })]);
const nothing = { send: () => {}, openDocumentation: () => {}, isDevelopment: false };

const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
const enabledOf = (items: readonly MenuItemConstructorOptions[]) => Object.fromEntries(flat(items).map(({ id, enabled }) => [id, enabled]));

describe('recordings at work', () => {
  test('are those that run, are paused or wait; watching and the ended are not', () => {
    const views = [
      sessionView({ id: 'a' }),
      sessionView({ id: 'b', purpose: 'watch' }),
      sessionView({ id: 'c', state: 'stopped' }),
      sessionView({ id: 'd', state: 'lost', waitingFor: 'the camera' }),
      sessionView({ id: 'e', state: 'stopped', waitingFor: 'you', isPaused: true }),
      sessionView({ id: 'f', state: 'stopped', isPaused: true, nextSessionId: 'g' }),
    ];
    expect(activeRecordings(views).map(({ id, state }) => [id, state])).toEqual([
      ['a', 'recording'],
      ['d', 'waiting'],
      ['e', 'paused'],
    ]);
  });

  test('are told of when they change, not with each figure', () => {
    let views: SessionView[] = [];
    const told: number[] = [];
    const watch = new RecordingsWatch(() => views, (now) => told.push(now.length));
    watch.look();
    views = [sessionView()];
    watch.look();
    views = [sessionView({ warnings: ['late'] })];
    watch.look();
    views = [];
    watch.look();
    expect(told).toEqual([1, 0]);
  });
});

describe('the menu bar', () => {
  test.each(languages)('has every command once and names everything, in %s', async (language) => {
    const template = menuTemplate({ ...nothing, texts: await Texts.open(language), recordings: [] });
    const items = flat(template);
    expect(items.flatMap(({ id }) => (id !== undefined && id !== 'documentation' ? [id] : [])).toSorted()).toEqual([...appCommands].toSorted());
    for (const { type, label } of items) if (type !== 'separator') expect(label).toMatch(/^[^.]*[\p{L}…)]$/u);
  });

  test('shows the keys and sends the command', () => {
    const sent: string[] = [];
    const items = flat(menuTemplate({ ...nothing, texts: english, recordings: [], send: (command) => sent.push(command) }));
    const still = items.find(({ id }) => id === 'still');
    expect(still).toMatchObject({ label: 'Save a still picture', accelerator: accelerators.still, registerAccelerator: false });
    still?.click?.({} as never, undefined, {} as never);
    expect(sent).toEqual(['still']);
  });

  test('has for use what the recordings allow', () => {
    const enabled = (recordings: typeof running) => enabledOf(menuTemplate({ ...nothing, texts: english, recordings }));
    expect(enabled([])).toMatchObject({ record: true, stop: false, pause: false, still: false });
    expect(enabled(running)).toMatchObject({ record: true, stop: true, pause: true, still: true });
    expect(enabled(paused)).toMatchObject({ record: true, stop: true, pause: true, still: false });
  });

  test('has developer tools for developers alone', () => {
    const roles = (isDevelopment: boolean) => flat(menuTemplate({ ...nothing, texts: english, recordings: [], isDevelopment })).map(({ role }) => role);
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(true)).toContain('toggleDevTools');
  });
});

describe('the tray', () => {
  test('says what runs and for how long, and stops each by itself', () => {
    const stopped: string[] = [];
    const actions = { show: () => {}, send: () => {}, quit: () => {}, stop: (id: string) => stopped.push(id) };
    const labels = trayTemplate(english, running, actions).map(({ label }) => label);
    expect(labels[0]).toBe('1 recording');
    const stop = trayTemplate(english, running, actions).find(({ label }) => label?.startsWith('Stop'));
    stop?.click?.({} as never, undefined, {} as never);
    expect(stopped).toEqual(['aaaaaaaaaa']);
    expect(trayTooltip(english, running, Date.parse('2026-11-21T04:32:03Z'))).toBe('Capstan – 1 recording\nTest pattern 1:02:03');
    expect(trayTooltip(english, [], 0)).toBe('Capstan – Nothing is being recorded');
    expect(trayTooltip(english, paused, 0)).toBe('Capstan – 1 recording waits');
  });
});

describe('notices', () => {
  const noticesOf = (texts: Texts, views: readonly SessionView[] = []) => new Notices(texts, () => views);
  const ended = (change: Partial<SessionView>) => {
    const view = sessionView({ state: 'stopped', recording, ...change });
    return { type: 'session' as const, view, event: { type: 'ended' as const, reason: 'stopped' as const, recording: view.recording, error: view.error } };
  };

  test('of an end name the file, its length and size', () => {
    expect(noticesOf(english).of(ended({}))).toEqual({
      sessionId: 'aaaaaaaaaa',
      title: 'Recorded: Test pattern',
      body: 'test-pattern.mkv, 0:04, 1.3 MB',
      isUrgent: false,
    });
  });

  test('of a failure say what to do, in the reader’s language where it is a usual word', async () => {
    const error = capstanError('disk-full', 'No space left on device', { nextStep: 'Free 2 GB on /videos.' });
    const notice = noticesOf(await Texts.open('es')).of(ended({ error, recording: null }));
    expect(notice).toMatchObject({ body: 'Free 2 GB on /videos.', isUrgent: true });
    expect(notice?.title).toMatch(/^Test pattern: .*espacio/);
  });

  test('of a disk that fills up come once, ten minutes before', () => {
    const progress = { frame: 1, fps: 30, droppedFrames: 0, behindSeconds: null, bitRateKbps: 8000, sizeBytes: 1, timeSeconds: 1, speed: 1 };
    const view = (freeBytes: number) => sessionView({ progress, disk: { freeBytes, floorBytes: 500_000_000 } });
    const disk = (freeBytes: number) => ({ type: 'session' as const, view: view(freeBytes), event: { type: 'disk' as const, freeBytes, floorBytes: 500_000_000 } });
    // Another recording fills the same disk as fast.
    const notices = noticesOf(english, [view(0), { ...view(0), id: 'bbbbbbbbbb' }]);
    expect(notices.of(disk(1_800_000_000))).toBeNull();
    expect(notices.of(disk(800_000_000))).toMatchObject({ body: expect.stringContaining('2:30'), isUrgent: true });
    expect(notices.of(disk(790_000_000))).toBeNull();
  });

  test('of pauses and of pictures that were only watched there are none', () => {
    const notices = noticesOf(english);
    expect(notices.of(ended({ isPaused: true }))).toBeNull();
    expect(notices.of(ended({ purpose: 'watch' }))).toBeNull();
  });
});

test('the question on quitting says what goes on and what does not', () => {
  expect(quitQuestion(english, running)).toMatchObject({ message: 'A recording is running.', buttons: ['Keep recording', 'Stop and quit', 'Cancel'], cancelId: 2 });
  expect(quitQuestion(english, paused)).toMatchObject({ message: 'A recording waits to go on.', buttons: ['Quit', 'Stop and quit', 'Cancel'] });
  expect(quitQuestion(english, [...running, ...paused]).detail.split('\n')).toHaveLength(2);
});

test('only what is asked of running recordings can be answered once for all', () => {
  expect(quitQuestion(english, running)).toHaveProperty('checkboxLabel', 'Do this from now on without asking');
  expect(quitQuestion(english, paused)).not.toHaveProperty('checkboxLabel');
  expect(quitQuestion(english, [...running, ...paused])).not.toHaveProperty('checkboxLabel');
});

describe('files that the desktop opens', () => {
  test('are preset files that exist, by the folder they were named from', () => {
    const directory = mkdtempSync(join(tmpdir(), 'capstan-opened-'));
    try {
      writeFileSync(join(directory, 'mine.capstan-presets'), '');
      writeFileSync(join(directory, 'old.JSON'), '');
      writeFileSync(join(directory, 'talk.mkv'), '');
      mkdirSync(join(directory, 'folder.json'));
      const words = ['electron', '.', '--engine=local', 'mine.capstan-presets', join(directory, 'old.JSON'), 'talk.mkv', 'folder.json', 'absent.json'];
      expect(presetFilesOf(words, directory)).toEqual([join(directory, 'mine.capstan-presets'), join(directory, 'old.JSON')]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test('wait in order, each once', () => {
    const files = new OpenedFiles(['/a']);
    const added = vi.fn();
    files.onAdded(added);
    files.add([]);
    files.add(['/b', '/a']);
    expect(added).toHaveBeenCalledTimes(1);
    files.drop();
    expect(files.first).toBe('/b');
    files.drop();
    expect(files.first).toBeNull();
  });
});
