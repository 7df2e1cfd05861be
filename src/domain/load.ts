import { z } from 'zod';

/** Engines of a GPU by what they do, whatever its driver calls them. `media` encodes and decodes in one. */
export const gpuEngines = ['render', 'compute', 'copy', 'video', 'video-enhance', 'media', 'encoder', 'decoder', 'other'] as const;
export type GpuEngine = (typeof gpuEngines)[number];

/** Why a figure is not there, in words for people; `figure` is the field's name, or `engines`. */
export const unavailableSchema = z.object({ figure: z.string(), reason: z.string() });
export type Unavailable = z.infer<typeof unavailableSchema>;

const percent = z.number().min(0).max(100).nullable();

export const engineLoadSchema = z.object({
  engine: z.enum(gpuEngines),
  /** The driver's own name, such as `Video/0` or `vcs`. */
  name: z.string(),
  /** Share of the time that it was busy, 100 where all the units that its name stands for were. Null where unknown, never 0. */
  busyPercent: percent,
});
export type EngineLoad = z.infer<typeof engineLoadSchema>;

/** One whole GPU of a host, whoever uses it. What is unknown is null, and `unavailable` says why. */
export const gpuLoadSchema = z.object({
  /** As in capabilities: `pci:0000:00:02.0`, `GPU-...`. */
  gpu: z.string(),
  name: z.string(),
  engines: z.array(engineLoadSchema),
  /** The driver's one figure for all. */
  busyPercent: percent,
  encodeSessions: z.int().min(0).nullable(),
  memoryUsedMiB: z.number().nullable(),
  memoryTotalMiB: z.number().nullable(),
  powerWatts: z.number().nullable(),
  temperatureCelsius: z.number().nullable(),
  clockMhz: z.number().nullable(),
  unavailable: z.array(unavailableSchema),
});
export type GpuLoad = z.infer<typeof gpuLoadSchema>;

export const hostLoadSchema = z.object({
  /** Unix time in milliseconds, of the process that took the sample. */
  atMilliseconds: z.number(),
  /** Of all cores together. */
  cpuPercent: percent,
  memoryUsedMiB: z.number().nullable(),
  memoryTotalMiB: z.number().nullable(),
  /** The processor's package by RAPL, or the board. */
  powerWatts: z.number().nullable(),
  temperatureCelsius: z.number().nullable(),
  gpus: z.array(gpuLoadSchema),
  unavailable: z.array(unavailableSchema),
});
export type HostLoad = z.infer<typeof hostLoadSchema>;

/** What one session takes: its recorder's container or process alone. */
export const sessionLoadSchema = z.object({
  atMilliseconds: z.number(),
  /** Of one core: 200 is two cores. */
  cpuPercent: z.number().min(0).nullable(),
  memoryMiB: z.number().nullable(),
  memoryLimitMiB: z.number().nullable(),
  gpus: z.array(z.object({ gpu: z.string(), engines: z.array(engineLoadSchema), memoryMiB: z.number().nullable() })),
  unavailable: z.array(unavailableSchema),
});
export type SessionLoad = z.infer<typeof sessionLoadSchema>;
