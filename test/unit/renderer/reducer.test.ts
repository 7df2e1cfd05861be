import { capstanError } from '@domain/errors';
import type { Source } from '@domain/preset';
import type { Recording } from '@domain/recording';
import { describe, expect, it } from 'vitest';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { focusedSession, recordingSessions } from '../../../src/renderer/state/selectors';
import { draftOf, isUnsaved } from '../../../src/renderer/state/draft';
import { pictureSessionId } from '../../../src/renderer/state/tiles';
import { watchWish } from '../../../src/renderer/state/watch-wish';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { camera, ownPreset, recording, sessionView, settings, testPattern } from './fixtures';

const after = (...actions: Action[]): AppState => actions.reduce(reduce, initialState);
const seen = (view: ReturnType<typeof sessionView>): Action => ({
  type: 'station-event',
  event: { type: 'session', view, event: null },
  atMs: 0,
});
const busy = capstanError('device-busy', 'Another program uses it.');

describe('a recording', () => {
  it('comes into view when it starts, and its pictures replace those of the source', () => {
    const state = after(
      { type: 'watch', watch: { state: 'live', id: 'wwwwwwwwww' } },
      { type: 'record-requested' },
      { type: 'record-started', view: sessionView() },
    );
    expect(focusedSession(state)?.id).toBe('aaaaaaaaaa');
    expect(pictureSessionId(state)).toBe('aaaaaaaaaa');
    expect(state.launch).toEqual({ state: 'idle' });
    expect(watchWish(state)).toEqual({ show: 'nothing', because: 'recording' });
  });

  it('stays in view with its end, while the source is watched again', () => {
    const ended = sessionView({ state: 'stopped', recording });
    const state = after({ type: 'record-started', view: sessionView() }, seen(ended));
    expect(focusedSession(state)?.recording?.path).toBe('/videos/test-pattern.mkv');
    expect(watchWish(state).show).toBe('source');
  });

  it('is not brought back to life by a message that comes after its end', () => {
    const state = after(
      { type: 'record-started', view: sessionView() },
      seen(sessionView({ state: 'stopped' })),
      seen(sessionView()),
    );
    expect(focusedSession(state)?.state).toBe('stopped');
  });

  it('keeps the end that arrived before the answer to its start', () => {
    const state = after(
      { type: 'record-requested' },
      seen(sessionView()),
      seen(sessionView({ state: 'failed', error: busy })),
      { type: 'record-started', view: sessionView({ state: 'starting' }) },
    );
    expect(focusedSession(state)?.error?.kind).toBe('device-busy');
  });

  it('that goes on in another session is looked at there, once', () => {
    const [failed, other] = [sessionView({ state: 'failed', error: busy }), sessionView({ id: 'bbbbbbbbbb' })];
    const goesOn = seen({ ...failed, nextSessionId: other.id });
    const started: Action = { type: 'record-started', view: sessionView() };
    const state = after(started, seen(failed), seen(other), goesOn);
    expect(focusedSession(state)?.id).toBe(other.id);
    expect(recordingSessions(state)).toHaveLength(2);
    // Whoever looks back at the first one is left there.
    const back = [{ type: 'focused', focus: { on: 'session', id: failed.id } } as const, goesOn].reduce(reduce, state);
    expect(focusedSession(back)?.id).toBe(failed.id);
    // It may have failed before its start was answered.
    expect(focusedSession(after(seen(sessionView()), seen(failed), seen(other), goesOn, started))?.id).toBe(other.id);
  });

  it('leaves when it is dismissed after its end, and not before', () => {
    const running = after(
      { type: 'record-started', view: sessionView() },
      { type: 'session-dismissed', id: 'aaaaaaaaaa' },
    );
    expect(recordingSessions(running)).toHaveLength(1);
    const dismissed = [
      seen(sessionView({ state: 'stopped' })),
      { type: 'session-dismissed', id: 'aaaaaaaaaa' } as const,
    ].reduce(reduce, running);
    expect(recordingSessions(dismissed)).toHaveLength(0);
    expect(dismissed.focus).toEqual({ on: 'source' });
  });

  it('that ended well is told of until its file is gone; one that is not listed yet stays', () => {
    const ended = after(seen(sessionView({})), seen(sessionView({ state: 'stopped', recording })));
    const listed = (...recordings: Recording[]): Action => ({ type: 'recordings', recordings: { state: 'ready', value: recordings } });
    const late = reduce(ended, listed());
    expect(late.sessions).toHaveLength(1);
    const gone = [listed(recording), listed()].reduce(reduce, late);
    expect(gone.sessions).toEqual([]);
    const failed = after(seen(sessionView({})), seen(sessionView({ state: 'failed', recording, error: capstanError('internal', 'x') })), listed(recording), listed());
    expect(failed).toMatchObject({ sessions: [{ state: 'failed' }], goneRecordings: [recording.id] });
    expect(reduce(failed, listed(recording)).goneRecordings).toEqual([]);
  });

  it('that was refused says why until the settings change', () => {
    const refused = after({ type: 'record-requested' }, { type: 'record-refused', error: busy });
    expect(refused.launch).toEqual({ state: 'refused', error: busy });
    expect(reduce(refused, { type: 'settings-edited', settings: settings({ durationSeconds: 5 }) }).launch).toEqual({
      state: 'idle',
    });
  });

  it('that ended gives way to another source, one that runs does not', () => {
    const running = after({ type: 'record-started', view: sessionView() });
    const edit: Action = { type: 'settings-edited', settings: settings({ source: camera }) };
    expect(reduce(running, edit).focus.on).toBe('session');
    expect(reduce(reduce(running, seen(sessionView({ state: 'stopped' }))), edit).focus.on).toBe('source');
  });

  it('that ended before this window opened is not shown as news', () => {
    expect(
      recordingSessions(after({ type: 'sessions', sessions: [sessionView({ state: 'completed' })] })),
    ).toHaveLength(0);
  });
});

