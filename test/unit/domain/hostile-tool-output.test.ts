import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labels, recordOf } from '@domain/plan/container';
import { plan } from '@domain/plan/plan';
import { parsePackets } from '@domain/repair';
import { fileNamePattern } from '@domain/recording';
import { parseFrameRate, parseFrameSize } from '@domain/units';
import { parseProcessStat, parsePulseLine } from '@domain/watchdog/pulse';
import { printable } from '../../../src/cli/text';
import { hostileTexts } from '../../support/hostile-texts';
import { context, dockerHost, preset } from './plan/fixtures';

const digits = '12345678901234567890';
const words = oneof(constantFrom(...hostileTexts, '', ' ', '\n', '\0', ')', '(', ',', '/', 'x', '-1', '1e999', 'NaN', '0x10', digits, digits.repeat(20), '__proto__', 'constructor'), string());
const lines = array(words, { maxLength: 12 }).map((parts) => parts.join(' '));
const finite = (numbers: readonly (number | null | undefined)[]) => numbers.every((number) => number === null || number === undefined || Number.isFinite(number));

describe('what a tool prints, whatever it is, is read or left', () => {
  it('figures of a process', () => {
    assert(property(lines, (text) => finite([parseProcessStat(text)?.cpuSeconds])));
    assert(property(lines, (rest) => finite([parseProcessStat(`1 (ffmpeg) (x) ${rest}`)?.cpuSeconds])));
  });
  it('the pulse of a recorder', () => assert(property(lines, (text) => void parsePulseLine(text))));
  it('packets of a file', () => assert(property(lines, (text) => parsePackets(text).every((line) => /^\d+,[a-z],SHA256=[0-9a-f]{64}$/.test(line)))));
  it('sizes and rates that were typed', () => {
    assert(property(words, (text) => {
      const [size, rate] = [parseFrameSize(text), parseFrameRate(text)];
      return finite([size?.width, size?.height, rate?.numerator, rate?.denominator]);
    }));
  });
});

describe('labels of containers, which anybody may set', () => {
  const planned = plan({ preset: preset(), capabilities: dockerHost(), run: context() });
  if (!planned.ok) throw new Error(planned.error.detail);
  const { record } = planned.value;

  it('are a record, or none', () => {
    expect(recordOf({ [labels.record]: JSON.stringify(record) })).toEqual(record);
    assert(property(words, (text) => recordOf({ [labels.record]: text }) === null));
    for (const text of ['{"__proto__":{"id":"abcdefghjk"}}', '[]', 'null', '['.repeat(100_000)]) expect(recordOf({ [labels.record]: text })).toBeNull();
  });
  it('name no session and no file but by their patterns', () => {
    const changed = (part: Partial<typeof record>) => recordOf({ [labels.record]: JSON.stringify({ ...record, ...part }) });
    assert(property(words, (text) => {
      const id = changed({ id: text })?.id;
      const fileName = record.output && changed({ output: { ...record.output, fileName: text } })?.output?.fileName;
      return (id === undefined || /^[a-z0-9]{4,32}$/.test(id)) && (fileName === undefined || fileName === null || fileNamePattern.test(fileName));
    }));
  });
});

it('nothing of it steers a terminal', () => {
  // oxlint-disable-next-line no-control-regex
  assert(property(oneof(words, string({ unit: 'binary' })), (text) => !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(printable(text))));
});
