import { capstanError } from '@domain/errors';
import { describe, expect, it } from 'vitest';
import { openTexts } from '@locales/i18n';
import { startWords } from '../../../src/renderer/state/launch';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { initialState } from '../../../src/renderer/state/state';
import { settings, testPattern } from './fixtures';

const t = (await openTexts('en')).getFixedT(null, 'live');
const after = (...actions: Action[]) => actions.reduce(reduce, initialState);
const requested: Action = { type: 'record-requested' };
const trial = (done: number, trying: string | null): Action => ({
  type: 'station-event',
  event: { type: 'encoder-probe', hostId: 'this-computer', done, total: 3, trying, proof: null },
  atMs: 0,
});
const image = (fraction: number | null): Action => ({
  type: 'station-event',
  event: { type: 'image', step: 'Installing ffmpeg', fraction },
  atMs: 0,
});

describe('a recording that is being started', () => {
  it('says what it is at: the image, then the trial of the encoders', () => {
    expect(startWords(after(requested), t)).toBe('Starting…');
    expect(startWords(after(requested, image(0.4)), t)).toBe('Starting… Making the container image (40 %)');
    expect(startWords(after(requested, image(null)), t)).toBe('Starting… Making the container image');
    expect(startWords(after(requested, image(1), trial(1, 'h264_nvenc')), t)).toBe('Starting… 1 of 3 encoders tried, trying h264_nvenc');
    expect(startWords(after(requested, trial(3, null)), t)).toBe('Starting… 3 of 3 encoders tried');
    expect(startWords(after(requested, trial(1, 'h264_nvenc'), { type: 'record-cancelling' }), t)).toBe('Cancelling…');
    expect(startWords(after(trial(1, 'h264_nvenc')), t)).toBeNull();
  });

  it('that was called off is no failure', () => {
    const cancelled = capstanError('start-cancelled', 'It was cancelled before it recorded.');
    const state = after(requested, { type: 'record-cancelling' }, { type: 'record-refused', error: cancelled });
    expect(state.launch).toEqual({ state: 'idle' });
    expect(state.problem).toBeNull();
  });

  it('can still be called off after another choice was made', () => {
    const choices: Action[] = [
      { type: 'settings-edited', settings: settings({ durationSeconds: 5 }) },
      { type: 'preset-chosen', preset: testPattern },
      { type: 'focused', focus: { on: 'source' } },
      { type: 'host-connecting', id: 'attic' },
    ];
    for (const choice of choices) expect(after(requested, choice).launch).toMatchObject({ state: 'starting' });
  });
});
