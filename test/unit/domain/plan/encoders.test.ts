import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FfmpegBuild } from '@domain/capabilities';
import { carriedOver } from '@domain/plan/carry-over';
import { encoderArgv, encoderTable, findEncoder, rateControlModes } from '@domain/plan/encoders';
import { allowedByProfile, allowedLookAhead, withLookAhead, withPixelFormat, withProfile, withRateControl, withTune } from '@domain/plan/fit-video';
import { pixelFormats, videoSchema, type VideoEncode } from '@domain/preset';
import { settingsWithOneChoice, settingsWithTwoChoices, usualOf } from '../../../support/encoder-settings';

const encoders = encoderTable.map(({ encoder }) => encoder);
const build = (version: string, names: readonly string[] = encoders): FfmpegBuild => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { version, major, minor, encoders: [...names] };
};
const newest = build('7.1.5');
const hardware = encoderTable.filter(({ family }) => family !== 'software');
const usual = (encoder: string): VideoEncode => usualOf(findEncoder(encoder)!);
const argv = (video: VideoEncode, ffmpeg = newest): string => {
  const result = encoderArgv(video, ffmpeg);
  return result.ok ? result.value.join(' ') : `refused ${result.error.field}: ${result.error.detail}`;
};

describe('every option of every encoder', () => {
  for (const terms of encoderTable) {
    it(terms.encoder, () => {
      const lines = settingsWithOneChoice(terms).map(([name, video]) => `${name}: ${argv(video)}`);
      expect(lines.filter((line) => line.includes('refused') && !line.startsWith('look-ahead'))).toEqual([]);
      expect(lines).toMatchSnapshot();
    });
  }
  it('SVT-AV1 before ffmpeg 5.1', () =>
    expect(settingsWithOneChoice(findEncoder('libsvtav1')!).map(([name, video]) => `${name}: ${argv(video, build('4.4.2'))}`)).toMatchSnapshot());
});

describe('the table', () => {
  it('names every encoder once, with a label of its own', () => {
    expect(new Set(encoders).size).toBe(encoders.length);
    expect(new Set(encoderTable.map(({ label }) => label)).size).toBe(encoders.length);
  });
  it('begins with settings that it allows', () => {
    for (const encoder of encoders) expect(encoderArgv(usual(encoder), newest), encoder).toMatchObject({ ok: true });
  });
  it('has for each encoder of hardware one of software with the same codec', () => {
    const software = encoderTable.filter(({ family }) => family === 'software').map(({ codec }) => codec);
    expect(hardware.map(({ codec }) => codec).filter((codec) => !software.includes(codec))).toEqual([]);
  });
  it('takes 10 bit as 4:2:0 alone in hardware, and never for H.264', () => {
    for (const terms of hardware) {
      expect(terms.pixelFormats.filter((format) => format !== 'yuv420p'), terms.encoder).toEqual(
        /^(hevc|av1|vp9)_(vaapi|qsv|nvenc)$/.test(terms.encoder) ? ['yuv420p10le'] : [],
      );
    }
  });
  it.each(['hevc_vaapi', 'hevc_qsv', 'hevc_nvenc'])('asks %s for main10 where the pictures have 10 bit', (encoder) => {
    expect(argv({ ...usual(encoder), pixelFormat: 'yuv420p10le' })).toContain('-profile:v main10');
    expect(argv({ ...usual(encoder), pixelFormat: 'yuv420p' })).not.toContain('-profile');
    expect(argv({ ...usual(encoder), pixelFormat: 'yuv420p10le', profile: 'main' })).toMatch(/^refused video.profile/);
  });
});

