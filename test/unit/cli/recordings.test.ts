import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { capstanError, failure } from '@domain/errors';
import type { HostRecordings } from '@domain/host-recording';
import type { Recording } from '@domain/recording';
import { fetchLine, RateMeter } from '../../../src/cli/fetch-line';
import { runCommandLine } from '../../../src/cli/program';
import type { HostRecordingsLibrary } from '../../../src/station/types';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';

const fetchedRecording: Recording = {
  id: 'aaaaaaaaaa',
  path: '/home/user/Videos/Capstan/talk.mkv',
  remotePath: '/srv/recordings/talk.mkv',
  durationSeconds: 5,
  sizeBytes: 2048,
  frames: 150,
  droppedFrames: 0,
  media: null,
  presetName: 'Test pattern',
  source: 'Test pattern',
  engine: 'docker',
  host: { id: 'studio', name: 'studio' },
  startedAt: '2026-01-01T00:00:00.000Z',
  reason: 'completed',
  recovered: false,
  part: null,
  error: null,
};
const lying: HostRecordings = {
  place: 'volume capstan-recordings',
  freeBytes: 5 * 1024 ** 3,
  totalBytes: 10 * 1024 ** 3,
  recordings: [
    { fileName: 'talk.mkv', sizeBytes: 2048, modifiedAt: '2026-01-01T00:00:05.000Z', durationSeconds: 5, sessionId: 'aaaaaaaaaa', growing: false, localPath: fetchedRecording.path },
    { fileName: 'theirs.mkv', sizeBytes: 1024, modifiedAt: '2026-01-01T00:00:04.000Z', durationSeconds: null, sessionId: null, growing: false, localPath: null },
  ],
};

class FakeHostRecordings implements HostRecordingsLibrary {
  readonly calls: string[] = [];
  lying: HostRecordings | null = lying;
  fetching: (station: FakeStation) => Promise<Recording> = async () => fetchedRecording;
  constructor(private readonly station: () => FakeStation) {}

  async list() {
    return this.lying;
  }
  fetch(fileName: string, { destination }: { readonly destination?: string } = {}) {
    this.calls.push(`fetch ${fileName} ${destination ?? 'usual'}`);
    return this.fetching(this.station());
  }
  cancelFetch() {}
  async rename(fileName: string, name: string) {
    this.calls.push(`rename ${fileName} ${name}`);
  }
  async remove(fileName: string) {
    this.calls.push(`remove ${fileName}`);
  }
}

let station: FakeStation;
let shell: FakeShell;
let there: FakeHostRecordings;
beforeEach(() => {
  there = new FakeHostRecordings(() => station);
  station = Object.assign(new FakeStation(temporaryDirectory()), { hostRecordings: there });
  shell = new FakeShell(station);
});
const run = (...words: string[]) => runCommandLine(shell, '1.2.3', ['recordings', ...words]);

test('the plain list is an array of what is here, with or without the word, and names no host', async () => {
  expect(await run('--json')).toBe(0);
  expect(JSON.parse(shell.stdout.text)).toEqual([]);
  await run('list', '--json');
  expect(shell.stdout.lines).toEqual(['[]', '[]']);
  await run();
  expect(shell.stdout.text).not.toContain('On the host');
});

test('with a host, what lies there follows; --on-host is that alone', async () => {
  expect(await run('list', '--host', 'studio')).toBe(0);
  expect(shell.stdout.text).toMatch(/On the host, in volume capstan-recordings: 5\.0 GiB of 10\.0 GiB free/);
  expect(shell.stdout.text).toMatch(/5\.0 s +2\.0 KiB +talk\.mkv +\/home\/user\/Videos\/Capstan\/talk\.mkv/);
  expect(shell.stdout.text).toMatch(/- +1\.0 KiB +theirs\.mkv +no/);
  const json = new FakeShell(station);
  expect(await runCommandLine(json, '1.2.3', ['recordings', 'list', '--host', 'studio', '--on-host', '--json'])).toBe(0);
  expect(JSON.parse(json.stdout.text)).toEqual(lying);
});

