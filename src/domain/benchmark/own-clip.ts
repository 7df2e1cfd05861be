import type { RunOutcome } from '../encoder-probe/script';
import { sourceArgv } from './clips';
import type { BenchmarkClip } from './report';

/** Name of the clip of a file or a camera, for the report: what has no place in a name is left out. */
export const ownClipName = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._-]+/, '').slice(0, 60) || 'own';

export const fileClipArgv = (path: string, seconds: number, clip: string): string[] => sourceArgv(['-i', `file:${path}`], seconds, clip);

/** In the format that the camera sends by itself. */
export const cameraClipArgv = (node: string, seconds: number, clip: string): string[] => sourceArgv(['-f', 'v4l2', '-i', node], seconds, clip);

/** What a clip holds, asked of ffprobe. */
export const clipInfoArgv = (path: string): string[] => [
  ...['ffprobe', '-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=width,height,pix_fmt,r_frame_rate'],
  ...['-of', 'default=noprint_wrappers=1', `file:${path}`],
];

/** Far above what anything is recorded with. */
const highestRate = 1000;

/** The clip that was made of an own source; null where the two programs do not tell enough of it. */
export function ownClip(name: string, origin: 'file' | 'camera', argv: readonly string[], made: RunOutcome, info: RunOutcome): BenchmarkClip | null {
  const frames = lastNumber(/^frame=\s*(\d{1,9})$/gm, made.stdout);
  const microseconds = lastNumber(/^out_time_us=(\d{1,15})$/gm, made.stdout);
  const field = (key: string) => new RegExp(`^${key}=(\\S+)$`, 'm').exec(info.stdout)?.[1];
  const [width, height, format] = [Number(field('width')), Number(field('height')), field('pix_fmt')];
  const rate = rateOf(field('r_frame_rate'), frames !== null && microseconds !== null && microseconds > 0 ? (frames * 1e6) / microseconds : null);
  if (frames === null || frames < 1 || rate === null || !(width > 0) || !(height > 0)) return null;
  return { name, width, height, framesPerSecond: rate, bitDepth: format === 'yuv420p10le' ? 10 : 8, frames, origin, argv: [...argv] };
}

/** The rate that the file names, where its pictures come so; else how they came. */
function rateOf(named: string | undefined, counted: number | null): number | null {
  const [, over, under] = /^(\d{1,9})\/(\d{1,9})$/.exec(named ?? '') ?? [];
  const told = Number(over) / Number(under);
  const isTold = Number.isFinite(told) && told > 0 && told <= highestRate;
  if (isTold && (counted === null || Math.abs(told - counted) <= 0.2 * told)) return round(told);
  return counted !== null && counted > 0 && counted <= highestRate ? round(counted) : null;
}

const round = (rate: number): number => Math.round(rate * 1e5) / 1e5;

function lastNumber(pattern: RegExp, text: string): number | null {
  const found = [...text.matchAll(pattern)].at(-1)?.[1];
  return found === undefined ? null : Number(found);
}
