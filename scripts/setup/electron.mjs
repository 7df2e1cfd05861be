import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot } from './paths.mjs';
import { SetUpError } from './set-up.mjs';

const moduleDirectory = inRoot('node_modules/electron');

/**
 * Path of Electron's executable: the one that is named by the environment, else the one of node_modules, which is
 * downloaded from GitHub at the first use. Throws a SetUpError where there is none.
 * @param {(line: string) => void} say
 * @returns {string}
 */
export function findElectron(env, say) {
  const named = namedElectron(env);
  if (named !== null) {
    if (existsSync(named.path)) return named.path;
    throw new SetUpError(`There is no Electron at ${named.path}, which ${named.variable} names. Correct it, or unset it.`);
  }
  const installed = installedElectron();
  if (installed !== null) return installed;
  say('Downloading Electron from GitHub, once ...');
  const { status, stderr } = spawnSync(process.execPath, [join(moduleDirectory, 'install.js')], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 600_000,
  });
  const downloaded = installedElectron();
  if (status === 0 && downloaded !== null) return downloaded;
  const reason = (stderr ?? '').split('\n').find((line) => /error/i.test(line))?.trim() ?? `exit status ${status}`;
  throw new SetUpError(
    [
      `Electron could not be downloaded from GitHub (${reason}).`,
      'Connect to the internet and try again, or point ELECTRON_OVERRIDE_DIST_PATH at the folder of an Electron that is',
      'there already. Without a window, Capstan records from the terminal: node out/main/cli.js record --help',
    ].join('\n'),
  );
}

function namedElectron({ ELECTRON_EXEC_PATH: file, ELECTRON_OVERRIDE_DIST_PATH: directory }) {
  if (file) return { path: file, variable: 'ELECTRON_EXEC_PATH' };
  if (directory) return { path: join(directory, 'electron'), variable: 'ELECTRON_OVERRIDE_DIST_PATH' };
  return null;
}

function installedElectron() {
  const pathFile = join(moduleDirectory, 'path.txt');
  const path = existsSync(pathFile) ? join(moduleDirectory, 'dist', readFileSync(pathFile, 'utf8').trim()) : null;
  return path !== null && existsSync(path) ? path : null;
}

/**
 * What keeps Chromium's sandbox from working for this user, with the remedy; null where nothing does. It is never
 * switched off from here.
 * @returns {string | null}
 */
export function sandboxProblem(electron, uid) {
  if (uid === 0) {
    return 'Electron’s sandbox does not work for root: start Capstan as a plain user. If root it must be, say so yourself: npm start -- --no-sandbox';
  }
  const helper = join(dirname(electron), 'chrome-sandbox');
  if (isSetuidRoot(helper) || userNamespacesAreOpen()) return null;
  return [
    'This system gives plain users no user namespaces, so Electron’s sandbox needs its helper to be root’s. Run once:',
    `  sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
  ].join('\n');
}

function isSetuidRoot(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && status.uid === 0 && (status.mode & 0o4000) !== 0;
}

function userNamespacesAreOpen() {
  const sysctl = (name) => {
    const path = join('/proc/sys', name);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
  };
  return (
    sysctl('user/max_user_namespaces') !== '0' &&
    sysctl('kernel/unprivileged_userns_clone') !== '0' &&
    sysctl('kernel/apparmor_restrict_unprivileged_userns') !== '1'
  );
}
