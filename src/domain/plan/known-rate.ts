import type { PresetSettings } from '../preset';
import { bitRateKbpsOf } from '../rate-control';
import { findEncoder } from './encoders';

/** What a stream is recorded at where nobody says its rate and the encoder has to know one. */
const assumedFrameRate = { numerator: 30, denominator: 1 };

/**
 * A stream's frames come at times of their own, so ffmpeg tells the encoder no rate but its clock's 90000 a second.
 * x264 and constant quality in software do without; others would spend the bits of a second on so many frames.
 */
export function withKnownRate(settings: PresetSettings): { readonly settings: PresetSettings; readonly warnings: readonly string[] } {
  const { source, video } = settings;
  if (source.type !== 'network' || source.frameRate !== null || video.mode === 'copy') return { settings, warnings: [] };
  const isSoftware = findEncoder(video.encoder)?.family === 'software';
  if (isSoftware && (video.encoder === 'libx264' || bitRateKbpsOf(video.rateControl) === null)) return { settings, warnings: [] };
  return {
    settings: { ...settings, source: { ...source, frameRate: assumedFrameRate } },
    warnings: [`${video.encoder} has to know the frame rate of a stream: it is recorded at 30 a second. Set the rate of the source where it has another.`],
  };
}
