// npm run rig -- COMMAND: a virtual machine with cameras, to try Capstan on by hand. See docs/decisions/0020-test-rig.md.
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildGuest } from '../test/rig/machine/build.mjs';
import { Guest } from '../test/rig/machine/guest.mjs';
import { bringUp, takeDown } from '../test/rig/machine/up.mjs';
import { waitFor } from '../test/rig/machine/wait.mjs';
import { cameraFile, plugCamera } from '../test/rig/cameras/plug.mjs';
import { cacheDirectory, inRoot } from './setup/paths.mjs';
import { setUp, SetUpError } from './setup/set-up.mjs';

const help = `usage: npm run rig -- COMMAND

  up                    builds the guest where needed (minutes, root), starts it, and says its address
  down                  ends it
  status                its address and the cameras that are plugged
  ssh [COMMAND...]      a shell in it
  plug PORT [options]   plugs a USB camera into port 0 to 7: MJPEG and YUYV, with controls
      --serial TEXT     default RIG000 and the port; --no-serial for none
      --name TEXT       product name, default "Rig Camera PORT"
      --size WxH        default 320x180
      --rate N          frames a second, default 15
  unplug PORT           pulls it
  with COMMAND...       starts a guest with cameras in ports 0 and 1, runs the command and ends the guest;
                        the command finds RIG_ADDRESS, and CAPSTAN_SSH_CONFIG with the way in
`;

const upFile = join(cacheDirectory, 'rig', 'up.json');

class UsageError extends Error {}

async function up() {
  if (running() === null) {
    const guest = await bringUp(await builtGuest(), { bound: false });
    writeFileSync(upFile, JSON.stringify({ runDirectory: guest.runDirectory }));
  }
  await tell();
}

async function down() {
  const guest = running();
  if (guest !== null) await takeDown(guest);
  rmSync(upFile, { force: true });
}

async function tell() {
  const guest = needed();
  console.log(`up: ${guest.address}\n    CAPSTAN_SSH_CONFIG=${guest.sshConfig}`);
  for (let port = 0; port < 8; port += 1) {
    const path = cameraFile(guest, port);
    if (existsSync(path)) console.log(`camera in USB port ${port}: ${JSON.parse(readFileSync(path, 'utf8')).node}`);
  }
}

async function ssh(given) {
  const [program, ...line] = needed().sshLine(given.join(' '));
  process.exitCode = await inherit(program, given.length > 0 ? line : line.slice(0, -1), {});
}

async function plug(given) {
  const guest = needed();
  const { values, positionals } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { serial: { type: 'string' }, 'no-serial': { type: 'boolean' }, name: { type: 'string' }, size: { type: 'string' }, rate: { type: 'string' } },
  });
  const port = usbPort(positionals[0]);
  const size = /^(\d{2,4})x(\d{2,4})$/.exec(values.size ?? '320x180');
  const framesPerSecond = Number(values.rate ?? 15);
  if (size === null || !(framesPerSecond >= 1 && framesPerSecond <= 60)) throw new UsageError(help);
  const file = cameraFile(guest, port);
  if (existsSync(file)) throw new UsageError(`There is a camera in USB port ${port}.`);
  const options = {
    ...cameraFor(port),
    ...(values['no-serial'] ? { serial: null } : values.serial ? { serial: values.serial } : {}),
    ...(values.name ? { name: values.name } : {}),
    width: Number(size[1]),
    height: Number(size[2]),
    framesPerSecond,
  };
  const log = openSync(join(guest.runDirectory, `camera-${port}.log`), 'w');
  const child = spawn(process.execPath, [inRoot('test/rig/cameras/serve.mjs'), guest.runDirectory, String(port), JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  await waitFor('the camera', () => existsSync(file) || child.exitCode !== null, { withinSeconds: 90 });
  if (child.exitCode !== null) throw new Error(readFileSync(join(guest.runDirectory, `camera-${port}.log`), 'utf8'));
  await tell();
}

async function unplug([given]) {
  const file = cameraFile(needed(), usbPort(given));
  if (!existsSync(file)) throw new UsageError(`There is no camera in USB port ${given}.`);
  process.kill(JSON.parse(readFileSync(file, 'utf8')).pid, 'SIGTERM');
  await waitFor('the camera to go', () => !existsSync(file));
}

async function withGuest([program, ...line]) {
  if (!program) throw new UsageError(help);
  const guest = await bringUp(await builtGuest());
  try {
    for (const port of [0, 1]) await plugCamera(guest, port, cameraFor(port));
    process.exitCode = await inherit(program, line, { RIG_ADDRESS: guest.address, CAPSTAN_SSH_CONFIG: guest.sshConfig });
  } finally {
    await takeDown(guest);
  }
  // The cameras' servers and timers are of no use without the guest.
  process.exit();
}

async function builtGuest() {
  setUp(['ffmpeg', 'docker', 'image-tools', 'rig'], console.log);
  return buildGuest(console.log);
}

const cameraFor = (port) => ({ name: `Rig Camera ${port}`, serial: `RIG000${port}` });

function usbPort(given) {
  if (!/^[0-7]$/.test(given ?? '')) throw new UsageError(help);
  return Number(given);
}

/** @returns {Guest | null} what `up` started, if it still runs */
function running() {
  if (!existsSync(upFile)) return null;
  const { runDirectory } = JSON.parse(readFileSync(upFile, 'utf8'));
  if (!existsSync(runDirectory)) return null;
  const guest = new Guest(runDirectory);
  return guest.isRunning ? guest : null;
}

function needed() {
  const guest = running();
  if (guest === null) throw new UsageError('The guest is not up: npm run rig -- up');
  return guest;
}

/** Runs a program on this terminal. @returns {Promise<number>} */
function inherit(program, line, env) {
  // Ctrl-C is the program's; this process ends after it.
  process.on('SIGINT', () => {});
  const child = spawn(program, line, { stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', (status) => resolve(status ?? 1)));
}

const commands = { up, down, status: tell, ssh, plug, unplug, with: withGuest };

const [command = '', ...words] = process.argv.slice(2);
if (!Object.hasOwn(commands, command)) {
  console.error(help);
  process.exit(command === '' || command === '--help' ? 0 : 2);
}
try {
  await commands[command](words);
} catch (error) {
  console.error(error instanceof SetUpError || error instanceof UsageError ? error.message : error);
  process.exitCode = 1;
}
