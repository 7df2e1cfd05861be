import { expect, test } from 'vitest';
import { SharedWork } from '../../../src/station/shared-work';

/** Work that goes on until it is told to end, and what became of each piece. */
function pieces() {
  const begun: { readonly signal: AbortSignal; readonly finish: (value: string) => void; readonly fail: (error: Error) => void }[] = [];
  const work = new SharedWork<string>(
    (signal) =>
      new Promise((finish, fail) => {
        signal.addEventListener('abort', () => fail(signal.reason as Error));
        begun.push({ signal, finish, fail });
      }),
  );
  return { begun, work };
}

test('all who ask share one piece of work, and its outcome is kept', async () => {
  const { begun, work } = pieces();
  const both = [work.join(), work.join(new AbortController().signal)];
  begun[0]?.finish('made');
  expect(await Promise.all(both)).toEqual(['made', 'made']);
  expect(await work.join()).toBe('made');
  expect(begun).toHaveLength(1);
});

test('who stops waiting ends the work only where nobody else waits', async () => {
  const { begun, work } = pieces();
  const [first, second] = [new AbortController(), new AbortController()];
  const waiting = [work.join(first.signal), work.join(second.signal)];
  first.abort(new Error('enough'));
  await expect(waiting[0]).rejects.toThrow('enough');
  expect(begun[0]?.signal.aborted).toBe(false);
  second.abort(new Error('enough too'));
  await expect(waiting[1]).rejects.toThrow('enough too');
  expect(begun[0]?.signal.aborted).toBe(true);
  const again = work.join();
  begun[1]?.finish('made after all');
  expect(await again).toBe('made after all');
});

test('what failed is begun anew by the next who asks, and an aborted signal begins nothing', async () => {
  const { begun, work } = pieces();
  const failing = work.join();
  begun[0]?.fail(new Error('no network'));
  await expect(failing).rejects.toThrow('no network');
  await expect(work.join(AbortSignal.abort(new Error('not at all')))).rejects.toThrow('not at all');
  expect(begun).toHaveLength(1);
  const again = work.join();
  begun[1]?.finish('made');
  expect(await again).toBe('made');
});
