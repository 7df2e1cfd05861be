import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { posixTimeZone } from '../../../src/station/session/time-zone';

/** Minutes east of UTC, as the tables of this program's own runtime have it. */
function offsetIn(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (time) => {
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(format.format(time)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}

const now = Date.UTC(2026, 10, 21, 20, 0);
const hour = 3_600_000;
/** What the C library makes of it, for many times at once. */
const offsetsBy = (zone: string, times: readonly number[]): number[] =>
  execFileSync('date', ['-f', '-', '+%z'], { input: times.map((time) => `@${time / 1000}`).join('\n'), env: { TZ: zone, PATH: process.env['PATH'] } })
    .toString()
    .trim()
    .split('\n')
    .map((text) => Number(`${text[0]}1`) * (Number(text.slice(1, 3)) * 60 + Number(text.slice(3))));

it.each([
  ['UTC', '<+0000>0'],
  ['Asia/Kolkata', '<+0530>-5:30'],
  ['America/St_Johns', '<-0330>3:30<-0230>2:30,J73/2,J311/2'],
  ['Europe/Berlin', '<+0100>-1<+0200>-2,J87/2,J304/3'],
  ['Europe/Dublin', null],
  ['America/New_York', null],
  ['Australia/Lord_Howe', null],
  ['Pacific/Auckland', null],
  ['America/Santiago', null],
])('%s is written so that the C library tells the same time for the next months', (name, text) => {
  const offsetOf = offsetIn(name);
  const zone = posixTimeZone(now, offsetOf);
  if (text !== null) expect(zone).toBe(text);
  const times = Array.from({ length: 8 * 30 * 2 }, (_, half) => now + half * 12 * hour);
  const summers = [6, 12].map((month) => now + month * 30 * 24 * hour);
  expect(offsetsBy(zone, [...times, ...summers])).toEqual([...times, ...summers].map(offsetOf));
});

it('changes at the very second', () => {
  const offsetOf = offsetIn('Europe/Berlin');
  const change = Date.UTC(2027, 2, 28, 1);
  expect(offsetsBy(posixTimeZone(now, offsetOf), [change - 1000, change])).toEqual([60, 120]);
});

it('a change for good is left to the next start', () => {
  expect(posixTimeZone(0, (time) => (time < 1e9 ? 60 : 180))).toBe('<+0100>-1');
});

it('is that of this process', () => {
  const zone = posixTimeZone(now);
  expect(offsetsBy(zone, [now])).toEqual([0 - new Date(now).getTimezoneOffset()]);
});
