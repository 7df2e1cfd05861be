import { existsSync } from 'node:fs';
import { findProgram, sharedLibraries } from './programs.mjs';

/**
 * One thing that must be on the machine, and the Debian and Ubuntu packages that bring it: the first that exists is
 * taken, because newer releases rename some.
 * @typedef {{ what: string, isPresent: () => boolean, packages: string[] }} Piece
 */

const program = (name, ...packages) => ({ what: name, isPresent: () => findProgram(name) !== null, packages });
const file = (path, ...packages) => ({ what: path, isPresent: () => existsSync(path), packages });
const library = (soname, ...packages) => ({ what: soname, isPresent: () => sharedLibraries().has(soname), packages });

/** @type {Record<string, Piece[]>} */
export const needs = {
  ffmpeg: [program('ffmpeg', 'ffmpeg'), program('ffprobe', 'ffmpeg')],
  docker: [program('dockerd', 'docker.io'), program('docker', 'docker-cli', 'docker.io')],
  'image-tools': [
    program('mmdebstrap', 'mmdebstrap'),
    file('/usr/share/keyrings/debian-archive-keyring.gpg', 'debian-archive-keyring'),
    program('docker', 'docker-cli', 'docker.io'),
  ],
  ssh: [program('ssh', 'openssh-client'), program('sshd', 'openssh-server')],
  display: [program('Xvfb', 'xvfb'), file('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', 'fonts-dejavu-core')],
  electron: [
    library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
    library('libnss3.so', 'libnss3'),
    library('libasound.so.2', 'libasound2t64', 'libasound2'),
    library('libgbm.so.1', 'libgbm1'),
    library('libXss.so.1', 'libxss1'),
    library('libnotify.so.4', 'libnotify4'),
    library('libatspi.so.0', 'libatspi2.0-0t64', 'libatspi2.0-0'),
    library('libsecret-1.so.0', 'libsecret-1-0'),
  ],
  rig: [
    program('qemu-system-x86_64', 'qemu-system-x86'),
    program('mke2fs', 'e2fsprogs'),
    program('setpriv', 'util-linux'),
    program('ssh', 'openssh-client'),
  ],
  faults: [
    program('ip', 'iproute2'),
    program('iptables', 'iptables'),
    program('losetup', 'mount', 'util-linux'),
    program('mke2fs', 'e2fsprogs'),
    program('faketime', 'faketime'),
  ],
  sound: [program('pulseaudio', 'pulseaudio'), program('setpriv', 'util-linux')],
  // Extraction of the tests' Electron.
  archives: [program('tar', 'tar'), program('gzip', 'gzip')],
};

/** @param {string[]} names keys of `needs` @returns {Piece[]} what is missing, each once */
export function missingPieces(names) {
  const pieces = names.flatMap((name) => {
    const found = needs[name];
    if (!found) throw new Error(`unknown need ${name}; known are ${Object.keys(needs).join(', ')}`);
    return found;
  });
  const missing = pieces.filter((piece) => !piece.isPresent());
  return missing.filter((piece, index) => missing.findIndex(({ what }) => what === piece.what) === index);
}
