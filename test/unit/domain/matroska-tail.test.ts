import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { headerEnd, newestStretch } from '@domain/matroska-tail';

/** As a recorder of ffmpeg 5.1 left it while it wrote: H.264 with B frames, Opus, key frames 1.5 s apart. Positions are those that ffprobe tells. */
const growing = new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/matroska/growing.mkv')));
const clusterStarts = [763, 5070, 7021, 9086, 10_748, 15_046, 16_508, 18_064, 19_685, 21_460, 25_871, 27_338, 29_004, 30_937, 32_598];

test('the header ends where the first cluster begins', () => {
  expect(headerEnd(growing)).toBe(763);
  expect(headerEnd(growing.subarray(0, 5000))).toBe(763);
  expect(headerEnd(growing.subarray(0, 700))).toBeNull();
});

describe('the newest stretch', () => {
  it('begins with a key frame', () => {
    expect(newestStretch(growing.subarray(763, 10_748))).toEqual({ startByte: 0, endByte: 10_748 - 763, newestMilliseconds: 1207 });
  });

  it('begins before the last key frame but one where others come before it, and its newest picture is that with the latest time', () => {
    expect(newestStretch(growing.subarray(763))).toEqual({ startByte: 21_460 - 763, endByte: 36_956 - 763, newestMilliseconds: 4507 });
  });

  it('leaves out a cluster that is half written', () => {
    expect(newestStretch(growing.subarray(0, 36_000))).toEqual({ startByte: 10_748, endByte: 32_598, newestMilliseconds: 4207 });
    expect(newestStretch(growing.subarray(0, 32_598 + 3))).toEqual({ startByte: 10_748, endByte: 32_598, newestMilliseconds: 4207 });
  });

  it('is none where no key frame is near', () => {
    expect(newestStretch(growing.subarray(25_871, 32_598))).toBeNull();
    expect(newestStretch(growing.subarray(32_598))).toBeNull();
    expect(newestStretch(growing.subarray(763, 5000))).toBeNull();
  });

  test('of any piece of a file lies between its clusters', () => {
    const piece = fc.tuple(fc.nat(growing.length), fc.nat(growing.length)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(piece, ([from, to]) => {
        const found = newestStretch(growing.subarray(from, to));
        if (found === null) return;
        expect(clusterStarts).toContain(from + found.startByte);
        expect([...clusterStarts, growing.length]).toContain(from + found.endByte);
        expect(found.endByte).toBeLessThanOrEqual(to - from);
      }),
    );
  });

  test('of any bytes is none, or within them', () => {
    const mark = fc.constant([0x1f, 0x43, 0xb6, 0x75]);
    fc.assert(
      fc.property(fc.array(fc.oneof(mark, fc.array(fc.nat(255), { maxLength: 6 })), { maxLength: 40 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flat());
        const found = newestStretch(bytes);
        expect(found === null || (found.startByte < found.endByte && found.endByte <= bytes.length)).toBe(true);
      }),
    );
  });
});
