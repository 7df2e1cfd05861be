import { array, assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withEndingOf } from '@domain/recording';
import { lengthsArgv, listingArgv, parseLengths, parseListing, parseReadingErrors, parseReadingHead, readingArgv } from '@domain/recording-tools';

// Printed by the scripts on Debian 12 (dash, coreutils 9.1) and by busybox 1.35.
const listing = `18221327 66053021 4096
308257 1795245938 /recordings/closed.mkv
308191 1795245937 /recordings/crash.mkv
0 1795245943 /recordings/test-pattern-20261121-072125-d8ba.mp4
`;

describe('a listing', () => {
  test('has the free space and every file', () => {
    expect(parseListing(listing)).toEqual({
      freeBytes: 18_221_327 * 4096,
      totalBytes: 66_053_021 * 4096,
      files: [
        { fileName: 'closed.mkv', sizeBytes: 308_257, modifiedAt: '2026-11-21T07:25:38.000Z' },
        { fileName: 'crash.mkv', sizeBytes: 308_191, modifiedAt: '2026-11-21T07:25:37.000Z' },
        { fileName: 'test-pattern-20261121-072125-d8ba.mp4', sizeBytes: 0, modifiedAt: '2026-11-21T07:25:43.000Z' },
      ],
    });
  });

  test.each(['', 'stat: cannot read file system information', '1 2', `${'9'.repeat(40)} 1 1`])('is refused where it is something else: %j', (text) => {
    expect(parseListing(text)).toBeNull();
  });

  test('names nothing but plain file names, whatever lies there', () => {
    assert(
      property(array(string({ unit: 'binary', maxLength: 12 }), { maxLength: 5 }), (lines) => {
        const files = parseListing(['1 1 1', ...lines.map((line) => `1 1 /recordings/${line}.mkv`)].join('\n'))?.files ?? [];
        return files.every(({ fileName }) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\.mkv$/.test(fileName));
      }),
      { numRuns: 50 },
    );
  });
});

test('lengths are those that the files tell', () => {
  expect(parseLengths('closed.mkv 3.000000\ncrash.mkv \nnotes.txt N/A\n../evil 5\n')).toEqual(
    new Map([
      ['closed.mkv', 3],
      ['crash.mkv', null],
      ['notes.txt', null],
    ]),
  );
});

describe('a reading', () => {
  test('begins with size, time and offset', () => {
    expect(parseReadingHead('file 308257 1795245938 308200')).toEqual({ sizeBytes: 308_257, modifiedSeconds: 1_795_245_938, offsetBytes: 308_200 });
    expect(parseReadingHead('absent')).toBe('absent');
  });

  test.each(['', 'file', 'file 1 2', 'file 1 2 3 4', 'file -1 2 0', 'file 5 2 6', 'file 1.5 2 0', 'file x 2 0'])('is refused with %j', (line) => {
    expect(parseReadingHead(line)).toBeNull();
  });

  test('ends with the hash; signs of life are nothing, anything else is told', () => {
    const sha256 = '7eb5f83c98878a2384bc41ab6f8c17260a1ba864ed1eef89df9f22982cde9391';
    expect(parseReadingErrors(`\n\n${sha256}  -\n`)).toEqual({ sha256, said: '' });
    expect(parseReadingErrors('\n')).toEqual({ sha256: null, said: '' });
    expect(parseReadingErrors(`dd: error reading '/recordings/a.mkv': Input/output error\n${sha256}  -\n`)).toEqual({
      sha256,
      said: "dd: error reading '/recordings/a.mkv': Input/output error",
    });
  });
});

test('what comes from outside is a word of the command line, never of the script', () => {
  const hostile = '$(reboot);"\'`';
  for (const argv of [listingArgv(hostile), lengthsArgv('/recordings', [hostile]), readingArgv(hostile, 5)]) {
    expect(argv.slice(0, 2)).toEqual(['sh', '-c']);
    expect(argv[2]).not.toContain('reboot');
    expect(argv.slice(3)).toContain(hostile);
  }
});

test.each([
  ['a.mkv', 'talk', 'talk.mkv'],
  ['a.mkv', 'talk.mkv', 'talk.mkv'],
  ['a.mkv', 'talk.MKV', 'talk.MKV'],
  ['a.mkv', 'talk.mp4', 'talk.mp4.mkv'],
  ['a', 'talk', 'talk'],
])('%s renamed to %s is %s', (before, name, after) => {
  expect(withEndingOf(before, name)).toBe(after);
});
