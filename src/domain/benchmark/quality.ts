import type { RunOutcome } from '../encoder-probe/script';
import { clipInput, clipPixelFormat, measured } from './clips';
import type { MeasuredRun } from './outcome';
import type { BenchmarkRow } from './report';
import type { PlacedClip } from './row-argv';
import { rounded } from './statistics';

export type QualityMetric = 'vmaf' | 'ssim';

/** Says whether this ffmpeg has VMAF; few have. */
export const vmafArgv: readonly string[] = ['ffmpeg', '-hide_banner', '-h', 'filter=libvmaf'];
export const metricIn = ({ stdout }: Pick<RunOutcome, 'stdout'>): QualityMetric => (/^Filter libvmaf$/m.test(stdout) ? 'vmaf' : 'ssim');

/** Decodes what was encoded and compares it with the clip, picture by picture. @param cores that may work on it */
export function compareArgv(metric: QualityMetric, encoded: string, { clip, path }: PlacedClip, frames: number, cores: number): string[] {
  const even = (input: string, label: string) => `[${input}]settb=1/30,setpts=N,format=${clipPixelFormat(clip.bitDepth)}[${label}]`;
  const compare = metric === 'vmaf' ? `libvmaf=n_threads=${cores}` : 'ssim';
  const graph = `${even('0:v:0', 'seen')};${even('1:v:0', 'meant')};[seen][meant]${compare}[compared]`;
  return [...measured, '-i', `file:${encoded}`, ...clipInput(clip, path, frames), '-filter_complex', graph, '-map', '[compared]', '-f', 'null', '-'];
}

/** Null where it could not be compared. @param run the encode that was compared */
export function qualityIn(metric: QualityMetric, { exitCode, stderr }: RunOutcome, run: MeasuredRun, framesPerSecond: number): BenchmarkRow['quality'] {
  const pattern = metric === 'vmaf' ? /\bVMAF score[:=]\s*([\d.]{1,12})/g : /\bSSIM\b.*\bAll:([\d.]{1,12})/g;
  const told = [...stderr.matchAll(pattern)].at(-1)?.[1];
  if (exitCode !== 0 || told === undefined || run.bytes === null) return null;
  return { metric, value: rounded(Number(told)), bitRateKbps: Math.round((run.bytes * 8 * framesPerSecond) / run.frames / 1000) };
}
