import { IntelGpuTopReader, type IntelGpuTopSample } from '@domain/gpu-load/intel-gpu-top';
import { nvidiaSmiFields, nvidiaSmiQuery, parseNvidiaSmi, type NvidiaSmiField, type NvidiaSmiReading } from '@domain/gpu-load/nvidia-smi';
import { parseTegrastats, type TegrastatsSample } from '@domain/gpu-load/tegrastats';
import type { NvidiaLoad } from '@domain/host-load/meter';
import { freshMilliseconds, type ToolReader } from './load-tool';

/** Longest line of any of these programs, in characters. */
const longestLine = 65_536;

/** Cuts text into whole lines. */
class Lines {
  private pending = '';

  push(text: string): string[] {
    const lines = (this.pending + text).slice(-longestLine).split('\n');
    this.pending = lines.pop() ?? '';
    return lines;
  }
}

/** All NVIDIA GPUs of a host. A field that the driver does not know is left out, and the program started anew. */
export class NvidiaSmi implements ToolReader<readonly NvidiaLoad[]> {
  readonly name = 'nvidia-smi';
  problem: string | null = null;
  wantsRestart = false;
  private fields: readonly NvidiaSmiField[] = nvidiaSmiFields;
  private lines = new Lines();
  /** Its complaints since it was started. */
  private said: string[] = [];
  private readonly rows = new Map<string, { readonly row: NvidiaLoad; readonly at: number }>();

  argv(): string[] {
    this.wantsRestart = false;
    this.said = [];
    return ['nvidia-smi', ...nvidiaSmiQuery(this.fields), '--loop=1'];
  }

  push(text: string, at: number): void {
    for (const line of this.lines.push(text)) this.take(parseNvidiaSmi(line, this.fields), line, at);
  }

  value(at: number): readonly NvidiaLoad[] | null {
    const fresh = [...this.rows.values()].filter((one) => at - one.at <= freshMilliseconds);
    return fresh.length === 0 ? null : fresh.map(({ row }) => row);
  }

  private take({ gpus, unknownField, problems }: NvidiaSmiReading, line: string, at: number): void {
    for (const row of gpus) this.rows.set(row.load.gpu, { row, at });
    if (gpus.length > 0) this.problem = null;
    if (unknownField !== null && this.fields.includes(unknownField)) {
      this.fields = this.fields.filter((field) => field !== unknownField);
      this.wantsRestart = true;
    } else if (problems.length > 0 || (gpus.length === 0 && this.rows.size === 0 && line.trim() !== '')) {
      this.said.push((problems[0] ?? line).trim().slice(0, 300));
      this.problem = `nvidia-smi says: ${this.said.slice(0, 3).join(' ')}`;
    }
  }
}

/** The engines of one Intel GPU, by the counters of the whole of it. */
export class IntelGpuTop implements ToolReader<IntelGpuTopSample> {
  readonly name = 'intel_gpu_top';
  problem: string | null = null;
  readonly wantsRestart = false;
  private reader = new IntelGpuTopReader();
  private last: { readonly sample: IntelGpuTopSample; readonly at: number } | null = null;

  constructor(private readonly address: string) {}

  argv(): string[] {
    this.reader = new IntelGpuTopReader();
    return ['intel_gpu_top', '-J', '-s', '1000', '-d', `pci:slot=${this.address}`];
  }

  push(text: string, at: number): void {
    const { samples, messages } = this.reader.push(text);
    // The first covers about a millisecond.
    const sample = samples.findLast(({ periodMilliseconds }) => periodMilliseconds === null || periodMilliseconds > 300);
    if (sample) this.last = { sample, at };
    const message = messages.find((line) => line !== '');
    if (message !== undefined) this.problem = `intel_gpu_top says: ${message.slice(0, 300)}`;
  }

  value(at: number): IntelGpuTopSample | null {
    return this.last !== null && at - this.last.at <= freshMilliseconds ? this.last.sample : null;
  }
}

/** A whole Jetson. */
export class Tegrastats implements ToolReader<TegrastatsSample> {
  readonly name = 'tegrastats';
  problem: string | null = null;
  readonly wantsRestart = false;
  private readonly lines = new Lines();
  private last: { readonly sample: TegrastatsSample; readonly at: number } | null = null;

  argv(): string[] {
    return ['tegrastats', '--interval', '1000'];
  }

  push(text: string, at: number): void {
    for (const line of this.lines.push(text)) {
      const sample = parseTegrastats(line);
      if (sample) this.last = { sample, at };
      else if (this.last === null && line.trim() !== '') this.problem = `tegrastats says: ${line.trim().slice(0, 300)}`;
    }
  }

  value(at: number): TegrastatsSample | null {
    return this.last !== null && at - this.last.at <= freshMilliseconds ? this.last.sample : null;
  }
}
