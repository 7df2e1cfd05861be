import type { RateControl, VideoEncode } from '../preset';
import { ok } from '../result';
import { bFrames, bitRate, eightAndTenBit, eightBit, gop, h264Profiles, hevcProfiles, kbps, option, profile, scale } from './encoder-options';
import type { EncoderTerms, QualityScale } from './encoders';

const rateControls = (target: QualityScale, quantiser: QualityScale): EncoderTerms['rateControls'] => ({
  cq: { term: 'vbr with cq', quality: target, lookAhead: true },
  vbr: { term: 'vbr', quality: null, lookAhead: true },
  cbr: { term: 'cbr', quality: null, lookAhead: true },
  cqp: { term: 'constqp', quality: quantiser, lookAhead: false },
});

function control(rateControl: RateControl): string[] {
  switch (rateControl.mode) {
    case 'cqp':
      return ['-rc', 'constqp', '-qp', String(rateControl.quality)];
    case 'cq': {
      const { quality, maxBitRateKbps } = rateControl;
      const bound = maxBitRateKbps === null ? [] : ['-maxrate', kbps(maxBitRateKbps), '-bufsize', kbps(2 * maxBitRateKbps)];
      // Its usual bit rate of 2 Mbit/s would stay as a target beside the quality.
      return ['-rc', 'vbr', '-cq', String(quality), '-b:v', '0', ...bound];
    }
    case 'cbr':
    case 'vbr':
      return ['-rc', rateControl.mode, ...bitRate(rateControl)];
    default:
      return [];
  }
}

const presets = ['p7', 'p6', 'p5', 'p4', 'p3', 'p2', 'p1'];
const slowPresets = presets.slice(0, 3);

/** A first pass at a quarter of the size: where a bit rate has to be met and the preset has the time. */
const multipass = ({ rateControl: { mode }, encoderPreset }: VideoEncode): string[] =>
  (mode === 'cbr' || mode === 'vbr') && encoderPreset !== null && slowPresets.includes(encoderPreset) ? ['-multipass', 'qres'] : [];

const shared = {
  family: 'nvenc',
  encoderPresets: presets,
  usualEncoderPreset: 'p4',
  // `lossless` is left out: it overrides the rate control.
  tunes: ['hq', 'll', 'ull'],
  lowPower: false,
  // The driver takes 31 less the B-frames.
  maximumLookAheadFrames: 27,
  maximumBFrames: 4,
  // Unproved. Pictures lie in the GPU's memory; the driver's own parts are in the floor's fixed share.
  memoryBytesPerPixel: 120,
} as const satisfies Partial<EncoderTerms>;

function nvenc(terms: Omit<EncoderTerms, keyof typeof shared | 'argv'>): EncoderTerms {
  const argv = (video: VideoEncode) =>
    ok([
      ...option('-preset', video.encoderPreset),
      ...option('-tune', video.tune),
      ...profile(video, terms.profiles),
      ...control(video.rateControl),
      ...multipass(video),
      ...(video.lookAheadFrames > 0 ? option('-rc-lookahead', video.lookAheadFrames) : []),
      ...gop(video),
      ...bFrames(video),
    ]);
  return { ...shared, ...terms, argv };
}

const h264: EncoderTerms = nvenc({
  encoder: 'h264_nvenc',
  label: 'H.264 (NVENC)',
  codec: 'h264',
  rateControls: rateControls(scale(1, 51, 23), scale(0, 51, 23)),
  profiles: h264Profiles('baseline'),
  pixelFormats: eightBit,
  usualBFrames: 2,
});

const hevc: EncoderTerms = nvenc({
  encoder: 'hevc_nvenc',
  label: 'HEVC (NVENC)',
  codec: 'hevc',
  rateControls: rateControls(scale(1, 51, 26), scale(0, 51, 26)),
  profiles: hevcProfiles,
  pixelFormats: eightAndTenBit,
  // Before Turing there are none, and ffmpeg then refuses.
  usualBFrames: 0,
});

const av1: EncoderTerms = nvenc({
  encoder: 'av1_nvenc',
  label: 'AV1 (NVENC)',
  codec: 'av1',
  since: { major: 6, minor: 0 },
  rateControls: rateControls(scale(1, 63, 30), scale(0, 255, 120)),
  // It has the one profile and no option for it.
  profiles: {},
  pixelFormats: eightAndTenBit,
  usualBFrames: 0,
});

export const nvencEncoders: readonly EncoderTerms[] = [h264, hevc, av1];
