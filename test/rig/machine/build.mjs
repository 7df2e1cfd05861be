import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inRoot } from '../../../scripts/setup/paths.mjs';
import { bootstrapSoftwareImage, dockerAnswers } from '../../../scripts/setup/software-image.mjs';
import { Monitor } from './qemu.mjs';
import { guestDirectory, guestFiles } from './recipe.mjs';
import { bringUp, takeDown } from './up.mjs';
import { waitFor } from './wait.mjs';

/**
 * Builds the guest where the cache does not hold it: its disks, and the state of the booted machine. Needs root.
 * @param {(line: string) => void} say
 * @returns {Promise<string>} its folder
 */
export async function buildGuest(say) {
  const directory = guestDirectory();
  if (existsSync(directory)) return directory;
  mkdirSync(dirname(directory), { recursive: true });
  const work = mkdtempSync(join(dirname(directory), 'building-'));
  try {
    // Both come to their end, so that nothing still writes into the folder when it is removed.
    for (const made of await Promise.allSettled([makeRootDisk(work, say), makeDockerDisk(work, say)])) {
      if (made.status === 'rejected') throw made.reason;
    }
    await saveBootedState(work, say);
    // Renamed into place, so that half a guest is never taken for a whole one.
    renameSync(work, directory);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return directory;
}

async function makeRootDisk(work, say) {
  say('guest: making its root file system from Debian packages ...');
  const root = join(work, 'root');
  const packages = readFileSync(join(guestFiles, 'packages.txt'), 'utf8').trim().split('\n').join(',');
  const suite = /^FROM debian:([a-z]+)/m.exec(readFileSync(inRoot('resources/images/software/Dockerfile'), 'utf8'))?.[1];
  if (!suite) throw new Error('the Dockerfile of the software image names no Debian release');
  await run('mmdebstrap', [
    ...['--variant=minbase', '--mode=root', '--format=directory', `--include=${packages}`],
    ...['--keyring=/usr/share/keyrings/debian-archive-keyring.gpg', '--aptopt=APT::Install-Recommends "false"'],
    ...['doc', 'man', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    // mmdebstrap runs the hook in a shell: its paths come by the environment.
    '--customize-hook=sh "$CAPSTAN_RIG_FILES/customize.sh" "$1" "$CAPSTAN_RIG_FILES"',
    ...[suite, root, mirrorOf(suite)],
  ], { CAPSTAN_RIG_FILES: guestFiles });
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'capstan test rig', '-f', join(work, 'key')]);
  copyFileSync(join(work, 'key.pub'), join(root, 'root/.ssh/authorized_keys'));
  copyFileSync(join(root, 'etc/ssh/ssh_host_ed25519_key.pub'), join(work, 'host-key.pub'));
  for (const name of ['vmlinuz', 'initrd']) renameSync(join(root, 'boot', name), join(work, name));
  await makeDisk(join(work, 'root.img'), root, 4);
}

/** The machine's own sources know a nearer mirror, but only where they are of the same release. */
function mirrorOf(suite) {
  const own = '/etc/apt/sources.list.d/debian.sources';
  const given = process.env.CAPSTAN_DEBIAN_MIRROR;
  if (given) return given;
  const isOfSuite = existsSync(own) && new RegExp(`^Suites:.*\\b${suite}\\b`, 'm').test(readFileSync(own, 'utf8'));
  return isOfSuite ? own : 'http://deb.debian.org/debian';
}

/** Filled by a throw-away daemon of this computer: importing the image inside the guest takes minutes. */
async function makeDockerDisk(work, say) {
  say('guest: filling its image store ...');
  const data = join(work, 'docker');
  const state = mkdtempSync(join(tmpdir(), 'capstan-dd-'));
  const socket = `unix://${join(state, 'sock')}`;
  const env = { ...process.env, DOCKER_HOST: socket };
  const log = openSync(join(state, 'log'), 'w');
  const flags = ['--bridge=none', '--iptables=false', '--ip-masq=false', '--storage-driver=overlay2'];
  const daemon = spawn('setpriv', ['--pdeathsig', 'TERM', '--', 'dockerd', '--data-root', data, '--exec-root', join(state, 'exec'), '-H', socket, '-p', join(state, 'pid'), ...flags], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  const ended = new Promise((resolve) => daemon.once('close', resolve));
  try {
    await waitFor('dockerd to answer', () => daemon.exitCode !== null || dockerAnswers(env), { withinSeconds: 60 });
    if (daemon.exitCode !== null) throw new Error(`dockerd ended: ${readFileSync(join(state, 'log'), 'utf8').trim().split('\n').at(-1)}`);
    await bootstrapSoftwareImage(env, say);
  } finally {
    daemon.kill('SIGTERM');
    await ended;
    // dockerd leaves its data folder mounted on itself.
    if (readFileSync('/proc/self/mounts', 'utf8').includes(` ${realpathSync(data)} `)) await run('umount', [data]);
    rmSync(state, { recursive: true, force: true });
  }
  await makeDisk(join(work, 'docker.img'), data, 6);
}

/** Booting takes minutes and restoring seconds; a first container fills the guest's page cache with what all need. */
async function saveBootedState(work, say) {
  say('guest: booting it once, to keep the state of the running machine ...');
  const guest = await bringUp(work, { keepWrites: true, restore: false });
  try {
    const [image] = (await guest.run('docker images --quiet')).split('\n');
    await guest.run(`docker run --rm --network none ${image} sh -c 'ffmpeg -v error -f lavfi -i testsrc2=duration=1 -c:v libx264 -f null - && v4l2-ctl --list-devices' >/dev/null; sync`);
    // sshd must not wait for connections of the day on which it was saved.
    await guest.closeConnection();
    const monitor = await Monitor.connect(join(guest.runDirectory, 'monitor'));
    await monitor.saveState();
    await monitor.quit();
    await waitFor('the emulator to end', () => !guest.isRunning);
  } finally {
    await takeDown(guest);
  }
}

async function makeDisk(path, tree, gibibytes) {
  writeFileSync(path, '');
  truncateSync(path, gibibytes * 1024 ** 3);
  await run('mke2fs', ['-q', '-t', 'ext4', '-E', 'lazy_itable_init=1,lazy_journal_init=1', '-O', '^metadata_csum', '-d', tree, path]);
  rmSync(tree, { recursive: true, force: true });
}

async function run(program, words, env = {}) {
  const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
  const child = spawn(program, words, { env: { ...process.env, PATH, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-4000);
  });
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${said.trim()}`);
}
