// npm run test:gpu [-- OPTIONS]: what the encoders of a host do, in a report to attach to an issue. See `usage`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkEncoders } from './gpu-check/check.mjs';
import { publicReport } from './gpu-check/public.mjs';
import { markdown } from './gpu-check/report.mjs';
import { buildIfNeeded } from './setup/build.mjs';
import { cacheDirectory } from './setup/paths.mjs';
import { setUp } from './setup/set-up.mjs';

const usage = `usage: npm run test:gpu -- [options]

  --encoders a,b    try these alone; software encoders such as libx264 too
  --host HOST       another machine, by name or address; default: this computer
  --engine ENGINE   docker or local
  --size WxH        default 1280x720
  --seconds N       length of each recording, default 5
  --bit-rate KBPS   default 6000
  --output FOLDER   folder for report.md and report.json, default .cache/gpu-check

Tries every encoder on every GPU, records the test pattern with each that works, compares picture and frame count with a
software encoder's, samples the load, and writes a report. Registries and the home folder are left out of it, and it
asks for no camera; errors are quoted as the host told them, so read it before you attach it. The last line tells how many
encoders were checked; it ends with 0 unless one that was proved to work then failed or gave broken pictures.
`;

const { values } = parseArgs({
  options: {
    ...Object.fromEntries(['encoders', 'host', 'engine', 'size', 'seconds', 'bit-rate', 'output'].map((name) => [name, { type: 'string' }])),
    help: { type: 'boolean', short: 'h' },
  },
});

async function main() {
  if (values.help) return process.stdout.write(usage);
  setUp(['ffmpeg'], console.log);
  buildIfNeeded(console.log);
  const folder = resolve(values.output ?? join(cacheDirectory, 'gpu-check'));
  mkdirSync(folder, { recursive: true });
  const station = [...(values.host ? ['--host', values.host] : []), ...(values.engine ? ['--engine', values.engine] : [])];
  const checked = await checkEncoders({
    station,
    only: values.encoders?.split(',').filter((name) => name !== '') ?? null,
    size: values.size ?? '1280x720',
    seconds: positive('seconds', values.seconds ?? '5'),
    bitRateKbps: positive('bit-rate', values['bit-rate'] ?? '6000'),
    say: (line) => console.log(line),
  });
  const report = publicReport(checked, homedir());
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  writeFileSync(join(folder, 'report.md'), markdown(report));
  const failed = report.checks.filter(({ faults }) => faults.length > 0);
  for (const { encoder, gpu, faults } of failed) console.log(`FAILED  ${encoder}${gpu === null ? '' : ` on ${gpu}`}: ${faults.join('; ')}`);
  if (report.host.gpus.length === 0) console.log('This host has no GPU that Capstan knows how to encode with.');
  console.log(`Report: ${join(folder, 'report.md')}`);
  console.log(`${report.checks.length} encoders${failed.length > 0 ? `, ${failed.length} failed` : ''}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

function positive(name, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name}: ${JSON.stringify(text)} is no number above 0`);
  return value;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
