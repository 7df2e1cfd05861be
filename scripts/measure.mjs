// What the scripts that measure share: a run of vitest whose results come by a file, and a table.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, inRoot, rootDirectory } from './setup/paths.mjs';

export const say = (line) => process.stderr.write(`${line}\n`);

/** Runs `work` with the path of a folder that is gone afterwards. */
export async function inScratch(name, work) {
  mkdirSync(cacheDirectory, { recursive: true });
  const directory = mkdtempSync(join(cacheDirectory, `${name}-`));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A started run of vitest; `stdio` and `env` as those of `spawn`. What it prints goes to stderr: stdout is for figures. */
export const startVitest = (words, { env = {}, stdio = ['ignore', process.stderr, 'inherit'] } = {}) =>
  spawn(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...words], { cwd: rootDirectory, env: { ...process.env, ...env }, stdio });

/** Settles with the exit status of a process, or the signal that ended it, when its output is over. */
export const endOf = (child) =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(signal ?? status));
  });

/** Rows of texts as lines with columns of one width. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}

/** Runs the script; what it throws is its last line. */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
