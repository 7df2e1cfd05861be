import { failure } from '@domain/errors';
import { describe, expect, it, vi } from 'vitest';
import type { Request } from '../../../src/renderer/bridge';
import type { WatchWish } from '../../../src/renderer/state/watch-wish';
import type { Watch } from '../../../src/renderer/state/state';
import { WatchKeeper } from '../../../src/renderer/state/watch-keeper';
import { sessionView, settings } from './fixtures';

const wish = (key: string): WatchWish => ({ show: 'source', key, draft: { presetName: key, settings: settings() } });
const nothing: WatchWish = { show: 'nothing', because: 'recording' };

/** A station whose answers wait until the test gives them. */
function setUp() {
  const asked: string[] = [];
  const waiting: { answer: () => void; refuse: (thrown: unknown) => void }[] = [];
  let started = 0;
  const request = ((name: string, input: { id?: string; draft?: { presetName: string } }) =>
    new Promise((resolve, reject) => {
      asked.push(name === 'sessions.start' ? `start ${input.draft?.presetName}` : `stop ${input.id}`);
      const view = sessionView({ id: `watch-${name === 'sessions.start' ? (started += 1) : 0}`, purpose: 'watch' });
      waiting.push({ answer: () => resolve(view), refuse: reject });
    })) as unknown as Request;
  const settled: (() => void)[] = [];
  const watches: Watch[] = [];
  const keeper = new WatchKeeper({
    request,
    onWatch: (watch) => watches.push(watch),
    settle: (action) => {
      settled.push(action);
      return () => void settled.splice(settled.indexOf(action), 1);
    },
  });
  const next = async () => {
    await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
    const [first] = waiting.splice(0, 1);
    return first!;
  };
  return {
    keeper,
    asked,
    watches,
    settle: () => settled.splice(0).forEach((action) => action()),
    answer: async () => (await next()).answer(),
    refuse: async (thrown: unknown) => (await next()).refuse(thrown),
    becomes: (watch: Watch) => vi.waitFor(() => expect(watches.at(-1)).toEqual(watch)),
  };
}

describe('the watch keeper', () => {
  it('watches the first source at once, and lets edits come to rest', async () => {
    const { keeper, asked, answer, settle, becomes } = setUp();
    keeper.want(wish('a'));
    await answer();
    await becomes({ state: 'live', id: 'watch-1' });
    keeper.want(wish('b'));
    keeper.want(wish('c'));
    expect(asked).toEqual(['start a']);
    settle();
    await answer();
    await answer();
    await becomes({ state: 'live', id: 'watch-2' });
    expect(asked).toEqual(['start a', 'stop watch-1', 'start c']);
  });

  it('ends what was started for a wish that has changed meanwhile', async () => {
    const { keeper, asked, answer, becomes } = setUp();
    keeper.want(wish('a'));
    keeper.want(nothing);
    await answer();
    await answer();
    await becomes({ state: 'off' });
    expect(asked).toEqual(['start a', 'stop watch-1']);
  });

  it('does not try a failed source again by itself, but on request and for another source', async () => {
    const { keeper, asked, refuse, answer, becomes } = setUp();
    const busy = failure('device-busy', 'In use.');
    keeper.want(wish('a'));
    await refuse(busy);
    await becomes({ state: 'failed', error: busy.error });
    keeper.want(wish('a'));
    expect(asked).toEqual(['start a']);
    keeper.retry();
    await answer();
    await becomes({ state: 'live', id: 'watch-2' });
  });

  it('leaves the picture alone while a recording starts, and comes back when it was refused', async () => {
    const { keeper, asked, answer, becomes } = setUp();
    keeper.want(wish('a'));
    await answer();
    await becomes({ state: 'live', id: 'watch-1' });
    keeper.hold();
    keeper.ended('watch-1', null);
    expect(asked).toEqual(['start a']);
    keeper.release();
    await answer();
    await becomes({ state: 'live', id: 'watch-2' });
  });

  it('watches again after the recording that took the source over', async () => {
    const { keeper, asked, answer, becomes } = setUp();
    keeper.want(wish('a'));
    await answer();
    await becomes({ state: 'live', id: 'watch-1' });
    keeper.hold();
    keeper.ended('watch-1', null);
    keeper.want(nothing);
    keeper.release();
    keeper.want(wish('a'));
    await answer();
    await becomes({ state: 'live', id: 'watch-2' });
    expect(asked).toEqual(['start a', 'start a']);
  });

  it('tells a failure that came before the answer to the start', async () => {
    const { keeper, answer, becomes } = setUp();
    const busy = failure('device-busy', 'In use.').error;
    keeper.want(wish('a'));
    keeper.ended('watch-1', busy);
    await answer();
    await becomes({ state: 'failed', error: busy });
  });

  it('takes a session that is gone already for ended', async () => {
    const { keeper, answer, refuse, watches, becomes } = setUp();
    keeper.want(wish('a'));
    await answer();
    await becomes({ state: 'live', id: 'watch-1' });
    keeper.want(nothing);
    await refuse(failure('session-unknown', 'Gone.'));
    await becomes({ state: 'off' });
    expect(watches.some(({ state }) => state === 'failed')).toBe(false);
  });
});
