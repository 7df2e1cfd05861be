import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorKind } from '@domain/errors';
import { parseSshLog } from '@domain/ssh-log';

const folder = resolve(import.meta.dirname, '../../fixtures/ssh-log');

/** What each real output means: the exit status that came with it, the kind, and what the detail must say. */
const meanings: Record<string, readonly [exitCode: number, ErrorKind, RegExp]> = {
  '9.2-banner-timeout': [255, 'host-unreachable', /timed out during banner exchange/],
  '9.2-docker-not-found-bash': [127, 'docker-missing', /docker: command not found/],
  '9.2-docker-not-found-dash': [127, 'docker-missing', /docker: not found/],
  '9.2-docker-not-found-env': [127, 'docker-missing', /No such file or directory/],
  '9.2-docker-socket-forbidden': [1, 'daemon-forbidden', /docker\.sock: connect: permission denied/],
  '9.2-docker-socket-missing': [1, 'daemon-unreachable', /nonexist\.sock: connect: no such file/],
  '9.2-jump-refused': [255, 'host-unreachable', /connect to host 127\.0\.0\.1 port 1: Connection refused/],
  '9.2-key-changed': [255, 'host-key-rejected', /^The key \(ED25519\) of \[127\.0\.0\.1\]:2261 .*SHA256:YtGrZ12HHSu6H.*kh-bad, line 1\.$/],
  '9.2-key-file-open': [255, 'ssh-auth-failed', /leaves the key \/home\/me\/\.ssh\/client alone/],
  '9.2-key-unknown': [255, 'host-key-unknown', /verification failed/],
  '9.2-key-unknown-strict': [255, 'host-key-unknown', /^No ED25519 host key is known for \[127\.0\.0\.1\]:2261/],
  '9.2-no-common-key-type': [255, 'ssh-misconfigured', /no matching host key type/],
  '9.2-option-command-line': [255, 'ssh-misconfigured', /nonsense/],
  '9.2-option-config': [255, 'ssh-misconfigured', /bad\.conf: line 2: Bad configuration option: nonsense/],
  '9.2-proxy-ends': [255, 'host-unreachable', /closed by remote host/],
  '9.2-publickey-denied': [255, 'ssh-auth-failed', /^root@127\.0\.0\.1: Permission denied \(publickey\)\.$/],
  '9.2-refused': [255, 'host-unreachable', /Connection refused/],
  '9.2-resolve': [255, 'host-unreachable', /nowhere\.invalid: Name or service not known/],
  'sample-client-missing': [1, 'ssh-missing', /no ssh on this computer/],
  'sample-docker-not-found-bash': [1, 'docker-missing', /^bash: line 1: docker: command not found$/],
  'sample-host-key-askpass': [1, 'host-key-unknown', /^Host key verification failed\.$/],
  'sample-host-key-changed-ecdsa': [255, 'host-key-rejected', /ECDSA.*192\.168\.1\.30.*\/h\/\.ssh\/known_hosts, line 2/],
  'sample-host-key-changed-hint': [255, 'host-key-rejected', /ECDSA.*172\.16\.82\.106.*known_hosts, line 1/],
  'sample-kex-closed': [255, 'host-unreachable', /kex_exchange_identification: Connection closed/],
  'sample-kex-reset': [255, 'host-unreachable', /Connection reset by peer/],
  'sample-publickey-denied': [1, 'ssh-auth-failed', /^deploy@prod: Permission denied \(publickey\)\.$/],
  'sample-remotecommand': [1, 'ssh-misconfigured', /^Cannot execute command-line and remote command/],
};

const text = (name: string) => readFileSync(resolve(folder, `${name}.txt`), 'utf8');

describe('what ssh says', () => {
  it('every real output is read', () => {
    expect(readdirSync(folder).map((name) => name.replace(/\.txt$/, '')).toSorted()).toEqual(Object.keys(meanings).toSorted());
  });

  it.each(Object.entries(meanings))('%s', (name, [exitCode, kind, detail]) => {
    expect(parseSshLog(text(name), exitCode)).toMatchObject({ kind, detail: expect.stringMatching(detail) });
  });

  it.each(Object.entries(meanings))('%s, folded at 40 columns', (name, [exitCode, kind]) => {
    const folded = text(name).replace(/(.{30,40}) /g, '$1\n');
    expect(parseSshLog(folded, exitCode)?.kind).toBe(kind);
  });
});

describe('other words', () => {
  it.each<[string, number | null, ErrorKind | null]>([
    ['bash: Zeile 1: docker: Kommando nicht gefunden.', 127, 'docker-missing'],
    ['fish: Unknown command: docker', 127, 'docker-missing'],
    ['zsh:1: command not found: docker', 127, 'docker-missing'],
    ["docker: 'system' is not a docker command.", 1, 'daemon-too-old'],
    ['root@h: Permission denied (publickey,gssapi-keyex,gssapi-with-mic,password).', 255, 'ssh-auth-failed'],
    ['Received disconnect from 10.0.0.5 port 22:2: Too many authentication failures', 255, 'ssh-auth-failed'],
    ['got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock', 1, 'daemon-forbidden'],
    ['permission denied while trying to connect to the docker API at unix:///var/run/docker.sock', 1, 'daemon-forbidden'],
    ['Timeout, server 10.0.0.5 not responding.', 255, 'connection-lost'],
    ['Unauthorised access is forbidden. All access denied by default.\nroot@h: Permission denied (publickey).', 255, 'ssh-auth-failed'],
    ['debug1: Host key verification failed.', 255, null],
    ['', 255, null],
    ['', 0, null],
    ['', null, null],
    ['Welcome to Debian', 0, null],
  ])('%s', (said, exitCode, kind) => expect(parseSshLog(said, exitCode)?.kind ?? null).toBe(kind));
});

it('no text breaks it', () =>
  assert(
    property(string({ maxLength: 200 }), integer({ min: 0, max: 255 }), (said, exitCode) => {
      const error = parseSshLog(said, exitCode);
      if (error) expect(error.detail.length).toBeGreaterThan(0);
    }),
  ));

it('a long text without a blank is read as fast as any', () => {
  const started = performance.now();
  for (const letter of ['a', ':', '-', '"']) parseSshLog(letter.repeat(200_000), 255);
  expect(performance.now() - started).toBeLessThan(2000);
});
