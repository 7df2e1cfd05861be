import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFfmpegBuild } from '@domain/ffmpeg-build';

const read = (name: string): string => readFileSync(resolve(import.meta.dirname, `../../fixtures/ffmpeg-build/${name}.txt`), 'utf8');
const encoders = read('5.1.9-debian12-encoders');

describe('the ffmpeg of Debian 12', () => {
  const build = parseFfmpegBuild(read('5.1.9-debian12-version'), encoders);

  it('tells its version', () => {
    expect(build).toMatchObject({ version: '5.1.9-0+deb12u1', major: 5, minor: 1 });
  });

  it('lists the encoders of picture and sound, and neither subtitles nor the legend', () => {
    expect(build?.encoders).toEqual(expect.arrayContaining(['libx264', 'libx265', 'libsvtav1', 'libvpx-vp9', 'mjpeg', 'h264_vaapi', 'aac', 'libopus']));
    for (const absent of ['=', 'Video', 'srt', 'ass', 'av1_vaapi']) expect(build?.encoders).not.toContain(absent);
    expect(build?.encoders).toHaveLength(encoders.split('------')[1]!.split('\n').filter((line) => /^ [VA]/.test(line)).length);
  });
});

describe('the versions that builds give themselves', () => {
  it.each([
    ['ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000-2021 the FFmpeg developers', '', 4, 4],
    ['ffmpeg version 6.1.1-3ubuntu5 Copyright', '', 6, 1],
    ['ffmpeg version 7.1 Copyright', '', 7, 1],
    ['ffmpeg version n7.1-12-g4b3f8e1 Copyright', '', 7, 1],
    ['ffmpeg version 7.0.2-static https://example.org/ Copyright', '', 7, 0],
    ['ffmpeg version 8.0 Copyright', '', 8, 0],
    ['ffmpeg version N-118896-g9f0970ee35 Copyright', 'libavcodec     61. 33.102 / 61. 33.102', 7, 1],
    ['ffmpeg version 2024-05-02-git-71669f2ad5-full_build Copyright', 'libavcodec     61.  5.103 / 61.  5.103', 7, 0],
    ['ffmpeg version git-2020-01-01-abc Copyright', 'libavcodec     58. 65.102 / 58. 65.102', 4, 2],
    ['ffmpeg version N-1-g0 Copyright', 'libavcodec     63.  1.100 / 63.  1.100', 8, 1],
  ])('%s', (line, library, major, minor) => {
    const version = line.split(' ')[2];
    expect(parseFfmpegBuild(`${line}\nbuilt with gcc\n${library}\n`, encoders)).toMatchObject({ version, major, minor });
  });
});

describe('what is no ffmpeg', () => {
  it.each(['', 'sh: 1: ffmpeg: not found', 'ffprobe version 5.1', 'ffmpeg version N-1-g0 Copyright'])('%j', (text) => {
    expect(parseFfmpegBuild(text, encoders)).toBeNull();
  });

  it('never throws', () => {
    assert(property(string(), string(), (one, other) => void parseFfmpegBuild(`ffmpeg version ${one}`, other)));
  });
});
