import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { findingSchema, type Finding } from '@domain/doctor/finding';
import { Cli } from '../support/cli';
import { testDaemon } from '../support/pieces';
import { startSshHost, type SshHost } from '../support/ssh-host';
import { until } from '../support/until';

const run = promisify(execFile);
/** A node without a camera behind it. */
const node = '/dev/video4094';
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

let home: string;
let host: SshHost | null;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-doctor-'));
  chmodSync(home, 0o777);
  host = null;
});
afterEach(async () => {
  await host?.remove();
  rmSync(node, { force: true });
  rmSync(home, { recursive: true, force: true });
});

interface Looked {
  readonly status: number | null;
  readonly stderr: string;
  of(id: string): Finding | undefined;
}

const doctor = (context: TestContext, words: readonly string[], env: Record<string, string> = {}, wrapper: readonly string[] = []) => {
  const { image, dockerHost } = testDaemon(context);
  return new Cli(['doctor', ...words], { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image, HOME: home, CAPSTAN_DATA: join(home, 'data'), ...host?.env, ...env }, wrapper);
};

/** What `capstan doctor --json` found: all of it, and nothing else on stdout. */
async function look(context: TestContext, words: readonly string[] = [], env?: Record<string, string>, wrapper?: readonly string[]): Promise<Looked> {
  const cli = doctor(context, [...words, '--json'], env, wrapper);
  const status = await cli.exit;
  const findings = z.array(findingSchema).parse(JSON.parse(cli.stdout));
  expect(status, cli.stderr).toBe(findings.some((finding) => finding.status === 'failed') ? 1 : 0);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  return { status, stderr: cli.stderr, of: (id) => findings.find((finding) => finding.id === id) };
}

async function containers(context: TestContext): Promise<string[]> {
  const { stdout } = await run('docker', ['--host', testDaemon(context).dockerHost, 'ps', '--all', '--quiet']);
  return stdout.split('\n').filter((id) => id !== '');
}

