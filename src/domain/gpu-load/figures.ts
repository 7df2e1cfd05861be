import type { GpuLoad, Unavailable } from '../load';

/** A decimal number as tools write it; null for anything else, so that no figure is ever NaN or infinite. */
export function decimal(text: string | undefined): number | null {
  if (text === undefined || !/^[+-]?\d{1,20}(?:\.\d{1,20})?$/.test(text.trim())) return null;
  return Number(text);
}

/** A share in percent. What a tool rounds or measures a little beyond 100 is 100; what is below 0 is no figure. */
export const share = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) || value < 0 ? null : Math.min(100, value);

/** A figure that cannot be negative. */
export const positive = (value: number | null): number | null => (value === null || !Number.isFinite(value) || value < 0 ? null : value);

/** Degrees Celsius as a working sensor has them; sensors that are off write -256 and the like. */
export const celsius = (value: number | null): number | null => (value === null || value < -50 || value > 200 ? null : value);

/** A GPU of which nothing is known yet. */
export const unknownLoad = (gpu: string, name: string): GpuLoad => ({
  gpu,
  name,
  engines: [],
  busyPercent: null,
  encodeSessions: null,
  memoryUsedMiB: null,
  memoryTotalMiB: null,
  powerWatts: null,
  temperatureCelsius: null,
  clockMhz: null,
  unavailable: [],
});

const figures = ['busyPercent', 'encodeSessions', 'memoryUsedMiB', 'memoryTotalMiB', 'powerWatts', 'temperatureCelsius', 'clockMhz'] as const;

/** The load with a reason for each figure that is null and has none yet, so that no figure is missing without a word. */
export function withReasons(load: GpuLoad, reasonFor: (figure: string) => string): GpuLoad {
  const told = new Set(load.unavailable.map(({ figure }) => figure));
  const missing: Unavailable[] = figures.filter((figure) => load[figure] === null && !told.has(figure)).map((figure) => ({ figure, reason: reasonFor(figure) }));
  const noEngine = load.engines.every(({ busyPercent }) => busyPercent === null) && !told.has('engines');
  return { ...load, unavailable: [...load.unavailable, ...missing, ...(noEngine ? [{ figure: 'engines', reason: reasonFor('engines') }] : [])] };
}
