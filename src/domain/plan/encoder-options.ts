import type { PixelFormat, RateControl, VideoEncode } from '../preset';
import type { EncoderTerms } from './encoders';

export const kbps = (value: number): string => `${value}k`;

/** Empty where the value is left to the encoder. */
export const option = (name: string, value: string | number | null): string[] => (value === null ? [] : [name, String(value)]);

export const gop = ({ gopFrames }: VideoEncode): string[] => option('-g', gopFrames);
export const bFrames = (video: VideoEncode): string[] => option('-bf', video.bFrames);
export const lowPower = (video: VideoEncode): string[] => option('-low_power', video.lowPower === null ? null : Number(video.lowPower));

/** Bit rate, its bound and a buffer: one second of video for CBR, two for the rest. Empty for constant quality. */
export function bitRate(control: RateControl): string[] {
  switch (control.mode) {
    case 'cbr': {
      const rate = kbps(control.bitRateKbps);
      return ['-b:v', rate, '-maxrate', rate, '-bufsize', rate];
    }
    case 'vbr':
    case 'qvbr':
      return ['-b:v', kbps(control.bitRateKbps), '-maxrate', kbps(control.maxBitRateKbps), '-bufsize', kbps(2 * control.maxBitRateKbps)];
    default:
      return [];
  }
}

/** The profile that is named, else the one that 10 bits need: not every driver finds it by itself. */
export function profile(video: VideoEncode, profiles: EncoderTerms['profiles']): string[] {
  const holding = Object.entries(profiles).map(([name, { pixelFormats }]) => ({ name, holds: pixelFormats.includes(video.pixelFormat) }));
  const needed = holding[0]?.holds === false ? holding.find(({ holds }) => holds) : undefined;
  return option('-profile:v', video.profile ?? needed?.name ?? null);
}

/** What hardware takes: as NV12 and P010. */
export const eightBit: readonly PixelFormat[] = ['yuv420p'];
export const tenBit: readonly PixelFormat[] = ['yuv420p10le'];
export const eightAndTenBit: readonly PixelFormat[] = ['yuv420p', 'yuv420p10le'];

/** Profiles that encoders of several families share. */
export const hevcProfiles = {
  main: { pixelFormats: eightBit, bFrames: true },
  main10: { pixelFormats: tenBit, bFrames: true },
} as const satisfies EncoderTerms['profiles'];
export const av1Profiles = { main: { pixelFormats: eightAndTenBit, bFrames: true } } as const satisfies EncoderTerms['profiles'];
/** @param baseline the encoder's own name of the profile without B-frames */
export const h264Profiles = (baseline: 'baseline' | 'constrained_baseline'): EncoderTerms['profiles'] => ({
  [baseline]: { pixelFormats: eightBit, bFrames: false },
  main: { pixelFormats: eightBit, bFrames: true },
  high: { pixelFormats: eightBit, bFrames: true },
});

/** A scale on which smaller is better. */
export const scale = (minimum: number, maximum: number, usual: number) => ({ minimum, maximum, usual });
/** The quality of JPEG, on which larger is better. */
export const jpegQuality = { minimum: 1, maximum: 100, usual: 90, largerIsBetter: true } as const;
