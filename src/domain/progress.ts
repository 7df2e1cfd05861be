import { z } from 'zod';

/** One block of ffmpeg's `-progress`, as it came. Unknown is null, never 0. */
export interface ProgressBlock {
  readonly frame: number;
  readonly outTimeSeconds: number | null;
  readonly sizeBytes: number | null;
  readonly speed: number | null;
  /** True in the block that ffmpeg writes last. */
  readonly last: boolean;
}

export const progressSchema = z.object({
  /** Frames that the recording holds so far. */
  frame: z.int().min(0),
  /** Frames a second over the last two seconds; null in the first half second. */
  fps: z.number().nullable(),
  /** Frames that the device lost, by its own timestamps; 0 for sources that never drop. */
  droppedFrames: z.int().min(0),
  /** How far a source that never drops has fallen behind real time, in seconds; null for capture devices. */
  behindSeconds: z.number().nullable(),
  bitRateKbps: z.number().nullable(),
  sizeBytes: z.int().min(0).nullable(),
  timeSeconds: z.number().min(0),
  /** Multiple of real time. */
  speed: z.number().nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

const finite = (text: string | undefined): number | null => {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
};

/** Reads one block of key=value lines, closed by `progress=`; null where the text is none. */
export function parseProgressBlock(block: string): ProgressBlock | null {
  const values = new Map<string, string>();
  for (const line of block.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  const state = values.get('progress');
  if (state !== 'continue' && state !== 'end') return null;
  const microseconds = finite(values.get('out_time_us'));
  return {
    frame: Math.max(0, Math.trunc(finite(values.get('frame')) ?? 0)),
    outTimeSeconds: microseconds === null || microseconds < 0 ? null : microseconds / 1e6,
    sizeBytes: finite(values.get('total_size')),
    speed: finite(values.get('speed')?.replace(/x$/, '')),
    last: state === 'end',
  };
}

/** Cuts a stream of text into whole progress blocks; lines of other writers in between are handed to `onLine`. */
export class ProgressReader {
  private pending = '';
  private block: string[] = [];

  constructor(private readonly onLine: (line: string) => void = () => {}) {}

  push(chunk: string): ProgressBlock[] {
    // A writer that never ends its line must not grow us without bound.
    const lines = (this.pending + chunk).slice(-65_536).split('\n');
    this.pending = lines.pop() ?? '';
    const blocks: ProgressBlock[] = [];
    for (const line of lines) {
      if (!/^[a-z0-9_]+=/.test(line)) {
        if (line.trim() !== '') this.onLine(line);
        continue;
      }
      this.block.push(line);
      if (this.block.length > 200) this.block.shift();
      if (!line.startsWith('progress=')) continue;
      const block = parseProgressBlock(this.block.join('\n'));
      this.block = [];
      if (block) blocks.push(block);
    }
    return blocks;
  }
}

/** How missing frames of a source are counted. */
export type FrameAccounting =
  /** A device delivers at its own rate: what the timestamps promise and the file lacks was lost. */
  | { readonly kind: 'device'; readonly framesPerSecond: number | null }
  /** A generated or paced source never drops, it falls behind the wall clock. */
  | { readonly kind: 'paced' }
  /** A file that is read as fast as possible does neither. */
  | { readonly kind: 'unpaced' };

interface Sample {
  readonly at: number;
  readonly frame: number;
  readonly sizeBytes: number | null;
}

/** Turns progress blocks into figures. Time comes in from outside, so that it is tested without a clock. */
export class ProgressMeter {
  private samples: Sample[] = [];
  private framesInside = 0;
  private earliest = Number.POSITIVE_INFINITY;
  private framesPerSecond: number | null;

  constructor(private readonly accounting: FrameAccounting) {
    this.framesPerSecond = accounting.kind === 'device' ? accounting.framesPerSecond : null;
  }

  /** The rate that the device really gave, once the file's header has told it. */
  setDeliveredRate(framesPerSecond: number): void {
    if (this.accounting.kind === 'device') this.framesPerSecond = framesPerSecond;
  }

  /** @param atSeconds when the block arrived, on any steady clock */
  next(block: ProgressBlock, atSeconds: number): Progress {
    const timeSeconds = block.outTimeSeconds ?? 0;
    const oldest = this.samples[0];
    const elapsed = oldest ? atSeconds - oldest.at : 0;
    const fps = oldest && elapsed >= 0.4 ? (block.frame - oldest.frame) / elapsed : null;
    this.samples.push({ at: atSeconds, frame: block.frame, sizeBytes: block.sizeBytes });
    while (this.samples.length > 2 && atSeconds - (this.samples[1]?.at ?? atSeconds) >= 2) this.samples.shift();
    return {
      frame: block.frame,
      fps,
      droppedFrames: this.dropped(block),
      behindSeconds: this.behind(block, atSeconds),
      bitRateKbps: block.sizeBytes !== null && timeSeconds > 0.2 ? (block.sizeBytes * 8) / 1000 / timeSeconds : null,
      sizeBytes: block.sizeBytes,
      timeSeconds,
      speed: block.speed,
    };
  }

  /**
   * `out_time x rate - frame`. Up to ffmpeg 5 `frame` counts what went into the encoder and `out_time` what came out,
   * so the frames inside the encoder (the most that were ever ahead) are added, or losses hide behind its look-ahead.
   */
  private dropped({ frame, outTimeSeconds }: ProgressBlock): number {
    if (this.framesPerSecond === null || outTimeSeconds === null) return 0;
    const ahead = frame - Math.round(outTimeSeconds * this.framesPerSecond);
    this.framesInside = Math.max(this.framesInside, ahead);
    return Math.max(0, this.framesInside - ahead);
  }

  /** Wall time minus `out_time`, against the smallest such difference: the encoder's own delay is not lag. */
  private behind({ outTimeSeconds }: ProgressBlock, atSeconds: number): number | null {
    if (this.accounting.kind !== 'paced' || outTimeSeconds === null) return null;
    const difference = atSeconds - outTimeSeconds;
    this.earliest = Math.min(this.earliest, difference);
    return difference - this.earliest;
  }
}

/** Frames that a device lost, counted from its whole file; null where that does not tell. */
export function framesLost(
  accounting: FrameAccounting,
  media: { readonly frames: number | null; readonly durationSeconds: number | null; readonly framesPerSecond: number | null } | null,
): number | null {
  if (accounting.kind !== 'device' || media === null || media.frames === null || media.durationSeconds === null) return null;
  const framesPerSecond = accounting.framesPerSecond ?? media.framesPerSecond;
  return framesPerSecond === null ? null : Math.max(0, Math.round(media.durationSeconds * framesPerSecond) - media.frames);
}
