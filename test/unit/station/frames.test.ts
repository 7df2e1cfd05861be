import { array, assert, asyncProperty, boolean, integer, record, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { outputPieces } from '../../../src/station/docker/frames';

const frame = (stderr: boolean, bytes: Uint8Array): Buffer => {
  const header = Buffer.from([stderr ? 2 : 1, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
};

async function* cut(stream: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const length of lengths) {
    yield stream.subarray(at, at + length);
    at += length;
  }
  yield stream.subarray(at);
}

async function taken(chunks: AsyncIterable<Buffer>) {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  for await (const { stderr, bytes } of outputPieces(chunks)) (stderr ? err : out).push(bytes);
  return { out: Buffer.concat(out), err: Buffer.concat(err) };
}

test('both streams come out as they went in, however the connection cuts them', async () => {
  const frames = array(record({ stderr: boolean(), bytes: uint8Array({ maxLength: 40 }) }), { maxLength: 12 });
  await assert(
    asyncProperty(frames, array(integer({ min: 0, max: 13 }), { maxLength: 40 }), async (all, lengths) => {
      const of = (wanted: boolean) => Buffer.concat(all.flatMap(({ stderr, bytes }) => (stderr === wanted ? [bytes] : [])));
      const stream = Buffer.concat(all.map(({ stderr, bytes }) => frame(stderr, bytes)));
      expect(await taken(cut(stream, lengths))).toEqual({ out: of(false), err: of(true) });
    }),
  );
});

test('of a frame that is cut off, what came is given', async () => {
  const whole = frame(false, Buffer.from('abcdef'));
  expect((await taken(cut(whole.subarray(0, 11), []))).out.toString()).toBe('abc');
});

test('nothing is taken from the connection before it is asked for', async () => {
  let given = 0;
  async function* slow() {
    for (;;) {
      given += 1;
      yield frame(false, Buffer.alloc(10));
    }
  }
  const pieces = outputPieces(slow());
  for (let count = 0; count < 3; count += 1) await pieces.next();
  expect(given).toBe(3);
});
