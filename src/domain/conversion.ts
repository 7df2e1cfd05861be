import { z } from 'zod';
import { parseJson } from './json';
import type { NewestStretch } from './matroska-tail';
import type { ProgressBlock } from './progress';
import type { MediaInfo } from './recording';

/**
 * What is made of finished recordings: ffmpeg's command lines, and what it says of them. Paths are absolute; progress
 * comes on stdout, warnings on stderr.
 */

const head = ['ffmpeg', '-hide_banner', '-loglevel', 'warning', '-nostdin', '-nostats', '-n'];
const told = ['-progress', 'pipe:1', '-stats_period', '0.25'];

/** Pictures, and all sound: what else a container may hold (data, attachments) is not ours. */
const everyStream = ['-map', '0:v:0', '-map', '0:a?'];

export type OutputMuxer = 'mp4' | 'matroska';

/** MP4 with its index in front; Apple's players want HEVC under its other tag. */
function muxing(muxer: OutputMuxer, codec: string | null): string[] {
  if (muxer === 'matroska') return ['-f', 'matroska'];
  return [...(codec === 'hevc' ? ['-tag:v', 'hvc1'] : []), '-strict', 'experimental', '-movflags', '+faststart', '-f', 'mp4'];
}

/** Same pictures and sound in an MP4. @param codec of the pictures, as ffprobe names it */
export const remuxArgv = (input: string, output: string, codec: string | null): string[] => [
  ...head,
  ...['-i', `file:${input}`],
  ...everyStream,
  ...['-c', 'copy', ...muxing('mp4', codec)],
  ...[...told, `file:${output}`],
];

/** One file of the parts that a list names, without encoding again. */
export const joinArgv = (list: string, output: string, muxer: OutputMuxer, codec: string | null): string[] => [
  ...head,
  ...['-f', 'concat', '-safe', '0', '-i', `file:${list}`],
  ...everyStream,
  ...['-c', 'copy', ...muxing(muxer, codec)],
  ...[...told, `file:${output}`],
];

/** Part of a list for `joinArgv`; the length is given where the file's own header is not to be believed. */
interface JoinedPart {
  readonly path: string;
  readonly durationSeconds: number | null;
}

/** Text of such a list; null where a path cannot be written in one. */
export function concatList(parts: readonly JoinedPart[]): string | null {
  if (parts.some(({ path }) => /[\n\r\0]/.test(path))) return null;
  const lines = parts.flatMap(({ path, durationSeconds }) => [
    `file 'file:${path.replaceAll("'", String.raw`'\''`)}'`,
    ...(durationSeconds === null ? [] : [`duration ${durationSeconds.toFixed(6)}`]),
  ]);
  return ['ffconcat version 1.0', ...lines, ''].join('\n');
}

export const playableEncoders = ['libx264', 'libvpx'] as const;
type PlayableEncoder = (typeof playableEncoders)[number];
export const playableMuxers: Readonly<Record<PlayableEncoder, 'mp4' | 'webm'>> = { libx264: 'mp4', libvpx: 'webm' };

/** Pictures that Chromium plays, at most 1280 wide, made as fast as can be. */
export function playableArgv(input: string, output: string, encoder: PlayableEncoder): string[] {
  const video =
    encoder === 'libx264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '25', '-g', '60', '-c:a', 'aac', '-movflags', '+faststart', '-f', 'mp4']
      : ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '3M', '-g', '60', '-c:a', 'libopus', '-f', 'webm'];
  return [
    ...head,
    ...['-i', `file:${input}`, '-map', '0:v:0', '-map', '0:a:0?'],
    ...['-vf', "scale=w='trunc(min(1280,iw)/2)*2':h=-2,format=yuv420p", ...video, '-ac', '2', '-b:a', '128k'],
    ...[...told, `file:${output}`],
  ];
}

/** Bytes that such a preview takes at most, by experience: 6 Mbit/s. */
export const playableBytes = (durationSeconds: number): number => Math.ceil(durationSeconds * 750_000);

/** A JPEG of 320 px width on stdout, of the key frame at or before a time. */
export const thumbnailArgv = (input: string, atSeconds: number): string[] => [
  ...['ffmpeg', '-hide_banner', '-loglevel', 'error', '-nostdin'],
  ...['-noaccurate_seek', '-ss', atSeconds.toFixed(3), '-i', `file:${input}`],
  ...['-map', '0:v:0', '-frames:v', '1', '-vf', 'scale=w=320:h=-2,format=yuvj420p', '-c:v', 'mjpeg', '-q:v', '5', '-f', 'image2pipe', 'pipe:1'],
];

/** Pictures at the end of a Matroska file that grows, by bytes, and the time of the newest. */
export interface FileStretch extends NewestStretch {
  readonly headerBytes: number;
}

/**
 * The newest picture of such a stretch as a JPEG on stdout, in its full size and the colors of JPEG. ffmpeg is given
 * the file's header and the stretch as one file: it could find the end of an open file only by reading all of it.
 * Null where the path cannot be written so.
 */
