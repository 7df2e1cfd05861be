import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { benchmarkPlan, checkedOptions, encodingMemoryMiB, fitting } from '@domain/benchmark/benchmark-plan';
import { clipRecipes, largestClipBytes, recipeArgv } from '@domain/benchmark/clips';
import { measureRow, type RowContext } from '@domain/benchmark/measure-row';
import type { BenchmarkOptions } from '@domain/benchmark/report';
import { copyArgv, readArgv, rowArgv, takes, type PlacedClip } from '@domain/benchmark/row-argv';
import { benchmarkEncoders, settingsInWords } from '@domain/benchmark/settings';
import { capabilitiesSchema, type Capabilities } from '@domain/capabilities';
import type { RunOutcome } from '@domain/encoder-probe/script';

const host = (name: string): Capabilities => capabilitiesSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/capabilities', `${name}.json`), 'utf8')));
const recipe = (name: string) => clipRecipes.find((one) => one.name === name)!;
const placed = (name: string): PlacedClip => ({ clip: { ...recipe(name), framesPerSecond: 30 }, path: '/clips/clip.nut' });
const options: BenchmarkOptions = { encoders: null, clips: null, source: null, secondsPerRun: 3, runs: 3, streams: false, quality: true };

describe.each(['intel', 'amd', 'nvidia', 'jetson', 'software-only'])('rows of %s', (name) => {
  const { subjects } = benchmarkPlan(host(name), null);

  test('run what recordings run', () => {
    const argvs = subjects.flatMap((subject) =>
      (['1080p-8bit', '2160p-10bit'] as const).flatMap((clip) => {
        if (!takes(subject, recipe(clip).bitDepth)) return [`${subject.terms.encoder} ${clip}: left out`];
        const argv = rowArgv(subject, placed(clip), 300);
        const copy = copyArgv(subject, placed(clip), 60);
        return [`${subject.terms.encoder} ${clip} by ${subject.path}: ${argv.ok ? argv.value.join(' ') : argv.error.detail}`, `  copy: ${copy?.join(' ') ?? 'unknown'}`];
      }),
    );
    expect(argvs).toMatchSnapshot();
  });
});

test('clips are drawn by a fixed command, and are never too large', () => {
  expect(recipeArgv(recipe('2160p-10bit'), '/clips/clip.nut')).toMatchInlineSnapshot(`
    [
      "ffmpeg",
      "-hide_banner",
      "-nostdin",
      "-nostats",
      "-loglevel",
      "info",
      "-benchmark",
      "-progress",
      "pipe:1",
      "-y",
      "-filter_complex",
      "testsrc2=size=3840x2160:rate=30,trim=end_frame=8,noise=alls=3:allf=t:all_seed=7,format=yuv420p10le,split[there][again];[again]reverse[back];[there][back]concat=n=2[clip]",
      "-map",
      "[clip]",
      "-c:v",
      "rawvideo",
      "-f",
      "nut",
      "file:/clips/clip.nut",
    ]
  `);
  expect(readArgv(placed('1080p-8bit'), 100).slice(9)).toMatchInlineSnapshot(`
    [
      "-stream_loop",
      "-1",
      "-t",
      "3.333334",
      "-r",
      "30",
      "-f",
      "nut",
      "-i",
      "file:/clips/clip.nut",
      "-map",
      "0:v:0",
      "-f",
      "null",
      "-",
    ]
  `);
  for (const { width, height, bitDepth, frames } of clipRecipes) {
    expect(width * height * 1.5 * (bitDepth / 8 > 1 ? 2 : 1) * frames).toBeLessThanOrEqual(largestClipBytes);
  }
});

test('each encoder has its own words for preset fast and quality 18', () => {
  expect(Object.fromEntries(benchmarkEncoders.map(({ encoder }) => [encoder, settingsInWords(encoder)]))).toMatchInlineSnapshot(`
    {
      "av1_nvenc": "preset p3, vbr with cq 22",
      "av1_qsv": "preset fast, ICQ 18",
      "av1_vaapi": "CQP 90",
      "h264_nvenc": "preset p3, vbr with cq 18",
      "h264_nvmpi": "preset fast, 12442 kbit/s at 1080p",
      "h264_qsv": "preset fast, ICQ, LA_ICQ with look-ahead 18, look-ahead 40",
      "h264_v4l2m2m": "12442 kbit/s at 1080p",
      "h264_vaapi": "CQP 18",
      "hevc_nvenc": "preset p3, vbr with cq 18",
      "hevc_nvmpi": "preset fast, 12442 kbit/s at 1080p",
      "hevc_qsv": "preset fast, ICQ 18",
      "hevc_v4l2m2m": "12442 kbit/s at 1080p",
      "hevc_vaapi": "CQP 18",
      "libsvtav1": "preset 8, CRF 22",
      "libvpx-vp9": "preset 4, CRF 22",
      "libx264": "preset fast, CRF 18",
      "libx265": "preset fast, CRF 18",
      "vp9_qsv": "preset fast, ICQ 18",
      "vp9_vaapi": "CQP 90",
    }
  `);
});

