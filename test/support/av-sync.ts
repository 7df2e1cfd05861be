import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A flash and the beep that belongs to it, as a player would show and sound them. */
export interface SyncPoint {
  readonly flashSeconds: number;
  readonly beepSeconds: number;
  /** Positive: the beep comes late. */
  readonly offsetMs: number;
}

export interface SyncOptions {
  readonly fromSeconds?: number;
  readonly forSeconds?: number;
  /** Where the picture flashes, in pixels. */
  readonly flash: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly beepHz?: number;
}

/** The middle of the box that the test pattern flashes: see `testPattern` in src/domain/plan/source.ts. */
export function patternFlash({ width, height }: { readonly width: number; readonly height: number }): SyncOptions['flash'] {
  const box = 2 * Math.round(height / 12);
  return { x: width - 2 * box + Math.round(box / 4), y: Math.round((box * 3) / 4), width: Math.round(box / 2), height: Math.round(box / 2) };
}

/** Pairs each flash of a recording with the beep nearest to it, from the decoded pictures and samples and their timestamps. */
export async function measureSync(path: string, options: SyncOptions): Promise<SyncPoint[]> {
  const [flashes, beeps] = await Promise.all([findFlashes(path, options), findBeeps(path, options)]);
  return flashes.flatMap((flashSeconds) => {
    const near = beeps.filter((beep) => Math.abs(beep - flashSeconds) < 0.5);
    const [beepSeconds] = near.toSorted((one, other) => Math.abs(one - flashSeconds) - Math.abs(other - flashSeconds));
    return beepSeconds === undefined ? [] : [{ flashSeconds, beepSeconds, offsetMs: (beepSeconds - flashSeconds) * 1000 }];
  });
}

/** Times at which the box turns white. */
export async function findFlashes(path: string, { flash: { x, y, width, height }, ...window }: SyncOptions): Promise<number[]> {
  const filters = `crop=${width}:${height}:${x}:${y},scale=1:1:flags=area,format=gray,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-`;
  const luma = await measure(path, window, ['-map', '0:v:0', '-vf', filters]);
  return luma.filter(({ value }, index) => value > 215 && (luma[index - 1]?.value ?? 255) <= 215).map(({ seconds }) => seconds);
}

/** Times at which the beep begins, to a millisecond. */
export async function findBeeps(path: string, { beepHz = 880, ...window }: Omit<SyncOptions, 'flash'>): Promise<number[]> {
  const filters =
    `bandpass=f=${beepHz}:width_type=h:w=400,aresample=48000,asetnsamples=n=48:p=0,` +
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level,ametadata=mode=print:key=lavfi.astats.Overall.RMS_level:file=-';
  const levels = await measure(path, window, ['-map', '0:a:0', '-af', filters]);
  const loudest = levels.reduce((most, { value }) => Math.max(most, value), -120);
  const beeps: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { seconds, value } of levels) {
    if (value < loudest - 6) continue;
    if (seconds - last > 0.3) beeps.push(seconds);
    last = seconds;
  }
  return loudest < -50 ? [] : beeps;
}

interface Value {
  readonly seconds: number;
  readonly value: number;
}

/** What a filter prints as metadata of each frame. */
async function measure(path: string, { fromSeconds = 0, forSeconds = 3600 }: Omit<SyncOptions, 'flash'>, filter: readonly string[]): Promise<Value[]> {
  const argv = ['-hide_banner', '-loglevel', 'quiet', '-nostdin', '-copyts', '-ss', String(fromSeconds), '-t', String(forSeconds), '-i', path, ...filter, '-f', 'null', '-'];
  const { stdout } = await run('ffmpeg', argv, { maxBuffer: 1024 * 1024 * 1024 });
  const values: Value[] = [];
  let seconds = Number.NaN;
  for (const line of stdout.split('\n')) {
    const at = /pts_time:(-?[\d.]+)/.exec(line)?.[1];
    if (at !== undefined) seconds = Number(at);
    const value = /^lavfi\.\S+=(\S+)$/.exec(line)?.[1];
    if (value !== undefined) values.push({ seconds, value: Number.isFinite(Number(value)) ? Number(value) : -120 });
  }
  return values;
}
