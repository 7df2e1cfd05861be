import { capstanError } from '@domain/errors';
import { describe, expect, it } from 'vitest';
import { openTexts } from '@locales/i18n';
import { fileNameProblem } from '../../../src/renderer/recordings/file-name-check';
import { isSilent, nextLevels, type Levels } from '../../../src/renderer/state/levels';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { transferOfSession } from '../../../src/renderer/state/selectors';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { timeLeftSeconds, transferFraction } from '../../../src/renderer/state/transfers';
import { sessionView } from './fixtures';

const texts = await openTexts('en');
const after = (...actions: Action[]): AppState => actions.reduce(reduce, initialState);
const copied = (bytes: number, totalBytes: number, atMs: number, sessionId: string | null = null): Action => ({
  type: 'station-event',
  event: { type: 'fetch', sessionId, fileName: 'a.mkv', bytes, totalBytes },
  atMs,
});

describe('a copy', () => {
  it('that goes on where an earlier one ended is timed by what it copies now', () => {
    const state = after(copied(0, 0, 0), copied(800, 1000, 50), copied(900, 1000, 2050));
    const transfer = state.transfers['a.mkv'];
    expect(transfer && transferFraction(transfer)).toBe(0.9);
    expect(transfer && timeLeftSeconds(transfer)).toBe(2);
  });

  it('tells no time before it can be known', () => {
    const transfer = after(copied(0, 0, 0), copied(0, 1000, 50), copied(10, 1000, 60)).transfers['a.mkv'];
    expect(transfer && timeLeftSeconds(transfer)).toBeNull();
  });

  it('that failed stays with its reason until it is dismissed or begun again', () => {
    const error = capstanError('connection-lost', 'ssh ended');
    const failed = after(copied(5, 10, 0), { type: 'transfer-ended', fileName: 'a.mkv', error });
    expect(failed.transfers['a.mkv']?.error).toEqual(error);
    expect(reduce(failed, copied(5, 10, 9)).transfers['a.mkv']).toMatchObject({ error: null, since: { atMs: 9 } });
    expect(reduce(failed, { type: 'transfer-ended', fileName: 'a.mkv', error: null }).transfers).toEqual({});
  });

  it('at the end of a session goes with it', () => {
    const ended = (state: 'stopping' | 'stopped'): Action => ({
      type: 'station-event',
      event: { type: 'session', view: sessionView({ state }), event: null },
      atMs: 0,
    });
    const copying = after(ended('stopping'), copied(5, 10, 0, 'aaaaaaaaaa'));
    expect(transferOfSession(copying, 'aaaaaaaaaa')?.bytes).toBe(5);
    expect(reduce(copying, ended('stopped')).transfers).toEqual({});
  });
});

describe('levels', () => {
  const through = (...peaks: [atMs: number, ...peakDbfs: number[]][]) =>
    peaks.reduce<Levels | null>((levels, [atMs, ...peakDbfs]) => nextLevels(levels, 's', peakDbfs, atMs), null);

  it('hold the loudest of each channel for a moment', () => {
    expect(through([0, -3, -20], [100, -30, -10])?.heldDbfs).toEqual([-3, -10]);
    expect(through([0, -3, -20], [100, -30, -10], [1550, -30, -30])?.heldDbfs).toEqual([-30, -10]);
  });

  it('are silent after three seconds below -60 dB, and no longer at the first sound', () => {
    const quiet = through([0, -20, -20], [1000, -70, -90], [3000, -70, -61]);
    expect(quiet && isSilent(quiet)).toBe(true);
    const early = through([0, -20, -20], [2900, -70, -90]);
    expect(early && isSilent(early)).toBe(false);
    expect(quiet && isSilent(nextLevels(quiet, 's', [-70, -59], 3100))).toBe(false);
  });

  it('of another session begin anew', () => {
    const other = nextLevels(through([0, -1, -1]), 't', [-40], 10);
    expect(other).toMatchObject({ sessionId: 't', heldDbfs: [-40] });
  });
});

it.each<[string, string, boolean]>([
  ['talk.mkv', 'a.mkv', true],
  ['talk.mp4', 'a.mkv', false],
  ['.mkv', 'a.mkv', false],
  ['../talk.mkv', 'a.mkv', false],
  ['-talk.mkv', 'a.mkv', false],
  ['a talk.mkv', 'a.mkv', false],
  ['plain', 'old', true],
])('%j as a new name of %s: %s', (name, before, isGood) => {
  expect(fileNameProblem(name, before, texts.getFixedT('en', 'recordings')) === null).toBe(isGood);
});
