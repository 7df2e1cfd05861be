import { existsSync, mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { StationEvent } from '@domain/contract';
import type { Recording } from '@domain/recording';
import { noRetention } from '@domain/retention';
import { LocalCleaning } from '../../../src/station/recordings/cleaning';
import { openRecordingLibrary } from '../../../src/station/recordings/recording-library';
import { openSettings } from '../../../src/station/settings/settings';
import { openConfStore } from '../../../src/station/store/conf-store';
import { temporaryDirectory } from './temporary';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const olderThan = (olderThanDays: number) => ({ limits: { ...noRetention, olderThanDays } });

let folder: string;
let busy: Set<string>;
let events: StationEvent[];
let library: ReturnType<typeof openRecordingLibrary>;
let settings: ReturnType<typeof openSettings>;
let cleaning: LocalCleaning;
beforeEach(() => {
  const dataDirectory = temporaryDirectory();
  folder = join(dataDirectory, 'recordings');
  mkdirSync(folder);
  busy = new Set();
  events = [];
  library = openRecordingLibrary(openConfStore, dataDirectory);
  settings = openSettings(openConfStore, dataDirectory, { HOME: dataDirectory });
  settings.recordingsDirectory = folder;
  cleaning = new LocalCleaning({ openStore: openConfStore, dataDirectory, recordings: library, settings, busyIds: () => busy, emit: (event) => events.push(event) });
});

function recorded(id: string, days: number, more: Partial<Recording> = {}): string {
  const path = join(folder, `${id}.mkv`);
  writeFileSync(path, 'x'.repeat(1000));
  library.add({
    ...{ id, path, remotePath: null, durationSeconds: 5, sizeBytes: 1000, frames: 150, droppedFrames: 0, media: null },
    ...{ presetName: 'Test pattern', source: 'Test pattern', engine: 'local', host: { id: 'this-computer', name: 'This computer' } },
    ...{ startedAt: daysAgo(days), reason: 'completed', recovered: false, part: null, error: null, ...more },
  });
  return path;
}

test('what is too old goes for good, is forgotten, told once and remembered; all other files stay', async () => {
  const [old, recent, kept] = [recorded('aaaaaaaaaa', 40), recorded('bbbbbbbbbb', 3), recorded('cccccccccc', 50, { kept: true })];
  const stranger = join(folder, 'stranger.mkv');
  writeFileSync(stranger, 'x');
  expect((await cleaning.look(olderThan(30))).map(({ recording, reason }) => [recording.id, reason])).toEqual([['aaaaaaaaaa', 'age']]);
  const removed = await cleaning.clean(olderThan(30));
  expect(removed).toMatchObject([{ path: old, sizeBytes: 1000, reason: 'age' }]);
  expect([old, recent, kept, stranger].map((path) => existsSync(path))).toEqual([false, true, true, true]);
  expect([...library.ids()].toSorted()).toEqual(['bbbbbbbbbb', 'cccccccccc']);
  expect(events).toEqual([{ type: 'recordings' }, { type: 'cleaned', removed }]);
  expect(cleaning.history()).toEqual(removed);
  expect(await cleaning.clean(olderThan(30))).toEqual([]);
  expect(events).toHaveLength(2);
});

test('without limits, and with those of the settings', async () => {
  recorded('aaaaaaaaaa', 40);
  expect(await cleaning.clean()).toEqual([]);
  settings.retention = { ...noRetention, olderThanDays: 39 };
  expect(await cleaning.clean()).toHaveLength(1);
});

test('until enough is free, where nothing would be enough all that may go', async () => {
  recorded('aaaaaaaaaa', 40);
  recorded('bbbbbbbbbb', 39);
  expect(await cleaning.look({ limits: { ...noRetention, keepFreeGib: 1_000_000 } })).toMatchObject([{ reason: 'space', recording: { id: 'aaaaaaaaaa' } }, { recording: { id: 'bbbbbbbbbb' } }]);
});

test('what is in use stays, here or in the shell, also where that comes about in the last moment', async () => {
  const paths = [recorded('aaaaaaaaaa', 40), recorded('bbbbbbbbbb', 41), recorded('cccccccccc', 42)];
  busy.add('aaaaaaaaaa');
  let asked = 0;
  // The first look is that of the decision.
  const busyIds = () => new Set(['bbbbbbbbbb', ...((asked += 1) > 1 ? ['cccccccccc'] : [])]);
  expect(await cleaning.clean({ ...olderThan(30), busyIds })).toEqual([]);
  expect(paths.every((path) => existsSync(path))).toBe(true);
});

test('what is not as it was recorded stays: it grew, or a link or a folder is in its place', async () => {
  const grown = recorded('aaaaaaaaaa', 40);
  truncateSync(grown, 1001);
  const linked = recorded('bbbbbbbbbb', 40);
  const elsewhere = join(folder, 'elsewhere');
  renameSync(linked, elsewhere);
  symlinkSync(elsewhere, linked);
  const gone = recorded('cccccccccc', 40);
  renameSync(gone, `${gone}.away`);
  mkdirSync(gone);
  expect(await cleaning.clean(olderThan(30))).toEqual([]);
  expect([grown, linked, elsewhere, gone].every((path) => existsSync(path))).toBe(true);
});

test('a mark to keep stays whoever writes the entry anew, and goes only when it is taken away', () => {
  recorded('aaaaaaaaaa', 40);
  expect(library.keep(['aaaaaaaaaa'], true)).toMatchObject([{ id: 'aaaaaaaaaa', kept: true }]);
  recorded('aaaaaaaaaa', 40);
  expect(library.get('aaaaaaaaaa').kept).toBe(true);
  expect(library.keep(['aaaaaaaaaa'], false)[0]).not.toHaveProperty('kept');
  expect(() => library.keep(['aaaaaaaaaa', 'zzzzzzzzzz'], true)).toThrow(/zzzzzzzzzz/);
  expect(library.get('aaaaaaaaaa')).not.toHaveProperty('kept');
});

test('limits that cannot be read remove nothing, and are said', () => {
  const dataDirectory = temporaryDirectory();
  openSettings(openConfStore, dataDirectory, {});
  writeFileSync(join(dataDirectory, 'settings.json'), JSON.stringify({ schemaVersion: 1, ownerId: 'owner', retention: { olderThanDays: -1 } }));
  const damaged = openSettings(openConfStore, dataDirectory, {});
  expect(damaged.retention).toEqual(noRetention);
  expect(damaged.notices).toEqual([expect.stringContaining('retention')]);
});
