import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '@domain/errors';
import type { OfferedHostKey } from '@domain/host';
import { runTool } from '../process';
import { controlDirectory } from './control-directory';
import { sshArgv, type SshSettings } from './settings';

/** A key that a host offers, with the line of known_hosts that ssh itself would write for it. */
export interface OfferedKey extends OfferedHostKey {
  readonly line: string;
}

/**
 * The key that a host offers now, on the way that its configuration names; no credential is sent. Null where none came:
 * the host, or a machine on the way to it, does not answer.
 */
export async function offeredHostKey(settings: SshSettings): Promise<OfferedKey | null> {
  // ssh would take a blank in the path for the end of it.
  const directory = await mkdtemp(join(await controlDirectory(settings.env), 'key-'));
  const file = join(directory, 'known_hosts');
  try {
    // An empty file that takes what comes: the first setting of a name holds, so the user's own files are not asked.
    const options = [
      'StrictHostKeyChecking=accept-new',
      `UserKnownHostsFile=${file}`,
      'GlobalKnownHostsFile=/dev/null',
      'UpdateHostKeys=no',
      'PreferredAuthentications=none',
      'ControlPath=none',
    ].flatMap((setting) => ['-o', setting]);
    await runTool(sshArgv(settings, { options, command: ['true'] }), { env: settings.env });
    const line = (await readFile(file, 'utf8').catch(absent)).trim();
    if (line === '' || line.includes('\n')) return null;
    const { stdout } = await runTool(['ssh-keygen', '-l', '-f', file], { env: settings.env });
    const [, fingerprint, algorithm] = /^\d+ (\S+) .*\((\S+)\)\s*$/.exec(stdout) ?? [];
    if (fingerprint === undefined || algorithm === undefined) return null;
    return { fingerprint, algorithm, knownHostsFile: knownHostsFiles(settings)[0] ?? '', line };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Whether any key is known under the name of this host: another one is then a changed one, of whatever kind it is. */
export async function hasKnownKey(settings: SshSettings): Promise<boolean> {
  const alias = settings.get('hostkeyalias');
  const [host, port] = [settings.get('hostname') ?? settings.endpoint.host, settings.get('port') ?? '22'];
  const name = alias ?? (port === '22' ? host : `[${host}]:${port}`);
  const found = await Promise.all(
    knownHostsFiles(settings).map((file) => runTool(['ssh-keygen', '-F', name, '-f', file], { env: settings.env })),
  );
  return found.some(({ exitCode, stdout }) => exitCode === 0 && stdout.trim() !== '');
}

/** Adds the key to the user's own known_hosts. Throws `ssh-misconfigured` where the file cannot be told or written. */
export async function acceptHostKey({ knownHostsFile: path, line }: OfferedKey): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const before = await readFile(path, 'utf8').catch(absent);
    await appendFile(path, `${before === '' || before.endsWith('\n') ? '' : '\n'}${line}\n`, { mode: 0o600 });
  } catch (cause) {
    throw failure('ssh-misconfigured', `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, {
      nextStep: 'Accept the key with `ssh HOST` in a terminal.',
      cause,
    });
  }
}

/** The user's own files as ssh has expanded them; the first one is written to. */
function knownHostsFiles({ get }: SshSettings): string[] {
  const paths = (get('userknownhostsfile') ?? '')
    .split(' ')
    .filter((path) => path !== '' && path !== 'none');
  const unclear = paths.find((path) => !path.startsWith('/') || /[%$]/.test(path));
  if (paths.length === 0 || unclear !== undefined) {
    throw failure('ssh-misconfigured', `The known_hosts file cannot be told from the setting UserKnownHostsFile ${unclear ?? 'none'}.`, {
      nextStep: 'Accept the key with `ssh HOST` in a terminal.',
    });
  }
  return paths;
}

function absent(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
  throw cause;
}
