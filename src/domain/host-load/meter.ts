import type { Capabilities } from '../capabilities';
import { celsius, unknownLoad, withReasons } from '../gpu-load/figures';
import { cpuPercent, parseMeminfo, parseProcStat } from '../gpu-load/host';
import type { IntelGpuTopSample } from '../gpu-load/intel-gpu-top';
import { amdgpuLoad, intelEnergy, intelLoad, wattsOf } from '../gpu-load/sysfs';
import { tegraGpuLoad, tegraHostLoad, type TegrastatsSample } from '../gpu-load/tegrastats';
import { nvidiaId } from '../plan/gpus';
import type { GpuLoad, HostLoad, Unavailable } from '../load';
import type { GpuFiles, HostSample } from './sample';

/** What a tool told last, or why it tells nothing. Null: it was not asked. */
export type Told<T> = { readonly value: T } | { readonly reason: string } | null;

/** A row of nvidia-smi, with its own number of the GPU. */
export interface NvidiaLoad {
  readonly index: number | null;
  readonly load: GpuLoad;
}

/** What is known beside the files of the host. */
export interface ToolFigures {
  readonly nvidia: Told<readonly NvidiaLoad[]>;
  /** By PCI address. */
  readonly intel: (address: string) => Told<IntelGpuTopSample>;
  readonly tegra: Told<TegrastatsSample>;
}

/** The GPUs of a host, as its capabilities name them. */
export type KnownGpus = Pick<Capabilities, 'renderNodes' | 'nvidiaGpus' | 'jetson'>;

/** Nearer samples would make a share out of the clock's own steps. */
const shortestSeconds = 0.3;

/** Turns the samples of a host into its load. */
export class HostLoadMeter {
  private before: HostSample | null = null;

  /** The load since the last sample; null for the first, and after a gap in the host's clock. */
  next(sample: HostSample, tools: ToolFigures, known: KnownGpus, atMilliseconds: number): HostLoad | null {
    const { before } = this;
    const elapsedSeconds = before === null ? 0 : sample.atSeconds - before.atSeconds;
    if (before !== null && elapsedSeconds >= 0 && elapsedSeconds < shortestSeconds) return null;
    this.before = sample;
    if (before === null || elapsedSeconds <= 0) return null;
    const board = tools.tegra !== null && 'value' in tools.tegra ? tegraHostLoad(tools.tegra.value) : null;
    const memory = parseMeminfo(sample.meminfo);
    const times = [parseProcStat(before.stat), parseProcStat(sample.stat)] as const;
    const figures = {
      cpuPercent: times[0] && times[1] ? cpuPercent(times[0], times[1]) : null,
      memoryUsedMiB: memory.usedMiB,
      memoryTotalMiB: memory.totalMiB,
      powerWatts: packageWatts(before, sample) ?? board?.powerWatts ?? null,
      temperatureCelsius: hottest(sample) ?? board?.temperatureCelsius ?? null,
    };
    const untold = (Object.keys(figures) as (keyof typeof figures)[]).filter((figure) => figures[figure] === null);
    const unavailable = untold.map((figure): Unavailable => ({ figure, reason: board?.unavailable.find((one) => one.figure === figure)?.reason ?? hostReason(figure, sample) }));
    return { atMilliseconds, ...figures, gpus: gpusOf(before, sample, tools, known), unavailable };
  }
}

