import type { EncoderFamily, FfmpegBuild } from '../capabilities';
import { refuse, type CapstanError } from '../errors';
import { automaticEncoders, usualHardwareChoices, type PixelFormat, type RateControl, type RateControlMode, type VideoEncode } from '../preset';
import { bitRateKbpsOf, qualityOf } from '../rate-control';
import { err, type Result } from '../result';
import { atLeast } from '../ffmpeg-build';
import { jetsonEncoders } from './jetson-encoders';
import { nvencEncoders } from './nvenc-encoders';
import { quickSyncEncoders } from './quicksync-encoders';
import { softwareEncoders } from './software-encoders';
import { v4l2m2mEncoders } from './v4l2m2m-encoders';
import { vaapiEncoders } from './vaapi-encoders';

export interface QualityScale {
  readonly minimum: number;
  readonly maximum: number;
  readonly usual: number;
  /** As the quality of JPEG; on other scales smaller is better. */
  readonly largerIsBetter?: true;
}

/** One kind of rate control as an encoder has it. */
export interface RateControlTerms {
  /** In the family's own words, such as `constqp`. */
  readonly term: string;
  /** Null for modes without a quality. */
  readonly quality: QualityScale | null;
  /** Whether the encoder looks ahead in this mode. */
  readonly lookAhead: boolean;
}

/** What kind of video comes out. */
export type Codec = 'h264' | 'hevc' | 'av1' | 'vp9' | 'mjpeg';

export const codecNames: Readonly<Record<Codec, string>> = { h264: 'H.264', hevc: 'HEVC', av1: 'AV1', vp9: 'VP9', mjpeg: 'MJPEG' };

/** What one encoder allows, in its own terms. The window offers this, and the plan refuses the rest by name. */
export interface EncoderTerms {
  readonly encoder: string;
  readonly label: string;
  readonly codec: Codec;
  readonly family: EncoderFamily;
  /** Release of ffmpeg that brought it; absent where every release from 4.4 on has it. */
  readonly since?: { readonly major: number; readonly minor: number };
  /** Those that it has, the usual one first. */
  readonly rateControls: Readonly<Partial<Record<RateControlMode, RateControlTerms>>>;
  /** Where the encoder takes less than a preset can hold. */
  readonly maximumBitRateKbps?: number;
  /** From slow and small to fast and large. */
  readonly encoderPresets: readonly string[];
  /** Null where the encoder has no presets. */
  readonly usualEncoderPreset: string | null;
  readonly tunes: readonly string[];
  /** Those of them that leave no time for B-frames. */
  readonly tunesWithoutBFrames?: readonly string[];
  /** Whether it can be told to use the fixed-function hardware of low power. */
  readonly lowPower: boolean;
  /** 0 where it cannot look ahead, or decides that by itself. */
  readonly maximumLookAheadFrames: number;
  /** Fewest frames where it looks ahead at all; 1 where absent. */
  readonly minimumLookAheadFrames?: number;
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

export const encoderTable: readonly EncoderTerms[] = [
  ...softwareEncoders,
  ...vaapiEncoders,
  ...quickSyncEncoders,
  ...nvencEncoders,
  ...v4l2m2mEncoders,
  ...jetsonEncoders,
];

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

/** Frames that an encoder can look ahead, beside none; null where it cannot under this rate control. */
export function lookAheadRange(terms: EncoderTerms, mode: RateControlMode): { readonly minimum: number; readonly maximum: number } | null {
  const { maximumLookAheadFrames: maximum, minimumLookAheadFrames: minimum = 1 } = terms;
  return maximum > 0 && terms.rateControls[mode]?.lookAhead === true ? { minimum, maximum } : null;
}

/** As many of the frames as the encoder can look ahead; 0: none. */
export function fittingLookAhead(terms: EncoderTerms, mode: RateControlMode, frames: number): number {
  const range = lookAheadRange(terms, mode);
  return range === null || frames <= 0 ? 0 : Math.min(range.maximum, Math.max(range.minimum, Math.round(frames)));
}

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
    return refuse('encoder-unavailable', `ffmpeg ${ffmpeg.version} on this host has no ${video.encoder}${reasonOfLack(terms, ffmpeg)}.`, { field });
  }
  const refused = refusedField(video, terms);
  return refused ? err(refused) : terms.argv(video, ffmpeg);
}

