import { z } from 'zod';
import { parseJson } from './json';

/** What a recorder has taken so far, at one moment. Unknown is null, never 0. */
export interface UsageSample {
  /** Unix time in milliseconds, of the clock that the sample was taken by. */
  readonly atMilliseconds: number;
  /** Processor time of all its cores since it began, in seconds. */
  readonly cpuSeconds: number | null;
  /** What the kernel could not take back at once: without the cache of files. */
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
}

const count = z.number().min(0);
const statsSchema = z.object({
  read: z.string(),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: count }) }),
  memory_stats: z.object({ usage: count.optional(), limit: count.optional(), stats: z.record(z.string(), z.unknown()).optional() }).catch({}),
});

/** Reads one answer of Docker's `/containers/ID/stats`; null where it holds no figures, as for a container that has ended. */
export function parseContainerStats(json: string): UsageSample | null {
  const parsed = statsSchema.safeParse(parseJson(json));
  if (!parsed.success) return null;
  const { read, cpu_stats: cpu, memory_stats: memory } = parsed.data;
  const atMilliseconds = Date.parse(read);
  // A container that has ended is answered with zeros, and with the year 1.
  if (!(atMilliseconds > 0) || cpu.cpu_usage.total_usage === 0) return null;
  return {
    atMilliseconds,
    cpuSeconds: cpu.cpu_usage.total_usage / 1e9,
    memoryBytes: memory.usage === undefined ? null : Math.max(0, memory.usage - cacheBytes(memory.stats ?? {})),
    memoryLimitBytes: memory.limit || null,
  };
}

/** As docker's own `stats` counts: `total_inactive_file` is that of cgroup v1, `inactive_file` that of v2. */
function cacheBytes(stats: Readonly<Record<string, unknown>>): number {
  const bytes = stats['total_inactive_file'] ?? stats['inactive_file'];
  return typeof bytes === 'number' ? bytes : 0;
}
