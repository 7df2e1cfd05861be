import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Recording } from '@domain/recording';
import { wholeRecordings } from '@domain/recording-parts';
import type { HostRecording } from '@domain/host-recording';
import { counted, filesOf, rowsOf } from '../../../src/renderer/recordings/rows';
import { openingOf, rowsToFetch } from '../../../src/renderer/recordings/host-rows';
import { allOf, keptIn, moved, nothingSelected, picked } from '../../../src/renderer/recordings/selection';
import { hostRecordingsShown, recordingsShown, type RecordingColumn } from '../../../src/renderer/recordings/sorting';
import { sumOf } from '../../../src/renderer/recordings/sum-of';

const order = ['a', 'b', 'c', 'd', 'e'];
const keysOf = (selection: { readonly keys: ReadonlySet<string> }) => [...selection.keys].toSorted().join('');

describe('selecting rows', () => {
  it('takes one, adds one, and takes a range from the last one', () => {
    const one = picked(nothingSelected, order, 'b', 'only');
    expect(keysOf(one)).toBe('b');
    const two = picked(one, order, 'd', 'toggle');
    expect(keysOf(two)).toBe('bd');
    expect(keysOf(picked(two, order, 'b', 'toggle'))).toBe('d');
    const range = picked(one, order, 'd', 'range');
    expect(keysOf(range)).toBe('bcd');
    // The range goes on from where it began.
    expect(keysOf(picked(range, order, 'a', 'range'))).toBe('ab');
    expect(keysOf(allOf(one, order))).toBe('abcde');
  });

  it('goes with the arrows, from the first or last row where none was chosen', () => {
    expect(moved(nothingSelected, order, 1, false).active).toBe('a');
    expect(moved(nothingSelected, order, -1, false).active).toBe('e');
    expect(moved(picked(nothingSelected, order, 'd', 'only'), order, 8, false).active).toBe('e');
    expect(keysOf(moved(picked(nothingSelected, order, 'b', 'only'), order, 1, true))).toBe('bc');
    expect(moved(nothingSelected, [], 1, false)).toBe(nothingSelected);
  });

  test('what is not shown is not chosen, whatever was done before', () => {
    const step = fc.record({ key: fc.constantFrom(...order), how: fc.constantFrom('only' as const, 'toggle' as const, 'range' as const) });
    fc.assert(
      fc.property(fc.array(step), fc.subarray(order), (steps, shown) => {
        const before = steps.reduce((selection, { key, how }) => picked(selection, order, key, how), nothingSelected);
        const kept = keptIn(before, shown);
        expect([...kept.keys].every((key) => shown.includes(key) && before.keys.has(key))).toBe(true);
        expect(kept.active === null || shown.includes(kept.active)).toBe(true);
        expect(keptIn(kept, shown)).toBe(kept);
      }),
    );
  });
});

const recording = (fileName: string, changes: Partial<Recording> = {}): Recording => ({
  ...{ id: fileName, path: `/videos/${fileName}`, remotePath: null, durationSeconds: 5, sizeBytes: 1, frames: 150, droppedFrames: 0, media: null },
  ...{ presetName: 'Test pattern', source: 'Test pattern', engine: 'local', host: { id: 'this-computer', name: 'This computer' } },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', reason: 'completed', recovered: false, part: null, error: null },
  ...changes,
});
const media = (codec: string, width: number) => ({ codec, frameSize: { width, height: 720 }, framesPerSecond: 30, pixelFormat: null, audioCodec: null, durationSeconds: 5, frames: 150 });

