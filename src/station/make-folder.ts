import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and its parents where they are missing. Node's own `recursive` never ends where the system says that
 * a name cannot be (`/proc/x`): it takes ENOENT for a missing parent again and again. Throws the system's error.
 */
export function makeFolder(path: string, mode = 0o777): void {
  const problem = attempt(path, mode);
  if (problem === null) return;
  if (problem.code !== 'ENOENT' || dirname(path) === path) throw problem;
  makeFolder(dirname(path), mode);
  const remaining = attempt(path, mode);
  if (remaining) throw remaining;
}

function attempt(path: string, mode: number): NodeJS.ErrnoException | null {
  try {
    mkdirSync(path, { mode });
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    return isThere ? null : (error as NodeJS.ErrnoException);
  }
}
