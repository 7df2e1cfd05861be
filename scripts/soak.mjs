// npm run soak -- --minutes N [--json]: starts and stops sessions in one process and says whether anything of it grows.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheDirectory, inRoot, rootDirectory } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';

const say = (line) => process.stderr.write(`${line}\n`);

async function main() {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 10_000)) throw new Error(`--minutes ${values.minutes}: a number of minutes, such as 30.`);
  setUp(['ffmpeg', 'docker', 'image-tools'], say);
  mkdirSync(cacheDirectory, { recursive: true });
  const results = mkdtempSync(join(cacheDirectory, 'soak-'));
  const reportFile = join(results, 'report.json');
  try {
    const child = spawn(process.execPath, [inRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', 'soak', '--disable-console-intercept', `--testTimeout=${(minutes + 20) * 60_000}`], {
      cwd: rootDirectory,
      env: { ...process.env, CAPSTAN_SOAK_MINUTES: String(minutes), CAPSTAN_SOAK_REPORT: reportFile },
      stdio: ['ignore', process.stderr, 'inherit'],
    });
    await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
    if (!existsSync(reportFile)) throw new Error('The run ended without a report.');
    const report = JSON.parse(readFileSync(reportFile, 'utf8'));
    const flat = report.rows.every((row) => row.flat);
    process.stdout.write(values.json ? `${JSON.stringify({ ...report, flat }, null, 2)}\n` : text(report, flat));
    process.exitCode = flat ? 0 : 1;
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

function text({ minutes, rounds, sessions, rows }, flat) {
  const columns = ['', 'what', 'first', 'last', 'may grow by'];
  const lines = [columns, ...rows.map((row) => [row.flat ? 'flat' : 'GROWS', row.what, String(row.first), String(row.last), String(row.limit)])];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const table = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
  return `\n${minutes} minutes, ${rounds} rounds, ${sessions} sessions\n${table}\n${flat ? 'flat' : 'NOT FLAT'}\n`;
}

main().catch((error) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
