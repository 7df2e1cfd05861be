// npm run bench [-- --json]: the speed promises, measured against plain `docker run` and an empty window in the same run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, inScratch, runScript, say, startVitest, table } from './measure.mjs';
import { buildIfNeeded } from './setup/build.mjs';
import { setUp } from './setup/set-up.mjs';
import { setUpTestElectron } from './setup/test-electron.mjs';

const isJson = process.argv.includes('--json');

async function main() {
  setUp(['ffmpeg', 'docker', 'image-tools', 'ssh', 'display', 'electron', 'archives'], say);
  await setUpTestElectron(say);
  buildIfNeeded(say);
  await inScratch('bench', async (results) => {
    const rowsFile = join(results, 'rows.jsonl');
    const status = await endOf(startVitest(['--project', 'bench', '--silent'], { env: { CAPSTAN_BENCH_ROWS: rowsFile } }));
    const rows = existsSync(rowsFile) ? readFileSync(rowsFile, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
    process.stdout.write(isJson ? `${JSON.stringify(rows, null, 2)}\n` : text(rows));
    process.exitCode = status === 0 && rows.every(({ held }) => held) ? 0 : 1;
  });
}

const text = (rows) =>
  `\n${table([['', 'promise', 'measured', 'against', 'goal'], ...rows.map((row) => [row.held ? 'held' : 'NOT HELD', row.promise, row.figure, row.reference, row.goal])])}\n`;

await runScript(main);
