import { failure } from '@domain/errors';
import { expect, it } from 'vitest';
import type { Request } from '../../../src/renderer/bridge';
import { PictureKeeper } from '../../../src/renderer/state/picture-keeper';
import { until } from '../../support/until';

const keeper = (answer: (id: string) => void = () => undefined) => {
  const asked: string[] = [];
  const failed: string[] = [];
  const request = (async (_name: string, { id, on }: { id: string; on: boolean }) => {
    asked.push(`${on ? '+' : '-'}${id}`);
    answer(id);
  }) as unknown as Request;
  return { asked, failed, keeper: new PictureKeeper({ request, onFailed: ({ kind }) => failed.push(kind) }) };
};

it('leaves a picture alone that stays shown in another layout', () => {
  const { asked, keeper: kept } = keeper();
  kept.want(['one']);
  kept.want(['one', 'two', 'three']);
  kept.want(['two']);
  kept.want(['two']);
  kept.want([]);
  expect(asked).toEqual(['+one', '+two', '+three', '-one', '-three', '-two']);
});

it('takes a session that has just ended for no failure', async () => {
  const { failed, keeper: kept } = keeper((id) => {
    throw failure(id === 'gone' ? 'session-unknown' : 'internal', id);
  });
  kept.want(['gone']);
  kept.want(['broken']);
  await until('the failure', () => failed.length > 0);
  expect(failed).toEqual(['internal']);
});
