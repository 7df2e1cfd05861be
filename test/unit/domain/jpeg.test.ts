import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JpegSplitter } from '@domain/jpeg';

/** Four pictures of 320x180 with noise at q2, about 60 kB each, as ffmpeg wrote them one behind the other. */
const stream = new Uint8Array(readFileSync(resolve(import.meta.dirname, '../../fixtures/jpeg/noise-q2.mjpeg')));
const pictures = cutByHand(stream);
const [first, second] = pictures as [Uint8Array, Uint8Array];

/** The fixture holds no segment with a marker inside, so that plain searching is right for it. */
function cutByHand(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1');
  return text.split(/(?<=\u00ff\u00d9)(?=\u00ff\u00d8)/).map((part) => new Uint8Array(Buffer.from(part, 'latin1')));
}

const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const split = (...chunks: readonly Uint8Array[]): Uint8Array[] => {
  const splitter = new JpegSplitter();
  return chunks.flatMap((chunk) => splitter.push(chunk));
};
/** By digest: the difference of two pictures is nothing to print. */
const digest = (picture: Uint8Array): string => `${picture.length} ${createHash('sha256').update(picture).digest('hex').slice(0, 16)}`;
const same = (got: readonly Uint8Array[], wanted: readonly Uint8Array[]) => expect(got.map(digest)).toEqual(wanted.map(digest));
const withSegment = (jpeg: Uint8Array, code: number, payload: readonly number[]): Uint8Array => {
  const length = payload.length + 2;
  return concat(jpeg.slice(0, 2), Uint8Array.of(0xff, code, length >> 8, length & 0xff, ...payload), jpeg.slice(2));
};

describe('whole pictures', () => {
  it('come out of a real stream', () => {
    expect(pictures).toHaveLength(4);
    same(split(stream), pictures);
  });

  it('come out whatever the chunks are', () => {
    assert(
      property(array(integer({ min: 0, max: stream.length }), { maxLength: 60 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((one, other) => one - other), stream.length];
        const chunks = edges.slice(1).map((edge, at) => stream.subarray(edges[at], edge));
        same(split(...chunks), pictures);
      }),
      { numRuns: 30 },
    );
  });

  it('come out byte by byte', () => {
    const splitter = new JpegSplitter();
    same([...first].flatMap((byte) => splitter.push(Uint8Array.of(byte))), [first]);
  });

  it('may hold end and start marks inside a comment or APPn segment', () => {
    const tricky = withSegment(withSegment(first, 0xfe, [0x61, 0xff, 0xd9, 0xff, 0xd8, 0xff, 0x62]), 0xe1, [0xff, 0xd8, 0xff, 0xd9]);
    same(split(tricky, second), [tricky, second]);
  });

  it('may have fill bytes before a marker', () => {
    const filled = concat(first.slice(0, 2), Uint8Array.of(0xff, 0xff), first.slice(2, -2), Uint8Array.of(0xff, 0xff, 0xff, 0xd9));
    same(split(filled, second), [filled, second]);
  });

  it('are copies, which later chunks do not change', () => {
    const splitter = new JpegSplitter();
    const [picture] = splitter.push(first);
    splitter.push(second);
    same([picture!], [first]);
  });
});

describe('what was lost on the way', () => {
  it('costs the picture that was cut short, and no other', () => {
    same(split(first.slice(0, 30_000), second), [second]);
    same(split(first.slice(0, 20), second), [second]);
  });

  it('costs one more where it was cut inside a segment, whose length then covers the next start', () => {
    same(split(first.slice(0, 25), second, first), [first]);
  });

  it('costs the picture whose start is missing', () => {
    same(split(first.slice(30_000), second), [second]);
  });

  it('costs nothing where there was only rubbish between', () => {
    same(split(Uint8Array.of(1, 2, 0xff, 0xd9, 0xff), first, Uint8Array.of(0, 0xff, 0xff), second), [first, second]);
  });

  it('is made good within 64 kB, as far as a broken length can reach', () => {
    assert(
      property(integer({ min: 4000, max: first.length - 1 }), integer({ min: 1, max: 20_000 }), (at, length) => {
        const got = split(first.slice(0, at), first.slice(at + length), second, first, second, first);
        same(got.slice(-2), [second, first]);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves every picture that comes out with its marks, whatever was sent', () => {
    assert(
      property(array(uint8Array({ maxLength: 300 }), { maxLength: 20 }), (chunks) => {
        const marked = chunks.flatMap((chunk) => [Uint8Array.of(0xff, 0xd8, 0xff), chunk]);
        for (const picture of split(...marked)) {
          expect([...picture.subarray(0, 2), ...picture.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
        }
      }),
    );
  });
});

describe('bounds', () => {
  const megabyte = new Uint8Array(1024 * 1024).fill(0x55);
  const headers = first.slice(0, 2000);

  it('drops a picture larger than 4 MiB and goes on with the next', () => {
    same(split(headers, ...Array<Uint8Array>(6).fill(megabyte), second), [second]);
  });

  it('takes one of 3 MiB', () => {
    const [large] = split(concat(headers, megabyte, megabyte, megabyte, Uint8Array.of(0xff, 0xd9)));
    expect(large?.length).toBe(2000 + 3 * 1024 * 1024 + 2);
  });

  it('takes a hundred megabytes without a picture in less than two seconds', () => {
    const splitter = new JpegSplitter();
    const startedAt = performance.now();
    for (let at = 0; at < 100; at += 1) expect(splitter.push(megabyte)).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    same(splitter.push(first), [first]);
  });
});
