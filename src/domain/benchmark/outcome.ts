import { framesIn } from '../encoder-probe/outcome';
import type { RunOutcome } from '../encoder-probe/script';

/** What one run of ffmpeg took, by its own clock: without the start of the program, with that of the encoder. */
export interface MeasuredRun {
  readonly frames: number;
  readonly seconds: number;
  readonly framesPerSecond: number;
  /** Of one core: 200 is two cores. */
  readonly cpuPercent: number;
  /** Of what was written; null where nothing was. */
  readonly bytes: number | null;
}

/** Null where it failed, or encoded nothing. */
export function readRun({ exitCode, stdout, stderr }: RunOutcome): MeasuredRun | null {
  const times = [...stderr.matchAll(/^bench: utime=([\d.]{1,12})s stime=([\d.]{1,12})s rtime=([\d.]{1,12})s$/gm)].at(-1);
  const frames = framesIn(stdout);
  if (exitCode !== 0 || !times || frames === 0) return null;
  const [user, system, real] = [Number(times[1]), Number(times[2]), Number(times[3])];
  if (!(real > 0) || !(user >= 0) || !(system >= 0)) return null;
  const bytes = [...stdout.matchAll(/^total_size=(\d{1,15})$/gm)].at(-1)?.[1];
  return { frames, seconds: real, framesPerSecond: frames / real, cpuPercent: ((user + system) / real) * 100, bytes: bytes === undefined ? null : Number(bytes) };
}
