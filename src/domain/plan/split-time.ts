import { capstanError, type CapstanError } from '../errors';
import type { PresetSettings, Split } from '../preset';
import { highestBitRateKbps } from '../rate-control';
import { err, ok, type Result } from '../result';

/** Of a file's size, for Matroska's and MP4's own bytes and for encoders that exceed their bit rate a little. */
const usableShare = 0.95;
/** What rate control may be ahead by: encoders smooth over a second or two. */
const burstSeconds = 2;
/** Where no rate is known: a slow camera's groups of pictures take longest. */
const slowFramesPerSecond = 15;

export type TimedSplit = Exclude<Split, { mode: 'size' }>;

/**
 * A size as the time after which the next file has to begin so that no file grows larger, at the highest bit rate that
 * the settings allow (decision 0037). Refuses with the field where they allow any, or the size is too small for it.
 */
export function splitInTime({ split, video, audio }: Pick<PresetSettings, 'split' | 'video' | 'audio'>, framesPerSecond: number | null): Result<TimedSplit, CapstanError> {
  if (split.mode !== 'size') return ok(split);
  const pictures = video.mode === 'encode' ? highestBitRateKbps(video.rateControl) : null;
  if (video.mode !== 'encode' || pictures === null) {
    return err(
      capstanError('preset-invalid', `split: files of ${split.megabytes} MB need a bit rate that is not exceeded, and ${video.mode === 'copy' ? 'what is kept as it is' : 'a constant quality'} has none.`, {
        field: 'split',
        nextStep: 'Choose a bit rate (`--bit-rate 6000`), or split by time (`--split-every 10m`).',
      }),
    );
  }
  const kbps = pictures + (audio.mode === 'encode' ? audio.bitRateKbps : 0);
  const groupSeconds = video.gopFrames / (framesPerSecond ?? slowFramesPerSecond);
  const seconds = Math.floor((split.megabytes * 8000 * usableShare) / kbps - groupSeconds - burstSeconds);
  if (seconds >= 1) return ok({ mode: 'time', seconds: Math.min(seconds, 604_800) });
  const least = Math.ceil(((1 + groupSeconds + burstSeconds) * kbps) / (8000 * usableShare));
  return err(
    capstanError('preset-invalid', `split: ${split.megabytes} MB are less than two groups of pictures of ${kbps} kbit/s take.`, { field: 'split', nextStep: `Choose at least ${least} MB, a lower bit rate, or key frames nearer to each other.` }),
  );
}
