import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionView } from '@domain/session';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { earlierSeconds, elapsedSeconds, overAllParts } from '../../../src/renderer/state/parts';
import { listedSessions } from '../../../src/renderer/state/selectors';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { gridOf, isGrid, neighbour, pictureOf, pictureSessionId, shownPictures, subjectOf, tileIds, tileInView, visibleTiles } from '../../../src/renderer/state/tiles';
import { watchWish } from '../../../src/renderer/state/watch-wish';
import { camera, here, recording, sessionView, settings, status } from './fixtures';

const seen = (view: SessionView): Action => ({ type: 'station-event', event: { type: 'session', view, event: null }, atMs: 0 });
const atHome: AppState = reduce(initialState, { type: 'status', status: { state: 'ready', value: status(here) } });
const after = (...actions: Action[]): AppState => actions.reduce(reduce, atHome);
const grid: Action = { type: 'layout', layout: 'grid' };
const single: Action = { type: 'layout', layout: 'single' };
const watching: Action = { type: 'watch', watch: { state: 'live', id: 'wwwwwwwwww' } };
const focus = (id: string): Action => ({ type: 'focused', focus: { on: 'session', id } });

const pattern = sessionView({ id: 'pppppppppp' });
const film = sessionView({ id: 'ffffffffff', settings: settings({ source: { type: 'file', path: '/videos/film.mkv', pace: 'real-time', frameSize: null, frameRate: null } }) });
const filmed = sessionView({ id: 'cccccccccc', settings: settings({ source: camera }) });
const paused = sessionView({ id: 'pppppppppp', state: 'stopped', recording, waitingFor: 'Paused', isPaused: true });

describe('the tiles', () => {
  it('are the source and every recording that runs', () => {
    const state = after(seen(film), seen(filmed), grid);
    expect(visibleTiles(state)).toEqual(['source', 'ffffffffff', 'cccccccccc']);
    expect(watchWish(state).show).toBe('source');
  });

  it('never show a source beside its own recording', () => {
    const state = after(seen(pattern), seen(film), grid);
    expect(visibleTiles(state)).toEqual(['pppppppppp', 'ffffffffff']);
    expect(watchWish(state)).toEqual({ show: 'nothing', because: 'recording' });
    const other = reduce(state, { type: 'settings-edited', settings: settings({ source: { type: 'test-pattern', frameSize: { width: 640, height: 480 }, frameRate: { numerator: 30, denominator: 1 } } }) });
    expect(visibleTiles(other)).toEqual(['source', 'pppppppppp', 'ffffffffff']);
    const chosen = reduce(after(seen(filmed), seen(film), grid), { type: 'settings-edited', settings: settings({ source: { ...camera, frameRate: { numerator: 25, denominator: 1 } } }) });
    expect(tileIds(chosen)).toEqual(['cccccccccc', 'ffffffffff']);
  });

  it('are one where only one is there, whatever the layout', () => {
    const state = after(grid, watching);
    expect(isGrid(state)).toBe(false);
    expect(visibleTiles(state)).toEqual(['source']);
    expect(shownPictures(state)).toEqual(['wwwwwwwwww']);
  });

  it('come beside each other once a second recording runs, and then stay as the user wants them', () => {
    expect(after(seen(pattern)).layout).toBe('single');
    const two = after(seen(pattern), seen(film));
    expect(two.layout).toBe('grid');
    expect([single, seen(film), seen(filmed)].reduce(reduce, two).layout).toBe('single');
    // A part that goes on is no second recording.
    expect(after(seen(pattern), seen({ ...pattern, state: 'failed', waitingFor: 'The camera' }), seen(film)).layout).toBe('single');
  });

  it('let the pictures flow that are shown, and none on another page', () => {
    const state = after(seen(film), seen(filmed), watching, grid, focus(film.id));
    expect(shownPictures(state)).toEqual(['wwwwwwwwww', 'ffffffffff', 'cccccccccc']);
    expect(shownPictures(reduce(state, single))).toEqual(['ffffffffff']);
    expect(shownPictures(reduce(state, { type: 'page', page: 'recordings' }))).toEqual([]);
  });

  it('of a paused recording shows what its source gives', () => {
    const state = after(seen(pattern), seen(paused), focus(paused.id), watching);
    expect(tileInView(state)).toBe(paused.id);
    expect(watchWish(state).show).toBe('source');
    expect(pictureSessionId(state)).toBe('wwwwwwwwww');
    const inGrid = [seen(film), grid].reduce(reduce, state);
    expect(visibleTiles(inGrid)).toEqual([paused.id, film.id]);
    expect(pictureOf(inGrid, paused.id)).toBe('wwwwwwwwww');
    // Its source is not the chosen one any more: it keeps its last picture, and the chosen one has its own place.
    const elsewhere = reduce(inGrid, { type: 'settings-edited', settings: settings({ source: camera }) });
    expect(visibleTiles(elsewhere)).toEqual(['source', paused.id, film.id]);
    expect(pictureOf(elsewhere, paused.id)).toBeNull();
    expect(pictureOf(elsewhere, 'source')).toBe('wwwwwwwwww');
  });

  it('of a recording that waits for its camera leaves the camera to it', () => {
    const waiting = { ...filmed, state: 'failed', waitingFor: 'It goes on when the camera is back.' } as const;
    const state = after(seen(filmed), seen(waiting), focus(filmed.id), { type: 'settings-edited', settings: settings({ source: camera }) });
    expect(watchWish(state)).toEqual({ show: 'nothing', because: 'recording' });
    expect(watchWish(reduce(state, { type: 'focused', focus: { on: 'source' } }))).toEqual({ show: 'nothing', because: 'device-recording' });
    expect(pictureOf(state, filmed.id)).toBeNull();
  });

  it('show the same subject before and during a recording, and another one for another host', () => {
    const state = after(seen(pattern));
    expect(subjectOf(state, 'source')).toBe(subjectOf(state, pattern.id));
    const elsewhere = after(seen({ ...pattern, host: { id: 'h-attic', name: 'attic' } }));
    expect(subjectOf(elsewhere, 'source')).not.toBe(subjectOf(elsewhere, pattern.id));
  });
});

