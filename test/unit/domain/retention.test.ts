import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noRetention, retentionChoice, settledSeconds, type RetainedRecording, type RetentionFacts } from '@domain/retention';

const nowMs = Date.parse('2026-11-21T12:00:00.000Z');
const gibibyte = 1024 ** 3;
const daysAgo = (days: number) => new Date(nowMs - days * 86_400_000).toISOString();
const recording = (id: string, days: number, more: Partial<RetainedRecording> = {}): RetainedRecording => ({ id, startedAt: daysAgo(days), durationSeconds: 60, sizeBytes: gibibyte, part: null, isOnDisk: true, ...more });
const chosen = (facts: Partial<RetentionFacts> & Pick<RetentionFacts, 'recordings' | 'limits'>) =>
  retentionChoice({ busyIds: new Set(), nowMs, freeBytes: 10 * gibibyte, ...facts }).map(({ recording: { id }, reason }) => `${id} ${reason}`);

const three = [recording('new', 1), recording('old', 30), recording('middle', 10)];

describe('what goes', () => {
  it('is nothing without a limit', () => {
    expect(chosen({ recordings: three, limits: noRetention })).toEqual([]);
  });

  it('is what ended too long ago, not what began then', () => {
    expect(chosen({ recordings: three, limits: { ...noRetention, olderThanDays: 9 } })).toEqual(['old age', 'middle age']);
    expect(chosen({ recordings: [recording('long', 10, { durationSeconds: 2 * 86_400 })], limits: { ...noRetention, olderThanDays: 9 } })).toEqual([]);
  });

  it('is the oldest until the rest fits', () => {
    expect(chosen({ recordings: three, limits: { ...noRetention, largerThanGib: 2 } })).toEqual(['old size']);
    expect(chosen({ recordings: three, limits: { ...noRetention, largerThanGib: 3 } })).toEqual([]);
  });

  it('is the oldest of this disk until enough is free; nothing where that is not known', () => {
    const limits = { ...noRetention, keepFreeGib: 11.5 };
    expect(chosen({ recordings: three, limits })).toEqual(['old space', 'middle space']);
    expect(chosen({ recordings: [...three.slice(0, 1), recording('old', 30, { isOnDisk: false }), ...three.slice(2)], limits })).toEqual(['middle space', 'new space']);
    expect(chosen({ recordings: three, limits, freeBytes: null })).toEqual([]);
  });

  it('is never what is kept, in use, or has only just ended, nor what belongs to it', () => {
    const limits = { olderThanDays: 1, largerThanGib: 1, keepFreeGib: 1000 };
    const first = recording('first', 20);
    const part = (id: string, days: number, more = {}) => recording(id, days, { part: { number: 2, firstSessionId: 'first' }, ...more });
    expect(chosen({ recordings: [first, part('second', 19, { kept: true })], limits })).toEqual([]);
    expect(chosen({ recordings: [first, part('second', 19)], busyIds: new Set(['second']), limits })).toEqual([]);
    // The first part is not in the list any more; its recording goes on.
    expect(chosen({ recordings: [part('second', 19)], busyIds: new Set(['first']), limits })).toEqual([]);
    expect(chosen({ recordings: [first, part('second', 0)], limits })).toEqual([]);
    expect(chosen({ recordings: [part('second', 19), first], limits })).toEqual(['first age', 'second age']);
  });
});

const limit = fc.option(fc.integer({ min: 1, max: 40 }));
const facts = fc.record({
  recordings: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom(...'abcdefghijklmnop'),
      startedAt: fc.integer({ min: 0, max: 40 * 24 }).map((hours) => daysAgo(hours / 24)),
      durationSeconds: fc.integer({ min: 0, max: 90_000 }),
      sizeBytes: fc.integer({ min: 0, max: 8 }).map((gib) => gib * gibibyte),
      kept: fc.boolean(),
      part: fc.option(fc.record({ number: fc.integer({ min: 1, max: 4 }), firstSessionId: fc.constantFrom('a', 'b', 'z') })),
      isOnDisk: fc.boolean(),
    }),
    { selector: ({ id }) => id },
  ),
  busyIds: fc.subarray([...'abcdefghz']).map((ids) => new Set(ids)),
  limits: fc.record({ olderThanDays: limit, largerThanGib: limit, keepFreeGib: limit }),
  freeBytes: fc.option(fc.integer({ min: 0, max: 40 }).map((gib) => gib * gibibyte)),
  nowMs: fc.constant(nowMs),
});
const wholeOf = ({ id, part }: RetainedRecording) => part?.firstSessionId ?? id;
const endOf = ({ startedAt, durationSeconds }: RetainedRecording) => Date.parse(startedAt) + durationSeconds * 1000;
const bytesOf = (recordings: readonly RetainedRecording[]) => recordings.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

it('whatever is there: no kept or busy one goes, none half, none twice, and no more than must', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const choices = retentionChoice(given);
      const gone = choices.map((choice) => choice.recording);
      const stay = given.recordings.filter((one) => !gone.includes(one));
      expect(new Set(gone).size).toBe(gone.length);
      const staying = new Set(stay.map(wholeOf));
      for (const one of gone) {
        expect(given.recordings).toContain(one);
        expect(one.kept || given.busyIds.has(one.id) || given.busyIds.has(wholeOf(one))).toBe(false);
        expect(staying.has(wholeOf(one))).toBe(false);
        expect(nowMs - endOf(one)).toBeGreaterThanOrEqual(settledSeconds * 1000);
      }
      // Without the last whole that went, a limit would not hold.
      const { olderThanDays, largerThanGib, keepFreeGib } = given.limits;
      const last = choices.at(-1);
      if (last) {
        const whole = gone.filter((one) => wholeOf(one) === wholeOf(last.recording));
        const before = [...stay, ...whole];
        if (last.reason === 'age') expect(nowMs - Math.max(...whole.map(endOf))).toBeGreaterThan((olderThanDays ?? Number.POSITIVE_INFINITY) * 86_400_000);
        if (last.reason === 'size') expect(bytesOf(before)).toBeGreaterThan((largerThanGib ?? Number.POSITIVE_INFINITY) * gibibyte);
        if (last.reason === 'space') {
          const freed = bytesOf(gone.filter((one) => one.isOnDisk && !whole.includes(one)));
          expect((given.freeBytes ?? 0) + freed).toBeLessThan((keepFreeGib ?? 0) * gibibyte);
        }
      }
      // What is looked at again at once is left as it is.
      const freeBytes = given.freeBytes === null ? null : given.freeBytes + bytesOf(gone.filter((one) => one.isOnDisk));
      expect(retentionChoice({ ...given, recordings: stay, freeBytes })).toEqual([]);
      // In whatever order they are listed.
      expect(new Set(retentionChoice({ ...given, recordings: given.recordings.toReversed() }).map((choice) => choice.recording)).size).toBe(gone.length);
    }),
  );
});
