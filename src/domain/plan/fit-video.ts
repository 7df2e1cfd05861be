import type { PixelFormat, RateControl, RateControlMode, VideoEncode } from '../preset';
import { bitRateKbpsOf, highestBitRateKbps } from '../rate-control';
import { termsOf } from './carry-over';
import { fittingLookAhead, lookAheadRange, type EncoderTerms } from './encoders';

/** What profile and tune of these settings allow; the encoder's whole range where none is named. */
export function allowedByProfile(video: VideoEncode): {
  readonly pixelFormats: readonly PixelFormat[];
  readonly maximumBFrames: number;
} {
  const terms = termsOf(video.encoder);
  if (!terms) return { pixelFormats: [video.pixelFormat], maximumBFrames: 16 };
  const profile = profileOf(video, terms);
  const noBFrames = profile?.bFrames === false || (video.tune !== null && terms.tunesWithoutBFrames?.includes(video.tune));
  return { pixelFormats: profile?.pixelFormats ?? terms.pixelFormats, maximumBFrames: noBFrames ? 0 : terms.maximumBFrames };
}

/** Frames that these settings can look ahead, beside none; null where they cannot. */
export function allowedLookAhead(video: VideoEncode): { readonly minimum: number; readonly maximum: number } | null {
  const terms = termsOf(video.encoder);
  return terms ? lookAheadRange(terms, video.rateControl.mode) : null;
}

/** The settings under another profile: pixel format and B-frames follow where it does not hold theirs. */
export function withProfile(video: VideoEncode, profile: string | null): VideoEncode {
  const { pixelFormats, maximumBFrames } = allowedByProfile({ ...video, profile });
  const [first = video.pixelFormat] = pixelFormats;
  return {
    ...video,
    profile,
    pixelFormat: pixelFormats.includes(video.pixelFormat) ? video.pixelFormat : first,
    bFrames: Math.min(video.bFrames, maximumBFrames),
  };
}

/** The settings under another tune: B-frames go where it has none. */
export function withTune(video: VideoEncode, tune: string | null): VideoEncode {
  const { maximumBFrames } = allowedByProfile({ ...video, tune });
  return { ...video, tune, bFrames: Math.min(video.bFrames, maximumBFrames) };
}

/** The settings with another pixel format; a profile that does not hold it is left to the encoder's choice. */
export function withPixelFormat(video: VideoEncode, pixelFormat: PixelFormat): VideoEncode {
  const fits = allowedByProfile(video).pixelFormats.includes(pixelFormat);
  return { ...video, pixelFormat, profile: fits ? video.profile : null };
}

/** The settings looking ahead by as many frames as the encoder can; 0: none. */
export function withLookAhead(video: VideoEncode, frames: number): VideoEncode {
  const terms = termsOf(video.encoder);
  return { ...video, lookAheadFrames: terms ? fittingLookAhead(terms, video.rateControl.mode, frames) : 0 };
}

/** The settings under another kind of rate control; bit rates carry over between the kinds that have them. */
export function withRateControl(video: VideoEncode, mode: RateControl['mode']): VideoEncode {
  const before = video.rateControl;
  if (before.mode === mode) return video;
  const terms = termsOf(video.encoder);
  const bitRateKbps = Math.min(terms?.maximumBitRateKbps ?? highestRateKbps, bitRateKbpsOf(before) ?? highestBitRateKbps(before) ?? 6000);
  const maxBitRateKbps = Math.min(highestRateKbps, Math.round(bitRateKbps * 1.5));
  const quality = terms?.rateControls[mode]?.quality?.usual ?? 23;
  const rateControl = controlOf(mode, { quality, bitRateKbps, maxBitRateKbps });
  return withLookAhead({ ...video, rateControl }, video.lookAheadFrames);
}

const profileOf = ({ profile }: VideoEncode, { profiles }: EncoderTerms) =>
  profile !== null && Object.hasOwn(profiles, profile) ? profiles[profile] : undefined;

const highestRateKbps = 1_000_000;

function controlOf(mode: RateControlMode, { quality, bitRateKbps, maxBitRateKbps }: { quality: number; bitRateKbps: number; maxBitRateKbps: number }): RateControl {
  switch (mode) {
    case 'cbr':
      return { mode, bitRateKbps };
    case 'vbr':
      return { mode, bitRateKbps, maxBitRateKbps };
    case 'qvbr':
      // Quick Sync takes an average at the maximum for CBR.
      return { mode, quality, bitRateKbps: Math.min(bitRateKbps, maxBitRateKbps - 1), maxBitRateKbps };
    case 'cq':
      return { mode, quality, maxBitRateKbps: null };
    default:
      return { mode, quality };
  }
}