it('a recording that went on without this window is in view first, and another host changes nothing', () => {
  const opened = after({ type: 'sessions', sessions: [film, filmed] });
  expect(tileInView(opened)).toBe(filmed.id);
  const looked = reduce(opened, { type: 'focused', focus: { on: 'source' } });
  expect(reduce(looked, { type: 'sessions', sessions: [film, filmed] }).focus).toEqual({ on: 'source' });
});

it('the time of a recording stands still with its end, also without a file', () => {
  const ended = sessionView({ state: 'failed', recording: null });
  const anHourLater = Date.parse(ended.startedAt) + 3_600_000;
  expect(elapsedSeconds({ sessions: [ended] }, ended, anHourLater)).toBeNull();
  const progress = { frame: 60, fps: 30, droppedFrames: 0, behindSeconds: null, bitRateKbps: null, sizeBytes: null, timeSeconds: 2, speed: 1 };
  expect(elapsedSeconds({ sessions: [ended] }, { ...ended, progress }, anHourLater)).toBe(2);
});

describe('a recording in parts', () => {
  const first = { ...paused, waitingFor: undefined, isPaused: undefined, nextSessionId: 'bbbbbbbbbb' };
  const second = sessionView({ id: 'bbbbbbbbbb', part: { number: 2, firstSessionId: paused.id } });
  const state = after(seen(pattern), seen(paused), focus(paused.id), seen(second), seen(first));

  it('is listed and counted as one', () => {
    expect(listedSessions(state).map(({ id }) => id)).toEqual(['bbbbbbbbbb']);
    expect(earlierSeconds(state, second)).toBe(4);
    expect(earlierSeconds(state, first)).toBe(0);
  });

  it('tells time, losses and bytes of all its parts', () => {
    const progress = { frame: 60, fps: 30, droppedFrames: 2, behindSeconds: null, bitRateKbps: 8000, sizeBytes: 2_000_000, timeSeconds: 2, speed: 1 };
    const running = { ...second, progress };
    const made = { ...recording, frames: 120, droppedFrames: 3, durationSeconds: 4, sizeBytes: 1_300_000 };
    const parts = { sessions: [{ ...first, recording: made }, running] };
    expect(overAllParts(parts, running).progress).toEqual({ ...progress, frame: 180, droppedFrames: 5, sizeBytes: 3_300_000 });
    expect(overAllParts(parts, { ...running, state: 'stopped', recording: made }).recording?.sizeBytes).toBe(2_600_000);
    expect(overAllParts(parts, parts.sessions[0] ?? first)).toBe(parts.sessions[0]);
    expect(elapsedSeconds(parts, running, Date.parse(running.startedAt) + 2500)).toBe(6.5);
  });

  it('leaves with all its parts', () => {
    const ended = [seen({ ...second, state: 'stopped' }), { type: 'session-dismissed', id: second.id } as const].reduce<AppState>(reduce, state);
    expect(ended.sessions).toEqual([]);
    expect(ended.focus).toEqual({ on: 'source' });
  });

  it('that was paused before this window opened is there, and cannot be dismissed', () => {
    const opened = after({ type: 'sessions', sessions: [paused] }, { type: 'session-dismissed', id: paused.id });
    expect(listedSessions(opened)).toHaveLength(1);
  });
});

describe('the grid', () => {
  it('has the columns and rows of the design', () => {
    const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(gridOf).map(({ columns, rows }) => `${columns}x${rows}`);
    expect(sizes).toEqual(['1x1', '2x1', '2x2', '2x2', '3x2', '3x2', '3x3', '3x3', '3x3']);
  });

  it('has room for all, and is never higher than wide', () => {
    assert(
      property(integer({ min: 1, max: 200 }), (count) => {
        const { columns, rows } = gridOf(count);
        return columns * rows >= count && rows <= columns && (rows - 1) * columns < count;
      }),
    );
  });

  it('is walked by arrows', () => {
    const tiles = ['a', 'b', 'c', 'd', 'e'];
    const to = (key: string, from: string) => neighbour(tiles, from, key, 3);
    expect([to('ArrowRight', 'a'), to('ArrowDown', 'a'), to('ArrowUp', 'e'), to('ArrowLeft', 'b')]).toEqual(['b', 'd', 'b', 'a']);
    expect([to('ArrowRight', 'e'), to('ArrowDown', 'c'), to('ArrowUp', 'b'), to('ArrowLeft', 'a')]).toEqual(['e', 'c', 'b', 'a']);
    expect([to('Home', 'e'), to('End', 'a')]).toEqual(['a', 'e']);
  });
});
