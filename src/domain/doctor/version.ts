/** The leading numbers of a version: `6.1.0-28-amd64` is 6, 1, 0; null where it begins with none. */
export function versionNumbers(version: string): readonly number[] | null {
  const [numbers] = /^\d{1,6}(?:\.\d{1,6}){0,3}/.exec(version.trim()) ?? [];
  return numbers === undefined ? null : numbers.split('.').map(Number);
}

/** Whether a version is at least another; null where one of them has no number. */
export function isAtLeast(version: string, least: string): boolean | null {
  const [has, needs] = [versionNumbers(version), versionNumbers(least)];
  if (has === null || needs === null) return null;
  for (const [index, number] of needs.entries()) {
    const own = has[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}
