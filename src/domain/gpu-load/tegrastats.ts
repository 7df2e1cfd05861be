import type { EngineLoad, GpuEngine, GpuLoad, HostLoad, Unavailable } from '../load';
import { celsius, decimal, share, unknownLoad, withReasons } from './figures';

/** A part of a Jetson as tegrastats writes it: `GR3D_FREQ 0%@114`, `NVENC 716`, `VIC off`. */
export interface TegraUnit {
  /** Without `_FREQ`, such as GR3D, NVENC, NVENC1 or EMC. */
  readonly name: string;
  /** 0 where it is off; null where only a clock is told. */
  readonly busyPercent: number | null;
  readonly clockMhz: number | null;
}

/** One line of tegrastats, of any release of L4T. */
export interface TegrastatsSample {
  readonly memoryUsedMiB: number | null;
  readonly memoryTotalMiB: number | null;
  /** Busy share of each core that is on. */
  readonly cpuPercents: readonly number[];
  readonly units: readonly TegraUnit[];
  /** By name, such as GPU, cpu or tj. Sensors that are off are left out. */
  readonly celsius: Readonly<Record<string, number>>;
  /** Power of each rail now, in milliwatts; tegrastats writes it before the average. */
  readonly milliwatts: Readonly<Record<string, number>>;
}

const unitEngines: readonly (readonly [name: RegExp, engine: GpuEngine])[] = [
  [/^GR3D$/, 'render'],
  [/^(?:NVENC|MSENC)\d*$/, 'encoder'],
  [/^(?:NVDEC|VDE|NVJPG)\d*$/, 'decoder'],
  [/^VIC\d*$/, 'video-enhance'],
];
/** What is told like a unit of the GPU, and is none. */
const otherUnits = /^(?:EMC|APE|AVP|OFA|PVA\d*|NVDLA\d*|SE\d*|NVCSI|VI\d*|ISP\d*)$/;

/** Reads one line; null where it is not one of tegrastats. */
export function parseTegrastats(text: string): TegrastatsSample | null {
  const ram = /\bRAM (\d{1,9})\/(\d{1,9})MB\b/.exec(text);
  if (!ram) return null;
  return {
    memoryUsedMiB: decimal(ram[1]),
    memoryTotalMiB: decimal(ram[2]),
    cpuPercents: cpuPercents(text),
    units: unitsOf(text),
    celsius: byName(text, /(?<![\w@])([A-Za-z]\w{0,30})@(-?\d{1,4}(?:\.\d{1,4})?)C(?!\w)/g, (value) => celsius(decimal(value))),
    // `4520/4680`, and from R34 on `2412mW/2412mW`; CPU and memory are told in other units and with other names.
    milliwatts: byName(text, /(?<!\w)((?:VDD|VIN|POM|GPU|CPU|SOC|CV|DDR|SYS)\w{0,30}) (\d{1,7})(?:mW)?\/\d{1,7}(?:mW)?(?!\w)/g, decimal),
  };
}

/** `CPU [14%@2188,off,5%@2112]`, and before R24 `cpu [0%,0%,off]@204`. */
function cpuPercents(text: string): number[] {
  const cores = /\bcpu \[([^\]]*)\]/i.exec(text)?.[1] ?? '';
  return cores.split(',').flatMap((core) => share(decimal(/^(\d{1,3})%/.exec(core.trim())?.[1])) ?? []);
}

function unitsOf(text: string): TegraUnit[] {
  const shape = /(?<!\S)([A-Z][A-Z0-9]{1,9})(?:_FREQ)? (?:(off)|(\d{1,3})%(?:@(\d{1,5})|@\[([\d,]*)\])?|@?(\d{1,5})|@\[([\d,]*)\])(?!\S)/g;
  return [...text.matchAll(shape)].flatMap(([, name = '', off, percent, at, atEach, clock, clocks]) => {
    if (!otherUnits.test(name) && !unitEngines.some(([pattern]) => pattern.test(name))) return [];
    const each = (atEach ?? clocks)?.split(',').flatMap((one) => decimal(one) ?? []) ?? [];
    const clockMhz = off === undefined ? (decimal(at ?? clock) ?? (each.length === 0 ? null : Math.max(...each))) : 0;
    return [{ name, busyPercent: off === undefined ? share(decimal(percent)) : 0, clockMhz }];
  });
}

