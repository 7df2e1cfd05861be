import type { FfmpegBuild } from '../capabilities';
import { refuse } from '../errors';
import type { RateControl, VideoEncode } from '../preset';
import { bitRateKbpsOf, qualityOf } from '../rate-control';
import { ok } from '../result';
import { atLeast } from '../ffmpeg-build';
import { bFrames, bitRate, gop, kbps, option, scale } from './encoder-options';
import type { EncoderTerms, QualityScale } from './encoders';

const x26xPresets = ['veryslow', 'slower', 'slow', 'medium', 'fast', 'faster', 'veryfast', 'superfast', 'ultrafast'];

const softwareRateControls = (quality: QualityScale): EncoderTerms['rateControls'] => ({
  crf: { term: 'CRF', quality, lookAhead: false },
  cbr: { term: 'CBR', quality: null, lookAhead: false },
  vbr: { term: 'VBR', quality: null, lookAhead: false },
});
const nothingOfHardware = { lowPower: false, maximumLookAheadFrames: 0 };

/** libvpx takes CBR from a smallest rate that equals the others. */
function softwareBitRate(control: RateControl): string[] {
  if (control.mode !== 'cbr') return bitRate(control);
  const rate = kbps(control.bitRateKbps);
  return ['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate];
}

/** x264 and x265 name their options alike. */
const x26xArgv = (video: VideoEncode): string[] => [
  ...option('-preset', video.encoderPreset),
  ...option('-tune', video.tune),
  ...option('-profile:v', video.profile),
  ...(video.rateControl.mode === 'crf' ? ['-crf', String(video.rateControl.quality)] : softwareBitRate(video.rateControl)),
  ...gop(video),
  ...bFrames(video),
];

const libx264: EncoderTerms = {
  encoder: 'libx264',
  label: 'H.264 (x264)',
  codec: 'h264',
  family: 'software',
  rateControls: softwareRateControls(scale(0, 51, 23)),
  encoderPresets: x26xPresets,
  usualEncoderPreset: 'veryfast',
  tunesWithoutBFrames: ['zerolatency'],
  tunes: ['film', 'animation', 'grain', 'stillimage', 'fastdecode', 'zerolatency'],
  ...nothingOfHardware,
  profiles: {
    baseline: { pixelFormats: ['yuv420p'], bFrames: false },
    main: { pixelFormats: ['yuv420p'], bFrames: true },
    high: { pixelFormats: ['yuv420p'], bFrames: true },
    high10: { pixelFormats: ['yuv420p', 'yuv420p10le'], bFrames: true },
    high422: { pixelFormats: ['yuv420p', 'yuv420p10le', 'yuv422p', 'yuv422p10le'], bFrames: true },
    high444: { pixelFormats: ['yuv444p', 'yuv444p10le'], bFrames: true },
  },
  pixelFormats: ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le', 'yuv422p10le', 'yuv444p10le'],
  maximumBFrames: 16,
  usualBFrames: 2,
  memoryBytesPerPixel: 120,
  argv: (video) => ok(x26xArgv(video)),
};

const quickX265Presets = x26xPresets.slice(x26xPresets.indexOf('fast'));

/** Quick presets look 5 to 15 frames ahead, and x265 needs more than there are B-frames. */
const x265LookAhead = ({ encoderPreset, bFrames: count }: VideoEncode): string[] =>
  count > 4 && encoderPreset !== null && quickX265Presets.includes(encoderPreset) ? ['rc-lookahead=20'] : [];

const libx265: EncoderTerms = {
  encoder: 'libx265',
  label: 'HEVC (x265)',
  codec: 'hevc',
  family: 'software',
  rateControls: softwareRateControls(scale(0, 51, 26)),
  encoderPresets: x26xPresets,
  usualEncoderPreset: 'ultrafast',
  tunesWithoutBFrames: ['zerolatency'],
  tunes: ['grain', 'animation', 'fastdecode', 'zerolatency'],
  ...nothingOfHardware,
  profiles: {
    main: { pixelFormats: ['yuv420p'], bFrames: true },
    main10: { pixelFormats: ['yuv420p10le'], bFrames: true },
    'main422-10': { pixelFormats: ['yuv422p10le'], bFrames: true },
    'main444-8': { pixelFormats: ['yuv444p'], bFrames: true },
    'main444-10': { pixelFormats: ['yuv444p10le'], bFrames: true },
  },
  pixelFormats: ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le', 'yuv422p10le', 'yuv444p10le'],
  maximumBFrames: 16,
  usualBFrames: 2,
  memoryBytesPerPixel: 250,
  argv: (video) =>
    ok([
      ...x26xArgv(video),
      // x265 writes to stderr past ffmpeg's own log level.
      ...option('-x265-params', ['log-level=warning', ...x265LookAhead(video)].join(':')),
    ]),
};

const libsvtav1: EncoderTerms = {
  encoder: 'libsvtav1',
  label: 'AV1 (SVT-AV1)',
  codec: 'av1',
  family: 'software',
  rateControls: softwareRateControls(scale(1, 63, 35)),
  maximumBitRateKbps: 100_000,
  encoderPresets: ['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
  usualEncoderPreset: '10',
  tunes: [],
  ...nothingOfHardware,
  profiles: {},
  pixelFormats: ['yuv420p', 'yuv420p10le'],
  maximumBFrames: 0,
  usualBFrames: 0,
  memoryBytesPerPixel: 400,
  argv: (video, ffmpeg) => {
    // 5.1 brought -crf and -svtav1-params; before it the modes were named by -rc, presets ended at 8 and there was no CBR.
    if (!atLeast(ffmpeg, 5, 1)) return legacySvtAv1(video, ffmpeg);
    const { rateControl } = video;
    const common = [...option('-preset', video.encoderPreset), ...gop(video)];
    switch (rateControl.mode) {
      case 'crf':
        return ok([...common, '-crf', String(rateControl.quality)]);
      case 'vbr':
        return ok([...common, '-b:v', kbps(rateControl.bitRateKbps), '-svtav1-params', 'rc=1']);
      case 'cbr':
        // SVT-AV1 has CBR only with low-delay prediction.
        return ok([...common, '-b:v', kbps(rateControl.bitRateKbps), '-svtav1-params', 'rc=2:pred-struct=1']);
    }
    return ok(common);
  },
};

function legacySvtAv1(video: VideoEncode, ffmpeg: FfmpegBuild) {
  const { rateControl, encoderPreset } = video;
  if (rateControl.mode === 'cbr') {
    return refuse('preset-invalid', `libsvtav1 of ffmpeg ${ffmpeg.version} has no CBR; 5.1 and later have.`, { field: 'video.rateControl.mode' });
  }
  const preset = encoderPreset === null ? null : String(Math.min(8, Number(encoderPreset)));
  const control =
    rateControl.mode === 'crf'
      ? ['-rc', 'cqp', '-qp', String(rateControl.quality)]
      : ['-rc', 'vbr', '-b:v', kbps(bitRateKbpsOf(rateControl) ?? 0)];
  return ok([...option('-preset', preset), ...gop(video), ...control]);
}

const libvpxVp9: EncoderTerms = {
  encoder: 'libvpx-vp9',
  label: 'VP9 (libvpx)',
  codec: 'vp9',
  family: 'software',
  rateControls: softwareRateControls(scale(0, 63, 33)),
  encoderPresets: ['0', '1', '2', '3', '4', '5', '6', '7', '8'],
  usualEncoderPreset: '8',
  tunes: [],
  ...nothingOfHardware,
  profiles: {
    '0': { pixelFormats: ['yuv420p'], bFrames: false },
    '1': { pixelFormats: ['yuv422p', 'yuv444p'], bFrames: false },
    '2': { pixelFormats: ['yuv420p10le'], bFrames: false },
    '3': { pixelFormats: ['yuv422p10le', 'yuv444p10le'], bFrames: false },
  },
  pixelFormats: ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le', 'yuv422p10le', 'yuv444p10le'],
  maximumBFrames: 0,
  usualBFrames: 0,
  memoryBytesPerPixel: 120,
  argv: (video) => {
    const speed = video.encoderPreset ?? '8';
    // Speeds from 5 on are libvpx's real-time modes; they look at no later frame.
    const deadline = Number(speed) >= 5 ? ['-deadline', 'realtime', '-lag-in-frames', '0'] : ['-deadline', 'good'];
    const control =
      video.rateControl.mode === 'crf'
        ? ['-crf', String(video.rateControl.quality), '-b:v', '0']
        : softwareBitRate(video.rateControl);
    return ok([...deadline, '-cpu-used', speed, '-row-mt', '1', ...option('-profile:v', video.profile), ...control, ...gop(video)]);
  },
};

const mjpeg: EncoderTerms = {
  encoder: 'mjpeg',
  label: 'MJPEG (ffmpeg)',
  codec: 'mjpeg',
  family: 'software',
  rateControls: { cqp: { term: 'quantiser', quality: scale(2, 31, 4), lookAhead: false } },
  encoderPresets: [],
  usualEncoderPreset: null,
  tunes: [],
  ...nothingOfHardware,
  profiles: {},
  pixelFormats: ['yuv420p', 'yuv422p', 'yuv444p'],
  maximumBFrames: 0,
  usualBFrames: 0,
  memoryBytesPerPixel: 60,
  argv: (video) => ok(option('-q:v', qualityOf(video.rateControl))),
};

export const softwareEncoders: readonly EncoderTerms[] = [libx264, libx265, libsvtav1, libvpxVp9, mjpeg];
