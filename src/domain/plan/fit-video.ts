import type { PixelFormat, RateControl, RateControlMode, VideoEncode } from '../preset';
import { bitRateKbpsOf, highestBitRateKbps } from '../rate-control';
import { findEncoder } from './encoders';

/** What the profile of these settings allows; the encoder's whole range where no profile is named. */
export function allowedByProfile(video: VideoEncode): {
  readonly pixelFormats: readonly PixelFormat[];
  readonly maximumBFrames: number;
} {
  const terms = findEncoder(video.encoder);
  if (!terms) return { pixelFormats: [video.pixelFormat], maximumBFrames: 16 };
  const profile =
    video.profile !== null && Object.hasOwn(terms.profiles, video.profile) ? terms.profiles[video.profile] : undefined;
  if (!profile) return { pixelFormats: terms.pixelFormats, maximumBFrames: terms.maximumBFrames };
  return { pixelFormats: profile.pixelFormats, maximumBFrames: profile.bFrames ? terms.maximumBFrames : 0 };
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

/** The settings with another pixel format; a profile that does not hold it is left to the encoder's choice. */
export function withPixelFormat(video: VideoEncode, pixelFormat: PixelFormat): VideoEncode {
  const fits = allowedByProfile(video).pixelFormats.includes(pixelFormat);
  return { ...video, pixelFormat, profile: fits ? video.profile : null };
}

/** The settings under another kind of rate control; bit rates carry over between the kinds that have them. */
export function withRateControl(video: VideoEncode, mode: RateControl['mode']): VideoEncode {
  const before = video.rateControl;
  if (before.mode === mode) return video;
  const bitRateKbps = bitRateKbpsOf(before) ?? highestBitRateKbps(before) ?? 6000;
  const maxBitRateKbps = Math.min(1_000_000, Math.round(bitRateKbps * 1.5));
  const quality = findEncoder(video.encoder)?.rateControls[mode]?.quality?.usual ?? 23;
  return { ...video, rateControl: controlOf(mode, { quality, bitRateKbps, maxBitRateKbps }) };
}

function controlOf(mode: RateControlMode, { quality, bitRateKbps, maxBitRateKbps }: { quality: number; bitRateKbps: number; maxBitRateKbps: number }): RateControl {
  switch (mode) {
    case 'cbr':
      return { mode, bitRateKbps };
    case 'vbr':
      return { mode, bitRateKbps, maxBitRateKbps };
    case 'qvbr':
      return { mode, quality, bitRateKbps, maxBitRateKbps };
    case 'cq':
      return { mode, quality, maxBitRateKbps: null };
    default:
      return { mode, quality };
  }
}
