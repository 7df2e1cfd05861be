import { expect, test } from 'vitest';
import { formatFrameRate, frameSizeSchema, parseFrameRate, parseFrameSize } from '@domain/units';

test.each([
  ['30', '30'],
  ['29.97', '30000/1001'],
  ['23.976', '24000/1001'],
  ['59.94', '60000/1001'],
  ['7.5', '7500/1000'],
  ['30000/1001', '30000/1001'],
])('frame rate %s is %s', (text, expected) => {
  expect(formatFrameRate(parseFrameRate(text)!)).toBe(expected);
});

test.each(['0', '-1', '1001', '30/0', '0/1', 'fast', '', '1e3', '30 ', '2/1/1', '99999999'])(
  '%j is no frame rate',
  (text) => {
    expect(parseFrameRate(text)).toBeNull();
  },
);

test('frame sizes', () => {
  expect(parseFrameSize('1280x720')).toEqual({ width: 1280, height: 720 });
  expect(parseFrameSize('1280X720')).toEqual({ width: 1280, height: 720 });
  for (const text of ['1280', '1280x', 'x720', '-2x4', '1280*720', '1280x720x3', ' 1280x720'])
    expect(parseFrameSize(text)).toBeNull();
  for (const text of ['0x0', '1281x720', '8x8', '99999x720'])
    expect(frameSizeSchema.safeParse(parseFrameSize(text)).success).toBe(false);
});
