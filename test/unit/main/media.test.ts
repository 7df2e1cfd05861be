import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { failure } from '@domain/errors';
import { fileResponse, mediaRequestOf, mediaResponse, rangeOf, type MediaFiles } from '../../../src/main/media';
import { temporaryDirectory } from '../station/temporary';

const content = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
const recording = (name = 'a.mkv') => {
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, content);
  return path;
};
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('what the page may ask for', () => {
  it('is a picture, a recording or its preview, by id', () => {
    expect(mediaRequestOf('/media/recording/abcdefghij')).toEqual({ kind: 'recording', id: 'abcdefghij' });
    expect(mediaRequestOf('/media/thumbnail/abcdefghij')).toEqual({ kind: 'thumbnail', id: 'abcdefghij' });
  });

  it.each(['/media/recording/../../etc/passwd', '/media/recording/', '/media/recording/ABCDEFGHIJ', '/media/recording/abcdefghij/', '/media/secrets/abcdefghij', '/index.html', '/x/recording/abcdefghij', '/media/recording/abcdefghi%2e'])(
    'is nothing else: %s',
    (path) => expect(mediaRequestOf(path)).toBeNull(),
  );
});

describe('ranges', () => {
  it.each([
    [null, 'whole'],
    ['bytes=0-', { start: 0, end: 999 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=990-5000', { start: 990, end: 999 }],
    ['bytes=-5', { start: 995, end: 999 }],
    ['bytes=-5000', { start: 0, end: 999 }],
    ['bytes=1000-', null],
    ['bytes=20-10', null],
    ['bytes=-0', null],
    ['bytes=0-1,5-6', 'whole'],
    ['lines=1-2', 'whole'],
    ['bytes=-', 'whole'],
  ])('%s of 1000 bytes', (header, expected) => expect(rangeOf(header, 1000)).toEqual(expected));

  test('a range lies inside the file, or is none', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (first, last, size) => {
        const range = rangeOf(`bytes=${first}-${last}`, size);
        return range === null || (range !== 'whole' && range.start >= 0 && range.start <= range.end && range.end < size);
      }),
    );
  });
});

describe('answers', () => {
  it('sends the range that was asked for, and says so', async () => {
    const response = await fileResponse(recording(), 'bytes=100-199');
    expect(response.status).toBe(206);
    expect(Object.fromEntries(response.headers)).toMatchObject({ 'content-range': 'bytes 100-199/1000', 'content-length': '100', 'accept-ranges': 'bytes', 'content-type': 'video/x-matroska', 'x-content-type-options': 'nosniff' });
    expect(await bytesOf(response)).toEqual(content.subarray(100, 200));
  });

  it('sends the whole file where no range was asked for', async () => {
    const response = await fileResponse(recording('a.mp4'), null);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(await bytesOf(response)).toEqual(content);
  });

  it('refuses a range behind the end', async () => {
    const response = await fileResponse(recording(), 'bytes=1000-');
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
  });

  it.each(['a.html', 'a.svg', 'a'])('never sends what is no picture and no recording: %s', async (name) => {
    expect((await fileResponse(recording(name), null)).status).toBe(404);
  });

  it('has nothing for an unknown recording, a missing preview and a file that is gone', async () => {
    const files: MediaFiles = {
      thumbnail: () => Promise.reject(failure('recording-unknown', 'x')),
      playable: async () => null,
      recording: async () => '/nonexistent/a.mkv',
    };
    for (const kind of ['thumbnail', 'playable', 'recording'] as const) {
      expect((await mediaResponse(files, { kind, id: 'abcdefghij' }, null)).status).toBe(404);
    }
  });
});
