import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { waitFor } from './wait.mjs';

const kernelLine = 'console=ttyS0 quiet mitigations=off no_timer_check random.trust_cpu=on nokaslr panic=-1 softlockup_panic=1';

/**
 * Software emulation of a PC with two cores and 2 GiB, since a test machine offers no KVM.
 * @typedef {object} Start
 * @property {string} directory built guest: vmlinuz, initrd, root.img, docker.img, and state where it was saved
 * @property {string} runDirectory for the console, the log and the monitor's socket; a short path
 * @property {number} sshPort port of this computer's loopback that leads to the guest's sshd
 * @property {'discard' | 'keep'} writes what becomes of what the guest writes to its disks
 * @property {boolean} restore goes on from the saved state instead of booting
 */

/** @param {Start} start @returns {string[]} */
function emulatorArguments({ directory, sshPort, runDirectory, writes, restore }) {
  const disk = (name) => [
    ...['-drive', `file=${join(directory, `${name}.img`)},format=raw,if=none,id=${name},cache=unsafe,snapshot=${writes === 'discard' ? 'on' : 'off'}`],
    ...['-device', `virtio-blk-pci,drive=${name}`],
  ];
  return [
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-machine', 'q35', '-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max', '-smp', '2', '-m', '2048'],
    ...['-kernel', join(directory, 'vmlinuz'), '-initrd', join(directory, 'initrd'), '-append', kernelLine],
    ...disk('root'),
    ...disk('docker'),
    ...['-netdev', `user,id=net,hostfwd=tcp:127.0.0.1:${sshPort}-:22`, '-device', 'virtio-net-pci,netdev=net,romfile='],
    ...['-device', 'virtio-rng-pci', '-device', 'virtio-gpu-pci'],
    ...['-serial', `file:${join(runDirectory, 'console')}`],
    ...['-qmp', `unix:${join(runDirectory, 'monitor')},server=on,wait=off`],
    // The working folder is the guest's: no path passes through the shell that QEMU starts.
    ...(restore ? ['-incoming', 'exec:cat state'] : []),
  ];
}

/**
 * Starts the emulator. `bound` ends it with this process, however that ends; else it lives on.
 * @param {Start} start
 * @param {{ bound: boolean, log: number }} options `log`: file descriptor for what QEMU says
 */
export function startEmulator(start, { bound, log }) {
  const line = ['qemu-system-x86_64', ...emulatorArguments(start)];
  const [program, ...words] = bound ? ['setpriv', '--pdeathsig', 'KILL', '--', ...line] : line;
  const child = spawn(program, words, { cwd: start.directory, stdio: ['ignore', log, log], detached: true });
  if (!bound) child.unref();
  return child;
}

/** QEMU's machine protocol: one JSON object a line. */
export class Monitor {
  #socket;
  #answers = [];

  constructor(socket) {
    this.#socket = socket;
    createInterface({ input: socket }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.return !== undefined || message.error !== undefined) this.#answers.shift()?.(message);
    });
  }

  /** @param {string} path socket of the monitor */
  static async connect(path) {
    const socket = await new Promise((resolve, reject) => {
      const connecting = connect(path, () => resolve(connecting)).once('error', reject);
    });
    const monitor = new Monitor(socket);
    await monitor.command('qmp_capabilities');
    return monitor;
  }

  /** @returns {Promise<any>} */
  async command(execute, args = {}) {
    const answer = new Promise((resolve) => this.#answers.push(resolve));
    this.#socket.write(JSON.stringify({ execute, arguments: args }));
    const message = await answer;
    if (message.error) throw new Error(`QEMU refused ${execute}: ${message.error.desc}`);
    return message.return;
  }

  /** Writes the guest's whole memory to `state` in QEMU's working folder; the guest stands still afterwards. */
  async saveState() {
    await this.command('migrate-set-parameters', { 'max-bandwidth': 10 * 1024 ** 3 });
    await this.command('stop');
    await this.command('migrate', { uri: 'exec:cat >state' });
    await waitFor('the state to be saved', async () => {
      const { status, 'error-desc': reason } = await this.command('query-migrate');
      if (status === 'failed' || status === 'cancelled') throw new Error(`the state could not be saved: ${reason ?? status}`);
      return status === 'completed';
    });
  }

  /** Ends the emulator. */
  async quit() {
    await this.command('quit');
    this.close();
  }

  close() {
    this.#socket.destroy();
  }
}
