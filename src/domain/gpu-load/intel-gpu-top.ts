import { z } from 'zod';
import { parseJson } from '../json';
import type { EngineLoad, GpuEngine } from '../load';
import { positive, share } from './figures';

/** One sample of `intel_gpu_top -J`. Unknown is null. */
export interface IntelGpuTopSample {
  /** Time that the sample covers; the first one of a run may cover about a millisecond only. */
  readonly periodMilliseconds: number | null;
  /** Each unit by itself, as the driver counts them: `Video/0`, `Video/1`; one for all with older kernels: `Video`. */
  readonly engines: readonly EngineLoad[];
  readonly clockMhz: number | null;
  /** Share of the time that the GPU slept. */
  readonly asleepPercent: number | null;
  readonly gpuWatts: number | null;
  /** The processor's package, of which the GPU may be a part. */
  readonly packageWatts: number | null;
  readonly clients: readonly IntelGpuTopClient[];
}

export interface IntelGpuTopClient {
  readonly id: string;
  /** Process id on the host; null where it is not told. */
  readonly pid: number | null;
  readonly name: string;
  readonly engines: readonly EngineLoad[];
  /** What takes up real memory now, in all regions. */
  readonly memoryMiB: number | null;
}

/** Figures of clients are written as strings. */
const figure = z.preprocess((value) => (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value), z.number()).nullable().catch(null);
const figures = z.record(z.string(), z.unknown()).catch({});
const engines = z.record(z.string(), z.object({ busy: figure.default(null) }).catch({ busy: null })).catch({});
const clientSchema = z.object({
  name: z.string().catch(''),
  pid: figure.default(null),
  'engine-classes': engines.default({}),
  memory: z.record(z.string(), figures).catch({}).default({}),
});
const sampleSchema = z.object({
  period: figures.default({}),
  frequency: figures.default({}),
  rc6: figures.default({}),
  power: figures.default({}),
  engines,
  clients: z.record(z.string(), clientSchema.nullable().catch(null)).catch({}).default({}),
});

const classes: readonly (readonly [prefix: string, engine: GpuEngine])[] = [
  ['VideoEnhance', 'video-enhance'],
  ['Video', 'video'],
  ['Render', 'render'],
  ['Blitter', 'copy'],
  ['Compute', 'compute'],
];

const loads = (told: z.infer<typeof engines>): EngineLoad[] =>
  Object.entries(told).map(([name, { busy }]) => ({
    engine: classes.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'other',
    name,
    busyPercent: share(busy),
  }));

function sampleOf(json: unknown): IntelGpuTopSample | null {
  const parsed = sampleSchema.safeParse(json);
  if (!parsed.success) return null;
  const { period, frequency, rc6, power, clients } = parsed.data;
  const told = (group: Record<string, unknown>, name: string): number | null => positive(figure.parse(group[name] ?? null));
  return {
    periodMilliseconds: told(period, 'duration'),
    engines: loads(parsed.data.engines),
    clockMhz: told(frequency, 'actual'),
    asleepPercent: share(told(rc6, 'value')),
    gpuWatts: told(power, 'GPU'),
    packageWatts: told(power, 'Package'),
    clients: Object.entries(clients).flatMap(([id, client]) => (client === null ? [] : [clientOf(id, client)])),
  };
}

function clientOf(id: string, { name, pid, memory, 'engine-classes': told }: z.infer<typeof clientSchema>): IntelGpuTopClient {
  const sizes = Object.values(memory).flatMap((region) => figure.parse(region['resident'] ?? region['total'] ?? null) ?? []);
  return {
    id,
    pid: pid !== null && Number.isSafeInteger(pid) && pid > 0 ? pid : null,
    name,
    engines: loads(told),
    memoryMiB: sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0) / 1024 ** 2,
  };
}

/** Longer than a sample of any machine. */
const maximumCharacters = 1024 * 1024;

/**
 * Cuts what `intel_gpu_top -J` writes into samples. Versions differ in the brackets around and the commas between them, and
 * a pipe cuts anywhere: a sample is what stands between braces. Everything else is handed out as `messages`.
 */
export class IntelGpuTopReader {
  private pending = '';
  private depth = 0;
  private inString = false;
  private escaped = false;
  private outside = '';

  push(chunk: string): { readonly samples: IntelGpuTopSample[]; readonly messages: string[] } {
    const samples: IntelGpuTopSample[] = [];
    for (const character of chunk) {
      if (!this.take(character)) continue;
      const sample = sampleOf(parseJson(this.pending));
      if (sample) samples.push(sample);
      this.pending = '';
    }
    return { samples, messages: this.messages() };
  }

  /** What stood outside of samples at the end of the stream, such as why there is none. */
  end(): string[] {
    this.outside += '\n';
    return this.messages();
  }

  /** True where a sample is whole with this character. */
  private take(character: string): boolean {
    if (this.depth === 0 && character !== '{') {
      if (this.outside.length < maximumCharacters) this.outside += character;
      return false;
    }
    this.pending += character;
    if (this.inString) {
      if (!this.escaped && character === '"') this.inString = false;
      this.escaped = !this.escaped && character === '\\';
    } else if (character === '"') this.inString = true;
    else if (character === '{') this.depth += 1;
    else if (character === '}') this.depth -= 1;
    if (this.pending.length > maximumCharacters) this.reset();
    return this.pending !== '' && this.depth === 0;
  }

  private reset(): void {
    this.pending = '';
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  /** Whole lines outside of samples that are not the punctuation between them. */
  private messages(): string[] {
    const at = this.outside.lastIndexOf('\n') + 1;
    const lines = this.outside.slice(0, at).split('\n');
    this.outside = this.outside.slice(at);
    return lines.map((line) => line.replace(/^[\s,[\]]+|[\s,[\]]+$/g, '')).filter((line) => line !== '');
  }
}
