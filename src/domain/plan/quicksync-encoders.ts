import type { VideoEncode } from '../preset';
import { refuse, type CapstanError } from '../errors';
import { qualityOf } from '../rate-control';
import { ok, type Result } from '../result';
import { av1Profiles, bFrames, bitRate, eightAndTenBit, eightBit, gop, h264Profiles, hevcProfiles, jpegQuality, lowPower, option, profile, scale, tenBit } from './encoder-options';
import type { EncoderTerms, QualityScale } from './encoders';

/**
 * ffmpeg's Quick Sync encoders have no option for the mode: they take it from which others are there. `-q:v` alone is
 * CQP, `-global_quality` alone ICQ and beside a maximum QVBR, a maximum that equals the bit rate CBR.
 */
const rateControls = (quantiser: QualityScale, lookAhead: { readonly icq: boolean; readonly bitRate: boolean }): EncoderTerms['rateControls'] => ({
  icq: { term: lookAhead.icq ? 'ICQ, LA_ICQ with look-ahead' : 'ICQ', quality: scale(1, 51, 23), lookAhead: lookAhead.icq },
  vbr: { term: 'VBR', quality: null, lookAhead: lookAhead.bitRate },
  cbr: { term: 'CBR', quality: null, lookAhead: lookAhead.bitRate },
  cqp: { term: 'CQP', quality: quantiser, lookAhead: false },
  qvbr: { term: 'QVBR', quality: scale(1, 51, 23), lookAhead: false },
});

function control({ rateControl, lookAheadFrames }: VideoEncode, encoder: string): Result<string[], CapstanError> {
  if (rateControl.mode === 'qvbr' && rateControl.maxBitRateKbps === rateControl.bitRateKbps) {
    return refuse('preset-invalid', `QVBR of ${encoder} needs a maximum above the average bit rate: at the same value it would be CBR.`, {
      field: 'video.rateControl.maxBitRateKbps',
    });
  }
  const depth = lookAheadFrames === 0 ? [] : option('-look_ahead_depth', lookAheadFrames);
  const quality = qualityOf(rateControl);
  switch (rateControl.mode) {
    case 'cqp':
      return ok(option('-q:v', quality));
    case 'icq':
      return ok([...option('-global_quality', quality), ...(depth.length > 0 ? ['-look_ahead', '1', ...depth] : [])]);
    default:
      // `-look_ahead` would leave the maximum out of account.
      return ok([...option('-global_quality', quality), ...bitRate(rateControl), ...(depth.length > 0 ? ['-extbrc', '1', ...depth] : [])]);
  }
}

const presets = ['veryslow', 'slower', 'slow', 'medium', 'fast', 'faster', 'veryfast'];
const shared = {
  family: 'quicksync',
  tunes: [],
  // Unproved. Pictures of an integrated GPU lie in the process's own memory; look-ahead keeps up to a hundred of them.
  memoryBytesPerPixel: 250,
} as const satisfies Partial<EncoderTerms>;

type Own = Omit<EncoderTerms, keyof typeof shared | 'argv' | 'encoderPresets' | 'usualEncoderPreset' | 'lowPower'>;

function quickSync(terms: Own): EncoderTerms {
  const argv = (video: VideoEncode): Result<string[], CapstanError> => {
    const rate = control(video, terms.encoder);
    if (!rate.ok) return rate;
    return ok([
      ...option('-preset', video.encoderPreset),
      ...lowPower(video),
      ...profile(video, terms.profiles),
      ...rate.value,
      ...gop(video),
      ...(terms.maximumBFrames > 0 ? bFrames(video) : []),
    ]);
  };
  return { ...shared, ...terms, encoderPresets: presets, usualEncoderPreset: 'medium', lowPower: true, argv };
}

const h264: EncoderTerms = quickSync({
  encoder: 'h264_qsv',
  label: 'H.264 (Quick Sync)',
  codec: 'h264',
  rateControls: rateControls(scale(1, 51, 23), { icq: true, bitRate: true }),
  minimumLookAheadFrames: 10,
  maximumLookAheadFrames: 100,
  profiles: h264Profiles('baseline'),
  pixelFormats: eightBit,
  maximumBFrames: 7,
  usualBFrames: 2,
});

const hevc: EncoderTerms = quickSync({
  encoder: 'hevc_qsv',
  label: 'HEVC (Quick Sync)',
  codec: 'hevc',
  rateControls: rateControls(scale(1, 51, 26), { icq: false, bitRate: true }),
  minimumLookAheadFrames: 10,
  maximumLookAheadFrames: 100,
  profiles: hevcProfiles,
  pixelFormats: eightAndTenBit,
  maximumBFrames: 7,
  usualBFrames: 2,
});

const av1: EncoderTerms = quickSync({
  encoder: 'av1_qsv',
  label: 'AV1 (Quick Sync)',
  codec: 'av1',
  since: { major: 6, minor: 0 },
  rateControls: rateControls(scale(1, 255, 128), { icq: false, bitRate: true }),
  minimumLookAheadFrames: 10,
  maximumLookAheadFrames: 100,
  profiles: av1Profiles,
  pixelFormats: eightAndTenBit,
  maximumBFrames: 7,
  usualBFrames: 0,
});

const vp9: EncoderTerms = quickSync({
  encoder: 'vp9_qsv',
  label: 'VP9 (Quick Sync)',
  codec: 'vp9',
  // ffmpeg clips its quantiser to 51, though the codec's own scale ends at 255.
  rateControls: rateControls(scale(1, 51, 40), { icq: false, bitRate: false }),
  maximumLookAheadFrames: 0,
  profiles: {
    profile0: { pixelFormats: eightBit, bFrames: false },
    profile2: { pixelFormats: tenBit, bFrames: false },
  },
  pixelFormats: eightAndTenBit,
  maximumBFrames: 0,
  usualBFrames: 0,
});

const mjpeg: EncoderTerms = {
  ...shared,
  encoder: 'mjpeg_qsv',
  label: 'MJPEG (Quick Sync)',
  codec: 'mjpeg',
  rateControls: { cqp: { term: 'quality', quality: jpegQuality, lookAhead: false } },
  encoderPresets: [],
  usualEncoderPreset: null,
  lowPower: false,
  maximumLookAheadFrames: 0,
  profiles: {},
  pixelFormats: eightBit,
  maximumBFrames: 0,
  usualBFrames: 0,
  argv: (video) => ok(option('-global_quality', qualityOf(video.rateControl))),
};

export const quickSyncEncoders: readonly EncoderTerms[] = [h264, hevc, av1, vp9, mjpeg];
