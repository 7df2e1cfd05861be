import type { BenchmarkClip } from './report';

/** A clip that is drawn on the host. */
export interface ClipRecipe {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 10;
  /** In the file; played again from its start for as long as a run takes. */
  readonly frames: number;
}

export const recipeFramesPerSecond = 30;

const recipe = (name: string, width: number, height: number, frames: number): ClipRecipe[] =>
  ([8, 10] as const).map((bitDepth) => ({ name: `${name}-${bitDepth}bit`, width, height, bitDepth, frames }));

/** At most 400 MB each; one at a time lies in the memory of the host. */
export const clipRecipes: readonly ClipRecipe[] = [...recipe('1080p', 1920, 1080, 60), ...recipe('2160p', 3840, 2160, 16)];

/** The most that a clip of any origin takes, in bytes. */
export const largestClipBytes = 400_000_000;

export const clipPixelFormat = (bitDepth: 8 | 10): 'yuv420p' | 'yuv420p10le' => (bitDepth === 10 ? 'yuv420p10le' : 'yuv420p');

/** What ffmpeg says of its own work, on stderr and stdout. */
export const measured = ['ffmpeg', '-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info', '-benchmark', '-progress', 'pipe:1'] as const;

/**
 * Draws a clip: moving pictures with noise, so that an encoder has work, forward and then backward, so that they go on
 * without a jump where they begin again. The noise is of a fixed seed: the same pictures anywhere.
 */
export function recipeArgv({ width, height, bitDepth, frames }: ClipRecipe, path: string): string[] {
  const pictures = `testsrc2=size=${width}x${height}:rate=${recipeFramesPerSecond}`;
  const there = `${pictures},trim=end_frame=${frames / 2},noise=alls=3:allf=t:all_seed=7,format=${clipPixelFormat(bitDepth)}`;
  const graph = `${there},split[there][again];[again]reverse[back];[there][back]concat=n=2[clip]`;
  return [...measured, '-y', '-filter_complex', graph, '-map', '[clip]', ...intoClip(path)];
}

/** Copies the first pictures of a file or a camera, as they are but for their format. @param input its options, with `-i` */
export function sourceArgv(input: readonly string[], seconds: number, path: string): string[] {
  const even = 'scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p|yuv420p10le';
  return [...measured, '-y', '-t', String(seconds), ...input, '-map', '0:v:0', '-vf', even, '-fs', String(largestClipBytes), ...intoClip(path)];
}

const intoClip = (path: string): string[] => ['-c:v', 'rawvideo', '-f', 'nut', `file:${path}`];

/** Reads a clip again and again, up to this many frames. Its rate is said: a file of raw pictures does not tell how long the last one lasts. */
export function clipInput({ framesPerSecond }: Pick<BenchmarkClip, 'framesPerSecond'>, path: string, frames: number): string[] {
  return ['-stream_loop', '-1', '-t', secondsOf(frames, framesPerSecond), '-r', String(framesPerSecond), '-f', 'nut', '-i', `file:${path}`];
}

/** To the next microsecond: cut short it would be one frame less. */
const secondsOf = (frames: number, framesPerSecond: number): string => (Math.ceil((frames / framesPerSecond) * 1e6 - 1e-3) / 1e6).toFixed(6);
