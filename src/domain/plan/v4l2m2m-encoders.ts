import type { VideoEncode } from '../preset';
import { bitRateKbpsOf } from '../rate-control';
import { ok } from '../result';
import { eightBit, gop, h264Profiles, kbps, option } from './encoder-options';
import type { EncoderTerms } from './encoders';

/** ffmpeg hands the driver H.264's `profile_idc`, and its option knows no names. */
const profileNumbers: Readonly<Record<string, string>> = { baseline: '66', main: '77', high: '100' };

const shared = {
  family: 'v4l2m2m',
  // One bit rate is all that ffmpeg hands on; whether it is held strictly is the driver's to say.
  rateControls: { cbr: { term: 'bit rate', quality: null, lookAhead: false } },
  encoderPresets: [],
  usualEncoderPreset: null,
  tunes: [],
  lowPower: false,
  maximumLookAheadFrames: 0,
  pixelFormats: eightBit,
  // ffmpeg turns them off: it could not tell their times.
  maximumBFrames: 0,
  usualBFrames: 0,
  // Unproved.
  memoryBytesPerPixel: 100,
  argv: (video: VideoEncode) => {
    const rate = bitRateKbpsOf(video.rateControl);
    const profile = video.profile === null ? null : (profileNumbers[video.profile] ?? null);
    return ok([...option('-profile:v', profile), ...option('-b:v', rate === null ? null : kbps(rate)), ...gop(video)]);
  },
} as const satisfies Partial<EncoderTerms>;

export const v4l2m2mEncoders: readonly EncoderTerms[] = [
  { ...shared, encoder: 'h264_v4l2m2m', label: 'H.264 (V4L2)', codec: 'h264', profiles: h264Profiles('baseline') },
  { ...shared, encoder: 'hevc_v4l2m2m', label: 'HEVC (V4L2)', codec: 'hevc', profiles: {} },
];
