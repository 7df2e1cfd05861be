import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, it } from 'vitest';
import { benchmarkReportSchema, type BenchmarkReport } from '@domain/benchmark/report';
import { cliBundle } from '../support/cli';
import { median, report, times } from './rows';

const run = promisify(execFile);
const tries = 5;

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-agreement-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function capstan(encoder: string): Promise<BenchmarkReport> {
  const words = ['bench', '--engine', 'local', '--encoders', encoder, '--clips', '1080p-8bit', '--seconds', '3', '--runs', '1', '--no-quality', '--json'];
  const { stdout } = await run(process.execPath, [cliBundle, ...words], { env: { PATH: process.env['PATH'], HOME: home, CAPSTAN_DATA: join(home, 'data') } });
  return benchmarkReportSchema.parse(JSON.parse(stdout));
}

/** What a report says was run, on a clip that the same words made here. Answers wall-clock frames a second, start included. */
async function plain({ rows, clips }: BenchmarkReport): Promise<number> {
  const [row, clip] = [rows[0]!, clips[0]!];
  const here = (argv: readonly string[]) => argv.map((word) => (/^file:.*\/clip\.nut$/.test(word) ? `file:${join(home, 'clip.nut')}` : word));
  const [program = '', ...words] = here(clip.argv);
  await run(program, words);
  const [encode = '', ...rest] = here(row.argv);
  const from = performance.now();
  await run(encode, rest);
  return row.frames / ((performance.now() - from) / 1000);
}

/** One after the other, so that what else the machine does meets both. */
it.each(['libx264', 'libsvtav1'])('figures of capstan bench for %s', async (encoder) => {
  const pairs: { readonly told: number; readonly measured: number }[] = [];
  for (let count = 0; count < tries; count += 1) {
    const told = await capstan(encoder);
    pairs.push({ told: told.rows[0]!.framesPerSecond!.median, measured: await plain(told) });
  }
  const ratio = median(pairs.map(({ told, measured }) => told / measured));
  const [told, measured] = [median(pairs.map((pair) => pair.told)), median(pairs.map((pair) => pair.measured))];
  report({
    promise: `frames a second that capstan bench tells of ${encoder}, 1080p`,
    figure: `${times(ratio)} (${told.toFixed(1)})`,
    reference: `the same words run by hand, ${measured.toFixed(1)} by the clock, median of ${tries} pairs`,
    goal: 'within 10 %',
    held: Math.abs(ratio - 1) <= 0.1,
  });
});
