import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { HostCheck } from '@domain/host';
import { Cli } from '../support/cli';
import { testDaemon } from '../support/pieces';
import { startSshHost, type SshHost, type SshHostOptions } from '../support/ssh-host';

const run = promisify(execFile);

let home: string;
let host: SshHost | null;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-check-'));
  host = null;
});
afterEach(async () => {
  await host?.remove();
  rmSync(home, { recursive: true, force: true });
});

const capstan = (context: TestContext, words: readonly string[]) =>
  new Cli(words, { ...host?.env, CAPSTAN_IMAGE: testDaemon(context).image, HOME: home, CAPSTAN_DATA: join(home, 'data') });

/** The outcome of `hosts check --json`: its status, the steps that passed, and the one that failed. */
async function check(context: TestContext, address: string, ...words: string[]) {
  const cli = capstan(context, ['hosts', 'check', address, '--json', ...words]);
  const status = await cli.exit;
  const found = JSON.parse(cli.stdout) as HostCheck;
  const failed = found.steps.find(({ state }) => state === 'failed');
  expect(found.steps.at(-1)).toEqual(failed ?? found.steps.at(-1));
  expect({ passed: found.passed, status }).toEqual(failed ? { passed: false, status: 1 } : { passed: true, status: 0 });
  return { passed: found.steps.filter(({ state }) => state === 'passed').map(({ step }) => step), failed: failed && { step: failed.step, ...failed.error }, offered: found.offeredKey };
}

const start = async (context: TestContext, options?: SshHostOptions) => (host = await startSshHost(context, options));
const toLogin = ['name', 'connection', 'host-key', 'login'];

