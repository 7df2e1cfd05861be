import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, json, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ffprobeArgv, parseMediaInfo } from '@domain/media-info';

const read = (name: string): string => readFileSync(resolve(import.meta.dirname, `../../fixtures/media-info/${name}.txt`), 'utf8');

describe('what ffprobe reads', () => {
  it('of a closed file', () => {
    expect(parseMediaInfo(read('closed-mkv-with-sound'))).toEqual({
      codec: 'h264',
      frameSize: { width: 320, height: 180 },
      framesPerSecond: 30,
      pixelFormat: 'yuv420p',
      audioCodec: 'aac',
      durationSeconds: 3.023,
      frames: null,
    });
  });

  it('of a file that was not closed: the last timestamp, where its header claims 60 seconds', () => {
    expect(parseMediaInfo(read('unclosed-mkv-head'))?.durationSeconds).toBe(60);
    expect(parseMediaInfo(read('unclosed-mkv-complete'))).toMatchObject({ durationSeconds: 3.1, frames: 93 });
  });

  it('of a fragmented MP4: from its first timestamp on, at an NTSC rate', () => {
    const media = parseMediaInfo(read('fragmented-mp4-complete'));
    expect(media).toMatchObject({ frames: 90, framesPerSecond: 30_000 / 1001 });
    expect(media?.durationSeconds).toBeCloseTo(3.003, 5);
  });

  it('of VP9 and Opus', () => {
    expect(parseMediaInfo(read('vp9-opus'))).toMatchObject({ codec: 'vp9', audioCodec: 'opus', framesPerSecond: 25 });
  });

  it('says nothing of the length where no packet could be read', () => {
    const [header = ''] = read('unclosed-mkv-complete').split(/\n(?=\d)/);
    expect(parseMediaInfo(header)?.durationSeconds).toBeNull();
  });
});

describe('what is no recording', () => {
  it('is sound with a cover, or no media at all', () => {
    expect(parseMediaInfo(read('sound-with-cover'))).toBeNull();
    expect(parseMediaInfo(read('not-media'))).toBeNull();
    expect(parseMediaInfo('')).toBeNull();
  });

  it('never throws', () => {
    assert(property(string(), (text) => void parseMediaInfo(text)));
    assert(property(json(), string(), (document, rest) => void parseMediaInfo(`${document}\n${rest}`)));
  });
});

describe('the command', () => {
  it('takes the path as one argument', () => {
    const path = '/srv/a "b" $(c);.mkv';
    expect(ffprobeArgv(path, false)).toEqual(expect.arrayContaining(['ffprobe', path]));
    const complete = ffprobeArgv(path, true);
    expect(complete.at(-1)).toBe(path);
    expect(complete.slice(0, -1).join(' ')).not.toContain('$(c)');
  });
});
