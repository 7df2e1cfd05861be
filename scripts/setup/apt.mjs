import { spawnSync } from 'node:child_process';
import { findProgram } from './programs.mjs';

export const hasApt = () => findProgram('apt-get') !== null;

const installOptions = ['install', '--yes', '--no-install-recommends', '--quiet'];

/** The one line that installs these packages, for a user who is not root. */
export const installLine = (packages) =>
  `sudo apt-get update && sudo apt-get ${installOptions.slice(0, 3).join(' ')} ${packages.join(' ')}`;

/** @returns {string} the first of these names that this release has */
export function choosePackage(candidates) {
  return candidates.find(isAvailable) ?? candidates[candidates.length - 1];
}

function isAvailable(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return /^\s+Candidate: (?!\(none\))/m.test(stdout ?? '');
}

/** Refreshes the package lists. Throws where apt-get fails. */
export const updateLists = () => aptGet(['update', '--quiet']);

/** Installs packages without asking anything. Throws where apt-get fails. */
export const installPackages = (packages) => aptGet([...installOptions, ...packages]);

function aptGet(argv) {
  const { status, stdout, stderr, error } = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...argv], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`apt-get ${argv[0]} failed (exit ${status}):\n${tail(stderr)}\n${tail(stdout)}`);
}

const tail = (text) => text.trimEnd().split('\n').slice(-15).join('\n');
