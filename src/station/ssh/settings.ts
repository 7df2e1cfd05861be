import type { SshEndpoint } from '@domain/endpoint';
import { failure, CapstanFailure } from '@domain/errors';
import { parseSshLog } from '@domain/ssh-log';
import { runTool } from '../process';

/** What the user's own configuration says of a host, by `ssh -G`: names in lower case, values as ssh prints them. */
export interface SshSettings {
  readonly endpoint: SshEndpoint;
  readonly env: NodeJS.ProcessEnv;
  /** First value of a name; null where it is not set, or where this ssh does not know it. */
  get(name: string): string | null;
}

/** Asks ssh, without connecting. Throws `ssh-missing` or `ssh-misconfigured`. */
export async function readSshSettings(endpoint: SshEndpoint, env: NodeJS.ProcessEnv): Promise<SshSettings> {
  const { stdout, stderr, exitCode } = await runTool(['ssh', ...configuration(env), '-G', ...destination(endpoint)], { env });
  if (exitCode !== 0) {
    const said = parseSshLog(stderr, exitCode);
    throw said ? new CapstanFailure(said) : failure('ssh-misconfigured', stderr.trim() || `ssh -G ended with exit status ${exitCode}.`);
  }
  const lines = stdout.split('\n').map((line) => /^(\S+) (.*)$/.exec(line));
  return { endpoint, env: forSsh(env), get: (name) => lines.find((line) => line?.[1] === name)?.[2] ?? null };
}

/** The user's own file, or the one that CAPSTAN_SSH_CONFIG names. */
const configuration = (env: NodeJS.ProcessEnv): string[] => (env['CAPSTAN_SSH_CONFIG'] ? ['-F', env['CAPSTAN_SSH_CONFIG']] : []);

/** The host comes last and after `--`, so that nothing of it is taken for an option. */
const destination = ({ user, host, port }: SshEndpoint): string[] => [
  ...(user === null ? [] : ['-l', user]),
  ...(port === null ? [] : ['-p', String(port)]),
  '--',
  host,
];

/** There is nobody to ask: no terminal, and no window of an askpass either. */
const forSsh = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...env, SSH_ASKPASS_REQUIRE: 'never' });

export interface SshCommand {
  /** Further options, such as `['-N']`. */
  readonly options: readonly string[];
  /** Words of the command on the host; none of them may come from outside. */
  readonly command?: readonly string[];
}

/**
 * A command line of ssh with the user's configuration and without what would get in the way: forwardings, commands and
 * terminals that the user set for this host, questions, and a connection that dies without a word.
 */
export function sshArgv({ endpoint, env, get }: SshSettings, { options, command = [] }: SshCommand): string[] {
  const settings: string[] = [
    'BatchMode=yes',
    'LogLevel=INFO',
    'ServerAliveInterval=5',
    'ServerAliveCountMax=3',
    'ClearAllForwardings=yes',
    'ForwardAgent=no',
    'ForwardX11=no',
    'PermitLocalCommand=no',
    'ControlPersist=no',
  ];
  if ((get('connecttimeout') ?? 'none') === 'none') settings.push('ConnectTimeout=30');
  // A key that has changed is refused even where the user's configuration asks no question of keys.
  if (['false', 'no', 'off'].includes(get('stricthostkeychecking') ?? '')) settings.push('StrictHostKeyChecking=accept-new');
  // Older ssh refuses options that it does not know; -G names those that it does.
  if (get('remotecommand') !== null) settings.push('RemoteCommand=none');
  if (get('stdinnull') !== null) settings.push('StdinNull=no');
  if (get('forkafterauthentication') !== null) settings.push('ForkAfterAuthentication=no');
  if (get('sessiontype') !== null && !options.includes('-N')) settings.push('SessionType=default');
  return ['ssh', ...configuration(env), '-T', ...options, ...settings.flatMap((setting) => ['-o', setting]), ...destination(endpoint), ...command];
}

/** The command that connects to the daemon there. Its path was checked to mean nothing to a shell (`parseEndpoint`). */
export const dialCommand = ({ socketPath }: SshEndpoint): string[] => [
  'docker',
  ...(socketPath === null ? [] : [`--host=unix://${socketPath}`]),
  'system',
  'dial-stdio',
];
