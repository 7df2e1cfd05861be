import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot, rootDirectory } from './paths.mjs';

const products = ['out/main/index.js', 'out/main/cli.js', 'out/preload/index.js', 'out/renderer/index.html'];
const sources = ['src', 'resources', 'package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json'];

/**
 * Builds the program where there is no build, or one that is older than the sources.
 * @param {(line: string) => void} say
 */
export function buildIfNeeded(say) {
  if (isUpToDate()) return;
  say('Building (npm run build) ...');
  const { status, error } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: rootDirectory, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw error;
  if (status !== 0) throw new Error(`the build failed (exit ${status})`);
}

function isUpToDate() {
  const built = products.map((path) => inRoot(path));
  if (!built.every((path) => existsSync(path))) return false;
  const oldestProduct = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return newest(sources.map((path) => inRoot(path))) <= oldestProduct;
}

const newest = (paths) =>
  Math.max(
    ...paths.map((path) => {
      const status = statSync(path);
      return status.isDirectory() ? Math.max(status.mtimeMs, newest(readdirSync(path).map((name) => join(path, name)))) : status.mtimeMs;
    }),
  );
