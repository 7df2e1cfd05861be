import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, assert, asyncProperty, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { CapstanFailure, failure } from '@domain/errors';
import { fetchFile, type FilePiece, type ReadFile } from '../../../src/station/recordings/fetch-file';
import { temporaryDirectory } from './temporary';

const modifiedSeconds = 1_795_245_938;

/** A host whose connection breaks after so many bytes, once for each number, and then holds. */
function host(file: Buffer, breaks: readonly number[] = []) {
  const left = [...breaks];
  const offsets: number[] = [];
  const read: ReadFile = async function* read(asked): AsyncGenerator<FilePiece> {
    offsets.push(asked);
    const offsetBytes = asked <= file.length ? asked : 0;
    let budget = left.shift() ?? Number.POSITIVE_INFINITY;
    yield { type: 'file', sizeBytes: file.length, modifiedSeconds, offsetBytes };
    for (let at = offsetBytes; at < file.length; at += 1000) {
      const bytes = file.subarray(at, Math.min(at + 1000, at + budget));
      budget -= bytes.length;
      if (bytes.length > 0) yield { type: 'bytes', bytes };
      if (budget <= 0) throw failure('connection-lost', 'cut');
    }
    yield { type: 'hash', sha256: createHash('sha256').update(file).digest('hex') };
  };
  return { read, offsets };
}

const options = () => ({ onProgress: () => {}, signal: new AbortController().signal });
const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof CapstanFailure ? thrown.error.kind : String(thrown)),
  );

test('a file arrives whole, with its time, and nothing else is left', async () => {
  const directory = temporaryDirectory();
  const target = join(directory, 'deeper', 'a.mkv');
  const file = randomBytes(3_500_000);
  expect(await fetchFile(host(file).read, target, options())).toEqual({ sizeBytes: file.length });
  expect(readFileSync(target).equals(file)).toBe(true);
  expect(statSync(target).mtimeMs).toBe(modifiedSeconds * 1000);
  expect(existsSync(`${target}.part`)).toBe(false);
});

test('an empty file is one too', async () => {
  const target = join(temporaryDirectory(), 'a.mkv');
  await fetchFile(host(Buffer.alloc(0)).read, target, options());
  expect(readFileSync(target).length).toBe(0);
});

test('it goes on where the connection broke, wherever that was', async () => {
  await assert(
    asyncProperty(array(integer({ min: 1, max: 9000 }), { maxLength: 4 }), async (breaks) => {
      const target = join(temporaryDirectory(), 'a.mkv');
      const file = randomBytes(20_000);
      const { read, offsets } = host(file, breaks);
      await fetchFile(read, target, options());
      expect(readFileSync(target).equals(file)).toBe(true);
      let sum = 0;
      expect(offsets).toEqual([0, ...breaks.map((length) => (sum += length))].slice(0, offsets.length));
    }),
    { numRuns: 5 },
  );
});

test('what another run left is gone on with', async () => {
  const target = join(temporaryDirectory(), 'a.mkv');
  const file = randomBytes(50_000);
  writeFileSync(`${target}.part`, file.subarray(0, 31_000));
  const { read, offsets } = host(file);
  await fetchFile(read, target, options());
  expect(offsets).toEqual([31_000]);
  expect(readFileSync(target).equals(file)).toBe(true);
});

test('a part that is longer than the file is begun again', async () => {
  const target = join(temporaryDirectory(), 'a.mkv');
  const file = randomBytes(5000);
  writeFileSync(`${target}.part`, randomBytes(9000));
  await fetchFile(host(file).read, target, options());
  expect(readFileSync(target).equals(file)).toBe(true);
});

