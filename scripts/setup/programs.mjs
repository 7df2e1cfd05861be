import { accessSync, constants, existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

// Debian keeps daemons where a plain user's PATH does not look.
const systemDirectories = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** @returns {string | null} absolute path of a program, in PATH or the system's own folders */
export function findProgram(name) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), ...systemDirectories];
  return directories.filter(Boolean).map((directory) => join(directory, name)).find(isExecutable) ?? null;
}

function isExecutable(path) {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error.code === 'EACCES') return false;
    throw error;
  }
}

/** Sonames that the dynamic linker knows, such as `libnss3.so`. Empty where there is no ldconfig. */
export function sharedLibraries() {
  const ldconfig = findProgram('ldconfig');
  if (!ldconfig) return new Set();
  const { stdout } = spawnSync(ldconfig, ['-p'], { encoding: 'utf8' });
  return new Set([...(stdout ?? '').matchAll(/^\s+(\S+) \(/gm)].map(([, name]) => name));
}
