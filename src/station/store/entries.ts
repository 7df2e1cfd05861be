import type { z } from 'zod';

export interface Entries<T> {
  readonly good: T[];
  /** Named by `label`, with the first problem. */
  readonly rejected: string[];
}

/** Reads a list entry by entry, so that one bad entry does not cost the others. */
export function readEntries<T>(raw: readonly unknown[], schema: z.ZodType<T>, label: 'name' | 'path'): Entries<T> {
  const entries: Entries<T> = { good: [], rejected: [] };
  for (const [index, entry] of raw.entries()) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) {
      entries.good.push(parsed.data);
      continue;
    }
    const [issue] = parsed.error.issues;
    const given = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>)[label] : undefined;
    const named = typeof given === 'string' ? JSON.stringify(given.slice(0, 80)) : `number ${index + 1}`;
    entries.rejected.push(`${named} (${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')})`);
  }
  return entries;
}