test('one wrong byte is found: the copy is deleted, and the next one is right', async () => {
  const target = join(temporaryDirectory(), 'a.mkv');
  const file = randomBytes(50_000);
  const part = Buffer.from(file.subarray(0, 31_000));
  part[12_345]! ^= 1;
  writeFileSync(`${target}.part`, part);
  expect(await kindOf(fetchFile(host(file).read, target, options()))).toBe('transfer-damaged');
  expect(existsSync(`${target}.part`)).toBe(false);
  expect(existsSync(target)).toBe(false);
  expect(await kindOf(fetchFile(host(file).read, target, options()))).toBe('done');
});

test('a file that grows meanwhile is not taken for whole', async () => {
  const file = randomBytes(5000);
  const read: ReadFile = async function* read() {
    yield { type: 'file', sizeBytes: 4000, modifiedSeconds, offsetBytes: 0 };
    yield { type: 'bytes', bytes: file };
    yield { type: 'hash', sha256: createHash('sha256').update(file).digest('hex') };
  };
  expect(await kindOf(fetchFile(read, join(temporaryDirectory(), 'a.mkv'), options()))).toBe('transfer-damaged');
});

test('a cancelled copy keeps what came', async () => {
  const target = join(temporaryDirectory(), 'a.mkv');
  const file = randomBytes(3_000_000);
  const cancel = new AbortController();
  const onProgress = (bytes: number) => {
    if (bytes > 0) cancel.abort();
  };
  const { read } = host(file);
  const stops: ReadFile = async function* stops(offset, signal) {
    for await (const piece of read(offset, signal)) {
      if (signal.aborted) throw failure('connection-lost', 'closed');
      yield piece;
    }
  };
  expect(await kindOf(fetchFile(stops, target, { onProgress, signal: cancel.signal }))).toBe('transfer-cancelled');
  const kept = readFileSync(`${target}.part`);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.equals(file.subarray(0, kept.length))).toBe(true);
});

test('a file that is there already is compared, never replaced', async () => {
  const target = join(temporaryDirectory(), 'a.mkv');
  const file = randomBytes(5000);
  writeFileSync(target, file);
  expect(await fetchFile(host(file).read, target, options())).toEqual({ sizeBytes: 5000 });
  for (const other of [randomBytes(5000), randomBytes(4000), randomBytes(6000)]) {
    expect(await kindOf(fetchFile(host(other).read, target, options()))).toBe('output-unwritable');
  }
  expect(readFileSync(target).equals(file)).toBe(true);
});

test('two copies at once into one place do each other no harm', async () => {
  const target = join(temporaryDirectory(), 'a.mkv');
  const file = randomBytes(2_000_000);
  const [one, other] = await Promise.all([kindOf(fetchFile(host(file, [700_000]).read, target, options())), kindOf(fetchFile(host(file).read, target, options()))]);
  expect([one, other]).toContain('done');
  expect(readFileSync(target).equals(file)).toBe(true);
});

test('a link in the place of the part is not followed', async () => {
  const directory = temporaryDirectory();
  const elsewhere = join(directory, 'precious');
  writeFileSync(elsewhere, 'precious');
  symlinkSync(elsewhere, join(directory, 'a.mkv.part'));
  expect(await kindOf(fetchFile(host(randomBytes(5000)).read, join(directory, 'a.mkv'), options()))).toBe('output-unwritable');
  expect(readFileSync(elsewhere, 'utf8')).toBe('precious');
});

test('an error that is no break is told at once', async () => {
  const read: ReadFile = async function* read() {
    yield* [];
    throw failure('recording-unknown', 'gone');
  };
  expect(await kindOf(fetchFile(read, join(temporaryDirectory(), 'a.mkv'), options()))).toBe('recording-unknown');
});

test('progress is told at most ten times a second, and at the end', async () => {
  const file = randomBytes(2_000_000);
  const told: [number, number][] = [];
  const before = performance.now();
  await fetchFile(host(file).read, join(temporaryDirectory(), 'a.mkv'), { ...options(), onProgress: (...figures) => told.push(figures) });
  expect(told.length).toBeLessThanOrEqual(2 + (performance.now() - before) / 100);
  expect(told.at(-1)).toEqual([2_000_000, 2_000_000]);
});