function reasonOfLack({ since }: EncoderTerms, ffmpeg: FfmpegBuild): string {
  return since && !atLeast(ffmpeg, since.major, since.minor) ? `: it came with ffmpeg ${since.major}.${since.minor}` : '';
}

function refusedField(video: VideoEncode, terms: EncoderTerms): CapstanError | null {
  const no = (field: string, detail: string) => refuse('preset-invalid', detail, { field: `video.${field}` }).error;
  const { encoder, encoderPreset, tune, lowPower, profile, pixelFormat, bFrames } = video;
  const rate = refusedRateControl(video.rateControl, terms);
  if (rate) return no(...rate);
  if (encoderPreset !== null && !terms.encoderPresets.includes(encoderPreset)) {
    return no('encoderPreset', `${encoder} has no preset ${encoderPreset}; it has ${terms.encoderPresets.join(', ') || 'none'}.`);
  }
  if (tune !== null && !terms.tunes.includes(tune)) return no('tune', `${encoder} has no tune ${tune}; it has ${terms.tunes.join(', ') || 'none'}.`);
  if (lowPower === true && !terms.lowPower) return no('lowPower', `${encoder} knows no low power.`);
  const lookAhead = refusedLookAhead(video, terms);
  if (lookAhead !== null) return no('lookAheadFrames', lookAhead);
  if (!terms.pixelFormats.includes(pixelFormat)) {
    return no('pixelFormat', `${encoder} takes ${terms.pixelFormats.join(', ')}, not ${pixelFormat}.`);
  }
  if (bFrames > terms.maximumBFrames) {
    return no('bFrames', `${encoder} takes at most ${terms.maximumBFrames} B-frames, not ${bFrames}.`);
  }
  if (bFrames > 0 && tune !== null && terms.tunesWithoutBFrames?.includes(tune)) return no('bFrames', `Tune ${tune} of ${encoder} has no B-frames.`);
  if (profile === null) return null;
  const allowed = Object.hasOwn(terms.profiles, profile) ? terms.profiles[profile] : undefined;
  if (!allowed) return no('profile', `${encoder} has no profile ${profile}; it has ${Object.keys(terms.profiles).join(', ') || 'none'}.`);
  if (!allowed.pixelFormats.includes(pixelFormat)) {
    return no('profile', `Profile ${profile} does not hold ${pixelFormat}; it holds ${allowed.pixelFormats.join(', ')}.`);
  }
  if (bFrames > 0 && !allowed.bFrames) return no('bFrames', `Profile ${profile} has no B-frames.`);
  return null;
}

function refusedLookAhead({ encoder, rateControl, lookAheadFrames }: VideoEncode, terms: EncoderTerms): string | null {
  if (lookAheadFrames === 0) return null;
  const range = lookAheadRange(terms, rateControl.mode);
  if (terms.maximumLookAheadFrames === 0) return `${encoder} does not look ahead.`;
  if (range === null) return `${encoder} does not look ahead with ${terms.rateControls[rateControl.mode]?.term ?? rateControl.mode}.`;
  const { minimum, maximum } = range;
  return lookAheadFrames < minimum || lookAheadFrames > maximum
    ? `${encoder} looks ${minimum} to ${maximum} frames ahead or none, not ${lookAheadFrames}.`
    : null;
}

function refusedRateControl(control: RateControl, terms: EncoderTerms): [field: string, detail: string] | null {
  const { encoder } = terms;
  const known = terms.rateControls[control.mode];
  if (!known) return ['rateControl.mode', `${encoder} offers ${rateControlModes(terms).join(', ')}, not ${control.mode}.`];
  const quality = qualityOf(control);
  if (quality !== null && known.quality !== null && (quality < known.quality.minimum || quality > known.quality.maximum)) {
    return ['rateControl.quality', `The quality of ${encoder} goes from ${known.quality.minimum} to ${known.quality.maximum}, not ${quality}.`];
  }
  const bitRateKbps = bitRateKbpsOf(control);
  if (bitRateKbps !== null && terms.maximumBitRateKbps !== undefined && bitRateKbps > terms.maximumBitRateKbps) {
    return ['rateControl.bitRateKbps', `${encoder} takes at most ${terms.maximumBitRateKbps} kbit/s, not ${bitRateKbps}.`];
  }
  if ((control.mode === 'vbr' || control.mode === 'qvbr') && control.maxBitRateKbps < control.bitRateKbps) {
    return ['rateControl.maxBitRateKbps', 'The maximum bit rate is below the average bit rate.'];
  }
  return null;
}
