// npm test, npm run test:rig: sets up what the tests need, builds, and runs them. Words are projects. The last line is `N passed, N failed`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endOf, inScratch, startVitest } from './measure.mjs';
import { buildIfNeeded } from './setup/build.mjs';
import { setUp, SetUpError } from './setup/set-up.mjs';
import { hasTestElectron, setUpTestElectron } from './setup/test-electron.mjs';

const isCi = Boolean(process.env.CI);
/** The parts of the machine that each project needs: keys of `setup/needs.mjs`. */
const needsOf = {
  unit: [],
  integration: ['ffmpeg', 'docker', 'image-tools', 'sound', 'ssh', 'faults'],
  e2e: ['ffmpeg', 'docker', 'image-tools', 'display', 'electron', 'archives'],
  ffmpeg: ['ffmpeg', 'image-tools'],
  accessibility: ['ffmpeg', 'display', 'electron'],
  rig: ['ffmpeg', 'docker', 'image-tools', 'rig'],
};
const projects = process.argv.length > 2 ? process.argv.slice(2) : ['unit', 'accessibility', 'ffmpeg', 'integration', 'e2e'];
/** They need no daemon: the integration tests, which wait more than they work, run beside them. */
const besides = ['accessibility', 'ffmpeg'];

/** One after the other but for those of `besides`, since they share two cores; in CI a missing piece ends the run, elsewhere its tests are skipped. */
async function main() {
  const unknown = projects.filter((project) => !Object.hasOwn(needsOf, project));
  if (unknown.length > 0) throw new SetUpError(`Unknown: ${unknown.join(', ')}. Known are ${Object.keys(needsOf).join(', ')}.`);
  await prepare();
  buildIfNeeded(console.log);
  const total = { passed: 0, failed: [], skipped: [] };
  await inScratch('test', async (results) => {
    const reportOf = (project) => join(results, `${project}.json`);
    const apart = projects.includes('integration') ? besides.filter((project) => projects.includes(project)) : [];
    const runApart = async () => {
      for (const project of apart) add(total, await runProject(project, reportOf(project), { isQuiet: true }));
    };
    let beside = null;
    for (const project of projects.filter((name) => !apart.includes(name))) {
      if (project === 'integration') beside = runApart();
      // Two Electrons at once would each slow the other's pictures.
      if (project === 'e2e') await beside;
      console.log(`\n=== ${project} ===`);
      add(total, await runProject(project, reportOf(project)));
    }
    await beside;
  });
  for (const name of total.failed) console.log(`failed: ${name}`);
  for (const name of total.skipped) console.log(`skipped: ${name}`);
  if (isCi && total.skipped.length > 0) console.log('In CI a skipped test is a failure.');
  const skipped = total.skipped.length > 0 ? `, ${total.skipped.length} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed.length} failed${skipped}`);
  process.exitCode = total.failed.length > 0 || (isCi && total.skipped.length > 0) ? 1 : 0;
}

async function prepare() {
  try {
    setUp([...new Set(projects.flatMap((project) => needsOf[project]))], console.log);
  } catch (error) {
    if (isCi || !(error instanceof SetUpError)) throw error;
    console.log(`${error.message}\nGoing on: what needs them is skipped.`);
  }
  if ((projects.includes('e2e') || projects.includes('accessibility')) && hasTestElectron()) await setUpTestElectron(console.log);
}

/** Where it is quiet its output comes at its end, in one piece. */
async function runProject(project, outputFile, { isQuiet = false } = {}) {
  const output = isQuiet ? 'pipe' : 'inherit';
  const child = startVitest(['--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`], { stdio: ['ignore', output, output] });
  const kept = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => kept.push(chunk));
  const exitCode = await endOf(child);
  if (isQuiet) process.stdout.write(`\n=== ${project} ===\n${Buffer.concat(kept)}`);
  return { project, exitCode, report: existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : null };
}

function add(total, { project, exitCode, report }) {
  const tests = (report?.testResults ?? []).flatMap((file) => file.assertionResults);
  const named = (wanted) => tests.filter(wanted).map((test) => `${project}: ${test.fullName}`);
  const failed = named(({ status }) => status === 'failed');
  total.passed += named(({ status }) => status === 'passed').length;
  // A file that cannot be read, or a set-up that fails, has no test of its own to count.
  total.failed.push(...(failed.length === 0 && exitCode !== 0 ? [`${project} ended with ${exitCode} without a failed test`] : failed));
  total.skipped.push(...named(({ status }) => status !== 'passed' && status !== 'failed'));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof SetUpError ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
