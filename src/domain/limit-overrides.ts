import { refuse, type CapstanError } from './errors';
import { presetSettingsSchema, type PresetSettings } from './preset';
import { ok, type Result } from './result';

type Limits = PresetSettings['limits'];

/** Limits of the recorder's container, as they were typed. */
export interface LimitOverrides {
  /** Memory in MiB, or as `2g`. */
  readonly memory?: string | number;
  /** CPU cores, such as `1.5`. */
  readonly cpus?: string | number;
  /** Swap beyond the memory in MiB, or as `1g`. */
  readonly swap?: string | number;
  /** How often a recording that failed goes on in a new part. */
  readonly restarts?: string | number;
  /** Seconds to wait for a capture device that went away, or `forever`. */
  readonly awaitDevice?: string | number;
  readonly privileged?: boolean;
}

const bounds = presetSettingsSchema.shape.limits.shape;

/** The limits with the overrides in place. Refuses with `preset-invalid` and the field. */
export function changedLimits(before: Limits, { memory, cpus, swap, restarts, awaitDevice, privileged }: LimitOverrides): Result<Limits, CapstanError> {
  const wanted: readonly [field: keyof Limits, typed: string | number | undefined, read: (text: string) => number | null, example: string][] = [
    ['memoryMiB', memory, mebibytes, 'a size of at least 64 MiB, such as 512 or 2g'],
    ['cpus', cpus, cores, 'a number of cores of at least 0.1, such as 1.5'],
    ['swapMiB', swap, mebibytes, 'a size in MiB, such as 0, 512 or 1g'],
    ['restarts', restarts, count, 'a number from 0 to 100'],
    ['awaitDeviceSeconds', awaitDevice, waiting, 'a number of seconds up to two weeks, 0 for none, or forever'],
  ];
  const changed: Record<string, number | boolean | null> = { ...(privileged && { privileged }) };
  for (const [name, typed, read, example] of wanted) {
    if (typed === undefined) continue;
    const value = read(String(typed));
    const field = `limits.${name}`;
    if (!bounds[name].safeParse(value).success) return refuse('preset-invalid', `${field}: ${JSON.stringify(typed)} is not ${example}.`, { field });
    changed[name] = value;
  }
  return ok({ ...before, ...changed });
}

function mebibytes(text: string): number {
  const [, digits, unit] = /^(\d{1,7})([mg]?)$/i.exec(text) ?? [];
  return digits === undefined ? Number.NaN : Number(digits) * (unit?.toLowerCase() === 'g' ? 1024 : 1);
}
const cores = (text: string): number => (/^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN);
const waiting = (text: string): number | null => (text === 'forever' ? null : /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN);
const count = (text: string): number => (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN);
