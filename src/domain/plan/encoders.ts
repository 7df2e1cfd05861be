import type { EncoderFamily, FfmpegBuild } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import { automaticEncoders, usualHardwareChoices, type PixelFormat, type RateControl, type RateControlMode, type VideoEncode } from '../preset';
import { qualityOf } from '../rate-control';
import { err, type Result } from '../result';
import { libsvtav1, libvpxVp9, libx264, libx265 } from './software-encoders';

/** One kind of rate control as an encoder has it. */
export interface RateControlTerms {
  /** In the family's own words, such as `constqp`. */
  readonly term: string;
  /** The scale; null for modes without a quality. */
  readonly quality: { readonly minimum: number; readonly maximum: number; readonly usual: number } | null;
}

/** What kind of video comes out. */
export type Codec = 'h264' | 'hevc' | 'av1' | 'vp9' | 'mjpeg';

/** What one encoder allows, in its own terms. The window offers this, and the plan refuses the rest by name. */
export interface EncoderTerms {
  readonly encoder: string;
  readonly label: string;
  readonly codec: Codec;
  readonly family: EncoderFamily;
  /** Those that it has, the usual one first. */
  readonly rateControls: Readonly<Partial<Record<RateControlMode, RateControlTerms>>>;
  /** From slow and small to fast and large. */
  readonly encoderPresets: readonly string[];
  /** Null where the encoder has no presets. */
  readonly usualEncoderPreset: string | null;
  readonly tunes: readonly string[];
  /** Whether it can be told to use the fixed-function hardware of low power. */
  readonly lowPower: boolean;
  /** 0 where it cannot look ahead, or decides that by itself. */
  readonly maximumLookAheadFrames: number;
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

/** The mode that an encoder begins with, and its terms. */
export function usualRateControl(terms: EncoderTerms): RateControl {
  const [mode] = rateControlModes(terms);
  if (mode === undefined || mode === 'vbr') return { mode: 'vbr', bitRateKbps: 6000, maxBitRateKbps: 9000 };
  if (mode === 'cbr') return { mode, bitRateKbps: 6000 };
  const quality = terms.rateControls[mode]?.quality?.usual ?? 25;
  if (mode === 'qvbr') return { mode, quality, bitRateKbps: 6000, maxBitRateKbps: 9000 };
  return mode === 'cq' ? { mode, quality, maxBitRateKbps: null } : { mode, quality };
}

/** In the order of the encoder's table. */
export const rateControlModes = ({ rateControls }: EncoderTerms) => Object.keys(rateControls) as RateControlMode[];

/** Sensible settings to begin with; null for an encoder that Capstan does not know. */
export function defaultVideoFor(encoder: string): VideoEncode | null {
  const terms = findEncoder(encoder);
  if (!terms) return null;
  return {
    mode: 'encode',
    encoder,
    rateControl: usualRateControl(terms),
    gopFrames: 60,
    bFrames: terms.usualBFrames,
    encoderPreset: terms.usualEncoderPreset,
    profile: null,
    pixelFormat: 'yuv420p',
    ...usualHardwareChoices,
  };
}

/** The encoder's argv, after every field was held against what it allows. */
export function encoderArgv(video: VideoEncode, ffmpeg: FfmpegBuild): Result<readonly string[], CapstanError> {
  const terms = findEncoder(video.encoder);
  const field = 'video.encoder';
  if (!terms) {
    const known = [...Object.keys(automaticEncoders), ...encoderTable.map(({ encoder }) => encoder)].join(', ');
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
  const { encoder, encoderPreset, tune, lowPower, lookAheadFrames, profile, pixelFormat, bFrames } = video;
  const rate = refusedRateControl(video.rateControl, terms);
  if (rate) return no(...rate);
  if (encoderPreset !== null && !terms.encoderPresets.includes(encoderPreset)) {
    return no('encoderPreset', `${encoder} has no preset ${encoderPreset}; it has ${terms.encoderPresets.join(', ') || 'none'}.`);
  }
  if (tune !== null && !terms.tunes.includes(tune)) return no('tune', `${encoder} has no tune ${tune}; it has ${terms.tunes.join(', ') || 'none'}.`);
  if (lowPower === true && !terms.lowPower) return no('lowPower', `${encoder} knows no low power.`);
  if (lookAheadFrames > terms.maximumLookAheadFrames) {
    return no('lookAheadFrames', `${encoder} looks at most ${terms.maximumLookAheadFrames} frames ahead, not ${lookAheadFrames}.`);
  }
  if (!terms.pixelFormats.includes(pixelFormat)) {
    return no('pixelFormat', `${encoder} takes ${terms.pixelFormats.join(', ')}, not ${pixelFormat}.`);
  }
  if (bFrames > terms.maximumBFrames) {
    return no('bFrames', `${encoder} takes at most ${terms.maximumBFrames} B-frames, not ${bFrames}.`);
  }
  if (profile === null) return null;
  const allowed = Object.hasOwn(terms.profiles, profile) ? terms.profiles[profile] : undefined;
  if (!allowed) return no('profile', `${encoder} has no profile ${profile}; it has ${Object.keys(terms.profiles).join(', ') || 'none'}.`);
  if (!allowed.pixelFormats.includes(pixelFormat)) {
    return no('profile', `Profile ${profile} does not hold ${pixelFormat}; it holds ${allowed.pixelFormats.join(', ')}.`);
  }
  if (bFrames > 0 && !allowed.bFrames) return no('bFrames', `Profile ${profile} has no B-frames.`);
  return null;
}

function refusedRateControl(control: RateControl, terms: EncoderTerms): [field: string, detail: string] | null {
  const { encoder } = terms;
  const known = terms.rateControls[control.mode];
  if (!known) return ['rateControl.mode', `${encoder} offers ${rateControlModes(terms).join(', ')}, not ${control.mode}.`];
  const quality = qualityOf(control);
  if (quality !== null && known.quality !== null && (quality < known.quality.minimum || quality > known.quality.maximum)) {
    return ['rateControl.quality', `The quality of ${encoder} goes from ${known.quality.minimum} to ${known.quality.maximum}, not ${quality}.`];
  }
  if ((control.mode === 'vbr' || control.mode === 'qvbr') && control.maxBitRateKbps < control.bitRateKbps) {
    return ['rateControl.maxBitRateKbps', 'The maximum bit rate is below the average bit rate.'];
  }
  return null;
}
