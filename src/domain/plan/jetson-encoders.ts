import type { VideoEncode } from '../preset';
import { ok } from '../result';
import { bitRate, eightBit, gop, h264Profiles, option } from './encoder-options';
import type { EncoderTerms } from './encoders';

/** Of an ffmpeg with jetson-ffmpeg's patches. Unproved: taken from its published options, never run. */
const shared = {
  family: 'jetson',
  rateControls: {
    vbr: { term: 'vbr', quality: null, lookAhead: false },
    cbr: { term: 'cbr', quality: null, lookAhead: false },
  },
  encoderPresets: ['slow', 'medium', 'fast', 'ultrafast'],
  usualEncoderPreset: 'medium',
  tunes: [],
  lowPower: false,
  maximumLookAheadFrames: 0,
  pixelFormats: eightBit,
  // Its packets carry one time, so frames could not be put in order.
  maximumBFrames: 0,
  usualBFrames: 0,
  memoryBytesPerPixel: 120,
  argv: (video: VideoEncode) =>
    ok([
      ...option('-preset', video.encoderPreset),
      ...option('-profile:v', video.profile),
      ...option('-rc', video.rateControl.mode),
      ...bitRate(video.rateControl),
      ...gop(video),
    ]),
} as const satisfies Partial<EncoderTerms>;

export const jetsonEncoders: readonly EncoderTerms[] = [
  { ...shared, encoder: 'h264_nvmpi', label: 'H.264 (Jetson)', codec: 'h264', profiles: h264Profiles('baseline') },
  { ...shared, encoder: 'hevc_nvmpi', label: 'HEVC (Jetson)', codec: 'hevc', profiles: {} },
];
