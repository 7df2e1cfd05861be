import { expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf } from '@domain/preset';
import type { SessionView } from '@domain/session';
import { Output } from '../../../src/cli/output';
import { progressLine } from '../../../src/cli/progress-line';
import { formatBitRate, formatBytes, formatClock, formatDuration, printable, table } from '../../../src/cli/text';
import { Written } from './fakes';

const view: SessionView = {
  id: 'abcdefghij',
  purpose: 'record',
  engine: 'local',
  host: { id: 'this-computer', name: 'This computer' },
  presetName: 'Camera',
  source: '/dev/video0',
  settings: settingsOf(builtInPresets[0]!),
  state: 'recording',
  startedAt: '2026-01-01T00:00:00.000Z',
  outputPath: '/x.mkv',
  progress: {
    frame: 108_000,
    fps: 29.97,
    droppedFrames: 12,
    behindSeconds: null,
    bitRateKbps: 4200,
    sizeBytes: 3_000_000_000,
    timeSeconds: 3725,
    speed: 1,
  },
  delivered: null,
  connectionLost: false,
  warnings: [],
  recording: null,
  error: null,
};

test('figures for people', () => {
  expect(formatClock(3725.9)).toBe('01:02:05');
  expect(formatClock(360_000)).toBe('100:00:00');
  expect(formatDuration(9.95)).toBe('9.9 s');
  expect(formatDuration(61)).toBe('00:01:01');
  expect([0, 1023, 1024, 1_500_000, 5e12].map(formatBytes)).toEqual([
    '0 bytes',
    '1023 bytes',
    '1.0 KiB',
    '1.4 MiB',
    '4.5 TiB',
  ]);
  expect([999.4, 4200].map(formatBitRate)).toEqual(['999 kb/s', '4.2 Mb/s']);
});

test('the progress line leaves out what matters least, never the state', () => {
  expect(progressLine(view, 200)).toBe('recording  01:02:05  108000 frames  30.0 fps  12 dropped  4.2 Mb/s  2.8 GiB');
  expect(progressLine(view, 40)).toBe('recording  01:02:05  12 dropped  2.8 GiB');
  expect(progressLine(view, 20)).toBe('recording  01:02:05');
  expect(progressLine(view, 5)).toBe('recor');
  for (let width = 0; width < 90; width += 1) expect(progressLine(view, width).length).toBeLessThanOrEqual(width);
  expect(progressLine({ ...view, connectionLost: true }, 200)).toMatch(/^connection lost/);
  expect(progressLine({ ...view, state: 'starting', progress: null }, 80)).toBe('starting');
});

test('text of others cannot steer the terminal', () => {
  expect(printable('a\u001B]0;x\u0007b\u009B2J\u202Ec\r\n\td')).toBe('a\uFFFD]0;x\uFFFDb\uFFFD2J\uFFFDc\uFFFD\n\td');
  expect(printable('Größe 1280×720 日本 🎥')).toBe('Größe 1280×720 日本 🎥');
});

test('a table has a line for each row, whatever a cell holds', () => {
  expect(
    table([
      ['A', 'B'],
      ['long', 'x\ny'],
    ]),
  ).toBe('A     B\nlong  x y');
});

test('a line above the moving one does not tear it', () => {
  const stdout = new Written(true, 30);
  const stderr = new Written(true);
  const out = new Output(stdout, stderr, {});
  out.status('moving');
  out.status('moving');
  out.print('above');
  out.note('elsewhere');
  expect(stdout.text).toBe('\rmoving\u001B[K\r\u001B[Kabove\nmoving\r\u001B[Kmoving');
  expect(stderr.text).toBe('elsewhere\n');
  out.status('x'.repeat(100));
  expect(stdout.text.endsWith(`\r${'x'.repeat(29)}\u001B[K`)).toBe(true);
});

test('a terminal that cannot redraw gets no status line, NO_COLOR no colours', () => {
  const stdout = new Written(true);
  const stderr = new Written(true);
  const error = { kind: 'internal', title: 'T', detail: 'd', nextStep: 'n' } as const;
  const dumb = new Output(stdout, stderr, { TERM: 'dumb' });
  dumb.status('moving');
  expect(stdout.text).toBe('');
  new Output(stdout, stderr, { NO_COLOR: '1' }).error(error);
  expect(stderr.text).toBe('Error: T\n  d\n  Next: n\n');
  new Output(stdout, stderr, {}).error(error);
  expect(stderr.text).toContain('\u001B[1;31mError: T\u001B[0m');
});
