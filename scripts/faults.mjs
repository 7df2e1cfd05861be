// npm run test:faults [-- --json --only NAME,... --without-rig]: every promise of "Nothing is lost", measured, as one table.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faults } from '../test/faults/rows.mjs';
import { endOf, inScratch, runScript, say, startVitest, table } from './measure.mjs';
import { buildIfNeeded } from './setup/build.mjs';
import { setUp, SetUpError } from './setup/set-up.mjs';
import { setUpTestElectron } from './setup/test-electron.mjs';

async function main() {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' }, 'without-rig': { type: 'boolean', default: false } } });
  const names = values.only.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !faults.some((row) => row.name === name));
  if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}. Known are ${faults.map(({ name }) => name).join(', ')}.`);
  const wanted = names.length > 0 ? faults.filter(({ name }) => names.includes(name)) : faults;
  const onRig = wanted.filter(({ folder }) => folder === 'rig');
  const here = wanted.filter(({ folder }) => folder !== 'rig');

  await prepare(onRig.length > 0 && !values['without-rig'], here.some(({ folder }) => folder === 'window'));
  await inScratch('faults', async (results) => {
    const rowsFile = join(results, 'rows.jsonl');
    if (here.length > 0) await measure('faults', here, rowsFile);
    if (onRig.length > 0 && !values['without-rig']) await measure('faults-rig', onRig, rowsFile);
    const rows = wanted.map((row) => told(row, rowsOf(rowsFile), values['without-rig']));
    process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : text(rows));
    process.exitCode = rows.every(({ held }) => held) ? 0 : 1;
  });
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
  await endOf(startVitest(['--project', project, ...files], { env: { CAPSTAN_FAULT_ROWS: rowsFile } }));
}

const rowsOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : []);

function told({ name, folder, fault, promise }, measured, withoutRig) {
  const row = measured.findLast((candidate) => candidate.name === name);
  const reason = folder === 'rig' && withoutRig ? 'not run: --without-rig' : 'not run: its test ended without a figure';
  return { fault, promise, figure: row?.figure ?? reason, held: row?.held ?? false };
}

function text(rows) {
  const lines = rows.map(({ held, fault, promise, figure }) => [held ? 'held' : 'NOT HELD', fault, promise, figure]);
  const held = rows.filter((row) => row.held).length;
  return `\n${table([['', 'fault', 'promise', 'measured'], ...lines])}\n\n${held} of ${rows.length} held\n`;
}

await runScript(main);
