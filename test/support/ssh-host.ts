import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';
import { findProgram } from '../../scripts/setup/programs.mjs';
import { need, absent, present, testDaemon } from './pieces';
import { until } from './until';

const run = promisify(execFile);

export interface SshHostOptions {
  /** Environment of commands on the host, such as another DOCKER_HOST; PATH included. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further lines for the server's configuration. */
  readonly server?: readonly string[];
  /** Further lines for the client's configuration of this host. */
  readonly client?: readonly string[];
  /** A link to another network, at whose far end the server listens instead of on the loopback. */
  readonly link?: { readonly address: string; readonly within: readonly string[] };
}

/** An sshd of the test's own on the loopback, or behind a link, in front of the test daemon. */
export interface SshHost {
  /** Such as `ssh://root@127.0.0.1:PORT`. */
  readonly address: string;
  readonly port: number;
  readonly directory: string;
  /** The client's configuration, for CAPSTAN_SSH_CONFIG, and folders of its own for sockets and known keys. */
  readonly env: Readonly<Record<string, string>>;
  readonly configFile: string;
  readonly knownHostsFile: string;
  /** Its key as known_hosts has it. */
  readonly knownHostsLine: string;
  /** Processes of the server's connections. */
  connections(): Promise<number[]>;
  /** The same with all their children of the server. */
  family(connections: readonly number[]): Promise<number[]>;
  /** Command lines of this computer that belong to connections of Capstan to this host. */
  clients(): Promise<string[]>;
  /** Ends the server with all its connections; a later `start` listens at the same port again. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** `stop`, and removes the folder. */
  remove(): Promise<void>;
}

/** Keeps the server until stdin is closed, which happens even when whoever started it was killed. */
const keeper = `
"$@" </dev/null & server=$!
cat >/dev/null
for connection in $(pgrep -P "$server"); do kill -KILL $(pgrep -P "$connection") "$connection" 2>/dev/null; done
kill "$server"; wait "$server"`;

/** Skips the test where there is no daemon or no sshd; in CI it fails. */
export async function startSshHost(context: TestContext, options: SshHostOptions = {}): Promise<SshHost> {
  const { dockerHost } = testDaemon(context);
  const sshd = findProgram('sshd');
  const executable = need(sshd === null ? absent('no sshd is installed: node scripts/setup.mjs ssh') : present(sshd), context);
  const directory = mkdtempSync(join(tmpdir(), 'capstan-ssh-host-'));
  const file = (name: string) => join(directory, name);
  // Its folder for privilege separation, which Debian makes when the service starts.
  mkdirSync('/run/sshd', { recursive: true });
  for (const name of ['host', 'client']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  const port = await freePort();
  const { address, within } = options.link ?? { address: '127.0.0.1', within: [] };
  const env = { DOCKER_HOST: dockerHost, ...options.env };
  const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  writeFileSync(
    file('sshd_config'),
    [
      ...(options.server ?? []),
      `Port ${port}`,
      `ListenAddress ${address}`,
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('client.pub')}`,
      `PidFile ${file('pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'UseDNS no',
      `SetEnv ${words.join(' ')}`,
    ].join('\n'),
  );
  const knownHostsFile = file('known_hosts');
  const knownHostsLine = `[${address}]:${port} ${readFileSync(file('host.pub'), 'utf8').split(' ').slice(0, 2).join(' ')}`;
  writeFileSync(knownHostsFile, `${knownHostsLine}\n`);
  writeFileSync(
    file('ssh_config'),
    [
      ...(options.client ?? []),
      `IdentityFile ${file('client')}`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${knownHostsFile}`,
      'GlobalKnownHostsFile /dev/null',
    ].join('\n'),
  );
  mkdirSync(file('run'));
  chmodSync(file('run'), 0o700);

  let server: { readonly stop: () => Promise<void> } | null = null;
  const start = async () => {
    const child = spawn('sh', ['-c', keeper, 'keeper', ...within, executable, '-D', '-f', file('sshd_config'), '-E', file('log')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const exited = new Promise<void>((done) => child.once('close', () => done()));
    server = {
      stop: async () => {
        child.stdin.end();
        await exited;
      },
    };
    await until('sshd to listen', () => readText(file('log')).includes(`listening on ${address} port ${port}`));
  };
  const stop = async () => {
    await server?.stop();
    server = null;
    rmSync(file('log'), { force: true });
  };
  await start();
  return {
    address: `ssh://root@${address}:${port}`,
    port,
    directory,
    env: { CAPSTAN_SSH_CONFIG: file('ssh_config'), XDG_RUNTIME_DIR: file('run') },
    configFile: file('ssh_config'),
    knownHostsFile,
    knownHostsLine,
    connections: async () => pids(['-P', readText(file('pid')).trim()]),
    family: async (connections) => [...connections, ...(await pids(['-P', connections.join(',')]))],
    clients: async () => {
      const { stdout } = await run('ps', ['-eo', 'args']);
      return stdout.split('\n').filter((line) => line.includes(file('ssh_config')));
    },
    stop,
    start,
    remove: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function pids(words: readonly string[]): Promise<number[]> {
  const { stdout } = await run('pgrep', words).catch((error: { code?: number; stdout: string }) => {
    if (error.code === 1) return error;
    throw error;
  });
  return stdout.split('\n').filter(Boolean).map(Number);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
