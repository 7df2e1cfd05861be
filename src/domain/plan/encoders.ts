import type { FfmpegBuild } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import type { PixelFormat, RateControl, VideoEncode } from '../preset';
import { err, type Result } from '../result';
import { libsvtav1, libvpxVp9, libx264, libx265 } from './software-encoders';

/** Families of encoders. Those after `software` are planned and not offered yet. */
export type EncoderFamily = 'software' | 'vaapi' | 'quicksync' | 'nvenc' | 'v4l2m2m';

/** What one encoder allows, in its own terms. The window offers this, and the plan refuses the rest by name. */
export interface EncoderTerms {
  readonly encoder: string;
  readonly label: string;
  readonly codec: 'h264' | 'hevc' | 'av1' | 'vp9';
  readonly family: EncoderFamily;
  /** Range of the constant-quality scale; null where the encoder has none. */
  readonly crf: { readonly minimum: number; readonly maximum: number; readonly usual: number } | null;
  readonly bitRateModes: readonly ('cbr' | 'vbr')[];
  /** From slow and small to fast and large. */
  readonly encoderPresets: readonly string[];
  readonly usualEncoderPreset: string;
  /** Profiles with the pixel formats and B-frames that each takes. */
  readonly profiles: Readonly<Record<string, { readonly pixelFormats: readonly PixelFormat[]; readonly bFrames: boolean }>>;
  readonly pixelFormats: readonly PixelFormat[];
  /** 0 where the codec orders its frames by itself. */
  readonly maximumBFrames: number;
  readonly usualBFrames: number;
  /** Bytes of memory that the encoder takes for each pixel of the frame, rounded up from runs at 720p to 4K. */
  readonly memoryBytesPerPixel: number;
  /** The encoder's options; a refusal where this build of ffmpeg cannot do it. */
  argv(video: VideoEncode, ffmpeg: FfmpegBuild): Result<readonly string[], CapstanError>;
}

export const encoderTable: readonly EncoderTerms[] = [libx264, libx265, libsvtav1, libvpxVp9];

export const findEncoder = (name: string): EncoderTerms | undefined => encoderTable.find(({ encoder }) => encoder === name);

/** Sensible settings to begin with; null for an encoder that Capstan does not know. */
export function defaultVideoFor(encoder: string): VideoEncode | null {
  const terms = findEncoder(encoder);
  if (!terms) return null;
  const rateControl: RateControl = terms.crf
    ? { mode: 'crf', quality: terms.crf.usual }
    : { mode: 'vbr', bitRateKbps: 6000, maxBitRateKbps: 9000 };
  return {
    mode: 'encode',
    encoder,
    rateControl,
    gopFrames: 60,
    bFrames: terms.usualBFrames,
    encoderPreset: terms.usualEncoderPreset,
    profile: null,
    pixelFormat: 'yuv420p',
  };
}

/** The encoder's argv, after every field was held against what it allows. */
export function encoderArgv(video: VideoEncode, ffmpeg: FfmpegBuild): Result<readonly string[], CapstanError> {
  const terms = findEncoder(video.encoder);
  const field = 'video.encoder';
  if (!terms) {
    const known = encoderTable.map(({ encoder }) => encoder).join(', ');
    return refuse('encoder-unavailable', `Capstan does not know the encoder ${video.encoder}; it knows ${known}.`, { field });
  }
  if (!ffmpeg.encoders.includes(video.encoder)) {
    return refuse('encoder-unavailable', `ffmpeg ${ffmpeg.version} on this host has no ${video.encoder}.`, { field });
  }
  const refused = refusedField(video, terms);
  return refused ? err(refused) : terms.argv(video, ffmpeg);
}

function refusedField(video: VideoEncode, terms: EncoderTerms): CapstanError | null {
  const no = (field: string, detail: string) => refuse('preset-invalid', detail, { field: `video.${field}` }).error;
  const { encoder, rateControl, encoderPreset, profile, pixelFormat, bFrames } = video;
  if (rateControl.mode === 'crf') {
    if (!terms.crf) return no('rateControl.mode', `${encoder} has no constant quality.`);
    const { minimum, maximum } = terms.crf;
    if (rateControl.quality < minimum || rateControl.quality > maximum) {
      return no('rateControl.quality', `The quality of ${encoder} goes from ${minimum} to ${maximum}, not ${rateControl.quality}.`);
    }
  } else if (!terms.bitRateModes.includes(rateControl.mode)) {
    return no('rateControl.mode', `${encoder} offers ${terms.bitRateModes.join(' and ')}, not ${rateControl.mode}.`);
  } else if (rateControl.mode === 'vbr' && rateControl.maxBitRateKbps < rateControl.bitRateKbps) {
    return no('rateControl.maxBitRateKbps', 'The maximum bit rate is below the average bit rate.');
  }
  if (encoderPreset !== null && !terms.encoderPresets.includes(encoderPreset)) {
    return no('encoderPreset', `${encoder} has no preset ${encoderPreset}; it has ${terms.encoderPresets.join(', ')}.`);
  }
  if (!terms.pixelFormats.includes(pixelFormat)) {
    return no('pixelFormat', `${encoder} takes ${terms.pixelFormats.join(', ')}, not ${pixelFormat}.`);
  }
  if (bFrames > terms.maximumBFrames) {
    return no('bFrames', `${encoder} takes at most ${terms.maximumBFrames} B-frames, not ${bFrames}.`);
  }
  if (profile === null) return null;
  const allowed = Object.hasOwn(terms.profiles, profile) ? terms.profiles[profile] : undefined;
  if (!allowed) return no('profile', `${encoder} has no profile ${profile}; it has ${Object.keys(terms.profiles).join(', ')}.`);
  if (!allowed.pixelFormats.includes(pixelFormat)) {
    return no('profile', `Profile ${profile} does not hold ${pixelFormat}; it holds ${allowed.pixelFormats.join(', ')}.`);
  }
  if (bFrames > 0 && !allowed.bFrames) return no('bFrames', `Profile ${profile} has no B-frames.`);
  return null;
}
