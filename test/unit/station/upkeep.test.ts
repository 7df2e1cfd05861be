import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StationEvent } from '@domain/contract';
import { failure } from '@domain/errors';
import type { SessionView } from '@domain/session';
import { StationUpkeep } from '../../../src/station/upkeep';
import { until } from '../../support/until';
import { recording, sessionView } from '../renderer/fixtures';

type Recordings = Awaited<ReturnType<ConstructorParameters<typeof StationUpkeep>[0]['recordings']['list']>>;

let views: SessionView[];
let list: Recordings;
let notices: string[];
let done: string[];
let repairOne: (id: string, signal: AbortSignal | undefined) => Promise<void>;
let upkeep: StationUpkeep;

const open = (everyMilliseconds = 60_000) =>
  new StationUpkeep({
    recordings: { list: async () => list },
    conversions: {
      repair: async (id, signal) => {
        done.push(`repair ${id}`);
        await repairOne(id, signal);
        list = list.map(({ unclosed, ...one }) => (one.id === id ? one : { ...one, ...(unclosed && { unclosed }) }));
        return recording;
      },
    },
    cleaning: {
      clean: async (options) => {
        done.push(`clean ${[...(options?.busyIds?.() ?? [])].join()}`);
        return [];
      },
    },
    sessions: { list: () => views },
    emit: (event) => event.type === 'notice' && notices.push(event.message),
    everyMilliseconds,
  });
const unclosed = (id: string) => ({ ...recording, id, path: `/videos/${id}.mkv`, unclosed: { problem: null } });
const told = (view: SessionView, type: 'recording' | 'ended'): StationEvent => ({ type: 'session', view, event: type === 'ended' ? { type, reason: 'stopped', recording: null, error: null } : { type } });
const running = sessionView({ state: 'recording' });
const ended = sessionView({ state: 'stopped' });
const begin = () => upkeep.begin(() => new Set(['played']));
const cleans = () => done.filter((one) => one.startsWith('clean')).length;

beforeEach(() => {
  [views, list, notices, done] = [[], [], [], []];
  repairOne = async () => {};
  upkeep = open();
});
afterEach(() => upkeep.close());

test('nothing is done before it begins; then what was not closed is repaired, and what has to go goes', async () => {
  list = [unclosed('aaaaaaaaaa'), unclosed('bbbbbbbbbb'), { ...recording, id: 'cccccccccc', unclosed: { problem: 'it failed before' } }];
  upkeep.onEvent(told(ended, 'ended'));
  expect(done).toEqual([]);
  begin();
  await until('the clean-up', () => cleans() === 1);
  expect(done).toEqual(['repair aaaaaaaaaa', 'repair bbbbbbbbbb', 'clean played']);
  expect(notices).toEqual([expect.stringContaining('aaaaaaaaaa.mkv'), expect.stringContaining('bbbbbbbbbb.mkv')]);
});

test('a recording that begins goes first; its end lets the repair begin anew', async () => {
  list = [unclosed('aaaaaaaaaa')];
  repairOne = (_id, signal) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(failure('conversion-cancelled', '')), { once: true }));
  begin();
  await until('the repair', () => done.length === 1);
  views = [running];
  upkeep.onEvent(told(running, 'recording'));
  await until('the clean-up', () => cleans() === 1);
  repairOne = async () => {};
  views = [ended];
  upkeep.onEvent(told(ended, 'ended'));
  await until('another clean-up', () => cleans() === 2);
  expect(done).toEqual(['repair aaaaaaaaaa', 'clean played', 'repair aaaaaaaaaa', 'clean played']);
  expect(notices).toHaveLength(1);
});

test('what failed is said and not tried again, what somebody called off neither', async () => {
  list = [unclosed('aaaaaaaaaa'), unclosed('bbbbbbbbbb')];
  repairOne = async (id) => {
    throw failure(id === 'aaaaaaaaaa' ? 'conversion-failed' : 'conversion-cancelled', 'Its packets differ.');
  };
  begin();
  await until('the clean-up', () => cleans() === 1);
  upkeep.onEvent(told(ended, 'ended'));
  await until('another clean-up', () => cleans() === 2);
  expect(done.filter((one) => one.startsWith('repair'))).toHaveLength(2);
  expect(notices).toEqual([expect.stringContaining('Its packets differ.')]);
});

test('it is done again from time to time, and not after the end', async () => {
  vi.useFakeTimers();
  try {
    upkeep = open(1000);
    begin();
    begin();
    await vi.advanceTimersByTimeAsync(2500);
    expect(cleans()).toBe(3);
    await upkeep.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(cleans()).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});