describe('what is refused, by name', () => {
  const ofDebian12 = build('5.1.9', encoders.filter((name) => !name.startsWith('av1_')));
  it.each([
    ['av1_vaapi', '6.1'],
    ['av1_qsv', '6.0'],
    ['av1_nvenc', '6.0'],
  ])('%s by the ffmpeg of Debian 12, with the release that brought it', (encoder, since) => {
    expect(argv(usual(encoder), ofDebian12)).toBe(`refused video.encoder: ffmpeg 5.1.9 on this host has no ${encoder}: it came with ffmpeg ${since}.`);
    expect(argv(usual(encoder), build('7.1.5', []))).toBe(`refused video.encoder: ffmpeg 7.1.5 on this host has no ${encoder}.`);
  });
  const table: readonly [encoder: string, change: Partial<VideoEncode>, field: string, words: string][] = [
    ['h264_vaapi', { rateControl: { mode: 'crf', quality: 23 } }, 'rateControl.mode', 'cqp, vbr, cbr, icq, qvbr'],
    ['h264_vaapi', { rateControl: { mode: 'icq', quality: 52 } }, 'rateControl.quality', '1 to 51'],
    ['mjpeg_vaapi', { rateControl: { mode: 'cqp', quality: 101 } }, 'rateControl.quality', '1 to 100'],
    ['h264_vaapi', { pixelFormat: 'yuv420p10le' }, 'pixelFormat', 'yuv420p'],
    ['h264_vaapi', { profile: 'constrained_baseline', bFrames: 1 }, 'bFrames', 'no B-frames'],
    ['vp9_vaapi', { bFrames: 1 }, 'bFrames', 'at most 0'],
    ['h264_vaapi', { lookAheadFrames: 10 }, 'lookAheadFrames', 'does not look ahead'],
    ['h264_qsv', { lookAheadFrames: 9 }, 'lookAheadFrames', '10 to 100'],
    ['hevc_qsv', { lookAheadFrames: 40 }, 'lookAheadFrames', 'with ICQ'],
    ['h264_qsv', { rateControl: { mode: 'qvbr', quality: 23, bitRateKbps: 6000, maxBitRateKbps: 6000 } }, 'rateControl.maxBitRateKbps', 'CBR'],
    ['mjpeg_qsv', { lowPower: true }, 'lowPower', 'no low power'],
    ['h264_nvenc', { tune: 'zerolatency' }, 'tune', 'hq, ll, ull'],
    ['h264_nvenc', { bFrames: 5 }, 'bFrames', 'at most 4'],
    ['h264_nvenc', { rateControl: { mode: 'cqp', quality: 23 }, lookAheadFrames: 20 }, 'lookAheadFrames', 'constqp'],
    ['h264_nvenc', { encoderPreset: 'veryfast' }, 'encoderPreset', 'p7, p6'],
    ['h264_v4l2m2m', { rateControl: { mode: 'vbr', bitRateKbps: 1000, maxBitRateKbps: 2000 } }, 'rateControl.mode', 'cbr'],
    ['hevc_nvmpi', { profile: 'main' }, 'profile', 'none'],
    ['libsvtav1', { rateControl: { mode: 'cbr', bitRateKbps: 100_001 } }, 'rateControl.bitRateKbps', 'at most 100000'],
    ['libx265', { tune: 'zerolatency', bFrames: 1 }, 'bFrames', 'Tune zerolatency'],
  ];
  it.each(table)('%s with %j', (encoder, change, field, words) => {
    const refused = argv({ ...usual(encoder), ...change });
    expect(refused).toMatch(new RegExp(`^refused video.${field}: `));
    expect(refused).toContain(words);
  });
});

describe('the rate control of Quick Sync, which ffmpeg reads from the other options', () => {
  const h264 = (change: Partial<VideoEncode>) => argv({ ...usual('h264_qsv'), encoderPreset: null, ...change }).replace(/ -g .*$/, '');
  it.each([
    ['LA_ICQ', { lookAheadFrames: 40 }, '-global_quality 23 -look_ahead 1 -look_ahead_depth 40'],
    ['CQP', { rateControl: { mode: 'cqp', quality: 20 } }, '-q:v 20'],
    ['VBR with look-ahead', { rateControl: { mode: 'vbr', bitRateKbps: 4000, maxBitRateKbps: 6000 }, lookAheadFrames: 40 }, '-b:v 4000k -maxrate 6000k -bufsize 12000k -extbrc 1 -look_ahead_depth 40'],
    ['QVBR', { rateControl: { mode: 'qvbr', quality: 20, bitRateKbps: 4000, maxBitRateKbps: 6000 } }, '-global_quality 20 -b:v 4000k -maxrate 6000k -bufsize 12000k'],
  ] as const)('%s', (_name, change, expected) => expect(h264(change as Partial<VideoEncode>)).toBe(expected));
});

const anyName = fc.oneof(fc.constantFrom('', 'main', 'main10', 'baseline', 'high', 'p4', 'medium', '8', 'hq', 'll', '__proto__', 'constructor'), fc.string({ maxLength: 20 }));
const anyVideo = fc
  .record({
    mode: fc.constant('encode'),
    encoder: fc.oneof(fc.constantFrom(...encoders), fc.constantFrom('auto', 'copy', 'constructor', 'h264_of_the_future')),
    rateControl: fc.oneof(
      fc.record({ mode: fc.constantFrom('crf', 'cqp', 'icq'), quality: fc.nat(255) }),
      fc.record({ mode: fc.constant('qvbr'), quality: fc.nat(255), bitRateKbps: fc.integer({ min: 50, max: 1e6 }), maxBitRateKbps: fc.integer({ min: 50, max: 1e6 }) }),
      fc.record({ mode: fc.constant('cq'), quality: fc.nat(255), maxBitRateKbps: fc.option(fc.integer({ min: 50, max: 1e6 })) }),
      fc.record({ mode: fc.constant('cbr'), bitRateKbps: fc.integer({ min: 50, max: 1e6 }) }),
      fc.record({ mode: fc.constant('vbr'), bitRateKbps: fc.integer({ min: 50, max: 1e6 }), maxBitRateKbps: fc.integer({ min: 50, max: 1e6 }) }),
    ),
    gopFrames: fc.integer({ min: 1, max: 600 }),
    bFrames: fc.nat(16),
    encoderPreset: fc.option(anyName),
    profile: fc.option(anyName),
    pixelFormat: fc.constantFrom(...pixelFormats),
    tune: fc.option(anyName),
    lowPower: fc.option(fc.boolean()),
    lookAheadFrames: fc.nat(250),
  })
  .map((video) => videoSchema.safeParse(video))
  .filter(({ success }) => success)
  .map(({ data }) => data as VideoEncode);