test('--on-host of a host that shares this computer’s files is refused', async () => {
  there.lying = null;
  expect(await run('list', '--on-host')).toBe(1);
  expect(shell.stderr.text).toContain('`capstan recordings` lists them');
});

test('a copy tells its progress and ends with the recording, one event a line', async () => {
  there.fetching = async (of) => {
    for (const bytes of [0, 1024, 2048]) of.emit({ type: 'fetch', sessionId: 'aaaaaaaaaa', fileName: 'talk.mkv', bytes, totalBytes: 2048 });
    of.emit({ type: 'fetch', sessionId: null, fileName: 'other.mkv', bytes: 1, totalBytes: 2 });
    return fetchedRecording;
  };
  expect(await run('fetch', 'talk.mkv', '--host', 'studio', '--output', 'here', '--remove', '--json')).toBe(0);
  expect(shell.stdout.events.map(({ type, bytes }) => [type, bytes])).toEqual([
    ['fetch', 0],
    ['fetch', 1024],
    ['fetch', 2048],
    ['ended', undefined],
  ]);
  expect(shell.stdout.events.at(-1)).toEqual({ type: 'ended', recording: fetchedRecording, removed: true, error: null });
  expect(there.calls).toEqual(['fetch talk.mkv /home/user/here', 'remove talk.mkv']);
  expect(station.closed).toBe(true);
});

test('a copy that fails removes nothing', async () => {
  there.fetching = async () => {
    throw failure('transfer-damaged', 'not the same');
  };
  expect(await run('fetch', 'talk.mkv', '--remove', '--json')).toBe(1);
  expect(shell.stdout.events).toEqual([expect.objectContaining({ type: 'ended', recording: null, removed: false, error: expect.objectContaining({ kind: 'transfer-damaged' }) })]);
  expect(there.calls).toEqual(['fetch talk.mkv usual']);
});

test('a copy that is whole but could not be removed there says both', async () => {
  there.remove = async () => {
    throw failure('recording-busy', 'in use');
  };
  expect(await run('fetch', 'talk.mkv', '--remove')).toBe(1);
  expect(shell.stdout.text).toContain(fetchedRecording.path);
  expect(shell.stdout.text).not.toContain('removed there');
  expect(shell.stderr.text).toContain('in use');
});

test('what is removed for good is asked about, and what is lost by it is said', async () => {
  expect(await run('remove', 'theirs.mkv', '--host', 'studio', '--json')).toBe(1);
  expect(JSON.parse(shell.stdout.text).error).toMatchObject({ kind: 'confirmation-missing', nextStep: expect.stringContaining('--yes') });
  shell.answer = false;
  expect(await run('remove', 'theirs.mkv', '--host', 'studio')).toBe(0);
  expect(shell.stdout.text).toContain('Nothing was removed.');
  expect(there.calls).toEqual([]);
  shell.answer = true;
  expect(await run('remove', 'theirs.mkv', '--host', 'studio')).toBe(0);
  expect(await run('remove', 'talk.mkv', '--host', 'studio', '--yes')).toBe(0);
  expect(there.calls).toEqual(['remove theirs.mkv', 'remove talk.mkv']);
  expect(new Set(shell.questions)).toEqual(new Set(['Remove theirs.mkv from the host for good? This Capstan did not make it. There is no copy of it here.']));
  expect(await run('remove', 'gone.mkv', '--host', 'studio', '--yes')).toBe(1);
});

test('without a host the file here is meant, which must be known', async () => {
  expect(await run('remove', 'talk.mkv', '--yes')).toBe(1);
  expect(await run('rename', 'talk.mkv', 'x')).toBe(1);
  expect(await run('rename', 'talk.mkv', 'x', '--host', 'studio')).toBe(0);
  expect(there.calls).toEqual(['rename talk.mkv x']);
});

test.each([
  [{ bytes: 0, totalBytes: 0, bytesPerSecond: null }, 80, 'reading what is here already  0 bytes'],
  [{ bytes: 0, totalBytes: 1024, bytesPerSecond: null }, 80, '0 %  [....................]  0 bytes of 1.0 KiB'],
  [{ bytes: 512, totalBytes: 1024, bytesPerSecond: 256 }, 80, '50 %  [##########..........]  512 bytes of 1.0 KiB  256 bytes/s  00:00:02 left'],
  [{ bytes: 1024, totalBytes: 1024, bytesPerSecond: 256 }, 30, '100 %  [####################]'],
  [{ bytes: 512, totalBytes: 1024, bytesPerSecond: 0 }, 4, '50 %'],
])('progress %j in %i columns is %s', (progress, width, line) => {
  expect(fetchLine(progress, width)).toBe(line);
});

