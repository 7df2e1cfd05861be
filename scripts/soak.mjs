// npm run soak -- --minutes N [--json]: starts and stops sessions in one process and says whether anything of it grows.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endOf, inScratch, runScript, say, startVitest, table } from './measure.mjs';
import { setUp } from './setup/set-up.mjs';

async function main() {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 10_000)) throw new Error(`--minutes ${values.minutes}: a number of minutes, such as 30.`);
  setUp(['ffmpeg', 'docker', 'image-tools'], say);
  await inScratch('soak', async (results) => {
    const reportFile = join(results, 'report.json');
    const words = ['--project', 'soak', '--disable-console-intercept', `--testTimeout=${(minutes + 20) * 60_000}`];
    await endOf(startVitest(words, { env: { CAPSTAN_SOAK_MINUTES: String(minutes), CAPSTAN_SOAK_REPORT: reportFile } }));
    if (!existsSync(reportFile)) throw new Error('The run ended without a report.');
    const report = JSON.parse(readFileSync(reportFile, 'utf8'));
    const flat = report.rows.every((row) => row.flat);
    process.stdout.write(values.json ? `${JSON.stringify({ ...report, flat }, null, 2)}\n` : text(report, flat));
    process.exitCode = flat ? 0 : 1;
  });
}

function text({ minutes, rounds, sessions, rows }, flat) {
  const lines = rows.map((row) => [row.flat ? 'flat' : 'GROWS', row.what, String(row.first), String(row.last), String(row.limit)]);
  return `\n${minutes} minutes, ${rounds} rounds, ${sessions} sessions\n${table([['', 'what', 'first', 'last', 'may grow by'], ...lines])}\n${flat ? 'flat' : 'NOT FLAT'}\n`;
}

await runScript(main);
