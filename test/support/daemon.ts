import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './until';

export interface PrivateDaemon {
  readonly dockerHost: string;
  /** Its folder: everything that it keeps is in there. */
  readonly directory: string;
  /** Ends it and waits; nothing of it stays on the machine. */
  stop(): Promise<void>;
}

/**
 * Starts a dockerd of our own in a temporary folder. It needs root, and no network: its containers have none, but for
 * those that ask for `bridge` where one is given.
 */
export async function startPrivateDaemon(executable = 'dockerd', { bridge = 'none', env = process.env }: { readonly bridge?: string; readonly env?: NodeJS.ProcessEnv } = {}): Promise<PrivateDaemon> {
  // A short path: the names of sockets end after 107 bytes.
  const directory = await mkdtemp(join(tmpdir(), 'capstan-dd-'));
  // Whether a user may use the daemon is for its socket to say, not for the folder around it.
  await chmod(directory, 0o711);
  const keeper = spawn(resolve(import.meta.dirname, 'dockerd-keeper.sh'), [directory, executable, bridge], {
    // Its own group, so that Ctrl-C in the terminal reaches it through the end of stdin alone.
    detached: true,
    env,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  keeper.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let hasExited = false;
  const exited = new Promise<void>((done) =>
    keeper.once('close', () => {
      hasExited = true;
      done();
    }),
  );
  const stop = async (): Promise<void> => {
    keeper.stdin.end();
    await exited;
  };
  const socket = join(directory, 'sock');
  try {
    await until('dockerd to answer', async () => hasExited || (await ping(socket)), { withinSeconds: 60 });
    if (hasExited) throw new Error('it ended');
  } catch (cause) {
    await stop();
    throw new Error(`the private dockerd did not start: ${said.trim()}`, { cause });
  }
  return { dockerHost: `unix://${socket}`, directory, stop };
}

/** A daemon to which `directory` is another folder than to us, as on another machine; killed, it starts again. */
export const startDaemonApart = (directory: string): Promise<PrivateDaemon> =>
  startPrivateDaemon(resolve(import.meta.dirname, 'dockerd-apart.sh'), { env: { ...process.env, CAPSTAN_TEST_APART: directory } });

/** A daemon that comes back when it ends. */
export const startLastingDaemon = (): Promise<PrivateDaemon> => startPrivateDaemon(resolve(import.meta.dirname, 'dockerd-again.sh'));

/** Settles when the daemon answers. */
export const daemonAnswers = ({ directory }: PrivateDaemon) => until('dockerd to answer again', () => ping(join(directory, 'sock')), { withinSeconds: 60 });

/** Process of the daemon itself; null where none runs. */
export function daemonProcess({ directory }: PrivateDaemon): number | null {
  const file = join(directory, 'pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : null;
}

function ping(socketPath: string): Promise<boolean> {
  return new Promise((done) => {
    const sent = request({ socketPath, path: '/_ping' }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    sent.once('error', () => done(false));
    sent.end();
  });
}