function byName(text: string, shape: RegExp, valueOf: (value: string | undefined) => number | null): Record<string, number> {
  const values = [...text.matchAll(shape)].flatMap(([, name = '', told]) => {
    const value = valueOf(told);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

const onlyClock = 'tegrastats of this release tells its clock, not how busy it is';
/** Rails of the GPU alone; others feed more than it. */
const gpuRails = ['VDD_GPU', 'VDD_SYS_GPU', 'POM_5V_GPU', 'GPU'];
/** Rails that the whole board is fed by. */
const boardRails = ['VDD_IN', 'POM_5V_IN'];

/** The board's GPU with its encoders and decoders. A part that tegrastats leaves out is left out: it is off, or not there. */
export function tegraGpuLoad({ units, ...sample }: TegrastatsSample, name: string): GpuLoad {
  const engines: EngineLoad[] = units.flatMap((unit) => {
    const engine = unitEngines.find(([pattern]) => pattern.test(unit.name))?.[1];
    return engine === undefined ? [] : [{ engine, name: unit.name, busyPercent: unit.busyPercent }];
  });
  const gpu = units.find((unit) => unit.name === 'GR3D');
  const silent: Unavailable[] = engines.filter(({ busyPercent }) => busyPercent === null).map((engine) => ({ figure: `engines.${engine.name}`, reason: `${onlyClock}.` }));
  const load: GpuLoad = {
    ...unknownLoad('jetson', name),
    engines,
    busyPercent: gpu?.busyPercent ?? null,
    powerWatts: railWatts(sample, gpuRails),
    temperatureCelsius: sample.celsius['GPU'] ?? sample.celsius['gpu'] ?? null,
    clockMhz: gpu?.clockMhz ?? null,
    unavailable: silent,
  };
  return withReasons(load, (figure) => reasons[figure] ?? (gpu && figure === 'busyPercent' ? `${onlyClock}.` : 'tegrastats does not tell it here.'));
}

const reasons: Readonly<Record<string, string>> = {
  memoryUsedMiB: 'The GPU of a Jetson uses the memory of the board.',
  memoryTotalMiB: 'The GPU of a Jetson uses the memory of the board.',
  encodeSessions: 'tegrastats does not count sessions.',
  powerWatts: 'This board has no power rail for its GPU alone.',
  temperatureCelsius: 'The sensor of the GPU is off while the GPU is.',
};

/** What tegrastats tells of the whole board. */
export function tegraHostLoad(sample: TegrastatsSample): Pick<HostLoad, 'cpuPercent' | 'memoryUsedMiB' | 'memoryTotalMiB' | 'powerWatts' | 'temperatureCelsius' | 'unavailable'> {
  const { cpuPercents: cores, memoryUsedMiB, memoryTotalMiB } = sample;
  const powerWatts = railWatts(sample, boardRails);
  const temperatureCelsius = ['tj', 'CPU', 'cpu', 'BCPU', 'thermal'].map((sensor) => sample.celsius[sensor]).find((value) => value !== undefined) ?? null;
  return {
    cpuPercent: cores.length === 0 ? null : cores.reduce((sum, core) => sum + core, 0) / cores.length,
    memoryUsedMiB,
    memoryTotalMiB,
    powerWatts,
    temperatureCelsius,
    unavailable: [
      ...(cores.length === 0 ? [{ figure: 'cpuPercent', reason: 'tegrastats names no core.' }] : []),
      ...(powerWatts === null ? [{ figure: 'powerWatts', reason: 'This board has no power rail for all of it, or only root may read it.' }] : []),
      ...(temperatureCelsius === null ? [{ figure: 'temperatureCelsius', reason: 'tegrastats names no sensor of the processor.' }] : []),
    ],
  };
}

function railWatts({ milliwatts }: Pick<TegrastatsSample, 'milliwatts'>, rails: readonly string[]): number | null {
  const rail = rails.map((name) => milliwatts[name]).find((value) => value !== undefined);
  return rail === undefined ? null : rail / 1000;
}
