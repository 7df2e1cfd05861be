import { z } from 'zod';
import { diagnosisSchema, pipelinePaths } from '../capabilities';

/** A prepared clip: pictures without compression, so that neither decoding nor drawing is measured. */
export const benchmarkClipSchema = z.object({
  /** `1080p-8bit`, `2160p-10bit`, or the name of the user's own. */
  name: z.string(),
  width: z.int().min(1),
  height: z.int().min(1),
  framesPerSecond: z.number().positive(),
  bitDepth: z.union([z.literal(8), z.literal(10)]),
  frames: z.int().min(1),
  origin: z.enum(['recipe', 'file', 'camera']),
  /** How it was made; the same command makes the same pictures anywhere. */
  argv: z.array(z.string()),
});
export type BenchmarkClip = z.infer<typeof benchmarkClipSchema>;

/** Over all runs. */
export const spreadSchema = z.object({ median: z.number(), minimum: z.number(), maximum: z.number() });
export type Spread = z.infer<typeof spreadSchema>;

/** What sets the pace: making or decoding the pictures, bringing them to the encoder, or the encoder. */
export const bottlenecks = ['decode', 'copy', 'encode'] as const;

export const wattsSchema = z.object({
  /** What was read: the GPU, the processor's package (RAPL), or a board. */
  source: z.enum(['gpu', 'package', 'board']),
  idle: z.number().nullable(),
  underLoad: z.number(),
});

export type Watts = z.infer<typeof wattsSchema>;

/** How many streams at once hold real time. */
export const streamsSchema = z.object({
  /** The most whose slowest was at least as fast as its frame rate; 0 where not even one was. */
  holdRealTime: z.int().min(0),
  /** Whether the limit of the search ended it, and not a slow stream: then it is at least so many. */
  isLimit: z.boolean(),
  /** Every stream's speed in times real time, for each number that was tried, as it was tried. */
  tried: z.array(z.object({ streams: z.int().min(1), speeds: z.array(z.number()) })),
});
export type BenchmarkStreams = z.infer<typeof streamsSchema>;

/** One encoder with one clip. */
export const benchmarkRowSchema = z.object({
  encoder: z.string(),
  /** Null where the CPU encodes. */
  gpu: z.object({ id: z.string(), name: z.string() }).nullable(),
  path: z.enum(pipelinePaths),
  /** Name of one of `clips`. */
  clip: z.string(),
  /** What ran, word by word. */
  argv: z.array(z.string()),
  /** Of one run; 0 where it did not run. */
  frames: z.int().min(0),
  /** Null where it did not run. */
  framesPerSecond: spreadSchema.nullable(),
  /** Median against the frame rate of the clip. */
  timesRealTime: z.number().nullable(),
  /** Null where nothing tells the power; `notes` says why. */
  watts: wattsSchema.nullable(),
  framesPerJoule: z.number().nullable(),
  /** Of one core: 200 is two cores. */
  cpuPercent: z.number().nullable(),
  quality: z.object({ metric: z.enum(['vmaf', 'ssim']), value: z.number(), bitRateKbps: z.number() }).nullable(),
  /** Null where it did not run. */
  bottleneck: z.enum(bottlenecks).nullable(),
  /** Frames per second of reading the clip alone, and of reading it and bringing it to the encoder's memory. */
  ceilings: z.object({ decode: z.number().nullable(), copy: z.number().nullable() }),
  /** Null where it was not asked. */
  streams: streamsSchema.nullable(),
  /** Why it did not run; null where it did. */
  diagnosis: diagnosisSchema.nullable(),
});
export type BenchmarkRow = z.infer<typeof benchmarkRowSchema>;

/** What `capstan bench --json` prints, and what is kept of each run. */
export const benchmarkReportSchema = z.object({
  schemaVersion: z.literal(1),
  /** ISO 8601 of the start without separators, and a few letters: unique on this computer. */
  id: z.string().regex(/^[0-9]{8}T[0-9]{6}Z-[a-z0-9]{4}$/),
  /** ISO 8601. */
  startedAt: z.string(),
  durationSeconds: z.number().min(0),
  capstanVersion: z.string(),
  host: z.object({
    name: z.string(),
    /** Model name as the processor tells it; null where unknown. */
    processor: z.string().nullable(),
    /** As the published figures name it, such as `Alder Lake`; null where it is not known. */
    architecture: z.string().nullable(),
    cores: z.int().min(1).nullable(),
    kernel: z.string().nullable(),
    operatingSystem: z.string().nullable(),
  }),
  engine: z.object({ kind: z.enum(['docker', 'local']), version: z.string().nullable() }),
  ffmpegVersion: z.string(),
  /** What was asked for. */
  secondsPerRun: z.number().positive(),
  runs: z.int().min(1),
  clips: z.array(benchmarkClipSchema),
  rows: z.array(benchmarkRowSchema),
  /** In words: a GPU that was busy with something else, power that could not be read, rows left out. */
  notes: z.array(z.string()),
});
export type BenchmarkReport = z.infer<typeof benchmarkReportSchema>;

/** The standard set. */
export const standardClipNames = ['1080p-8bit', '1080p-10bit', '2160p-8bit', '2160p-10bit'] as const;

/** What a host can be measured with: all that the standard set holds there. */
export const benchmarkOfferSchema = z.object({
  encoders: z.array(
    z.object({
      /** ffmpeg's name. */
      encoder: z.string(),
      /** Id; null where the CPU encodes. */
      gpu: z.string().nullable(),
      /** As people call it: `H.264`. */
      codec: z.string(),
    }),
  ),
  /** Names of the standard clips. */
  clips: z.array(z.string()),
});
export type BenchmarkOffer = z.infer<typeof benchmarkOfferSchema>;

/** What is measured. */
export interface BenchmarkOptions {
  /** ffmpeg's names; null for the standard set: what this host offers of H.264, HEVC, AV1 and VP9, hardware and software. */
  readonly encoders: readonly string[] | null;
  /** Names of clips; null for the standard four: 1080p and 2160p in 8 and 10 bit. */
  readonly clips: readonly string[] | null;
  /** Instead of the standard clips: a media file of this computer, or the identity of a capture device of the host. */
  readonly source: { readonly kind: 'file'; readonly path: string } | { readonly kind: 'camera'; readonly device: string } | null;
  /** About how long each run takes: fast encoders encode a clip several times. Of an own source also the length that is copied. */
  readonly secondsPerRun: number;
  readonly runs: number;
  /** Also look for how many streams hold real time. */
  readonly streams: boolean;
  readonly quality: boolean;
}

export interface BenchmarkProgress {
  readonly done: number;
  readonly total: number;
  /** What is being done, for people. */
  readonly doing: string;
  /** The row that has just ended. */
  readonly row: BenchmarkRow | null;
}
