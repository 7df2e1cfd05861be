import type { FfmpegBuild } from '../capabilities';
import type { Muxer, PresetSettings } from '../preset';
import { splitPattern } from '../split';
import type { TimedSplit } from './split-time';

/** Up to ffmpeg 4 its MP4 muxer called Opus an experiment. */
export const opusIsExperimental = ({ muxer, audio }: Pick<PresetSettings, 'muxer' | 'audio'>, { major }: FfmpegBuild): boolean =>
  muxer === 'mp4' && audio.mode === 'encode' && audio.encoder === 'libopus' && major < 5;

type Options = readonly (readonly [name: string, value: string])[];

/** Files that play after a crash: short clusters or fragments, flushed at once (decision 0003). */
function formatOptions(muxer: Muxer, ffmpeg: FfmpegBuild): Options {
  const flush = ['flush_packets', '1'] as const;
  if (muxer === 'matroska') return [['cluster_time_limit', '200'], flush];
  const flags = ffmpeg.major >= 8 ? '+hybrid_fragmented' : '+frag_keyframe+empty_moov+default_base_moof';
  return [['movflags', flags], ['frag_duration', '1000000'], flush];
}

/**
 * The muxer and the file; or the segment muxer, which begins a new file with the first key frame after the time and hands
 * its options to the muxer of each (decision 0037). `-n` does not hold there: the names are unlike any other.
 */
export function muxerArgv(settings: Pick<PresetSettings, 'muxer' | 'audio'>, split: TimedSplit, ffmpeg: FfmpegBuild, path: string): string[] {
  const { muxer } = settings;
  const options = formatOptions(muxer, ffmpeg);
  if (split.mode === 'none') return ['-f', muxer, ...options.flatMap(([name, value]) => [`-${name}`, value]), `file:${path}`];
  const strict: Options = opusIsExperimental(settings, ffmpeg) ? [['strict', 'experimental']] : [];
  return [
    ...['-f', 'segment', '-segment_time', String(split.seconds), '-segment_start_number', '1', '-reset_timestamps', '1'],
    ...['-segment_format', muxer, '-segment_format_options', [...options, ...strict].map((pair) => pair.join('=')).join(':')],
    `file:${splitPattern(path)}`,
  ];
}

/** x265 alone opens its groups of pictures: frames before a file's first key frame would need the file before it. */
export const withClosedGops = (encoder: readonly string[]): string[] =>
  encoder.map((word, index) => (encoder[index - 1] === '-x265-params' ? `${word}:open-gop=0` : word));