describe('a check', () => {
  it('passes every step of a host that works, and leaves nothing', async (context) => {
    const server = await start(context);
    const text = capstan(context, ['hosts', 'check', server.address]);
    expect(await text.exit, text.stderr).toBe(0);
    expect(text.stdout.split('\n').slice(0, -1).map((line) => line.split(/\s+/).slice(0, 2).join(' '))).toEqual(
      [...toLogin, 'docker', 'daemon', 'version', 'image', 'space'].map((step) => `ok ${step}`),
    );
    expect(await server.clients()).toEqual([]);
  });

  it('begins at the daemon where there is no ssh', async (context) => {
    expect(await check(context, testDaemon(context).dockerHost)).toMatchObject({ passed: ['daemon', 'version', 'image', 'space'], failed: undefined });
    expect(await check(context, `unix://${home}/none.sock`)).toMatchObject({ passed: [], failed: { step: 'daemon', kind: 'daemon-unreachable' } });
  });

  it('names a host that has no address, and one that is not there', async (context) => {
    testDaemon(context);
    expect(await check(context, 'ssh://capstan-test.invalid')).toMatchObject({ passed: [], failed: { step: 'name', kind: 'host-unreachable' } });
    expect(await check(context, 'ssh://127.0.0.1:1')).toMatchObject({
      passed: ['name'],
      failed: { step: 'connection', kind: 'host-unreachable', detail: 'ssh: connect to host 127.0.0.1 port 1: Connection refused' },
    });
  });

  it('tells that the login is refused', async (context) => {
    const server = await start(context);
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, 'other')]);
    writeFileSync(join(server.directory, 'client'), readFileSync(join(home, 'other')), { mode: 0o600 });
    expect(await check(context, server.address)).toMatchObject({
      passed: ['name', 'connection', 'host-key'],
      failed: { step: 'login', kind: 'ssh-auth-failed', detail: 'root@127.0.0.1: Permission denied (publickey).' },
    });
  });

  it('tells that there is no docker', async (context) => {
    const server = await start(context, { server: ['ForceCommand PATH=/nowhere; docker system dial-stdio'] });
    expect(await check(context, server.address)).toMatchObject({ passed: toLogin, failed: { step: 'docker', kind: 'docker-missing', detail: expect.stringContaining('docker') } });
  });

  it('tells that no daemon runs', async (context) => {
    const server = await start(context, { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    expect(await check(context, server.address)).toMatchObject({
      passed: [...toLogin, 'docker'],
      failed: { step: 'daemon', kind: 'daemon-unreachable', detail: expect.stringContaining('/nowhere/docker.sock') },
    });
  });

  it('tells that the user may not use the daemon', async (context) => {
    const server = await start(context, { server: ['ForceCommand setpriv --reuid 65534 --clear-groups env HOME=/tmp docker system dial-stdio'] });
    expect(await check(context, server.address)).toMatchObject({ passed: [...toLogin, 'docker'], failed: { step: 'daemon', kind: 'daemon-forbidden' } });
  });

  it('refuses a daemon that is too old', async (context) => {
    testDaemon(context);
    // No such Docker can be installed here: the answer of one stands in.
    const server = createServer((_request, response) => response.end(JSON.stringify({ Version: '19.03.15', ApiVersion: '1.40', MinAPIVersion: '1.12' })));
    await new Promise<void>((done) => server.listen(join(home, 'old.sock'), done));
    try {
      expect(await check(context, `unix://${home}/old.sock`)).toMatchObject({ passed: ['daemon'], failed: { step: 'version', kind: 'daemon-too-old', detail: expect.stringContaining('19.03.15') } });
    } finally {
      server.close();
    }
  });

  it('tells that the image is missing, and how it is got', async (context) => {
    const server = await start(context);
    const cli = new Cli(['hosts', 'check', server.address, '--json'], { ...server.env, CAPSTAN_IMAGE: 'capstan/none:1', HOME: home, CAPSTAN_DATA: join(home, 'data') });
    expect(await cli.exit).toBe(1);
    expect((JSON.parse(cli.stdout) as HostCheck).steps.at(-1)).toMatchObject({ step: 'image', error: { kind: 'image-missing', nextStep: expect.stringContaining('docker pull capstan/none:1') } });
  });

  it('goes by way of a jump host, and says so', async (context) => {
    const server = await start(context, { client: ['Host far', 'HostName 127.0.0.1', 'User root', 'ProxyJump 127.0.0.1', 'Host *'] });
    appendFileSync(server.configFile, `\nPort ${server.port}\n`);
    expect(await check(context, 'ssh://far')).toMatchObject({ failed: undefined });
    const text = capstan(context, ['hosts', 'check', 'ssh://far']);
    await text.exit;
    expect(text.stdout).toContain('by way of [127.0.0.1].');
  });

  it('a socket of another path on the host is used', async (context) => {
    const socket = testDaemon(context).dockerHost.replace('unix://', '');
    const server = await start(context, { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    expect(await check(context, `${server.address}${socket}`)).toMatchObject({ failed: undefined });
  });
});

describe('host keys', () => {
  it('one that is not known is shown, accepted by its fingerprint, and known from then on', async (context) => {
    const server = await start(context);
    writeFileSync(server.knownHostsFile, '# mine');
    const first = await check(context, server.address);
    expect(first).toMatchObject({ passed: ['name', 'connection'], failed: { step: 'host-key', kind: 'host-key-unknown' } });
    const { stdout } = await run('ssh-keygen', ['-lf', join(server.directory, 'host.pub')]);
    expect(first.offered).toEqual({ fingerprint: stdout.split(' ')[1], algorithm: 'ED25519', knownHostsFile: server.knownHostsFile });
    expect(readFileSync(server.knownHostsFile, 'utf8')).toBe('# mine');

    const wrong = capstan(context, ['hosts', 'check', server.address, '--accept-key', 'SHA256:AAAA']);
    expect(await wrong.exit).toBe(1);
    expect(readFileSync(server.knownHostsFile, 'utf8')).toBe('# mine');

    expect(await check(context, server.address, '--accept-key', first.offered!.fingerprint)).toMatchObject({ failed: undefined });
    expect(readFileSync(server.knownHostsFile, 'utf8')).toBe(`# mine\n${server.knownHostsLine}\n`);
    expect(await check(context, server.address)).toMatchObject({ failed: undefined });
  });

  it('names are hashed where the user wants it so', async (context) => {
    const server = await start(context, { client: ['HashKnownHosts yes'] });
    writeFileSync(server.knownHostsFile, '');
    const { offered } = await check(context, server.address);
    expect(await check(context, server.address, '--accept-key', offered!.fingerprint)).toMatchObject({ failed: undefined });
    expect(readFileSync(server.knownHostsFile, 'utf8')).toMatch(/^\|1\|\S+ ssh-ed25519 \S+\n$/);
  });

  it('one that has changed is refused and never offered, even where the user asks for no check', async (context) => {
    await changedKeyIsRefused(context, []);
    await host?.remove();
    await changedKeyIsRefused(context, ['StrictHostKeyChecking no']);
  });

  it('one of another kind than the known one is a changed one', async (context) => {
    const server = await start(context);
    await run('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-f', join(home, 'other')]);
    writeFileSync(server.knownHostsFile, knownAs(server, join(home, 'other.pub')));
    expect(await check(context, server.address)).toMatchObject({ failed: { step: 'host-key', kind: 'host-key-rejected' }, offered: null });
  });
});

const knownAs = ({ port }: SshHost, publicKey: string) => `[127.0.0.1]:${port} ${readFileSync(publicKey, 'utf8').split(' ').slice(0, 2).join(' ')}\n`;

async function changedKeyIsRefused(context: TestContext, client: readonly string[]): Promise<void> {
  const server = await start(context, { client });
  rmSync(join(home, 'other'), { force: true });
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, 'other')]);
  const known = knownAs(server, join(home, 'other.pub'));
  writeFileSync(server.knownHostsFile, known);
  expect(await check(context, server.address)).toMatchObject({
    passed: ['name', 'connection'],
    failed: { step: 'host-key', kind: 'host-key-rejected', detail: expect.stringContaining(`${server.knownHostsFile}, line 1`) },
    offered: null,
  });
  const { stdout } = await run('ssh-keygen', ['-lf', join(server.directory, 'host.pub')]);
  const accepting = capstan(context, ['hosts', 'check', server.address, '--accept-key', stdout.split(' ')[1]!]);
  expect(await accepting.exit).toBe(1);
  expect(readFileSync(server.knownHostsFile, 'utf8')).toBe(known);
}
