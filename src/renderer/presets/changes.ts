import type { PresetSettings } from '@domain/preset';
import { formatFrameRate, formatFrameSize, frameRateSchema, frameSizeSchema } from '@domain/units';

/** One value of the settings; null where it is not asked for, undefined where such settings have no such field. */
export type FieldValue = string | number | boolean | null | undefined;

/** A field that differs, by its path such as `video.gopFrames`. */
export interface Change {
  readonly path: string;
  readonly before: FieldValue;
  readonly after: FieldValue;
}

export const isNothing = (value: FieldValue): value is null | undefined | '' => value === null || value === undefined || value === '';

/** What differs between two settings, field by field, in the order of the later ones. */
export function changesBetween(before: PresetSettings, after: PresetSettings): readonly Change[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])]
    .filter((path) => old.get(path) !== now.get(path) && !(isNothing(old.get(path)) && isNothing(now.get(path))))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

function fieldsOf(settings: PresetSettings): ReadonlyMap<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  const read = (value: unknown, path: string) => {
    const leaf = leafOf(value);
    if (leaf !== undefined) fields.set(path, leaf);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) read(inner, path === '' ? name : `${path}.${name}`);
  };
  read(settings, '');
  return fields;
}

/** Sizes and rates are one value each; undefined for what has fields of its own. */
function leafOf(value: unknown): FieldValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const size = frameSizeSchema.safeParse(value);
  if (size.success) return formatFrameSize(size.data);
  const rate = frameRateSchema.safeParse(value);
  return rate.success ? formatFrameRate(rate.data) : undefined;
}