describe('of this computer', () => {
  it('looks at daemon, machine, disk and offer, and leaves nothing behind', async (context) => {
    const before = await containers(context);
    const { of, stderr } = await look(context);
    expect(of('docker-daemon')).toMatchObject({ status: 'ok' });
    expect(of('docker-image')).toMatchObject({ status: 'ok' });
    expect(of('disk-space')).toMatchObject({ status: 'ok', evidence: expect.stringContaining(join(home, 'Videos/Capstan')) });
    expect(of('disk-speed')?.evidence).toMatch(/[\d.]+ MB\/s/);
    expect(of('encoder-not-built')?.evidence).toMatch(/^ffmpeg \d/);
    expect(of('unseen')).toMatchObject({ status: 'ok' });
    expect(stderr).toContain('Looking at the machine ...');
    expect(await containers(context)).toEqual(before);
    expect(readdirSync(home).filter((name) => name.startsWith('.') || name === 'Videos')).toEqual([]);
  });

  it('asks no daemon for its own ffmpeg, and tells by group what it found', async (context) => {
    const cli = doctor(context, ['--engine', 'local', '--all']);
    expect(await cli.exit, cli.stderr).toBe(0);
    expect(cli.stdout).toMatch(/^ {2}- +Docker’s daemon: Recordings run as processes of this computer here/m);
    expect(cli.stdout).toMatch(/\nEncoders\n {2}- +Encoders that work: /);
    expect(cli.stdout).toMatch(/\n\n0 failed, \d+ warnings?, \d+ ok, \d+ not applicable\n$/);
  });

  it('tells of a daemon that is not there, and of one that this user may not use', async (context) => {
    const { of } = await look(context, [], { DOCKER_HOST: `unix://${home}/none.sock` });
    expect(of('docker-daemon')).toMatchObject({ status: 'failed', evidence: expect.stringContaining('ENOENT'), commands: expect.arrayContaining([expect.stringContaining('systemctl')]) });
    // What this computer tells, and its own ffmpeg, are there all the same.
    expect(of('disk-space')).toMatchObject({ status: 'ok' });
    expect(of('encoder-not-built')?.evidence).toMatch(/^ffmpeg \d/);
    rmSync(join(home, 'data'), { recursive: true });
    const forbidden = await look(context, [], {}, nobody);
    expect(forbidden.of('docker-socket')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('usermod') });
  });

  it('names the process that holds a camera', async (context) => {
    testDaemon(context);
    await run('mknod', [node, 'c', '1', '3']);
    const holder = spawn('sh', ['-c', `exec sleep 600 <${node}`], { stdio: 'ignore' });
    try {
      const { of } = await look(context, ['--engine', 'local']);
      expect(of('device-busy')).toMatchObject({ status: 'warning', evidence: `${node}: process ${holder.pid} sleep` });
    } finally {
      holder.kill();
    }
  });

  it('tells that a disk is full', async (context) => {
    testDaemon(context);
    const videos = join(home, 'Videos');
    mkdirSync(videos);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'capstan-test', videos]);
    try {
      const { of } = await look(context, ['--engine', 'local']);
      expect(of('disk-space')).toMatchObject({ status: 'failed', evidence: expect.stringContaining(videos) });
      expect(readdirSync(videos)).toEqual([]);
    } finally {
      await run('umount', [videos]);
    }
  });

  it('remembers what a recording failed by', async (context) => {
    testDaemon(context);
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, CAPSTAN_DATA: join(home, 'data') };
    const failing = new Cli(['record', '--engine', 'local', '--source', node, '--seconds', '1'], env);
    expect(await failing.exit, failing.stdout).toBe(1);
    expect((await look(context, ['--engine', 'local'])).of('device-missing')).toMatchObject({ status: 'warning', reason: expect.stringContaining('A recording failed by this') });
  });

  it('ends where it is interrupted, with nothing left behind', async (context) => {
    const before = await containers(context);
    const cli = doctor(context, ['--json']);
    await until('the examination to begin', () => cli.stderr.includes('Looking at the disk'));
    cli.child.kill('SIGINT');
    expect(await cli.exit, cli.stderr).toBe(1);
    expect(JSON.parse(cli.stdout)).toMatchObject({ error: { kind: 'doctor-cancelled' } });
    expect(await containers(context)).toEqual(before);
  });
});

describe('of a host over ssh', () => {
  it('is looked at through its daemon', async (context) => {
    const before = await containers(context);
    host = await startSshHost(context);
    const { of } = await look(context, ['--host', host.address]);
    expect(of('ssh-login')).toMatchObject({ status: 'ok' });
    expect(of('docker-daemon')).toMatchObject({ status: 'ok' });
    expect(of('ssh-sessions')).toMatchObject({ status: 'ok' });
    expect(of('clock')).toMatchObject({ status: 'ok', evidence: expect.stringMatching(/^[+-][01]\.\d s against this computer/) });
    expect(of('disk-speed')?.evidence).toMatch(/^The volume capstan-recordings: [\d.]+ MB\/s/);
    expect(of('unseen')).toMatchObject({ status: 'ok' });
    expect(await host.clients()).toEqual([]);
    expect(await containers(context)).toEqual(before);
  });

  it('tells of a server that refuses sessions in one connection', async (context) => {
    host = await startSshHost(context, { server: ['MaxSessions 1'] });
    const { of } = await look(context, ['--host', host.address]);
    expect(of('ssh-sessions')).toMatchObject({ status: 'warning', evidence: expect.stringContaining('session request failed') });
  });

  it('still gives a report of a host whose key is not known', async (context) => {
    host = await startSshHost(context);
    writeFileSync(host.knownHostsFile, '');
    const { of } = await look(context, ['--host', host.address]);
    expect(of('host-key')).toMatchObject({ status: 'failed' });
    expect(of('docker-daemon')).toMatchObject({ status: 'not-applicable' });
    expect(await host.clients()).toEqual([]);
  });
});
