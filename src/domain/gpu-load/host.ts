import { decimal, share } from './figures';

/** Time of all cores together since the start, in the kernel's ticks. */
export interface CpuTimes {
  readonly busyTicks: number;
  readonly totalTicks: number;
}

/** Reads /proc/stat; null where it is none. Waiting for a disk is not work. */
export function parseProcStat(text: string): CpuTimes | null {
  const ticks = /^cpu +([\d ]+)$/m.exec(text)?.[1]?.trim().split(/ +/).map(decimal) ?? [];
  // guest and guest_nice follow; they are counted in user and nice already.
  const counted = ticks.slice(0, 8);
  if (counted.length < 4 || counted.includes(null)) return null;
  const total = counted.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return { totalTicks: total, busyTicks: total - (counted[3] ?? 0) - (counted[4] ?? 0) };
}

/** Busy share of all cores between two looks; null where no time passed. */
export function cpuPercent(before: CpuTimes, now: CpuTimes): number | null {
  const passed = now.totalTicks - before.totalTicks;
  return passed > 0 ? share((100 * Math.max(0, now.busyTicks - before.busyTicks)) / passed) : null;
}

/** Reads /proc/meminfo. Used is what programs could not have; before Linux 3.14 that is estimated without MemAvailable. */
export function parseMeminfo(text: string): { readonly usedMiB: number | null; readonly totalMiB: number | null } {
  const told = (name: string): number | null => decimal(new RegExp(String.raw`^${name}:\s+(\d{1,15}) kB\s*$`, 'm').exec(text)?.[1]);
  const total = told('MemTotal');
  const free = told('MemFree');
  const available = told('MemAvailable') ?? (free === null ? null : free + (told('Buffers') ?? 0) + (told('Cached') ?? 0));
  return {
    usedMiB: total === null || available === null ? null : Math.max(0, total - available) / 1024,
    totalMiB: total === null ? null : total / 1024,
  };
}
