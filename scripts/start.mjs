// npm start: opens the window, or says in one message what is missing and what to do.
import { spawn } from 'node:child_process';
import { buildIfNeeded } from './setup/build.mjs';
import { findElectron, sandboxProblem } from './setup/electron.mjs';
import { rootDirectory } from './setup/paths.mjs';
import { SetUpError } from './setup/set-up.mjs';

const words = process.argv.slice(2);

function prepare() {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new SetUpError(
      'There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set): run this in a desktop session, or with\n' +
        'xvfb-run -a npm start. Without a window, Capstan records from the terminal: node out/main/cli.js record --help',
    );
  }
  const electron = findElectron(process.env, console.log);
  const problem = words.includes('--no-sandbox') ? null : sandboxProblem(electron, process.getuid());
  if (problem !== null) throw new SetUpError(problem);
  buildIfNeeded(console.log);
  return electron;
}

function open(electron) {
  // Terminals inside Electron programs set it, and Electron would run as plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(electron, [rootDirectory, ...words], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(`Electron could not be started: ${error.message}`));
  child.once('close', (code, signal) => {
    if (signal !== null) fail(`Electron was ended by ${signal}.`);
    else process.exitCode = code;
  });
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

try {
  open(prepare());
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  fail(error.message);
}
