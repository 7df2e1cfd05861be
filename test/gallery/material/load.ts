import type { StationEvent } from '@domain/contract';
import type { Host } from '@domain/host';
import type { EngineLoad, HostLoad, SessionLoad } from '@domain/load';
import { now } from '../scene';
import { thisMachine } from './hosts';

const intel = 'pci:0000:00:02.0';
const nvidia = 'GPU-5c8f2f0e-0b3e-7d6a-3c58-9d1f3a7e2b64';
/** Up and down about a middle, the same each time. */
const wave = (second: number, middle: number, swing: number, period: number) => Math.max(0, Math.min(100, middle + swing * Math.sin((2 * Math.PI * second) / period) + ((second * 7) % 5)));
const engine = (name: EngineLoad['engine'], busyPercent: number | null): EngineLoad => ({ engine: name, name, busyPercent });
const at = (second: number) => now.getTime() + 1000 * second;

export function hostLoad(second: number): HostLoad {
  return {
    atMilliseconds: at(second),
    cpuPercent: wave(second, 34, 12, 40),
    memoryUsedMiB: 9400 + 3 * second,
    memoryTotalMiB: 32_046,
    powerWatts: wave(second, 41, 9, 31),
    temperatureCelsius: wave(second, 58, 4, 60),
    gpus: [
      {
        gpu: intel,
        name: 'Intel 4680',
        engines: [engine('render', wave(second, 18, 8, 23)), engine('video', wave(second, 46, 15, 35)), engine('video-enhance', wave(second, 7, 3, 29)), engine('copy', wave(second, 3, 2, 17))],
        busyPercent: null,
        encodeSessions: null,
        memoryUsedMiB: null,
        memoryTotalMiB: null,
        powerWatts: wave(second, 6, 2, 37),
        temperatureCelsius: null,
        clockMhz: 1150,
        unavailable: [
          { figure: 'memoryUsedMiB', reason: 'This GPU uses the memory of the machine.' },
          { figure: 'temperatureCelsius', reason: 'The driver i915 does not tell it.' },
        ],
      },
      {
        gpu: nvidia,
        name: 'NVIDIA GeForce GTX 1660 SUPER',
        engines: [engine('encoder', wave(second, 31, 10, 45)), engine('decoder', wave(second, 12, 6, 33))],
        busyPercent: wave(second, 22, 9, 28),
        encodeSessions: 2,
        memoryUsedMiB: 1180,
        memoryTotalMiB: 6144,
        powerWatts: wave(second, 48, 10, 50),
        temperatureCelsius: wave(second, 63, 3, 80),
        clockMhz: 1785,
        unavailable: [],
      },
    ],
    unavailable: [],
  };
}

/** A machine that tells nothing but its processor, and that not always. */
export const poorLoad = (second: number): HostLoad => ({
  ...hostLoad(second),
  cpuPercent: second % 40 < 8 ? null : wave(second, 34, 12, 40),
  powerWatts: null,
  temperatureCelsius: null,
  gpus: hostLoad(second).gpus.slice(0, 1).map((gpu) => ({
    ...gpu,
    engines: gpu.engines.map(({ engine: kind, name }) => ({ engine: kind, name, busyPercent: null })),
    powerWatts: null,
    unavailable: [...gpu.unavailable, { figure: 'engines', reason: 'The counters of the whole GPU need CAP_PERFMON.' }],
  })),
  unavailable: [
    { figure: 'powerWatts', reason: 'The counters of RAPL are readable by root alone.' },
    { figure: 'temperatureCelsius', reason: 'There is no sensor under /sys/class/thermal.' },
  ],
});

export const sessionLoad = (second: number, index = 0): SessionLoad => ({
  atMilliseconds: at(second),
  cpuPercent: wave(second + index, 42, 11, 26),
  memoryMiB: 212,
  memoryLimitMiB: 1024,
  gpus: [{ gpu: intel, engines: [engine('video', wave(second, 21, 8, 35))], memoryMiB: null }],
  unavailable: [],
});

export const hostLoadEvent = (load: HostLoad, host: Pick<Host, 'id'> = thisMachine): StationEvent => ({ type: 'load', hostId: host.id, load });
export const sessionLoadEvent = (sessionId: string, load: SessionLoad): StationEvent => ({ type: 'session-load', sessionId, load });
