const maximumLength = 80;

export const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The name itself, or the first of `name 2`, `name 3`, ... that is not taken. */
export function freeName(name: string, taken: readonly string[]): string {
  const isTaken = (candidate: string) => taken.some((other) => sameName(other, candidate));
  if (!isTaken(name)) return name;
  // A copy of "Camera 2" is "Camera 3", but only where the number is such a count.
  const counted = /^(.+) \d+$/.exec(name)?.[1];
  const base = counted !== undefined && isTaken(counted) ? counted : name;
  for (let number = 2; ; number += 1) {
    const suffix = ` ${number}`;
    const candidate = `${[...base]
      .slice(0, maximumLength - suffix.length)
      .join('')
      .trimEnd()}${suffix}`;
    if (!isTaken(candidate)) return candidate;
  }
}