export function newestFrameArgv(input: string, { headerBytes, startByte, endByte, newestMilliseconds }: FileStretch): string[] | null {
  if (input.includes('|')) return null;
  const piece = (from: number, to: number) => `subfile,,start,${from},end,${to},,:file:${input}`;
  const colours = 'scale=out_color_matrix=bt601:out_range=full,format=yuvj420p|yuvj422p|yuvj444p';
  return [
    ...['ffmpeg', '-hide_banner', '-loglevel', 'error', '-nostdin', '-copyts'],
    ...['-f', 'matroska', '-i', `concat:${piece(0, headerBytes)}|${piece(startByte, endByte)}`, '-map', '0:v:0'],
    ...['-vf', `select='gte(t,${((newestMilliseconds - 0.5) / 1000).toFixed(4)})',setpts=0,${colours}`],
    ...['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '2', '-f', 'image2pipe', 'pipe:1'],
  ];
}

/** How far it is; null while that is not known. */
export function conversionFraction({ outTimeSeconds }: Pick<ProgressBlock, 'outTimeSeconds'>, durationSeconds: number): number | null {
  return outTimeSeconds === null || durationSeconds <= 0 ? null : Math.min(1, outTimeSeconds / durationSeconds);
}

/** Why ffmpeg failed, in one sentence for people. */
export function conversionReason(stderr: string): string {
  const unheld = /Could not find tag for codec (\S+) in stream/.exec(stderr)?.[1];
  if (unheld !== undefined) return `An MP4 cannot hold ${unheld}.`;
  const lines = stderr.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.replace(/^\[[^\]]*\] /, '').trim()]));
  return lines.slice(-3).join(' ') || 'ffmpeg did not say why.';
}

const shown = 'stream=codec_type,codec_name,profile,width,height,pix_fmt,sample_rate,channels,extradata_hash';
/** What must be the same in files that are to be joined. */
export const streamsArgv = (path: string): string[] => ['ffprobe', '-v', 'error', '-show_data_hash', 'sha256', '-show_entries', shown, '-of', 'json=compact=1', `file:${path}`];

const streamSchema = z.object({
  codec_type: z.string(),
  codec_name: z.string().default('unknown'),
  profile: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  pix_fmt: z.string().optional(),
  sample_rate: z.string().optional(),
  channels: z.int().optional(),
  extradata_hash: z.string().optional(),
});
export type JoinedStream = z.infer<typeof streamSchema>;
const streamsSchema = z.object({ streams: z.array(streamSchema) });

/** Pictures and sound of a file; null where that is not what ffprobe writes. */
export function parseStreams(text: string): JoinedStream[] | null {
  const parsed = streamsSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data.streams.filter(({ codec_type: type }) => type === 'video' || type === 'audio') : null;
}

/** What keeps the parts from being one file without encoding again; null where nothing does. */
export function joinRefusal(parts: readonly (readonly JoinedStream[])[]): string | null {
  const [first, ...others] = parts;
  if (!first || others.length === 0) return 'There is only one part.';
  for (const [index, streams] of others.entries()) {
    const number = index + 2;
    if (streams.length !== first.length) return `Part 1 has ${first.length} streams, part ${number} has ${streams.length}.`;
    for (const [at, stream] of streams.entries()) {
      const [before, after] = [wordsOf(first[at]), wordsOf(stream)];
      if (before !== after) return `Part 1 has ${before}, part ${number} has ${after}.`;
      if (first[at]?.extradata_hash !== stream.extradata_hash) return `The ${stream.codec_name} of part ${number} was encoded with other settings than that of part 1.`;
    }
  }
  return null;
}

function wordsOf(stream: JoinedStream | undefined): string {
  if (!stream) return 'nothing';
  const { codec_type: type, codec_name: codec, profile, width, height, pix_fmt: format, sample_rate: rate, channels } = stream;
  const rest = type === 'video' ? [`${width ?? '?'} x ${height ?? '?'}`, format] : [rate && `${rate} Hz`, channels && `${channels} channels`];
  return [codec, profile, ...rest].filter((word) => word !== undefined && word !== '' && word !== 0).join(' ');
}

/** What became of the recording: its name says it, a number tells it from others. */
export function convertedName(fileName: string, kind: 'remux' | 'join', muxer: OutputMuxer, number: number): string {
  const before = fileName.replace(/\.[^.]*$/, '');
  const stem = (kind === 'join' ? before.replace(/-p\d{2,}$/, '').replace(/-001$/, '') : before).slice(0, 85);
  const ending = muxer === 'mp4' ? 'mp4' : 'mkv';
  return `${stem}${kind === 'join' ? '-joined' : ''}${number === 1 ? '' : `-${number}`}.${ending}`;
}

/** Whether what was made lacks frames that went in; unknown numbers say nothing. */
export function missingFrames(expected: number | null, found: number | null): number {
  return expected === null || found === null ? 0 : Math.max(0, expected - found);
}

/** Codecs that Chromium decodes everywhere. Whether it opens a certain file is seen by trying. */
export const isPlayableCodec = ({ codec, pixelFormat }: Pick<MediaInfo, 'codec' | 'pixelFormat'>): boolean =>
  ['h264', 'vp8', 'vp9', 'av1'].includes(codec) && (codec !== 'h264' || pixelFormat === null || /^yuvj?420p$/.test(pixelFormat));
