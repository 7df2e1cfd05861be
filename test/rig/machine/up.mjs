import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Guest, writeSshConfig } from './guest.mjs';
import { Monitor, startEmulator } from './qemu.mjs';
import { waitFor } from './wait.mjs';

/**
 * Starts a built guest and waits until its dockerd answers. What it writes to its disks is gone with it, unless `keepWrites`.
 * @param {string} directory as `guestDirectory` names it
 * @param {{ bound?: boolean, keepWrites?: boolean, restore?: boolean, sshPort?: number }} [options] `bound`: it ends with this process
 * @returns {Promise<Guest>}
 */
export async function bringUp(directory, { bound = true, keepWrites = false, restore = existsSync(join(directory, 'state')), sshPort } = {}) {
  // A short path: the names of sockets end after 107 bytes.
  const runDirectory = mkdtempSync(join(tmpdir(), 'capstan-rig-'));
  const port = sshPort ?? (await freePort());
  const log = openSync(join(runDirectory, 'log'), 'w');
  const start = { directory, runDirectory, sshPort: port, writes: /** @type {const} */ (keepWrites ? 'keep' : 'discard'), restore };
  const child = startEmulator(start, { bound, log });
  closeSync(log);
  writeFileSync(join(runDirectory, 'run.json'), JSON.stringify({ sshPort: port, pid: child.pid, directory }));
  writeSshConfig({ runDirectory, directory, sshPort: port });
  const guest = new Guest(runDirectory);
  try {
    if (restore) await goOn(guest);
    await waitFor('the guest to answer', () => answers(guest), { withinSeconds: restore ? 120 : 400, everyMs: 500 });
    // A restored guest has the clock of the day on which it was saved.
    await guest.run(`date -s @${Date.now() / 1000}`);
  } catch (error) {
    const said = ['log', 'console'].map((name) => join(runDirectory, name)).filter((path) => existsSync(path));
    const story = said.map((path) => readFileSync(path, 'utf8').trim().slice(-2000)).join('\n');
    await takeDown(guest);
    throw new Error(`the guest did not come up: ${error.message}\n${story}`, { cause: error });
  }
  return guest;
}

/** A state is saved of a machine that stands still. */
async function goOn(guest) {
  const socket = join(guest.runDirectory, 'monitor');
  await waitFor('the emulator to start', () => existsSync(socket) || !guest.isRunning, { withinSeconds: 20, everyMs: 20 });
  const monitor = await Monitor.connect(socket);
  await waitFor('the saved state to be read', async () => (await monitor.command('query-status')).status !== 'inmigrate', { everyMs: 50 });
  await monitor.command('cont');
  monitor.close();
}

async function answers(guest) {
  if (!guest.isRunning) throw new Error('the emulator ended');
  return (await guest.attempt('docker version >/dev/null')).status === 0;
}

/** Ends a guest and removes what its run left. */
export async function takeDown(guest) {
  if (guest.isRunning) {
    process.kill(guest.pid, 'SIGTERM');
    await waitFor('the emulator to end', () => !guest.isRunning, { withinSeconds: 10 }).catch(() => process.kill(guest.pid, 'SIGKILL'));
  }
  rmSync(guest.runDirectory, { recursive: true, force: true });
}

/** @returns {Promise<number>} a port of the loopback that nobody listens at now */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
