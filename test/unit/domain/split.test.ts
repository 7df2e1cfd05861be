import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noSplit } from '@domain/preset';
import { fileNamePattern } from '@domain/recording';
import { firstFileName, isFileOf, splitFileName, splitNumber, splitPattern, unsplitName } from '@domain/split';
import { parseFileTimes, secondsToNext } from '@domain/split-join';

describe('the files of a recording that is split', () => {
  it('are numbered before the ending, and are known again by their names alone', () => {
    expect([1, 42, 1000].map((number) => splitFileName('talk.mkv', number))).toEqual(['talk-001.mkv', 'talk-042.mkv', 'talk-1000.mkv']);
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,40}\.mkv$/);
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 99_999 }), (fileName, number) => {
        const file = splitFileName(fileName, number);
        return fileNamePattern.test(file) && splitNumber(fileName, file) === number && unsplitName(file) === fileName;
      }),
    );
    fc.assert(fc.property(name, fc.string(), (fileName, other) => splitNumber(fileName, other) === null || other === splitFileName(fileName, splitNumber(fileName, other)!)));
  });

  it.each(['talk-000.mkv', 'talk-01.mkv', 'talk-0001.mkv', 'talk-001.mp4', 'talk.mkv', 'talk-001.mkv.part', 'other-001.mkv', 'talk-1e3.mkv', 'talk--01.mkv'])('are not %s', (name) => {
    expect(splitNumber('talk.mkv', name)).toBeNull();
  });

  it('are what ffmpeg makes of the pattern, whatever the folder is called', () => {
    expect(splitPattern('/100% of/%d/talk.mkv')).toBe('/100%% of/%%d/talk-%03d.mkv');
  });

  it('are those of their recorder alone', () => {
    const output = { fileName: 'talk.mkv' };
    const split = { settings: { split: { mode: 'time', seconds: 600 } as const }, output };
    expect([firstFileName(split), firstFileName({ settings: { split: noSplit }, output })]).toEqual(['talk-001.mkv', 'talk.mkv']);
    expect(['talk-003.mkv', 'talk.mkv', 'walk-003.mkv'].map((name) => isFileOf(split, name))).toEqual([true, false, false]);
    expect(['talk-003.mkv', 'talk.mkv'].map((name) => isFileOf({ settings: { split: noSplit }, output }, name))).toEqual([false, true]);
  });
});

describe('where the next file begins when they are joined', () => {
  // As ffprobe 5.1 wrote it of a file of 180 frames at 30 a second, with Opus.
  const text = '{"packets":[],"programs":[],"streams":[{"start_time":"0.066000"}],"format":{"start_time":"-0.007000"}}\n5.933000,0.033000\n6.033000,0.033000\n5.967000,0.033000\n6.000000,0.033000\n';
  const file = { startSeconds: -0.007, pictureStartSeconds: 0.066, pictureEndSeconds: 6.066 };

  it('is read from the first and the last pictures, in whatever order they lie', () => {
    expect(parseFileTimes(text)).toEqual({ ...file, pictureEndSeconds: expect.closeTo(6.066, 6) });
    expect(parseFileTimes('')).toBeNull();
    expect(parseFileTimes('{"streams":[{"start_time":"N/A"}],"format":{"start_time":"0"}}\n0.000000,0.033000\n')).toBeNull();
    fc.assert(fc.property(fc.string(), (other) => parseFileTimes(other) === null));
  });

  it('is after a whole number of frames, whatever sound lies before them', () => {
    expect(secondsToNext(file, file, 30)).toBeCloseTo(6, 9);
    expect(secondsToNext({ ...file, pictureEndSeconds: 6.067 }, { ...file, pictureStartSeconds: 0.026 }, 30)).toBeCloseTo(6.04, 9);
  });

  it('is what was measured where frames come as they like', () => {
    expect(secondsToNext({ ...file, pictureEndSeconds: 6.08 }, file, 30)).toBeCloseTo(6.014, 9);
    expect(secondsToNext(file, file, null)).toBeCloseTo(6, 9);
  });
});
