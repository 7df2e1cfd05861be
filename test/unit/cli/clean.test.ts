import { beforeEach, expect, test } from 'vitest';
import type { Recording } from '@domain/recording';
import { noRetention, type RemovedRecording } from '@domain/retention';
import { runCommandLine } from '../../../src/cli/program';
import type { CleaningOptions } from '../../../src/station/types';
import { recording } from '../renderer/fixtures';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';

const old: Recording = { ...recording, id: 'bbbbbbbbbb', path: '/videos/old.mkv', sizeBytes: 2048 };
const gone: RemovedRecording = { path: old.path, sizeBytes: 2048, startedAt: old.startedAt, reason: 'age', removedAt: '2026-11-21T12:00:00.000Z' };

let asked: CleaningOptions[];
let station: FakeStation;
let shell: FakeShell;
beforeEach(() => {
  asked = [];
  station = Object.assign(new FakeStation(temporaryDirectory()), {
    cleaning: {
      look: async (options: CleaningOptions = {}) => {
        asked.push(options);
        return [{ recording: { ...old, isOnDisk: true }, reason: 'age' as const }];
      },
      clean: async () => [gone],
      history: () => [gone],
    },
  });
  shell = new FakeShell(station);
});
const run = (...words: string[]) => runCommandLine(shell, '1.2.3', ['recordings', 'clean', ...words]);

test('what would go is shown with its reason, and nothing is asked', async () => {
  expect(await run('--older-than', '30', '--keep-free', '2.5', '--dry-run')).toBe(0);
  expect(shell.stdout.text).toMatch(/STARTED +SIZE +WHY +FILE\n.*2\.0 KiB +too old +\/videos\/old\.mkv/);
  expect(asked[0]?.limits).toEqual({ olderThanDays: 30, largerThanGib: null, keepFreeGib: 2.5 });
  expect(shell.questions).toEqual([]);
  expect(shell.stdout.text).not.toContain('Removed');
});

test('it is removed after a question, or with --yes; without anybody to ask it is refused', async () => {
  expect(await run('--older-than', '30')).toBe(1);
  expect(shell.questions).toEqual(['Remove this recording (2.0 KiB) from this computer for good?']);
  shell.answer = false;
  expect(await run('--older-than', '30')).toBe(0);
  expect(shell.stdout.text).toContain('Nothing was removed.');
  expect(await run('--older-than', '30', '--yes')).toBe(0);
  expect(shell.stdout.text).toContain('Removed 1 recording, 2.0 KiB.');
});

test('as JSON: the limits, what has to go and what went', async () => {
  expect(await run('--larger-than', '10', '--yes', '--json')).toBe(0);
  const going = [{ name: old.path, startedAt: old.startedAt, sizeBytes: 2048, reason: 'age' }];
  expect(JSON.parse(shell.stdout.text)).toEqual({ limits: { olderThanDays: null, largerThanGib: 10, keepFreeGib: null }, dryRun: false, going, removed: going });
});

test('without limits those of the preferences hold; where there are none it is said', async () => {
  expect(await run('--dry-run')).toBe(1);
  expect(shell.stderr.text).toContain('--older-than');
  Object.assign(station.settings, { retention: { ...noRetention, keepFreeGib: 5 } });
  expect(await run('--dry-run')).toBe(0);
  expect(asked[0]?.limits).toEqual({ ...noRetention, keepFreeGib: 5 });
});

test.each([
  ['--older-than', '1.5'],
  ['--older-than', '0'],
  ['--larger-than', 'ten'],
  ['--keep-free', '-1'],
])('%s %s is refused with its name', async (flag, value) => {
  expect(await run(`${flag}=${value}`, '--yes', '--json')).toBe(1);
  expect(JSON.parse(shell.stdout.text)).toMatchObject({ error: { kind: 'preset-invalid', field: flag.slice(2) } });
  expect(asked).toEqual([]);
});

test('what was removed is shown again', async () => {
  expect(await run('--history')).toBe(0);
  expect(shell.stdout.text).toMatch(/too old +\/videos\/old\.mkv/);
});
