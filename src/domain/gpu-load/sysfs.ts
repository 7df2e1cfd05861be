import type { GpuLoad } from '../load';
import { celsius, decimal, positive, share, unknownLoad, withReasons } from './figures';

/** Files of one GPU's device directory by path below it, such as `gpu_busy_percent` or `hwmon/temp1_input`; absent where unreadable. */
export type SysfsFiles = Readonly<Record<string, string | undefined>>;

const number = (files: SysfsFiles, ...paths: string[]): number | null => {
  for (const path of paths) {
    const value = decimal(files[path]);
    if (value !== null) return value;
  }
  return null;
};
const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

/** What amdgpu tells to everybody: one busy share for all engines, memory, power, temperature and clock. */
export function amdgpuLoad(gpu: string, name: string, files: SysfsFiles): GpuLoad {
  const mebibytes = (path: string): number | null => positive(scaled(number(files, path), 1 / 1024 ** 2));
  const load: GpuLoad = {
    ...unknownLoad(gpu, name),
    busyPercent: share(number(files, 'gpu_busy_percent')),
    memoryUsedMiB: mebibytes('mem_info_vram_used'),
    memoryTotalMiB: mebibytes('mem_info_vram_total'),
    // Microwatts; newer cards have `input` alone.
    powerWatts: positive(scaled(number(files, 'hwmon/power1_average', 'hwmon/power1_input'), 1e-6)),
    temperatureCelsius: celsius(scaled(number(files, 'hwmon/temp1_input'), 1e-3)),
    clockMhz: clockOfTable(files['pp_dpm_sclk']) ?? positive(scaled(number(files, 'hwmon/freq1_input'), 1e-6)),
    unavailable: [
      { figure: 'engines', reason: 'amdgpu tells the busy share of the whole GPU, and of single engines by process only.' },
      { figure: 'encodeSessions', reason: 'amdgpu does not count sessions.' },
    ],
  };
  return withReasons(load, () => 'amdgpu does not tell it for this GPU.');
}

/** The clock of the row that is marked as current, in MHz: `1: 800Mhz *`. */
export function clockOfTable(text: string | undefined): number | null {
  return decimal(/^\s*\w+:\s*(\d{1,6}(?:\.\d+)?)\s*MHz\s*\*\s*$/im.exec(text ?? '')?.[1]);
}

/** What i915 and xe tell to everybody: the clock. How busy the whole GPU is takes `intel_gpu_top`. */
export function intelLoad(gpu: string, name: string, files: SysfsFiles, before: EnergyReading | null, now: EnergyReading): GpuLoad {
  const load: GpuLoad = {
    ...unknownLoad(gpu, name),
    clockMhz: positive(number(files, 'gt/gt0/rps_act_freq_mhz', 'gt_act_freq_mhz', 'tile0/gt0/freq0/act_freq')),
    powerWatts: before === null ? null : wattsOf(before, now, null),
    temperatureCelsius: celsius(scaled(number(files, 'hwmon/temp1_input', 'hwmon/temp2_input'), 1e-3)),
    unavailable: [
      { figure: 'engines', reason: 'How busy the whole GPU is can only be read with the permission CAP_PERFMON: ask for the whole GPU to use intel_gpu_top.' },
      { figure: 'encodeSessions', reason: 'The driver does not count sessions.' },
    ],
  };
  return withReasons(load, (figure) => intelReasons[figure] ?? 'The driver does not tell it for this GPU.');
}

const intelReasons: Readonly<Record<string, string>> = {
  busyPercent: 'Intel’s drivers have no one figure for all engines.',
  memoryUsedMiB: 'Intel’s drivers tell the memory of single processes only.',
  memoryTotalMiB: 'Intel’s drivers tell the memory of single processes only.',
  powerWatts: 'Only Intel’s separate graphics cards have a meter of their own; see the power of the processor’s package.',
};

/** A counter of energy at one moment. */
export interface EnergyReading {
  /** Microjoules; null where it could not be read. */
  readonly microjoules: number | null;
  readonly atNanoseconds: number;
}

/** The meter of an Intel card of its own. */
export const intelEnergy = (files: SysfsFiles, atNanoseconds: number): EnergyReading => ({
  atNanoseconds,
  microjoules: number(files, 'hwmon/energy1_input'),
});

/**
 * Mean power between two readings in watts. RAPL's counters begin again at 0 after `maximumMicrojoules`
 * (max_energy_range_uj), about once an hour under load; null for counters that do not. Null where nothing can be said.
 */
export function wattsOf(before: EnergyReading, now: EnergyReading, maximumMicrojoules: number | null): number | null {
  const passedSeconds = (now.atNanoseconds - before.atNanoseconds) / 1e9;
  if (before.microjoules === null || now.microjoules === null || !(passedSeconds > 0)) return null;
  const used = now.microjoules - before.microjoules;
  const energy = used < 0 && maximumMicrojoules !== null ? used + maximumMicrojoules : used;
  return energy < 0 ? null : positive(energy / 1e6 / passedSeconds);
}
