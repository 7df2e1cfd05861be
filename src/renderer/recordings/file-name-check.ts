import type { TFunction } from 'i18next';
import { hostFileNameSchema } from '@domain/host-recording';

/** What is wrong with a name for a recording; null where it is good. The ending stays as it is. */
export function fileNameProblem(name: string, before: string, t: TFunction<'recordings'>): string | null {
  const ending = before.slice(before.lastIndexOf('.'));
  if (before.includes('.') && !name.endsWith(ending)) return t('name.endingStays', { ending });
  if (hostFileNameSchema.safeParse(name).success && name !== ending) return null;
  return t('name.letters');
}
