import { capstanError, type CapstanError, type ErrorExtras, type ErrorKind } from './errors';

interface Rule {
  readonly pattern: RegExp;
  readonly kind: ErrorKind;
  /** What is told instead of the matched line. */
  readonly detail?: (match: RegExpExecArray, text: string) => string;
  readonly nextStep?: string;
}

/** In the order in which they are asked: what ssh says of a key comes before what it says of the end that follows from it. */
const rules: readonly Rule[] = [
  {
    pattern: /REMOTE HOST IDENTIFICATION HAS CHANGED|POSSIBLE DNS SPOOFING DETECTED|host key for \S+ has changed/i,
    kind: 'host-key-rejected',
    detail: (_match, text) => changedKey(text),
  },
  { pattern: /REVOKED HOST KEY DETECTED|host key .{0,80}is revoked/i, kind: 'host-key-rejected', detail: () => 'The key of this host was revoked in a known_hosts file.' },
  { pattern: /No \S+ host key is known for \S+/i, kind: 'host-key-unknown' },
  { pattern: /Host key verification failed|authenticity of host \S+ .{0,80}can't be established/i, kind: 'host-key-unknown' },
  {
    pattern: /UNPROTECTED PRIVATE KEY FILE.*?Permissions \S+ for (['"]?)(.+?)\1 are too open/i,
    kind: 'ssh-auth-failed',
    detail: ([, , file = '']) => `ssh leaves the key ${file} alone, since others may read it.`,
    nextStep: 'Run `chmod 600` on the key file.',
  },
  { pattern: /Permission denied \([a-z0-9,@. -]+\)\.?/i, kind: 'ssh-auth-failed' },
  { pattern: /Too many authentication failures|No supported authentication methods available|no more authentication methods/i, kind: 'ssh-auth-failed' },
  {
    pattern: /Cannot execute command-line and remote command/i,
    kind: 'ssh-misconfigured',
    nextStep: 'Take RemoteCommand out of the settings of this host in ~/.ssh/config.',
  },
  { pattern: /Bad configuration option: \S+/i, kind: 'ssh-misconfigured' },
  { pattern: /Bad owner or permissions on \S+|Can't open user config file [^:]+|ControlPath too long|percent_expand: .*|\bline \d+: (no argument|keyword|missing|garbage|unsupported|invalid|extra|unknown|Directive|Bad) .*/i, kind: 'ssh-misconfigured' },
  { pattern: /Unable to negotiate with .*? no matching .*/i, kind: 'ssh-misconfigured' },
  { pattern: /exec: "ssh": executable file not found/i, kind: 'ssh-missing', detail: () => 'There is no ssh on this computer’s PATH.' },
  {
    pattern: /permission denied while trying to connect to the Docker \S+.*|dial unix (\S+?): connect: permission denied/i,
    kind: 'daemon-forbidden',
    nextStep: 'Run `sudo usermod -aG docker $USER` on the host, then connect again.',
  },
  {
    pattern: /docker: (command )?not found|(command not found|Unknown command): docker\b|[‘'"]?docker[’'"]?: No such file or directory|'docker' is not recognized/i,
    kind: 'docker-missing',
  },
  {
    pattern: /docker: '?system( dial-stdio)?'? is not a docker command|unknown command "?dial-stdio"?.*/i,
    kind: 'daemon-too-old',
  },
  {
    pattern: /Cannot connect to the Docker daemon.*|dial (unix|tcp) \S+: connect: .*|failed to open the raw stream connection: .*/i,
    kind: 'daemon-unreachable',
    nextStep: 'Start Docker on the host: `systemctl start docker`.',
  },
  { pattern: /Timeout, server \S+ not responding|client_loop: send disconnect: .*|Connection to \S+ closed by remote host|Read from remote host .*/i, kind: 'connection-lost' },
  { pattern: /ssh: connect to host .*|Could not resolve hostname .*|getaddrinfo .*/i, kind: 'host-unreachable' },
  { pattern: /(kex|ssh)_exchange_identification: .*|Connection (closed|reset|timed out) .*|banner exchange: .*|ssh_dispatch_run_fatal: .*|stdio forwarding failed/i, kind: 'host-unreachable' },
];

/**
 * What ssh, or the docker command behind it, said before it ended. @param exitCode 255 is ssh's own; others are the
 * command's; null where a signal ended it. Answers null where nothing was recognised.
 */
export function parseSshLog(said: string, exitCode: number | null): CapstanError | null {
  const lines = said.split(/\r?\n/).filter((line) => !/^debug\d:/.test(line));
  // docker's own client folds what ssh said into sentences of its own.
  const text = lines.join(' ').replace(/\s+/g, ' ').trim();
  for (const rule of rules) {
    const match = rule.pattern.exec(text);
    if (!match) continue;
    const line = lines.map((one) => one.trim()).find((one) => rule.pattern.test(one));
    const detail = rule.detail?.(match, text) ?? (line === undefined ? match[0] : withoutCommand(line));
    return capstanError(rule.kind, detail.slice(0, 500), extrasOf(rule));
  }
  // The shell's words for it may be in any language; its status is not.
  if (exitCode === 127) return capstanError('docker-missing', text.slice(0, 500) || 'The shell there found no docker.');
  return null;
}

const extrasOf = ({ nextStep }: Rule): ErrorExtras => (nextStep === undefined ? {} : { nextStep });

/** docker's client repeats the command and the address before what ssh said. */
const withoutCommand = (line: string): string => line.replace(/^.*\bstderr=/, '');

/** Names the key, the host and the place of the old key, as far as the text goes. */
function changedKey(text: string): string {
  const algorithm = /fingerprint for the (\S+) key/i.exec(text)?.[1];
  const fingerprint = /(SHA256:[A-Za-z0-9+/=]+|MD5:[0-9a-f:]+)/.exec(text)?.[1]?.replace(/\.$/, '');
  const host = /host key for (\S+) has changed/i.exec(text)?.[1] ?? /-R ["']?([^"'\s]+)/.exec(text)?.[1];
  const place = /Offending (?:\S+ )?key in (\S+?):(\d+)/i.exec(text);
  return [
    `The key${algorithm === undefined ? '' : ` (${algorithm})`} of ${host ?? 'the host'} is another one than before`,
    fingerprint === undefined ? '' : `: it is now ${fingerprint}`,
    place ? `; the one before is in ${place[1]}, line ${place[2]}` : '',
    '.',
  ].join('');
}
