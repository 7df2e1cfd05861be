import { describe, expect, it } from 'vitest';
import { failure } from '@domain/errors';
import type { Request } from '../../../src/renderer/bridge';
import { LoadKeeper, type LoadWish } from '../../../src/renderer/state/load-keeper';
import { until } from '../../support/until';

function setUp() {
  const asked: string[] = [];
  const told: [hostId: string, error: string | null][] = [];
  let answer: () => Promise<void> = () => Promise.resolve();
  const request = (async (_name: string, input: { hostId: string | null; wholeGpu: boolean }) => {
    asked.push(input.hostId === null ? 'off' : input.wholeGpu ? `${input.hostId}, whole` : input.hostId);
    await answer();
  }) as unknown as Request;
  const keeper = new LoadKeeper({ request, onWatched: (hostId, error) => told.push([hostId, error?.kind ?? null]) });
  return { keeper, asked, told, answerWith: (next: () => Promise<void>) => (answer = next) };
}
const wish = (connection: string, wholeGpu = false, hostId = 'desk'): LoadWish => ({ hostId, connection, wholeGpu });

describe('LoadKeeper', () => {
  it('asks once a wish, and for nothing while there is none', async () => {
    const { keeper, asked, told } = setUp();
    keeper.want(null);
    keeper.want(wish('1'));
    keeper.want(wish('1'));
    await until('an answer', () => told.length === 1);
    keeper.want(wish('1', true));
    await until('another', () => told.length === 2);
    keeper.want(null);
    expect(asked).toEqual(['desk', 'desk, whole', 'off']);
  });

  it('asks for another host in place of the first', async () => {
    const { keeper, asked, told } = setUp();
    keeper.want(wish('1'));
    await until('an answer', () => told.length === 1);
    keeper.want(wish('1', false, 'studio'));
    await until('another', () => told.length === 2);
    expect([asked, told]).toEqual([['desk', 'studio'], [['desk', null], ['studio', null]]]);
  });

  it('has one request under way, and the last wish wins', async () => {
    const { keeper, asked, answerWith } = setUp();
    let go = () => {};
    answerWith(() => new Promise((resolve) => (go = resolve)));
    keeper.want(wish('1'));
    keeper.want(null);
    keeper.want(wish('2'));
    expect(asked).toEqual(['desk']);
    go();
    await until('the next', () => asked.length === 2);
    go();
    expect(asked).toEqual(['desk', 'desk']);
  });

  it('tells why it could not, and asks again only when told to', async () => {
    const { keeper, asked, told, answerWith } = setUp();
    answerWith(() => Promise.reject(failure('connection-lost', 'gone')));
    keeper.want(wish('1'));
    await until('an answer', () => told.length === 1);
    keeper.want(wish('1'));
    expect([asked, told]).toEqual([['desk'], [['desk', 'connection-lost']]]);
    answerWith(() => Promise.resolve());
    keeper.retry();
    await until('an answer', () => told.length === 2);
    expect([asked, told]).toEqual([['desk', 'desk'], [['desk', 'connection-lost'], ['desk', null]]]);
  });
});
