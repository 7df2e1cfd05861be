// npm run test:faults [-- --json --only NAME,... --without-rig]: every promise of "Nothing is lost", measured, as one table.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faults } from '../test/faults/rows.mjs';
import { buildIfNeeded } from './setup/build.mjs';
import { cacheDirectory, inRoot, rootDirectory } from './setup/paths.mjs';
import { setUp, SetUpError } from './setup/set-up.mjs';
import { setUpTestElectron } from './setup/test-electron.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

async function main() {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' }, 'without-rig': { type: 'boolean', default: false } } });
  const names = values.only.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !faults.some((row) => row.name === name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Known are ${faults.map(({ name }) => name).join(', ')}.`);
  const wanted = names.length > 0 ? faults.filter(({ name }) => names.includes(name)) : faults;
  const onRig = wanted.filter(({ folder }) => folder === 'rig');
  const here = wanted.filter(({ folder }) => folder !== 'rig');

  await prepare(onRig.length > 0 && !values['without-rig'], here.some(({ folder }) => folder === 'window'));
  mkdirSync(cacheDirectory, { recursive: true });
  const results = mkdtempSync(join(cacheDirectory, 'faults-'));
  const rowsFile = join(results, 'rows.jsonl');
  try {
    if (here.length > 0) await measure('faults', here, rowsFile);
    if (onRig.length > 0 && !values['without-rig']) await measure('faults-rig', onRig, rowsFile);
    const rows = wanted.map((row) => told(row, rowsOf(rowsFile), values['without-rig']));
    process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
    process.exitCode = rows.every(({ held }) => held) ? 0 : 1;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/** What cannot be brought here is told in the rows that need it. */
async function prepare(withRig, withWindow) {
  const needs = ['ffmpeg', 'docker', 'image-tools', 'ssh', 'faults', ...(withWindow ? ['display', 'electron', 'archives'] : []), ...(withRig ? ['rig'] : [])];
  try {
    setUp(needs, say);
    if (withWindow) await setUpTestElectron(say);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(`${error.message}\nGoing on: what needs them is not held.`);
  }
  buildIfNeeded(say);
}

async function measure(project, rows, rowsFile) {
  const files = rows.map(({ name, folder }) => join('test/faults', folder, `${name}.test.ts`));
  const child = spawn(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', project, ...files], {
    cwd: rootDirectory,
    env: { ...process.env, CAPSTAN_FAULT_ROWS: rowsFile },
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

const rowsOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : []);

function told({ name, folder, fault, promise }, measured, withoutRig) {
  const row = measured.findLast((candidate) => candidate.name === name);
  const reason = folder === 'rig' && withoutRig ? 'not run: --without-rig' : 'not run: its test ended without a figure';
  return { fault, promise, figure: row?.figure ?? reason, held: row?.held ?? false };
}

function table(rows) {
  const columns = ['', 'fault', 'promise', 'measured'];
  const lines = [columns, ...rows.map(({ held, fault, promise, figure }) => [held ? 'held' : 'NOT HELD', fault, promise, figure])];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const held = rows.filter((row) => row.held).length;
  return `\n${lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n')}\n\n${held} of ${rows.length} held\n`;
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