describe('what is asked for', () => {
  const refused = (change: Partial<BenchmarkOptions>) => {
    const checked = checkedOptions({ ...options, ...change });
    return checked.ok ? null : [checked.error.field, checked.error.detail];
  };
  test('is refused by the name of the option', () => {
    expect(refused({})).toBeNull();
    expect(refused({ secondsPerRun: 0 })?.[0]).toBe('secondsPerRun');
    expect(refused({ runs: 1.5 })?.[0]).toBe('runs');
    expect(refused({ encoders: ['libx246'] })).toEqual(['encoders', expect.stringContaining('did you mean libx264?')]);
    expect(refused({ encoders: ['mjpeg'] })?.[0]).toBe('encoders');
    expect(refused({ clips: ['1080p'] })?.[0]).toBe('clips');
    expect(refused({ clips: ['1080p-8bit'], source: { kind: 'file', path: '/x' } })?.[0]).toBe('clips');
  });
  test('is there with the reason where the host cannot, and only noted where nobody named it', () => {
    const without = host('software-only');
    expect(benchmarkPlan(without, ['h264_nvenc']).subjects).toMatchObject([{ gpu: null, diagnosis: { id: 'encoder-no-hardware' } }]);
    expect(benchmarkPlan({ ...without, ffmpeg: { ...without.ffmpeg, encoders: [] } }, ['libx264']).subjects).toMatchObject([{ diagnosis: { id: 'encoder-not-built' } }]);
    expect(benchmarkPlan({ ...without, ffmpeg: { ...without.ffmpeg, encoders: [] } }, null)).toEqual({ subjects: [], notes: [] });
  });
  test('of a depth that an encoder has not is left out with a note', () => {
    const { subjects } = benchmarkPlan(host('intel'), null);
    const { notes } = fitting(subjects, recipe('1080p-10bit'));
    expect(notes.join()).toContain('h264_vaapi');
    expect(notes.join()).not.toContain('libx265');
  });
});

test('memory for one encoder, and for many', () => {
  const { subjects } = benchmarkPlan(host('software-only'), ['libsvtav1']);
  expect(encodingMemoryMiB(subjects, 3840 * 2160, false, 4096)).toBe(512 + Math.ceil((3 * 400 * 3840 * 2160) / 1024 / 1024));
  expect(encodingMemoryMiB(subjects, 1920 * 1080, true, 65_536)).toBe(52_428);
});

describe('a row', () => {
  const { subjects } = benchmarkPlan(host('software-only'), ['libx264']);
  const subject = subjects[0]!;
  const notes: string[] = [];
  const context = (change: Partial<BenchmarkOptions> = {}): RowContext => ({
    ...{ options: { ...options, ...change }, capabilities: host('software-only'), metric: 'ssim', cores: 2 },
    ...{ encodedPath: '/clips/encoded.mkv', limitSeconds: 60, ceilings: new Map(), note: (text: string) => notes.push(text) },
  });
  /** ffmpeg that encodes, reads and copies at these rates. */
  function measured(rates: { readonly encode: number; readonly read: number }, change: Partial<BenchmarkOptions> = {}) {
    const steps: string[] = [];
    const row = measureRow(subject, placed('1080p-8bit'), context(change));
    let next = row.next();
    while (!next.done) {
      const { argv, about, copies, at } = next.value;
      steps.push(copies === 1 ? about : `${about} (${copies} copies)`);
      const frames = Math.round(Number(argv[argv.indexOf('-t') + 1]) * 30);
      const rate = argv.includes('libx264') ? rates.encode / copies : rates.read;
      const outcome: RunOutcome = { exitCode: 0, stdout: `frame=${frames}\ntotal_size=100000\n`, stderr: `${at === 'clips' ? '[ssim] SSIM Y:1 All:0.98 (1)\n' : ''}bench: utime=1.000s stime=0.500s rtime=${(frames / rate).toFixed(6)}s` };
      next = row.next(Array.from({ length: copies }, () => outcome));
    }
    return { row: next.value, steps };
  }

  test('is measured several times, against what reading alone reaches', () => {
    const { row, steps } = measured({ encode: 90, read: 900 });
    expect(steps).toEqual(['how fast it is', 'run 1 of 3', 'run 2 of 3', 'run 3 of 3', 'reading alone', 'reading and bringing it to the encoder', 'one more time, for its quality', 'SSIM']);
    expect(row).toMatchObject({ frames: 270, framesPerSecond: { median: 90 }, timesRealTime: 3, cpuPercent: 50, bottleneck: 'encode', quality: { metric: 'ssim', value: 0.98, bitRateKbps: 400 }, streams: null, diagnosis: null });
    expect(row.argv.slice(-3)).toEqual(['-f', 'null', '-']);
  });
  test('of a slow encoder is measured less often, which is noted', () => {
    const { row, steps } = measured({ encode: 0.5, read: 900 }, { quality: false });
    expect(steps.filter((step) => step.startsWith('run') || step.startsWith('how'))).toEqual(['how fast it is']);
    expect(row.framesPerSecond).toEqual({ median: 0.5, minimum: 0.5, maximum: 0.5 });
    expect(notes).toContain('libx264 with 1080p-8bit was measured once, not 3 times: it takes too long.');
  });
  test('tells how many streams hold real time', () => {
    const { row, steps } = measured({ encode: 100, read: 900 }, { streams: true, quality: false });
    expect(steps.slice(-4)).toEqual(['1 at once', '2 at once (2 copies)', '4 at once (4 copies)', '3 at once (3 copies)']);
    expect(row.streams).toMatchObject({ holdRealTime: 3, isLimit: false });
  });
  test('that does not run says why', () => {
    const row = measureRow(subject, placed('1080p-8bit'), context());
    row.next();
    const failed = row.next([{ exitCode: 1, stdout: '', stderr: 'Unrecognized option' }]);
    expect(failed).toMatchObject({ done: true, value: { frames: 0, framesPerSecond: null, bottleneck: null, diagnosis: { evidence: 'Unrecognized option' } } });
    const killed = measureRow(subject, placed('1080p-8bit'), context());
    killed.next();
    expect(killed.next([{ exitCode: 137, stdout: '', stderr: '' }])).toMatchObject({ value: { diagnosis: { id: 'memory-limit' } } });
  });
});
