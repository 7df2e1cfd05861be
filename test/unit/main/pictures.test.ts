import { failure } from '@domain/errors';
import { beforeEach, describe, expect, it } from 'vitest';
import { PictureFlow } from '../../../src/main/pictures';
import type { LiveSession } from '../../../src/station/types';

class FakeSession {
  listener: ((jpeg: Uint8Array) => void) | null = null;
  end: () => void = () => undefined;
  readonly ended = new Promise<void>((resolve) => (this.end = resolve));
  watch(listener: (jpeg: Uint8Array) => void) {
    this.listener = listener;
    return () => {
      this.listener = null;
    };
  }
  picture(number: number) {
    this.listener?.(Uint8Array.of(number));
  }
}

let one: FakeSession;
let other: FakeSession;
let sent: string[];
let flow: PictureFlow;

beforeEach(() => {
  one = new FakeSession();
  other = new FakeSession();
  sent = [];
  const get = (id: string) => {
    const session = { one, other }[id];
    if (!session) throw failure('session-unknown', id);
    return session as unknown as LiveSession;
  };
  flow = new PictureFlow({ get }, ({ sessionId, jpeg }) => void sent.push(`${sessionId} ${jpeg[0]}`));
});

describe('the flow of pictures', () => {
  it('has at most two under way, and of those that wait the newest wins', () => {
    flow.watch('one');
    for (const number of [1, 2, 3, 4, 5]) one.picture(number);
    expect(sent).toEqual(['one 1', 'one 2']);
    flow.done();
    expect(sent).toEqual(['one 1', 'one 2', 'one 5']);
    flow.done();
    flow.done();
    one.picture(6);
    expect(sent.at(-1)).toBe('one 6');
  });

  it('lets no session starve another', () => {
    flow.watch('one');
    flow.watch('other');
    one.picture(1);
    one.picture(2);
    one.picture(3);
    other.picture(4);
    flow.done();
    flow.done();
    expect(sent).toEqual(['one 1', 'one 2', 'one 3', 'other 4']);
  });

  it('lets no one of nine starve, however unlike their rates are', () => {
    const ids = Array.from({ length: 9 }, (_, index) => `session${index}`);
    const nine = new Map(ids.map((id) => [id, new FakeSession()]));
    const delivered = new Map<string, number[]>(ids.map((id) => [id, []]));
    const fair = new PictureFlow({ get: (id) => nine.get(id) as unknown as LiveSession }, ({ sessionId, jpeg }) => void delivered.get(sessionId)?.push(jpeg[0] ?? 0));
    for (const id of ids) fair.watch(id);
    // In each round every session has pictures, the first ten times as many, and the window draws nine.
    for (let round = 1; round <= 50; round += 1) {
      for (const [index, id] of ids.entries()) for (let extra = index === 0 ? 10 : 1; extra > 0; extra -= 1) nine.get(id)?.picture(round);
      for (let drawn = 0; drawn < 9; drawn += 1) fair.done();
    }
    const counts = [...delivered.values()].map(({ length }) => length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(48);
    expect(Math.max(...counts)).toBeLessThanOrEqual(60);
    for (const rounds of delivered.values()) expect(rounds).toEqual(rounds.toSorted((before, after) => before - after));
  });

  it('keeps the newest picture of a session at hand, also one that was left out', () => {
    flow.watch('one');
    expect(flow.newest('one')).toBeNull();
    for (const number of [1, 2, 3, 4]) one.picture(number);
    expect(flow.newest('one')).toEqual(Uint8Array.of(4));
    flow.setVisible(false);
    expect(flow.newest('one')).toBeNull();
    expect(flow.newest('other')).toBeNull();
  });

  it('stops while the window is hidden and goes on when it is shown', () => {
    flow.watch('one');
    flow.setVisible(false);
    expect(one.listener).toBeNull();
    flow.setVisible(true);
    one.picture(1);
    expect(sent).toEqual(['one 1']);
  });

  it('of a session that was asked for while hidden begins with the window', () => {
    flow.setVisible(false);
    flow.watch('one');
    expect(one.listener).toBeNull();
    flow.setVisible(true);
    expect(one.listener).not.toBeNull();
  });

  it('begins afresh after a reload: acknowledgements of the old page never come', () => {
    flow.watch('one');
    for (const number of [1, 2, 3]) one.picture(number);
    flow.reset();
    expect(one.listener).toBeNull();
    flow.watch('one');
    one.picture(4);
    one.picture(5);
    expect(sent).toEqual(['one 1', 'one 2', 'one 4', 'one 5']);
  });

  it('ends with its session', async () => {
    flow.watch('one');
    one.end();
    await one.ended;
    expect(one.listener).toBeNull();
  });

  it('of an unknown session is refused', () => {
    expect(() => flow.watch('none')).toThrow(/no such session/);
  });
});
