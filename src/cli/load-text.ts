import type { EngineLoad, GpuLoad, HostLoad, SessionLoad, Unavailable } from '@domain/load';
import { percentText } from '@domain/percent';
import type { SessionView } from '@domain/session';
import { printable, table } from './text';

export interface LoadOfSession {
  readonly view: SessionView;
  /** Null where nothing was heard of it lately. */
  readonly load: SessionLoad | null;
}

const unknown = '-';
const percent = (value: number | null): string => (value === null ? unknown : percentText(value));
const watts = (value: number | null): string => (value === null ? unknown : `${value.toFixed(1)} W`);
const degrees = (value: number | null): string => (value === null ? unknown : `${Math.round(value)} °C`);
const clock = (value: number | null): string => (value === null ? unknown : `${Math.round(value)} MHz`);

function memory(usedMiB: number | null, totalMiB: number | null): string {
  if (usedMiB === null) return unknown;
  const isLarge = Math.max(usedMiB, totalMiB ?? 0) >= 4096;
  const number = (mebibytes: number): string => (isLarge ? (mebibytes / 1024).toFixed(1) : String(Math.round(mebibytes)));
  return `${number(usedMiB)}${totalMiB === null ? '' : ` of ${number(totalMiB)}`} ${isLarge ? 'GiB' : 'MiB'}`;
}

/** Units of one engine are told by their own names. */
const engines = (of: readonly EngineLoad[]): string =>
  of.filter(({ busyPercent }) => busyPercent !== null).map(({ name, busyPercent }) => `${name} ${percent(busyPercent)}`).join(', ') || unknown;

/** The load of a host, its GPUs and its sessions, a line each. */
export function loadText(name: string, host: HostLoad, sessions: readonly LoadOfSession[]): string[] {
  const parts = [
    table([
      ['HOST', 'CPU', 'MEMORY', 'POWER', 'TEMPERATURE'],
      [name, percent(host.cpuPercent), memory(host.memoryUsedMiB, host.memoryTotalMiB), watts(host.powerWatts), degrees(host.temperatureCelsius)],
    ]),
    ...(host.gpus.length === 0 ? [] : [table(told([['GPU', 'BUSY', 'ENGINES', 'ENCODES', 'MEMORY', 'POWER', 'TEMPERATURE', 'CLOCK'], ...host.gpus.map(gpuRow)]))]),
    ...(sessions.length === 0 ? [] : [table([['SESSION', 'CPU (OF A CORE)', 'MEMORY', 'GPU', 'PRESET'], ...sessions.map((session) => sessionRow(session, host.gpus))])]),
  ];
  return parts.join('\n\n').split('\n');
}

/** Without the columns beyond the engines in which nothing is known. */
function told(rows: readonly (readonly string[])[]): string[][] {
  const [, ...figures] = rows;
  const isTold = (column: number): boolean => column <= 2 || figures.some((row) => row[column] !== unknown);
  return rows.map((row) => row.filter((_cell, column) => isTold(column)));
}

const gpuRow = (gpu: GpuLoad): string[] => [
  gpu.name,
  percent(gpu.busyPercent),
  engines(gpu.engines),
  gpu.encodeSessions === null ? unknown : String(gpu.encodeSessions),
  memory(gpu.memoryUsedMiB, gpu.memoryTotalMiB),
  watts(gpu.powerWatts),
  degrees(gpu.temperatureCelsius),
  clock(gpu.clockMhz),
];

function sessionRow({ view, load }: LoadOfSession, gpus: readonly GpuLoad[]): string[] {
  const shares = load?.gpus.map(({ gpu, engines: own }) => `${gpus.find((one) => one.gpu === gpu)?.name ?? gpu}: ${engines(own)}`) ?? [];
  return [view.id, percent(load?.cpuPercent ?? null), memory(load?.memoryMiB ?? null, load?.memoryLimitMiB ?? null), shares.join('; ') || unknown, view.presetName];
}

const figureNames: Readonly<Record<string, string>> = {
  cpuPercent: 'processor',
  memoryUsedMiB: 'memory',
  memoryTotalMiB: 'memory',
  memoryMiB: 'memory',
  memoryLimitMiB: 'memory limit',
  powerWatts: 'power',
  temperatureCelsius: 'temperature',
  clockMhz: 'clock',
  busyPercent: 'busy share',
  encodeSessions: 'encode sessions',
  engines: 'engines',
};

/** Why figures are missing: `Power of Studio is not known: ...`, one line for each reason. */
export function loadReasons(host: HostLoad, sessions: readonly LoadOfSession[]): string[] {
  return [
    ...lines('of the host', host.unavailable),
    ...host.gpus.flatMap((gpu) => lines(`of ${gpu.name}`, gpu.unavailable)),
    ...sessions.flatMap(({ view, load }) => lines(`of session ${view.id}`, load?.unavailable ?? [])),
  ];
}

function lines(whose: string, unavailable: readonly Unavailable[]): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const { figure, reason } of unavailable) {
    byReason.set(reason, (byReason.get(reason) ?? new Set()).add(figureNames[figure] ?? figure.replace(/^engines\./, '')));
  }
  return [...byReason].map(([reason, figures]) => printable(`Not available ${whose} (${[...figures].join(', ')}): ${reason}`));
}