describe('the list that is shown', () => {
  const all = [
    recording('take-10.mkv', { sizeBytes: 30, media: media('hevc', 1280), presetName: 'Door' }),
    recording('take-9.mkv', { sizeBytes: 200, media: media('h264', 1920) }),
    recording('Take-1.mkv', { sizeBytes: 1000, media: null, startedAt: '2026-02-01T00:00:00.000Z' }),
  ];
  const names = (by: RecordingColumn, isDescending = false, search = '') => recordingsShown(wholeRecordings(all), search, { by, isDescending }).map(({ id }) => id);

  it('is sorted by a column, numbers as numbers, unknown last either way', () => {
    expect(names('name')).toEqual(['Take-1.mkv', 'take-9.mkv', 'take-10.mkv']);
    expect(names('size', true)).toEqual(['Take-1.mkv', 'take-9.mkv', 'take-10.mkv']);
    expect(names('recorded', true)[0]).toBe('Take-1.mkv');
    expect(names('picture')).toEqual(['take-9.mkv', 'take-10.mkv', 'Take-1.mkv']);
    expect(names('picture', true)).toEqual(['take-10.mkv', 'take-9.mkv', 'Take-1.mkv']);
  });

  it('is searched by all words, in names, presets and codecs', () => {
    expect(names('name', false, 'HEVC door')).toEqual(['take-10.mkv']);
    expect(names('name', false, 'TAKE-1')).toEqual(['Take-1.mkv', 'take-10.mkv']);
    expect(names('name', false, 'nothing')).toEqual([]);
  });

  it('of a host is sorted by what is here', () => {
    const file = (fileName: string, localPath: string | null, growing = false) => ({ fileName, sizeBytes: 1, modifiedAt: '', durationSeconds: null, sessionId: null, growing, localPath });
    const shown = hostRecordingsShown([file('a.mkv', '/a.mkv'), file('b.mkv', null), file('c.mkv', null, true)], '', { by: 'here', isDescending: false });
    expect(shown.map(({ fileName }) => fileName)).toEqual(['b.mkv', 'a.mkv', 'c.mkv']);
  });
});

describe('rows of a host', () => {
  const row = (fileName: string, changes: Partial<HostRecording> = {}): HostRecording => ({
    ...{ fileName, sizeBytes: 10, modifiedAt: '2026-01-01T00:00:00.000Z', growing: false, durationSeconds: 60, sessionId: null, localPath: null },
    ...changes,
  });
  const here = row('here.mkv', { sessionId: 'aaaaaaaaaa', localPath: '/videos/here.mkv' });
  const away = row('away.mkv');
  const growing = row('growing.mkv', { growing: true, durationSeconds: null });

  test('that are here are played, that are not are fetched, and that grow are left alone', () => {
    expect([here, away, growing].map(openingOf)).toEqual(['play', 'fetch', 'nothing']);
    expect(rowsToFetch([here])).toEqual([]);
    expect(rowsToFetch([here, away])).toEqual([away]);
    expect(rowsToFetch([away, growing])).toEqual([]);
  });

  test('add up to what is known of them', () => {
    expect(sumOf([here, away])).toEqual({ count: 2, durationSeconds: 120, isLonger: false, sizeBytes: 20 });
    expect(sumOf([here, growing])).toMatchObject({ durationSeconds: 60, isLonger: true });
    expect(sumOf([growing])).toMatchObject({ durationSeconds: null, isLonger: true });
    expect(sumOf([])).toMatchObject({ count: 0, durationSeconds: 0, isLonger: false });
  });
});

describe('the parts of a recording', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
  const all = [
    recording('talk.mkv', { startedAt: at(0), sizeBytes: 10 }),
    recording('talk-p02.mkv', { startedAt: at(9), sizeBytes: 20, part: { number: 2, firstSessionId: 'talk.mkv' } }),
    recording('alone.mkv', { startedAt: at(60), sizeBytes: 5 }),
  ];
  const rows = (search: string, ...open: string[]) => rowsOf(recordingsShown(wholeRecordings(all), search, { by: 'size', isDescending: true }), new Set(open));

  it('are one line, with its parts below it where it is unfolded', () => {
    expect(rows('').map(({ key, level, isOpen }) => [key, level, isOpen])).toEqual([
      ['whole-talk.mkv', 1, false],
      ['alone.mkv', 1, null],
    ]);
    const unfolded = rows('', 'talk.mkv');
    expect(unfolded.map(({ key, level }) => [key, level])).toEqual([
      ['whole-talk.mkv', 1],
      ['talk.mkv', 2],
      ['talk-p02.mkv', 2],
      ['alone.mkv', 1],
    ]);
    expect(unfolded.map(({ gap }) => gap?.seconds ?? null)).toEqual([null, null, 4, null]);
  });

  it('are all found by the name of one', () => expect(rows('p02', 'talk.mkv').map(({ key }) => key)).toEqual(['whole-talk.mkv', 'talk.mkv', 'talk-p02.mkv']));

  it('count once, chosen alone or with the whole', () => {
    const [whole, first, second, alone] = rows('', 'talk.mkv');
    if (!whole || !first || !second || !alone) throw new RangeError('a row is missing');
    expect(filesOf([whole, second]).map(({ id }) => id)).toEqual(['talk.mkv', 'talk-p02.mkv']);
    expect(sumOf(counted([whole, first, second, alone]))).toMatchObject({ count: 2, sizeBytes: 35, durationSeconds: 15 });
    expect(sumOf(counted([second]))).toMatchObject({ count: 1, sizeBytes: 20 });
  });
});
