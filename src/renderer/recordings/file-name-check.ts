import { hostFileNameSchema } from '@domain/host-recording';

/** What is wrong with a name for a recording; null where it is good. The ending stays as it is. */
export function fileNameProblem(name: string, before: string): string | null {
  const ending = before.slice(before.lastIndexOf('.'));
  if (before.includes('.') && !name.endsWith(ending)) return `The ending ${ending} stays.`;
  if (hostFileNameSchema.safeParse(name).success && name !== ending) return null;
  return 'Letters, digits, dot, dash and underscore, beginning with a letter or digit; 100 at most.';
}
