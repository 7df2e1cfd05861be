import { z } from 'zod';
import { parseJson } from './json';

/** When a file of a split recording begins and ends, on its own clock, in seconds. */
export interface FileTimes {
  /** Of whichever stream is first: players and ffmpeg count from here. */
  readonly startSeconds: number;
  readonly pictureStartSeconds: number;
  /** End of its last picture. */
  readonly pictureEndSeconds: number;
}

/** The last pictures are looked for from a time on, or where that cannot be reached in the whole file. */
const script = `
pictures() { ffprobe -v error "$@" -select_streams v:0 -show_entries packet=pts_time,duration_time -of csv=p=0 | tail -n 64; }
ffprobe -v error -select_streams v:0 -show_entries stream=start_time:format=start_time -of json=compact=1 "$1" || exit
last=$(pictures -read_intervals "$2%" "$1" 2>/dev/null)
[ -n "$last" ] || last=$(pictures "$1")
printf '%s\\n' "$last"
`;

/** The command whose output `parseFileTimes` reads. */
export const fileTimesArgv = (path: string, durationSeconds: number): string[] => ['sh', '-c', script, 'ffprobe', `file:${path}`, String(Math.max(0, Math.floor(durationSeconds) - 5))];

const startSchema = z.object({
  streams: z.array(z.object({ start_time: z.coerce.number() })).min(1),
  format: z.object({ start_time: z.coerce.number() }),
});

/** Null where that is not what was asked for. */
export function parseFileTimes(text: string): FileTimes | null {
  const end = text.lastIndexOf('}') + 1;
  const starts = startSchema.safeParse(parseJson(text.slice(0, end)));
  const [stream] = starts.success ? starts.data.streams : [];
  const ends = [...text.slice(end).matchAll(/^(-?\d+\.\d+),(\d+\.\d+)?/gm)].map(([, pts, duration]) => Number(pts) + Number(duration ?? 0));
  if (!starts.success || stream === undefined || ends.length === 0) return null;
  return { startSeconds: starts.data.format.start_time, pictureStartSeconds: stream.start_time, pictureEndSeconds: Math.max(...ends) };
}

/** Times of Matroska are whole milliseconds: what lies so near to a whole number of frames is one. */
const roundedSeconds = 0.002;

/**
 * From the start of a file to where the next one begins, so that its first picture follows the last one as it did while
 * they were recorded. @param framesPerSecond null where it is not known
 */
export function secondsToNext(file: FileTimes, next: FileTimes, framesPerSecond: number | null): number {
  const measured = file.pictureEndSeconds - file.pictureStartSeconds;
  const regular = framesPerSecond === null ? measured : Math.round(measured * framesPerSecond) / framesPerSecond;
  const pictures = Math.abs(regular - measured) <= roundedSeconds ? regular : measured;
  const lead = ({ pictureStartSeconds, startSeconds }: FileTimes) => pictureStartSeconds - startSeconds;
  return Math.max(0, pictures + lead(file) - lead(next));
}