function packageWatts(before: HostSample, now: HostSample): number | null {
  const reading = ({ microjoules }: HostSample['packages'][number], { atSeconds }: HostSample) => ({ microjoules, atNanoseconds: atSeconds * 1e9 });
  const watts = now.packages.map((one) => {
    const then = before.packages.find(({ name }) => name === one.name);
    return then ? wattsOf(reading(then, before), reading(one, now), one.maximumMicrojoules || null) : null;
  });
  return watts.length === 0 || watts.includes(null) ? null : watts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

function hottest({ zones }: HostSample): number | null {
  const degrees = zones.flatMap(({ millidegrees }) => celsius(millidegrees / 1000) ?? []);
  return degrees.length === 0 ? null : Math.max(...degrees);
}

function hostReason(figure: string, { closed }: HostSample): string {
  switch (figure) {
    case 'powerWatts':
      return closed.includes('rapl')
        ? 'The processor’s energy counters (RAPL) may only be read by root on this host.'
        : 'This host has no energy counters of its processor (RAPL), as in most virtual machines.';
    case 'temperatureCelsius':
      return 'This host names no temperature sensor of its processor, as in most virtual machines.';
    default:
      return 'The host’s /proc does not tell it.';
  }
}

function gpusOf(before: HostSample, now: HostSample, tools: ToolFigures, known: KnownGpus): GpuLoad[] {
  const nodes = now.gpus.filter(({ driver }) => !driver?.startsWith('nvidia')).map((gpu) => nodeLoad(gpu, before, now, tools, known));
  const told = (tools.nvidia !== null && 'value' in tools.nvidia ? tools.nvidia.value : []).map((row) => knownAs(row, known));
  const silent = known.nvidiaGpus
    .filter((gpu) => !told.some((load) => load.gpu === nvidiaId(gpu)))
    .map((gpu) => withReasons(unknownLoad(nvidiaId(gpu), gpu.name), () => reasonOf(tools.nvidia, 'nvidia-smi does not list this GPU.')));
  return [...nodes, ...told, ...silent, ...jetsonLoads(tools, known)];
}

/** By the name that the capabilities have for it: one side may not know its UUID, and the number tells them apart then. */
function knownAs({ index, load }: NvidiaLoad, { nvidiaGpus }: KnownGpus): GpuLoad {
  const same =
    nvidiaGpus.find(({ uuid }) => uuid === load.gpu) ?? nvidiaGpus.find((gpu) => gpu.index === index && (gpu.uuid === null || load.gpu === `nvidia:${index}`));
  return same ? { ...load, gpu: nvidiaId(same) } : load;
}

const reasonOf = (told: Told<unknown>, otherwise: string): string => (told !== null && 'reason' in told ? told.reason : otherwise);

function jetsonLoads({ tegra }: ToolFigures, { jetson }: KnownGpus): GpuLoad[] {
  if (jetson === null) return [];
  if (tegra !== null && 'value' in tegra) return [tegraGpuLoad(tegra.value, jetson.model)];
  return [withReasons(unknownLoad('jetson', jetson.model), () => reasonOf(tegra, 'tegrastats has told nothing yet.'))];
}

function nodeLoad(gpu: GpuFiles, before: HostSample, now: HostSample, tools: ToolFigures, { renderNodes }: KnownGpus): GpuLoad {
  const { node, driver, address, files } = gpu;
  const path = `/dev/dri/${node}`;
  const render = renderNodes.find((one) => one.path === path);
  const id = render?.identity || (address === null ? path : `pci:${address}`);
  const name = render?.name ?? `${[render?.vendor, driver].filter((part) => part).join(' ') || 'GPU'} (${path})`;
  if (gpu.isAsleep) return withReasons(unknownLoad(id, name), () => 'The GPU sleeps, and is not woken to be asked.');
  switch (driver) {
    case 'amdgpu':
      return amdgpuLoad(id, name, files);
    case 'i915':
    case 'xe': {
      const then = before.gpus.find((one) => one.node === node && !one.isAsleep);
      const energy = (of: GpuFiles, { atSeconds }: HostSample) => intelEnergy(of.files, atSeconds * 1e9);
      const load = intelLoad(id, name, files, then ? energy(then, before) : null, energy(gpu, now));
      return address === null ? load : withIntelTop(load, tools.intel(address));
    }
    default:
      return withReasons(unknownLoad(id, name), () => `The driver ${driver ?? 'of this GPU'} does not tell how busy the whole GPU is.`);
  }
}

/** The counters of the whole GPU, where they were asked for. */
function withIntelTop(load: GpuLoad, told: Told<IntelGpuTopSample>): GpuLoad {
  if (told === null) return load;
  if ('reason' in told) return { ...load, unavailable: [...load.unavailable.filter(({ figure }) => figure !== 'engines'), { figure: 'engines', reason: told.reason }] };
  const { engines, clockMhz, gpuWatts } = told.value;
  const whole = { ...load, engines: [...engines], clockMhz: clockMhz ?? load.clockMhz, powerWatts: gpuWatts || load.powerWatts };
  const isTold = (figure: string): boolean => (figure === 'engines' ? engines.length > 0 : figure in whole && whole[figure as keyof typeof whole] !== null);
  return { ...whole, unavailable: load.unavailable.filter(({ figure }) => !isTold(figure)) };
}
