import type { HostLoad } from '../load';
import type { BenchmarkRow, Watts } from './report';
import { rounded } from './statistics';

/** Every reading above zero counts; null where none is. */
function averageWatts(readings: readonly (number | null | undefined)[]): number | null {
  const told = readings.filter((watts): watts is number => typeof watts === 'number' && watts > 0);
  return told.length === 0 ? null : rounded(told.reduce((sum, watts) => sum + watts, 0) / told.length);
}

/** The power of the GPU that encodes, where it tells it; else of the processor, or of the board that both are on. */
export function wattsOf(idle: readonly HostLoad[], loaded: readonly HostLoad[], gpu: string | null, isBoard: boolean): Watts | null {
  const ofGpu = (load: HostLoad) => load.gpus.find((one) => one.gpu === gpu)?.powerWatts;
  const gpuWatts = gpu === null ? null : averageWatts(loaded.map(ofGpu));
  if (gpuWatts !== null) return { source: 'gpu', idle: averageWatts(idle.map(ofGpu)), underLoad: gpuWatts };
  const underLoad = averageWatts(loaded.map(({ powerWatts }) => powerWatts));
  return underLoad === null ? null : { source: isBoard ? 'board' : 'package', idle: averageWatts(idle.map(({ powerWatts }) => powerWatts)), underLoad };
}

export function withWatts(row: BenchmarkRow, watts: Watts | null): BenchmarkRow {
  const framesPerJoule = watts === null || row.framesPerSecond === null ? null : rounded(row.framesPerSecond.median / watts.underLoad);
  return { ...row, watts, framesPerJoule };
}

const busyCpuPercent = 20;
const busyGpuPercent = 10;

/** What was at work before anything of the benchmark was, in words; empty for a host at rest. */
export function busyNotes(idle: readonly HostLoad[]): string[] {
  const cpu = average(idle.map(({ cpuPercent }) => cpuPercent));
  const gpus = idle.at(-1)?.gpus ?? [];
  return [
    ...(cpu !== null && cpu >= busyCpuPercent ? [`The processor was ${Math.round(cpu)} % busy with something else before the start: figures are lower than this host could reach.`] : []),
    ...gpus.flatMap(({ gpu, name }) => {
      const loads = idle.flatMap((load) => load.gpus.filter((one) => one.gpu === gpu));
      const share = average(loads.map(({ busyPercent, engines }) => busyPercent ?? mostOf(engines.map((engine) => engine.busyPercent))));
      const sessions = Math.max(0, ...loads.map(({ encodeSessions }) => encodeSessions ?? 0));
      if (share !== null && share >= busyGpuPercent) return [`${name} was ${Math.round(share)} % busy with something else before the start: figures are lower than it could reach.`];
      return sessions > 0 ? [`${name} encoded ${sessions} other ${sessions === 1 ? 'stream' : 'streams'} before the start: figures are lower than it could reach.`] : [];
    }),
  ];
}

/** Why no power is told, in the words of the host; null where it is. */
export function powerNote(idle: readonly HostLoad[]): string | null {
  if (idle.length === 0) return 'Power is not told: the host did not tell its load.';
  if (idle.some(({ powerWatts, gpus }) => powerWatts !== null || gpus.some((gpu) => gpu.powerWatts !== null))) return null;
  const reason = idle.at(-1)?.unavailable.find(({ figure }) => figure === 'powerWatts')?.reason;
  return `Power is not told.${reason === undefined ? '' : ` ${reason}`}`;
}

function average(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function mostOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
