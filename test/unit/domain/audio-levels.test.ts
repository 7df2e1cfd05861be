import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, integer, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { LevelReader, silenceDbfs } from '@domain/audio-levels';
import { ProgressReader } from '@domain/progress';

/** A second of stereo: the left channel is silent in its second half. */
const real = readFileSync(resolve(import.meta.dirname, '../../fixtures/audio-levels/5.1-stereo-then-left-silent.txt'), 'utf8');
const measured = [...Array.from({ length: 5 }, () => [-6, -20]), ...Array.from({ length: 5 }, () => [silenceDbfs, -20])];

it('reads the peaks of a real recording, ten a second by channel', () => {
  expect(new LevelReader().push(real)).toEqual(measured);
});

it('reads them whatever the chunks are', () => {
  assert(
    property(array(integer({ min: 1, max: 200 }), { maxLength: 60 }), (sizes) => {
      const reader = new LevelReader();
      const seen: number[][] = [];
      let rest = real;
      for (const size of sizes) {
        seen.push(...reader.push(rest.slice(0, size)));
        rest = rest.slice(size);
      }
      expect([...seen, ...reader.push(rest)]).toEqual(measured);
    }),
  );
});

it('leaves out a measurement that lost a line, and never takes one channel for another', () => {
  const lines = real.trimEnd().split('\n');
  assert(
    property(integer({ min: 0, max: lines.length - 1 }), (lost) => {
      const reader = new LevelReader();
      const seen = reader.push(`${lines.filter((_, index) => index !== lost).join('\n')}\n`);
      for (const peaks of seen) expect(peaks[1] ?? -20).toBe(-20);
      expect(seen.length).toBeGreaterThanOrEqual(8);
    }),
  );
});

it('takes them from between the blocks of the progress, which stay whole', () => {
  const meter = new LevelReader();
  const seen: number[][] = [];
  const reader = new ProgressReader((line) => {
    const peaks = meter.line(line);
    if (peaks) seen.push(peaks);
  });
  const block = 'frame=16\nfps=30.0\nout_time_us=500000\nprogress=continue\n';
  const blocks = reader.push(real.split(/(?=frame:)/).join(block));
  expect(seen).toEqual(measured);
  expect(blocks.map(({ frame }) => frame)).toEqual(Array.from({ length: 9 }, () => 16));
});

it('survives any text', () => {
  assert(
    property(array(string()), (texts) => {
      const reader = new LevelReader();
      for (const text of texts) for (const peaks of reader.push(`${text}\n`)) expect(peaks.every(Number.isFinite)).toBe(true);
    }),
  );
});
