import type { VideoEncode } from '../preset';
import { qualityOf } from '../rate-control';
import { ok } from '../result';
import { av1Profiles, bFrames, bitRate, eightAndTenBit, eightBit, gop, h264Profiles, hevcProfiles, jpegQuality, lowPower, option, profile, scale } from './encoder-options';
import type { EncoderTerms, QualityScale } from './encoders';

/** Name of the option that holds the quantiser. `qp` is an option of H.264 and HEVC alone. */
type QuantiserOption = '-qp' | '-global_quality';

/** ICQ and QVBR are clipped to 51 for every codec. */
const rateControls = (quantiser: QualityScale): EncoderTerms['rateControls'] => ({
  // First, since every driver has it.
  cqp: { term: 'CQP', quality: quantiser, lookAhead: false },
  vbr: { term: 'VBR', quality: null, lookAhead: false },
  cbr: { term: 'CBR', quality: null, lookAhead: false },
  icq: { term: 'ICQ', quality: scale(1, 51, 25), lookAhead: false },
  qvbr: { term: 'QVBR', quality: scale(1, 51, 25), lookAhead: false },
});

const shared = {
  family: 'vaapi',
  encoderPresets: [],
  usualEncoderPreset: null,
  tunes: [],
  lowPower: true,
  maximumLookAheadFrames: 0,
  // Unproved. Pictures of an integrated GPU lie in the process's own memory.
  memoryBytesPerPixel: 120,
} as const satisfies Partial<EncoderTerms>;

function vaapi(own: Omit<EncoderTerms, keyof typeof shared | 'argv' | 'rateControls'> & { readonly quantiser: QualityScale; readonly quantiserOption: QuantiserOption }): EncoderTerms {
  const { quantiser, quantiserOption, ...terms } = own;
  const modes = rateControls(quantiser);
  const argv = (video: VideoEncode) => {
    const { rateControl } = video;
    const quality = option(rateControl.mode === 'cqp' ? quantiserOption : '-global_quality', qualityOf(rateControl));
    return ok([
      ...lowPower(video),
      ...profile(video, terms.profiles),
      ...option('-rc_mode', modes[rateControl.mode]?.term ?? null),
      ...quality,
      ...bitRate(rateControl),
      ...gop(video),
      ...(terms.maximumBFrames > 0 ? bFrames(video) : []),
    ]);
  };
  return { ...shared, ...terms, rateControls: modes, argv };
}

const h264: EncoderTerms = vaapi({
  encoder: 'h264_vaapi',
  label: 'H.264 (VAAPI)',
  codec: 'h264',
  quantiser: scale(1, 51, 23),
  quantiserOption: '-qp',
  profiles: h264Profiles('constrained_baseline'),
  pixelFormats: eightBit,
  // Drivers that have fewer take what they have.
  maximumBFrames: 7,
  usualBFrames: 2,
});

const hevc: EncoderTerms = vaapi({
  encoder: 'hevc_vaapi',
  label: 'HEVC (VAAPI)',
  codec: 'hevc',
  quantiser: scale(1, 51, 26),
  quantiserOption: '-qp',
  profiles: hevcProfiles,
  pixelFormats: eightAndTenBit,
  maximumBFrames: 7,
  usualBFrames: 2,
});

const av1: EncoderTerms = vaapi({
  encoder: 'av1_vaapi',
  label: 'AV1 (VAAPI)',
  codec: 'av1',
  since: { major: 6, minor: 1 },
  quantiser: scale(1, 255, 128),
  quantiserOption: '-global_quality',
  profiles: av1Profiles,
  pixelFormats: eightAndTenBit,
  maximumBFrames: 7,
  usualBFrames: 0,
});

const vp9: EncoderTerms = vaapi({
  encoder: 'vp9_vaapi',
  label: 'VP9 (VAAPI)',
  codec: 'vp9',
  quantiser: scale(1, 255, 100),
  quantiserOption: '-global_quality',
  // It takes the profile from the depth of the pictures, and its option knows no names.
  profiles: {},
  pixelFormats: eightAndTenBit,
  // With B-frames its packets come in the order of encoding, which no muxer takes.
  maximumBFrames: 0,
  usualBFrames: 0,
});

const mjpeg: EncoderTerms = {
  ...shared,
  encoder: 'mjpeg_vaapi',
  label: 'MJPEG (VAAPI)',
  codec: 'mjpeg',
  rateControls: { cqp: { term: 'quality', quality: jpegQuality, lookAhead: false } },
  profiles: {},
  pixelFormats: eightBit,
  maximumBFrames: 0,
  usualBFrames: 0,
  argv: (video) => ok([...lowPower(video), ...option('-global_quality', qualityOf(video.rateControl))]),
};

export const vaapiEncoders: readonly EncoderTerms[] = [h264, hevc, av1, vp9, mjpeg];
