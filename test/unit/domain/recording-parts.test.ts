import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { capstanError } from '@domain/errors';
import { gapSchema } from '@domain/gap';
import type { Recording } from '@domain/recording';
import { joinedOf, missingSeconds, wholeId, wholeRecordings } from '@domain/recording-parts';

const file = (id: string, changes: Partial<Recording> = {}): Recording => ({
  ...{ id, path: `/videos/${id}.mkv`, remotePath: null, durationSeconds: 10, sizeBytes: 1000, frames: 300, droppedFrames: 1, media: null },
  ...{ presetName: 'Camera', source: 'Camera', engine: 'docker', host: { id: 'this-computer', name: 'This computer' } },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', reason: 'stopped', recovered: false, part: null, error: null },
  ...changes,
});
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
const part = (number: number, startSeconds: number, changes: Partial<Recording> = {}) =>
  file(`part${number}`, { startedAt: at(startSeconds), part: number === 1 ? null : { number, firstSessionId: 'part1' }, ...changes });
const pulled = { reason: 'failed', error: capstanError('device-missing', 'It is gone.') } as const;

describe('the parts of a recording', () => {
  it('are one, with what is missing between them and why', () => {
    const [whole, other, ...none] = wholeRecordings([part(3, 40), part(1, 0, pulled), file('alone', { startedAt: at(-100) }), part(2, 14)]);
    expect(none).toEqual([]);
    expect(other).toMatchObject({ id: 'alone', parts: 1, gaps: [], missing: null, durationSeconds: 10 });
    expect(whole).toMatchObject({ id: 'part1', parts: 3, missing: null, durationSeconds: 30, sizeBytes: 3000, droppedFrames: 3 });
    expect(whole?.files.map(({ id }) => id)).toEqual(['part1', 'part2', 'part3']);
    expect(whole?.gaps).toEqual([
      { beforePart: 2, from: at(10), to: at(14), seconds: 4, reason: 'away' },
      { beforePart: 3, from: at(24), to: at(40), seconds: 16, reason: 'paused' },
    ]);
    expect(missingSeconds(whole?.gaps ?? [])).toBe(20);
    expect(whole && joinedOf(whole.files)).toMatchObject({ parts: 3, gaps: [{ seconds: 4, atSeconds: 10 }, { seconds: 16, atSeconds: 20 }] });
  });

  it('failed otherwise too', () => {
    const crashed = { reason: 'failed', error: capstanError('ffmpeg-exited', 'It ended.') } as const;
    expect(wholeRecordings([part(1, 0, crashed), part(2, 11)])[0]?.gaps).toMatchObject([{ seconds: 1, reason: 'failed' }]);
  });

  it('are still one without the first, and nothing is said of what is not known', () => {
    const [whole] = wholeRecordings([part(4, 60), part(2, 14), part(3, 30)]);
    expect(whole).toMatchObject({ id: 'part1', parts: 3, missing: 'Part 1', gaps: [{ beforePart: 3 }, { beforePart: 4 }] });
    expect(wholeRecordings([part(1, 0), part(3, 30)])[0]).toMatchObject({ missing: 'Part 2', gaps: [] });
  });

  it('may be files of one part, between which nothing is missing', () => {
    const split = (number: number, fileNumber: number, startSeconds: number) =>
      file(`p${number}f${fileNumber}`, { startedAt: at(startSeconds), part: { number, firstSessionId: 'p1f1', file: fileNumber } });
    const [whole, ...none] = wholeRecordings([split(2, 2, 35), split(1, 2, 10), split(1, 1, 0), split(2, 1, 25)]);
    expect(none).toEqual([]);
    expect(whole).toMatchObject({ parts: 2, missing: null, gaps: [{ beforePart: 2, from: at(20), to: at(25), seconds: 5 }] });
    expect(whole?.files.map(({ id }) => id)).toEqual(['p1f1', 'p1f2', 'p2f1', 'p2f2']);
  });
});

const anyFile: fc.Arbitrary<Recording> = fc
  .record({
    first: fc.constantFrom('a', 'b', 'c'),
    number: fc.integer({ min: 1, max: 5 }),
    fileNumber: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    startSeconds: fc.integer({ min: -50, max: 50 }),
    durationSeconds: fc.double({ min: 0, max: 1e6, noNaN: true }),
    end: fc.constantFrom(pulled, { reason: 'stopped', error: null } as const, { reason: 'completed', error: null } as const),
  })
  .map(({ first, number, fileNumber, startSeconds, durationSeconds, end }) =>
    file(number === 1 && fileNumber === undefined ? first : `${first}${number}${fileNumber ?? ''}`, {
      ...{ startedAt: at(startSeconds), durationSeconds, ...end },
      part: number === 1 && fileNumber === undefined ? null : { number, firstSessionId: first, ...(fileNumber !== undefined && { file: fileNumber }) },
    }),
  );

test('any order of files groups the same, with nothing lost or twice and no gap below nothing', () => {
  const order = fc.uniqueArray(anyFile, { selector: ({ id }) => id, maxLength: 20 }).chain((files) => fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })));
  fc.assert(
    fc.property(order, ([files, shuffled]) => {
      const wholes = wholeRecordings(files);
      expect(wholeRecordings(shuffled)).toEqual(wholes);
      const listed = wholes.flatMap((whole) => whole.files.map(({ id }) => id));
      expect(listed.toSorted()).toEqual(files.map(({ id }) => id).toSorted());
      expect(new Set(wholes.map(({ id }) => id)).size).toBe(wholes.length);
      for (const { id, files: own, parts, gaps } of wholes) {
        expect(own.every((one) => wholeId(one) === id)).toBe(true);
        expect(gaps.length).toBeLessThan(parts);
        for (const gap of gaps) {
          expect(gapSchema.safeParse(gap).success).toBe(true);
          expect(Date.parse(gap.to) - Date.parse(gap.from)).toBe(Math.round(gap.seconds * 1000));
        }
      }
    }),
  );
});
