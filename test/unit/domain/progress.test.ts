import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, double, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framesLost, parseProgressBlock, ProgressMeter, ProgressReader, progressSchema, type ProgressBlock } from '@domain/progress';

const real = readFileSync(resolve(import.meta.dirname, '../../fixtures/progress/5.1-libx264.txt'), 'utf8');
const block = (frame: number, outTimeSeconds: number | null, sizeBytes: number | null = null): ProgressBlock => ({
  frame,
  outTimeSeconds,
  sizeBytes,
  speed: null,
  last: false,
});

describe('blocks of a real recording', () => {
  const blocks = new ProgressReader().push(real);

  it('come one each half second, the last one marked', () => {
    expect(blocks.map(({ frame, last }) => [frame, last])).toEqual([[1, false], [16, false], [31, false], [46, false], [60, true]]);
    expect(blocks.at(-1)).toMatchObject({ outTimeSeconds: 1.901, sizeBytes: 61_174, speed: 0.838 });
  });

  it('say unknown where ffmpeg says N/A', () => {
    expect(blocks[0]).toMatchObject({ speed: null });
    expect(parseProgressBlock('frame=1\nout_time_us=N/A\ntotal_size=N/A\nprogress=continue')).toEqual(block(1, null));
  });

  it('come whole whatever the chunks are', () => {
    assert(
      property(array(integer({ min: 0, max: real.length }), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.toSorted((one, other) => one - other), real.length];
        const reader = new ProgressReader();
        expect(edges.slice(1).flatMap((edge, at) => reader.push(real.slice(edges[at], edge)))).toEqual(blocks);
      }),
    );
  });

  it('hand lines of others on', () => {
    const lines: string[] = [];
    const reader = new ProgressReader((line) => lines.push(line));
    expect(reader.push(`frame=1\n{"busy": 3}\nprogress=end\n`)).toHaveLength(1);
    expect(lines).toEqual(['{"busy": 3}']);
  });

  it('never throw, whatever is sent', () => {
    const reader = new ProgressReader();
    assert(property(string(), (text) => void reader.push(`${text}\nprogress=continue\n`)));
  });
});

describe('frames that a device lost', () => {
  it('are those that the timestamps promise and the file lacks', () => {
    const meter = new ProgressMeter({ kind: 'device', framesPerSecond: 30 });
    expect(meter.next(block(30, 1), 1).droppedFrames).toBe(0);
    expect(meter.next(block(111, 181 / 30), 6).droppedFrames).toBe(70);
  });

  it('are not hidden by frames that are still inside the encoder', () => {
    const meter = new ProgressMeter({ kind: 'device', framesPerSecond: 30 });
    expect(meter.next(block(40, 0), 1.3).droppedFrames).toBe(0);
    expect(meter.next(block(100, 2), 3.3).droppedFrames).toBe(0);
    expect(meter.next(block(120, 3), 4.3).droppedFrames).toBe(10);
  });

  it('are unknown, so none, without a rate; a rate that is told later counts from then on', () => {
    const meter = new ProgressMeter({ kind: 'device', framesPerSecond: null });
    expect(meter.next(block(10, 1), 1).droppedFrames).toBe(0);
    meter.setDeliveredRate(15);
    expect(meter.next(block(10, 1), 1.5).droppedFrames).toBe(5);
  });

  it('do not exist for sources that never drop', () => {
    const meter = new ProgressMeter({ kind: 'paced' });
    meter.setDeliveredRate(30);
    expect(meter.next(block(10, 10), 20).droppedFrames).toBe(0);
  });

  it('are counted from the whole file at the end', () => {
    const media = { frames: 111, durationSeconds: 181 / 30, framesPerSecond: 30 };
    expect(framesLost({ kind: 'device', framesPerSecond: null }, media)).toBe(70);
    expect(framesLost({ kind: 'device', framesPerSecond: 30 }, { ...media, frames: null })).toBeNull();
    expect(framesLost({ kind: 'paced' }, media)).toBeNull();
  });
});

describe('how far a paced source is behind', () => {
  it('is measured against its best moment', () => {
    const meter = new ProgressMeter({ kind: 'paced' });
    const behind = (outTimeSeconds: number, at: number) => meter.next(block(1, outTimeSeconds), at).behindSeconds;
    expect(behind(1, 11.5)).toBe(0);
    expect(behind(2, 12.5)).toBe(0);
    expect(behind(2.5, 13.5)).toBeCloseTo(0.5);
    expect(behind(4, 14)).toBe(0);
  });

  it('is unknown for devices', () => {
    expect(new ProgressMeter({ kind: 'device', framesPerSecond: 30 }).next(block(1, 1), 9).behindSeconds).toBeNull();
  });
});

describe('frames a second', () => {
  it('are unknown at first, then those of the last two seconds', () => {
    const meter = new ProgressMeter({ kind: 'unpaced' });
    expect(meter.next(block(0, 0), 0).fps).toBeNull();
    expect(meter.next(block(15, 0.5), 0.5).fps).toBe(30);
    for (let at = 1; at <= 5; at += 0.5) meter.next(block(30 * at, at), at);
    for (let at = 5.5; at <= 8; at += 0.5) meter.next(block(150 + 10 * (at - 5), at), at);
    expect(meter.next(block(185, 8.5), 8.5).fps).toBeCloseTo(10);
  });

  it('and every other figure fit the contract, whatever ffmpeg says', () => {
    const number = double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 1e9 });
    assert(
      property(array(integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 10 }), number, number, (frames, seconds, step) => {
        const meter = new ProgressMeter({ kind: 'device', framesPerSecond: 30 });
        frames.forEach((frame, at) => progressSchema.parse(meter.next(block(frame, seconds, frame), at * step)));
      }),
    );
  });
});