/** What a refusal may name. */
const fields = ['mode', ...Object.keys(usual('libx264')), 'rateControl.mode', 'rateControl.quality', 'rateControl.bitRateKbps', 'rateControl.maxBitRateKbps'].map((name) => `video.${name}`);

describe('any settings that the schema allows', () => {
  it.each(['4.4.2', '5.1.9', '7.1.5'])('give an argv or a refusal that names a field, ffmpeg %s', (version) => {
    fc.assert(
      fc.property(anyVideo, (video) => {
        const result = encoderArgv(video, build(version));
        if (!result.ok) return fields.includes(result.error.field ?? '') && result.error.detail !== '';
        return result.value.every((word) => /^[\w:.=+-]+$/.test(word));
      }),
      { numRuns: 1000 },
    );
  });
  it('give an argv of pairs, each option once', () => {
    for (const terms of encoderTable) {
      for (const video of settingsWithTwoChoices(terms)) {
        const result = encoderArgv(video, newest);
        if (!result.ok) continue;
        const names = result.value.filter((_, index) => index % 2 === 0);
        expect(names.every((name) => /^-[a-z]/.test(name)) && new Set(names).size === names.length, result.value.join(' ')).toBe(true);
      }
    }
  });
});

describe('settings that were fitted', () => {
  const changes = fc.array(
    fc.oneof(
      fc.constantFrom(...encoders, 'auto', 'auto-hevc').map((encoder) => (video: VideoEncode) => carriedOver(video, encoder)),
      fc.nat().map((pick) => (video: VideoEncode) => withRateControl(video, oneOf(modesOf(video), pick))),
      fc.nat().map((pick) => (video: VideoEncode) => withProfile(video, oneOf([null, ...profilesOf(video)], pick))),
      fc.nat().map((pick) => (video: VideoEncode) => withTune(video, oneOf([null, ...tunesOf(video)], pick))),
      fc.nat().map((pick) => (video: VideoEncode) => withPixelFormat(video, oneOf(formatsOf(video), pick))),
      fc.integer({ min: 50, max: 1_000_000 }).map((rate) => (video: VideoEncode) => withRate(video, rate)),
      fc.integer({ min: -5, max: 300 }).map((frames) => (video: VideoEncode) => withLookAhead(video, frames)),
      fc.nat(16).map((bFrames) => (video: VideoEncode) => ({ ...video, bFrames: Math.min(bFrames, allowedByProfile(video).maximumBFrames) })),
    ),
    { maxLength: 12 },
  );
  it('are never refused, whatever was chosen in whatever order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...encoders), changes, (first, steps) => {
        const video = steps.reduce((before, step) => step(before), usual(first));
        expect(argv(carriedOver(video, findEncoder(video.encoder) ? video.encoder : 'libx264')), JSON.stringify(video)).not.toContain('refused');
      }),
      { numRuns: 1000 },
    );
  });
  it('look ahead only where the encoder can', () => {
    expect(allowedLookAhead(usual('h264_vaapi'))).toBeNull();
    expect(allowedLookAhead(usual('h264_qsv'))).toEqual({ minimum: 10, maximum: 100 });
    expect(withRateControl(withLookAhead(usual('h264_qsv'), 40), 'cqp').lookAheadFrames).toBe(0);
    expect(withLookAhead(usual('h264_qsv'), 3).lookAheadFrames).toBe(10);
  });
});

const oneOf = <T,>(list: readonly T[], pick: number): T => list[pick % list.length] as T;
const withRate = (video: VideoEncode, rate: number): VideoEncode => {
  const bitRateKbps = Math.min(rate, findEncoder(video.encoder)?.maximumBitRateKbps ?? rate);
  const { mode } = video.rateControl;
  if (mode === 'cbr') return { ...video, rateControl: { mode, bitRateKbps } };
  return mode === 'vbr' ? { ...video, rateControl: { mode, bitRateKbps, maxBitRateKbps: bitRateKbps } } : video;
};
const termsIn = (video: VideoEncode) => findEncoder(video.encoder) ?? findEncoder('libx264')!;
const modesOf = (video: VideoEncode) => (findEncoder(video.encoder) ? rateControlModes(termsIn(video)) : [video.rateControl.mode]);
const profilesOf = (video: VideoEncode) => (findEncoder(video.encoder) ? Object.keys(termsIn(video).profiles) : []);
const tunesOf = (video: VideoEncode) => (findEncoder(video.encoder) ? termsIn(video).tunes : []);
const formatsOf = (video: VideoEncode) => (findEncoder(video.encoder) ? termsIn(video).pixelFormats : [video.pixelFormat]);
