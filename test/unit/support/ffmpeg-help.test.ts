import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFfmpegOptions, whyNotTaken, type FfmpegOption } from '../../support/ffmpeg-help';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures/ffmpeg-help', name), 'utf8');
const optionsOf = (name: string) => parseFfmpegOptions(read(name))[0]?.options ?? new Map<string, FfmpegOption>();
const taken = (file: string, name: string, value: string) => {
  const option = optionsOf(file).get(name);
  return option ? whyNotTaken(option, value) : `no ${name}`;
};

describe('options as ffmpeg lists them', () => {
  it('have name, type, range and named values', () => {
    expect(optionsOf('5.1-h264_vaapi.txt').get('rc_mode')).toEqual({
      ...{ name: 'rc_mode', type: 'int', range: { minimum: 0, maximum: 6 } },
      constants: ['auto', 'CQP', 'CBR', 'VBR', 'ICQ', 'QVBR', 'AVBR'],
    });
    expect(optionsOf('7.1-av1_qsv.txt').get('preset')?.constants).toEqual(['veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow']);
    expect(optionsOf('7.1-av1_qsv.txt').get('low_power')).toMatchObject({ type: 'boolean', constants: [] });
    expect(optionsOf('9.0-hevc_nvenc.txt').get('profile')?.constants).toContain('main10');
    expect(optionsOf('5.1-generic.txt').get('maxrate')).toEqual({ name: 'maxrate', type: 'int64', range: { minimum: 0, maximum: 2 ** 31 - 1 }, constants: [] });
    expect(optionsOf('5.1-generic.txt').get('flags')?.constants).toContain('cgop');
  });
  it('are those of their own heading', () => {
    expect(parseFfmpegOptions(read('5.1-h264_nvenc.txt')).map(({ title, options }) => [title, options.size])).toEqual([['h264_nvenc', 43]]);
    expect(optionsOf('5.1-h264_nvenc.txt').get('single-slice-intra-refresh')?.type).toBe('boolean');
  });

  const table: readonly [file: string, name: string, value: string, fault: string | null][] = [
    ['5.1-h264_vaapi.txt', 'rc_mode', 'ICQ', null],
    ['5.1-h264_vaapi.txt', 'rc_mode', 'icq', 'neither a number'],
    ['5.1-h264_vaapi.txt', 'qp', '52', null],
    ['5.1-h264_vaapi.txt', 'qp', '53', 'not from 0 to 52'],
    ['5.1-h264_vaapi.txt', 'qp', '1.5', 'no whole number'],
    ['5.1-h264_vaapi.txt', 'low_power', '1', null],
    ['5.1-h264_vaapi.txt', 'low_power', '2', 'no boolean'],
    ['5.1-h264_vaapi.txt', 'profile', 'main10', 'constrained_baseline, main, high'],
    ['5.1-h264_nvenc.txt', 'cq', '23.5', null],
    ['5.1-generic.txt', 'b', '6000k', null],
    ['5.1-generic.txt', 'maxrate', '3000000k', 'not from'],
    ['5.1-generic.txt', 'flags', 'x', 'not checked'],
  ];
  it.each(table)('%s: %s %s', (file, name, value, fault) => {
    const found = taken(file, name, value);
    if (fault === null) expect(found).toBeNull();
    else expect(found).toContain(fault);
  });

  it('are read from any text', () => {
    const lines = fc.constantFrom('x AVOptions:', '  -b  <int>  E..V....... (from INT_MIN to 5) (default 1)', '     auto  1  E..V.......', '  -', ' (from to )', '');
    fc.assert(fc.property(fc.array(fc.oneof(lines, fc.string())), (text) => Array.isArray(parseFfmpegOptions(text.join('\n')))));
  });
});
