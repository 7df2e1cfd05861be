import { beforeEach, expect, test } from 'vitest';
import { PendingRemovals } from '../../../src/main/pending-removals';

let due: { readonly at: number; readonly action: () => void }[];
let now: number;
let removed: string[];
let failed: string[];
let removals: PendingRemovals<string>;

const advance = async (milliseconds: number) => {
  now += milliseconds;
  const ready = due.filter(({ at }) => at <= now);
  due = due.filter(({ at }) => at > now);
  for (const { action } of ready) action();
  await new Promise(setImmediate);
};

beforeEach(() => {
  due = [];
  now = 0;
  removed = [];
  failed = [];
  removals = new PendingRemovals({
    waitMilliseconds: 10_000,
    later: (milliseconds, action) => {
      const entry = { at: now + milliseconds, action };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    remove: async (item) => {
      if (item.startsWith('stuck')) throw new Error('no bin here');
      removed.push(item);
    },
    onFailure: (item) => failed.push(item),
    onRemoved: () => undefined,
  });
});

test('what is removed is hidden at once, and gone for good after the time', async () => {
  const batch = removals.add(['a', 'b']);
  expect(removals.hidden).toEqual(['a', 'b']);
  await advance(9999);
  expect(removed).toEqual([]);
  await advance(1);
  expect(removed).toEqual(['a', 'b']);
  expect(removals.hidden).toEqual([]);
  expect(removals.undo(batch)).toEqual([]);
});

test('undo puts back exactly what it was asked for, once', async () => {
  const first = removals.add(['a']);
  await advance(4000);
  const second = removals.add(['b', 'c']);
  expect(removals.undo(first)).toEqual(['a']);
  expect(removals.undo(first)).toEqual([]);
  expect(removals.hidden).toEqual(['b', 'c']);
  await advance(60_000);
  expect(removed).toEqual(['b', 'c']);
  expect(removals.undo(second)).toEqual([]);
});

test('while it is held nothing goes; the time begins anew afterwards', async () => {
  removals.add(['a']);
  await advance(9000);
  removals.hold(true);
  removals.add(['b']);
  await advance(60_000);
  expect(removed).toEqual([]);
  removals.hold(false);
  await advance(9999);
  expect(removed).toEqual([]);
  await advance(1);
  expect(removed).toEqual(['a', 'b']);
});

test('when the window closes everything goes, held or not', async () => {
  removals.add(['a']);
  removals.hold(true);
  removals.add(['b']);
  await removals.finish();
  expect(removed).toEqual(['a', 'b']);
});

test('what cannot be removed is told of and shown again; the rest goes', async () => {
  removals.add(['stuck', 'b']);
  await removals.finish();
  expect([removed, failed, removals.hidden]).toEqual([['b'], ['stuck'], []]);
});
