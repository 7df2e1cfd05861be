import { z } from 'zod';
import { parseJson } from './json';
import type { MediaInfo } from './recording';

/** Files up to this size are read whole, to count their frames. */
export const wholeReadBytes = 256 * 1024 * 1024;

const entries =
  'stream=codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,r_frame_rate,nb_read_packets,start_time' +
  ':stream_disposition=attached_pic:format=duration,start_time';
const probe = `ffprobe -v error -of json=compact=1 -show_entries ${entries}`;

/** One pass counts, one gives the timestamps; only the last of these go on, since a day of video has millions. */
const completeScript = `${probe} -count_packets "$1" || exit
ffprobe -v error -select_streams v:0 -show_entries packet=pts_time,duration_time -of csv=p=0 "$1" | tail -n 64`;

/**
 * The command whose output `parseMediaInfo` reads. `complete` reads the whole file: it counts the frames and finds the
 * last timestamp, since the duration in the header of a file that was not closed is not to be believed.
 */
export function ffprobeArgv(path: string, complete: boolean): string[] {
  return complete ? ['sh', '-c', completeScript, 'ffprobe', path] : [...probe.split(' '), path];
}

const betweenFiles = 'capstan-next-file';

/** The same of several files, whose output `parseMediaInfos` reads. */
export function ffprobeAllArgv(paths: readonly string[], complete: boolean): string[] {
  const one = complete ? completeScript : `${probe} "$1"`;
  return ['sh', '-c', `for file do\n( set -- "$file"\n${one}\n)\nprintf '\\n${betweenFiles}\\n'\ndone`, 'ffprobe', ...paths];
}

/** What ffprobe read of each of so many files; null where it did not come to its end. */
export function parseMediaInfos(text: string, count: number): (MediaInfo | null)[] | null {
  const texts = text.split(`\n${betweenFiles}\n`);
  return texts.length === count + 1 ? texts.slice(0, count).map(parseMediaInfo) : null;
}

const streamSchema = z.object({
  codec_type: z.string(),
  codec_name: z.string().default('unknown'),
  width: z.int().optional(),
  height: z.int().optional(),
  pix_fmt: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  nb_read_packets: z.string().optional(),
  start_time: z.string().optional(),
  disposition: z.object({ attached_pic: z.int().optional() }).optional(),
});
const documentSchema = z.object({
  streams: z.array(streamSchema),
  format: z.object({ duration: z.string().optional(), start_time: z.string().optional() }).optional(),
});
type Stream = z.infer<typeof streamSchema>;

/** What ffprobe read, as `ffprobeArgv` asked it to; null where that is no media file with a picture. */
export function parseMediaInfo(text: string): MediaInfo | null {
  const jsonEnd = text.lastIndexOf('}') + 1;
  const document = documentSchema.safeParse(parseJson(text.slice(0, jsonEnd)));
  if (!document.success) return null;
  const { streams, format } = document.data;
  const video = streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1);
  if (video?.width === undefined || video.height === undefined) return null;
  const endSeconds = lastTimestamp(text.slice(jsonEnd));
  return {
    codec: video.codec_name,
    frameSize: { width: video.width, height: video.height },
    framesPerSecond: rate(video.avg_frame_rate) ?? rate(video.r_frame_rate),
    pixelFormat: video.pix_fmt ?? null,
    audioCodec: streams.find((stream) => stream.codec_type === 'audio')?.codec_name ?? null,
    durationSeconds: durationOf(video, endSeconds, number(format?.start_time), number(format?.duration)),
    frames: number(video.nb_read_packets),
  };
}

/** With packets read, they alone tell: the header holds what `-t` asked for, not what was written. */
function durationOf(
  video: Stream,
  endSeconds: number | null,
  startSeconds: number | null,
  headerSeconds: number | null,
): number | null {
  const pictureSeconds = number(video.start_time);
  if (video.nb_read_packets === undefined) return headerSeconds === null ? null : fromSeconds(headerSeconds, pictureSeconds);
  return endSeconds === null ? null : fromSeconds(endSeconds, pictureSeconds ?? startSeconds);
}

/** Pictures may begin a little after the sound: their frames are counted from there. */
const fromSeconds = (endSeconds: number, startSeconds: number | null): number => Math.round(Math.max(0, endSeconds - (startSeconds ?? 0)) * 1e6) / 1e6;

/** Lines of `pts,duration` in seconds, in decoding order. Timestamps come in microseconds. */
function lastTimestamp(lines: string): number | null {
  const ends = lines.split('\n').flatMap((line) => {
    const [pts, duration] = line.split(',');
    const ptsSeconds = number(pts?.trim());
    return ptsSeconds === null ? [] : [ptsSeconds + (number(duration?.trim()) ?? 0)];
  });
  return ends.length === 0 ? null : Math.round(Math.max(...ends) * 1e6) / 1e6;
}

function number(text: string | undefined): number | null {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

function rate(text: string | undefined): number | null {
  const match = /^(\d+)\/(\d+)$/.exec(text ?? '');
  const value = match ? Number(match[1]) / Number(match[2]) : 0;
  return Number.isFinite(value) && value > 0 ? value : null;
}
