import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and its parents where they are missing. Node's own `recursive` never ends where the system says that
 * a name cannot be (`/proc/x`): it takes ENOENT for a missing parent again and again. Throws the system's error.
 */
export function makeFolder(path: string, mode = 0o777): void {
  if (attempt(path, mode) !== 'ENOENT') return;
  makeFolder(dirname(path), mode);
  mkdirSync(path, { mode });
}

function attempt(path: string, mode: number): 'made' | 'ENOENT' {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && dirname(path) !== path) return 'ENOENT';
    if (code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
  return 'made';
}
