import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, assert, double, integer, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bottleneckOf } from '@domain/benchmark/bottleneck';
import { readRun } from '@domain/benchmark/outcome';
import { ownClip, ownClipName } from '@domain/benchmark/own-clip';
import { comparedFrames, expectationText, framesForRun, runsFor } from '@domain/benchmark/pace';
import { busyNotes, powerNote, wattsOf } from '@domain/benchmark/power';
import { metricIn, qualityIn } from '@domain/benchmark/quality';
import { median, spreadOf } from '@domain/benchmark/statistics';
import { searchStreams } from '@domain/benchmark/streams';
import { readAnswers, type RunOutcome } from '@domain/encoder-probe/script';
import type { GpuLoad, HostLoad } from '@domain/load';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../fixtures/benchmark', name), 'utf8');
const outcome = (name: string, exitCode = 0): RunOutcome => ({ exitCode, stdout: fixture(`${name}.out`), stderr: fixture(`${name}.err`) });

describe('what a run took', () => {
  test('is read from ffmpeg 5.1 and 7.1', () => {
    expect(readRun(outcome('null-5.1'))).toMatchObject({ frames: 60, bytes: null });
    const seven = readRun(outcome('null-7.1'));
    const [, user, system, real] = /bench: utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s/.exec(fixture('null-7.1.err'))!.map(Number);
    expect(seven).toMatchObject({ frames: 60, seconds: real, framesPerSecond: 60 / real! });
    expect(seven?.cpuPercent).toBeCloseTo(((user! + system!) / real!) * 100);
    expect(readRun(outcome('encode-5.1'))?.bytes).toBe(114_891);
  });
  test('is nothing where it failed, was killed, or encoded no frame', () => {
    expect(readRun(outcome('null-5.1', 1))).toBeNull();
    expect(readRun({ ...outcome('null-5.1'), exitCode: null })).toBeNull();
    expect(readRun({ ...outcome('null-5.1'), stdout: 'frame=0\nprogress=end' })).toBeNull();
    expect(readRun({ ...outcome('null-5.1'), stderr: 'bench: utime=0.1s stime=0.1s rtime=0.000s' })).toBeNull();
  });
  test('never throws, whatever a tool says', () => {
    assert(property(string(), string(), (stdout, stderr) => void readRun({ exitCode: 0, stdout, stderr })));
  });
  test('of several copies is told apart', () => {
    const text = 'out frame=1\nout status 9\nerr a\nstatus 0\n\nerr b\nstatus 137\n';
    expect(readAnswers(text)).toEqual([
      { exitCode: 0, stdout: 'frame=1\nstatus 9', stderr: 'a' },
      { exitCode: 137, stdout: '', stderr: 'b' },
    ]);
  });
});

describe('quality', () => {
  test('is SSIM with the bit rate where ffmpeg has no VMAF', () => {
    expect(metricIn({ stdout: fixture('no-vmaf.out') })).toBe('ssim');
    const run = readRun(outcome('encode-5.1'))!;
    const quality = qualityIn('ssim', outcome('ssim-5.1'), run, 30);
    expect(quality?.value).toBe(Math.round(Number(/All:([\d.]+)/.exec(fixture('ssim-5.1.err'))?.[1]) * 1000) / 1000);
    expect(quality?.bitRateKbps).toBe(Math.round((run.bytes! * 8) / 2 / 1000));
    expect(qualityIn('ssim', outcome('ssim-5.1', 1), run, 30)).toBeNull();
    expect(qualityIn('vmaf', outcome('ssim-5.1'), run, 30)).toBeNull();
  });
  test('is VMAF where there is', () => {
    expect(metricIn({ stdout: 'Filter libvmaf\n  Calculate the VMAF between two video streams.' })).toBe('vmaf');
    const stderr = '[Parsed_libvmaf_6 @ 0x5] VMAF score: 96.804519';
    expect(qualityIn('vmaf', { exitCode: 0, stdout: '', stderr }, readRun(outcome('encode-5.1'))!, 30)).toMatchObject({ metric: 'vmaf', value: 96.805 });
  });
});

test('an own clip is what ffmpeg and ffprobe tell of it', () => {
  const info = { exitCode: 0, stdout: fixture('clip-info.out'), stderr: '' };
  const made = (progress: string) => ({ exitCode: 0, stdout: progress, stderr: '' });
  const read = (progress: string, told = info) => ownClip('x', 'file', ['ffmpeg'], made(progress), told);
  expect(read('frame=90\nout_time_us=3000000\n')).toMatchObject({ width: 320, height: 240, framesPerSecond: 30, frames: 90, bitDepth: 8 });
  // A rate that the file names and does not keep.
  expect(read('frame=45\nout_time_us=3000000\n')).toMatchObject({ framesPerSecond: 15 });
  expect(read('frame=90\nout_time_us=3000000\n', { ...info, stdout: 'width=4\nheight=2\npix_fmt=yuv420p10le\nr_frame_rate=30000/1001' })).toMatchObject({ framesPerSecond: 29.97003, bitDepth: 10 });
  expect(read('frame=0\n')).toBeNull();
  expect(read('frame=9\n', { ...info, stdout: '' })).toBeNull();
  expect(ownClipName('../a b/ü|c.mkv')).toBe('a_b_c.mkv');
  expect(ownClipName('…')).toBe('own');
});

test('statistics', () => {
  expect(median([])).toBeNull();
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, minimum: 1, maximum: 3 });
  expect(spreadOf([4, 1])).toEqual({ median: 2.5, minimum: 1, maximum: 4 });
  const positive = array(double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1 });
  assert(
    property(positive, (values) => {
      const spread = spreadOf(values)!;
      expect(spread.minimum).toBeLessThanOrEqual(spread.median);
      expect(spread.median).toBeLessThanOrEqual(spread.maximum);
    }),
  );
});