test('the rate follows what comes, and starts again with the bytes', () => {
  const meter = new RateMeter();
  expect(meter.next(0, 0)).toBeNull();
  expect(meter.next(1000, 0.1)).toBeNull();
  expect(meter.next(10_000, 1)).toBe(10_000);
  for (let second = 2; second < 30; second += 1) meter.next(10_000 + (second - 1) * 1000, second);
  expect(meter.next(39_000, 30)).toBeCloseTo(1000, -1);
  expect(meter.next(0, 31)).toBeCloseTo(1000, -1);
});

/** A camera that was pulled for four seconds. */
const inParts: Recording[] = [
  { ...fetchedRecording, id: 'bbbbbbbbbb', path: '/videos/talk-p02.mkv', startedAt: '2026-01-01T00:00:09.000Z', part: { number: 2, firstSessionId: 'aaaaaaaaaa' } },
  { ...fetchedRecording, path: '/videos/talk.mkv', reason: 'failed', error: capstanError('device-missing', 'It is gone.') },
];
const withParts = () => Object.assign(station, { recordings: { ...station.recordings, list: async () => inParts } });

test('parts of one recording are listed under it, with what is missing between them', async () => {
  withParts();
  expect(await run()).toBe(0);
  const lines = shell.stdout.text.split('\n').map((line) => line.trim().split(/  +/));
  expect(lines.map((cells) => cells.slice(1))).toEqual([
    ['LENGTH', 'SIZE', 'DROPPED', 'END', 'PRESET', 'FILE'],
    ['10.0 s', '4.0 KiB', '0', 'completed', 'Test pattern', '2 parts, 4.0 s missing'],
    ['5.0 s', '2.0 KiB', '0', 'failed', 'Test pattern', '/videos/talk.mkv'],
    ['4.0 s', '-', '-', 'missing', 'its source was away'],
    ['5.0 s', '2.0 KiB', '0', 'completed', 'Test pattern', '/videos/talk-p02.mkv'],
    ...(lines.length > 5 ? [[]] : []),
  ]);
});

test('the list as JSON stays one entry a file, each with what it is a part of', async () => {
  withParts();
  expect(await run('--json')).toBe(0);
  const gap = { beforePart: 2, from: '2026-01-01T00:00:05.000Z', to: '2026-01-01T00:00:09.000Z', seconds: 4, reason: 'away' };
  const whole = { id: 'aaaaaaaaaa', parts: 2, files: ['aaaaaaaaaa', 'bbbbbbbbbb'], durationSeconds: 10, sizeBytes: 4096, droppedFrames: 0, missingSeconds: 4, gaps: [gap], missing: null };
  expect(JSON.parse(shell.stdout.text)).toEqual(inParts.map((recording) => ({ ...recording, whole })));
});

test('all parts are removed where that is asked for, and after one question', async () => {
  const directory = temporaryDirectory();
  const paths = inParts.map(({ path }) => join(directory, basename(path)));
  for (const path of paths) writeFileSync(path, '');
  const forgotten: string[] = [];
  Object.assign(station, {
    recordings: { ...station.recordings, list: async () => inParts.map((one, index) => ({ ...one, path: paths[index] ?? '' })), forget: (id: string) => forgotten.push(id) },
  });
  expect(await run('remove', 'talk-p02.mkv', '--all-parts', '--yes')).toBe(0);
  expect(shell.stdout.text).toContain('Removed all 2 files of the recording with talk-p02.mkv.');
  expect(forgotten.toSorted()).toEqual(['aaaaaaaaaa', 'bbbbbbbbbb']);
  expect(readdirSync(directory)).toEqual([]);
  expect(await run('remove', 'talk.mkv', '--all-parts', '--yes', '--host', 'studio')).toBe(1);
});