describe('the source', () => {
  it('is not watched while a recording holds its device', () => {
    const elsewhere = sessionView({ settings: settings({ source: camera }) });
    const state = after(seen(elsewhere), { type: 'settings-edited', settings: settings({ source: camera }) });
    expect(watchWish(state)).toEqual({ show: 'nothing', because: 'device-recording' });
  });

  it('has to be chosen, and its live picture may be off', () => {
    const none = settings({ source: { ...camera, device: '' } as Source });
    expect(watchWish(after({ type: 'settings-edited', settings: none }))).toMatchObject({ because: 'no-source' });
    const off = settings({ preview: { mode: 'off' } });
    expect(watchWish(after({ type: 'settings-edited', settings: off }))).toMatchObject({ because: 'preview-off' });
  });

  it('is the same wish whatever the encoder, and another one for another size', () => {
    const key = (state: AppState) => {
      const wish = watchWish(state);
      return wish.show === 'source' ? wish.key : null;
    };
    const longer = after({ type: 'settings-edited', settings: settings({ durationSeconds: 9, muxer: 'mp4' }) });
    expect(key(longer)).toBe(key(initialState));
    const { source } = settings();
    const smaller = after({
      type: 'settings-edited',
      settings: settings({ source: { ...source, frameSize: { width: 640, height: 360 } } as typeof source }),
    });
    expect(key(smaller)).not.toBe(key(initialState));
  });

  it('whose watch ended by an error says so; one that ended for a recording does not', () => {
    const live: Action = { type: 'watch', watch: { state: 'live', id: 'wwwwwwwwww' } };
    const watch = sessionView({ id: 'wwwwwwwwww', purpose: 'watch' });
    expect(after(live, seen(watch), seen({ ...watch, state: 'failed', error: busy })).watch).toEqual({
      state: 'failed',
      error: busy,
    });
    expect(after(live, seen(watch), seen({ ...watch, state: 'stopped' })).watch).toEqual({ state: 'off' });
  });

  it('is remembered by kind', () => {
    const state = after(
      { type: 'settings-edited', settings: settings({ source: camera }) },
      { type: 'settings-edited', settings: settings() },
    );
    expect(state.draft.remembered.sources['capture-device']).toEqual(camera);
  });
});

describe('presets', () => {
  const edited: Action = { type: 'settings-edited', settings: settings({ durationSeconds: 5 }) };
  const loaded: Action = { type: 'presets', presets: [testPattern, ownPreset] };

  it('are unsaved once they differ, whatever the order of their keys', () => {
    expect(isUnsaved(initialState.draft)).toBe(false);
    const { source, ...rest } = settings();
    expect(isUnsaved(after({ type: 'settings-edited', settings: { ...rest, source } }).draft)).toBe(false);
    expect(isUnsaved(after(edited).draft)).toBe(true);
  });

  it('keep unsaved edits when the list is loaded anew, as after another program changed it', () => {
    const state = after(loaded, { type: 'preset-chosen', preset: ownPreset }, edited, {
      type: 'presets',
      presets: [testPattern, { ...ownPreset, name: 'Renamed' }],
    });
    expect(state.draft.preset.name).toBe('Renamed');
    expect(state.draft.settings.durationSeconds).toBe(5);
  });

  it('are saved when the draft is saved as a new one', () => {
    const state = after(loaded, edited, {
      type: 'preset-saved',
      preset: { ...ownPreset, id: 'new', name: 'New', durationSeconds: 5 },
    });
    expect(isUnsaved(state.draft)).toBe(false);
    expect(state.presets.map(({ id }) => id)).toContain('new');
  });

  it('that are removed give way to the first, and come back by undo', () => {
    const removed = after(
      loaded,
      { type: 'preset-chosen', preset: ownPreset },
      { type: 'preset-removed', preset: ownPreset },
    );
    expect(removed.draft.preset.id).toBe(testPattern.id);
    const restored = reduce(removed, { type: 'preset-restored', preset: ownPreset, draft: draftOf(ownPreset) });
    expect(restored.draft.preset.id).toBe('mine');
  });
});

describe('what the station says', () => {
  it('of the image goes away when it is done, and when making it failed', () => {
    const making: Action = {
      type: 'station-event',
      event: { type: 'image', step: 'Installing ffmpeg', fraction: 0.4 },
      atMs: 0,
    };
    expect(after(making).image).toEqual({ step: 'Installing ffmpeg', fraction: 0.4 });
    expect(
      after(making, { type: 'station-event', event: { type: 'image', step: 'Done', fraction: 1 }, atMs: 0 }).image,
    ).toBeNull();
    const error = capstanError('image-missing', 'No registry.');
    expect(after(making, { type: 'capabilities', capabilities: { state: 'failed', error } }).image).toBeNull();
  });

  it('twice is one notice', () => {
    const notice: Action = { type: 'station-event', event: { type: 'notice', message: 'presets.json is damaged.' }, atMs: 0 };
    expect(after(notice, notice).notices).toEqual(['presets.json is damaged.']);
    expect(after(notice, { type: 'notice-dismissed', notice: 'presets.json is damaged.' }).notices).toEqual([]);
  });
});