describe('the bottleneck is where most of the time of a picture goes', () => {
  test.each([
    [30, { decode: 600, copy: 400 }, 'encode'],
    [290, { decode: 300, copy: 295 }, 'decode'],
    [100, { decode: 1000, copy: 120 }, 'copy'],
    [100, { decode: null, copy: null }, 'encode'],
    // Measured a little faster than the ceilings, as happens.
    [310, { decode: 300, copy: 290 }, 'decode'],
  ] as const)('%d frames a second with %j: %s', (framesPerSecond, ceilings, expected) => {
    expect(bottleneckOf(framesPerSecond, ceilings)).toBe(expected);
  });
});

describe('how many streams hold real time', () => {
  /** A machine that so many streams share; beyond its sessions a stream fails. */
  function search(total: number, sessions = Number.POSITIVE_INFINITY, limit = 64) {
    const steps = searchStreams(limit);
    let next = steps.next();
    while (!next.done) {
      const streams = next.value;
      next = steps.next(Array.from({ length: streams }, (_, index) => (index < sessions ? total / streams : 0)));
    }
    return next.value;
  }
  test('is found by doubling and halving', () => {
    const found = search(11.5);
    expect(found).toMatchObject({ holdRealTime: 11, isLimit: false });
    expect(found.tried.map(({ streams }) => streams)).toEqual([1, 2, 4, 8, 16, 12, 10, 11]);
  });
  test('is none where not even one does, and the limit where all do', () => {
    expect(search(0.4)).toEqual({ holdRealTime: 0, isLimit: false, tried: [{ streams: 1, speeds: [0.4] }] });
    expect(search(1000)).toMatchObject({ holdRealTime: 64, isLimit: true });
    expect(search(1000, 3)).toMatchObject({ holdRealTime: 3, isLimit: false });
  });
  test('is told by the slowest stream, never by the average', () => {
    const steps = searchStreams();
    steps.next();
    steps.next([9]);
    expect(steps.next([9, 0.99])).toEqual({ done: true, value: { holdRealTime: 1, isLimit: false, tried: [{ streams: 1, speeds: [9] }, { streams: 2, speeds: [9, 0.99] }] } });
  });
  test('is right for every machine', () => {
    assert(property(integer({ min: 1, max: 63 }), (capacity) => search(capacity + 0.5).holdRealTime === capacity));
  });
});

test('runs take about as long as was asked for', () => {
  expect(framesForRun(100, 3, 60)).toBe(300);
  expect(framesForRun(0.5, 3, 60)).toBe(30);
  expect(framesForRun(2, 3, 16)).toBe(16);
  expect(runsFor(3, { runs: 3, secondsPerRun: 3 })).toBe(3);
  expect(runsFor(12, { runs: 3, secondsPerRun: 3 })).toBe(2);
  expect(runsFor(500, { runs: 3, secondsPerRun: 3 })).toBe(1);
  expect(comparedFrames(100, { width: 1920, height: 1080 })).toBe(60);
  expect(comparedFrames(0.5, { width: 3840, height: 2160 })).toBe(16);
  const options = { runs: 3, secondsPerRun: 3, streams: false, quality: true };
  expect(expectationText(1, options)).toBe('1 row, about 30 seconds');
  expect(expectationText(16, options)).toBe('16 rows, about 5 minutes');
});

describe('power', () => {
  const gpu = (powerWatts: number | null, busyPercent: number | null = 0): GpuLoad => ({
    ...{ gpu: 'pci:0', name: 'Intel', engines: [], busyPercent, encodeSessions: null, memoryUsedMiB: null, memoryTotalMiB: null },
    ...{ powerWatts, temperatureCelsius: null, clockMhz: null, unavailable: [] },
  });
  const load = (powerWatts: number | null, gpus: GpuLoad[] = [], cpuPercent = 3): HostLoad => ({
    ...{ atMilliseconds: 0, cpuPercent, memoryUsedMiB: null, memoryTotalMiB: null, powerWatts, temperatureCelsius: null, gpus },
    unavailable: powerWatts === null ? [{ figure: 'powerWatts', reason: 'No counters.' }] : [],
  });
  test('counts every reading above zero, also below a watt', () => {
    expect(wattsOf([load(0.3)], [load(0.5), load(0), load(null), load(0.7)], null, false)).toEqual({ source: 'package', idle: 0.3, underLoad: 0.6 });
    expect(wattsOf([load(0)], [load(0)], null, false)).toBeNull();
  });
  test('is that of the GPU where it tells it', () => {
    expect(wattsOf([load(9, [gpu(2)])], [load(30, [gpu(12)])], 'pci:0', false)).toEqual({ source: 'gpu', idle: 2, underLoad: 12 });
    expect(wattsOf([load(9, [gpu(null)])], [load(30, [gpu(null)])], 'pci:0', false)).toEqual({ source: 'package', idle: 9, underLoad: 30 });
    expect(wattsOf([load(9)], [load(30)], 'jetson', true)).toMatchObject({ source: 'board' });
  });
  test('that is not told has a reason, and a host at work is warned of', () => {
    expect(powerNote([load(null)])).toBe('Power is not told. No counters.');
    expect(powerNote([load(2)])).toBeNull();
    expect(busyNotes([load(2, [gpu(1)])])).toEqual([]);
    expect(busyNotes([load(2, [gpu(1, 40)], 55)])).toEqual([
      'The processor was 55 % busy with something else before the start: figures are lower than this host could reach.',
      'Intel was 40 % busy with something else before the start: figures are lower than it could reach.',
    ]);
  });
});
