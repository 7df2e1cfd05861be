import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Recording } from '@domain/recording';
import { openRecordingLibrary } from '../../../src/station/recordings/recording-library';
import { openConfStore } from '../../../src/station/store/conf-store';
import { temporaryDirectory } from './temporary';

const recording = (directory: string, id: string, startedAt: string): Recording => {
  const path = join(directory, `${id}.mkv`);
  writeFileSync(path, 'x');
  return {
    id,
    path,
    remotePath: null,
    durationSeconds: 5,
    sizeBytes: 1,
    frames: 150,
    droppedFrames: 0,
    media: null,
    presetName: 'Test pattern',
    source: 'Test pattern',
    engine: 'local',
  host: { id: 'this-computer', name: 'This computer' },
    startedAt,
    reason: 'completed',
    recovered: false,
    part: null,
    error: null,
  };
};

test('recordings are listed newest first, those whose file is gone are left out until it is back', async () => {
  const directory = temporaryDirectory();
  const library = openRecordingLibrary(openConfStore, directory);
  const old = recording(directory, 'aaaaaaaaaa', '2026-01-01T00:00:00.000Z');
  const recent = recording(directory, 'bbbbbbbbbb', '2026-02-01T00:00:00.000Z');
  library.add(recent);
  library.add(old);
  expect(await openRecordingLibrary(openConfStore, directory).list()).toEqual([recent, old]);
  rmSync(old.path);
  expect(await library.list()).toEqual([recent]);
  writeFileSync(old.path, 'x');
  expect(await library.list()).toEqual([recent, old]);
});

test('a session that is closed twice is one recording', async () => {
  const directory = temporaryDirectory();
  const library = openRecordingLibrary(openConfStore, directory);
  const first = recording(directory, 'aaaaaaaaaa', '2026-01-01T00:00:00.000Z');
  library.add(first);
  library.add({ ...first, sizeBytes: 2 });
  expect(await library.list()).toEqual([{ ...first, sizeBytes: 2 }]);
  expect(library.get('aaaaaaaaaa').sizeBytes).toBe(2);
  expect(() => library.get('cccccccccc')).toThrow(/cccccccccc/);
});

test('a damaged entry is said and costs no other', async () => {
  const directory = temporaryDirectory();
  const good = recording(directory, 'aaaaaaaaaa', '2026-01-01T00:00:00.000Z');
  writeFileSync(
    join(directory, 'recordings.json'),
    JSON.stringify({ schemaVersion: 1, recordings: [good, { ...good, durationSeconds: 'long' }] }),
  );
  const library = openRecordingLibrary(openConfStore, directory);
  expect(await library.list()).toEqual([good]);
  expect(library.notices).toEqual([expect.stringContaining('durationSeconds')]);
});

test('parts are found from each of them, the first one, which has no number, included', () => {
  const directory = temporaryDirectory();
  const library = openRecordingLibrary(openConfStore, directory);
  const first = recording(directory, 'aaaaaaaaaa', '2026-01-01T00:00:00.000Z');
  const part = (id: string, number: number) => ({ ...recording(directory, id, '2026-01-01T00:01:00.000Z'), part: { number, firstSessionId: first.id } });
  for (const one of [first, part('cccccccccc', 3), part('bbbbbbbbbb', 2), recording(directory, 'dddddddddd', '2026-02-01T00:00:00.000Z')]) library.add(one);
  for (const id of ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc']) expect(library.parts(id).map((one) => one.id)).toEqual(['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc']);
  expect(library.parts('dddddddddd')).toEqual([]);
});
