import { describe, expect, it } from 'vitest';
import { fileName, formatsFor } from '../../../src/renderer/ui/format';

const english = formatsFor('en');

describe('figures for people', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [723, '12:03'],
    [3723, '1:02:03'],
  ])('%s seconds are %s', (seconds, text) => {
    expect(english.duration(seconds)).toBe(text);
  });
  it.each([
    [null, '–'],
    [0, '0 B'],
    [999, '999 B'],
    [1300, '1.3 kB'],
    [123_456_789, '123 MB'],
    [5_000_000_000_000_000, '5000 TB'],
  ])('%s bytes are %s', (bytes, text) => {
    expect(english.bytes(bytes)).toBe(text);
  });
  it.each([
    [null, '–'],
    [850.4, '850 kbit/s'],
    [2300, '2.3 Mbit/s'],
    [120_000, '120 Mbit/s'],
  ])('%s kbit/s are %s', (rate, text) => {
    expect(english.bitRate(rate)).toBe(text);
  });
  it('says nothing of an unknown rate, and keeps a decimal where it tells something', () => {
    expect([english.framesPerSecond(null), english.framesPerSecond(29.97), english.framesPerSecond(120.04)]).toEqual(['–', '30.0', '120']);
  });
  it('names a file without its folder', () => {
    expect(fileName('/videos/a b.mkv')).toBe('a b.mkv');
  });
});
