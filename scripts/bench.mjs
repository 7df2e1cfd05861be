// npm run bench [-- --json]: the speed promises, measured against plain `docker run` and an empty window in the same run.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded } from './setup/build.mjs';
import { cacheDirectory, inRoot, rootDirectory } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';
import { setUpTestElectron } from './setup/test-electron.mjs';

const isJson = process.argv.includes('--json');
const say = (line) => process.stderr.write(`${line}\n`);

async function main() {
  setUp(['ffmpeg', 'docker', 'image-tools', 'ssh', 'display', 'electron', 'archives'], say);
  await setUpTestElectron(say);
  buildIfNeeded(say);
  mkdirSync(cacheDirectory, { recursive: true });
  const results = mkdtempSync(join(cacheDirectory, 'bench-'));
  try {
    const rowsFile = join(results, 'rows.jsonl');
    const status = await measure(rowsFile);
    const rows = existsSync(rowsFile) ? readFileSync(rowsFile, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
    process.stdout.write(isJson ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
    process.exitCode = status === 0 && rows.every(({ held }) => held) ? 0 : 1;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

async function measure(rowsFile) {
  const child = spawn(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', 'bench', '--silent'], {
    cwd: rootDirectory,
    env: { ...process.env, CAPSTAN_BENCH_ROWS: rowsFile },
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

function table(rows) {
  const lines = [['', 'promise', 'measured', 'against', 'goal'], ...rows.map((row) => [row.held ? 'held' : 'NOT HELD', row.promise, row.figure, row.reference, row.goal])];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return `\n${lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n')}\n`;
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
