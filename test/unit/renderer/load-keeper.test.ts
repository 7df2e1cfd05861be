import { describe, expect, it } from 'vitest';
import { failure } from '@domain/errors';
import type { Request } from '../../../src/renderer/bridge';
import { LoadKeeper, type LoadWish } from '../../../src/renderer/state/load-keeper';
import { until } from '../../support/until';

function setUp() {
  const asked: string[] = [];
  const told: (string | null)[] = [];
  let answer: () => Promise<void> = () => Promise.resolve();
  const request = (async (_name: string, input: { on: boolean; wholeGpu: boolean }) => {
    asked.push(input.on ? (input.wholeGpu ? 'on, whole' : 'on') : 'off');
    await answer();
  }) as unknown as Request;
  const keeper = new LoadKeeper({ request, onWatched: (error) => told.push(error?.kind ?? null) });
  return { keeper, asked, told, answerWith: (next: () => Promise<void>) => (answer = next) };
}
const wish = (key: string, wholeGpu = false): LoadWish => ({ key, wholeGpu });

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
    expect(asked).toEqual(['on', 'on, whole', 'off']);
  });

  it('has one request under way, and the last wish wins', async () => {
    const { keeper, asked, answerWith } = setUp();
    let go = () => {};
    answerWith(() => new Promise((resolve) => (go = resolve)));
    keeper.want(wish('1'));
    keeper.want(null);
    keeper.want(wish('2'));
    expect(asked).toEqual(['on']);
    go();
    await until('the next', () => asked.length === 2);
    go();
    expect(asked).toEqual(['on', 'on']);
  });

  it('tells why it could not, and asks again only when told to', async () => {
    const { keeper, asked, told, answerWith } = setUp();
    answerWith(() => Promise.reject(failure('connection-lost', 'gone')));
    keeper.want(wish('1'));
    await until('an answer', () => told.length === 1);
    keeper.want(wish('1'));
    expect([asked, told]).toEqual([['on'], ['connection-lost']]);
    answerWith(() => Promise.resolve());
    keeper.retry();
    await until('an answer', () => told.length === 2);
    expect([asked, told]).toEqual([['on', 'on'], ['connection-lost', null]]);
  });
});
