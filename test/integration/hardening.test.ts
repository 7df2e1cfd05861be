import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { ContainerSpec } from '@domain/plan/types';
import { Cli } from '../support/cli';
import { spyOnDaemon, type DaemonSpy } from '../support/daemon-spy';
import { testDaemon } from '../support/pieces';

const run = promisify(execFile);
let spy: DaemonSpy;
let home: string;
let env: Record<string, string>;

beforeEach(async (context: TestContext) => {
  const { dockerHost, image } = testDaemon(context);
  spy = await spyOnDaemon(dockerHost);
  home = await mkdtemp(join(tmpdir(), 'capstan-hardening-'));
  env = { DOCKER_HOST: spy.dockerHost, CAPSTAN_IMAGE: image, HOME: home, CAPSTAN_DATA: join(home, 'data') };
});
afterEach(async () => {
  await spy?.close();
  if (home) await rm(home, { recursive: true, force: true });
});

const record = (...words: string[]) => new Cli(['record', '--engine', 'docker', '--output', join(home, 'out'), '--json', ...words], env);
const docker = async (context: TestContext, ...words: string[]) => (await run('docker', words, { env: { ...process.env, DOCKER_HOST: testDaemon(context).dockerHost } })).stdout;

/** Folders of the machine that a look at its devices may read, and none may write. */
const lookedAt = /^\/(dev|run\/user|(etc|var\/run)\/cdi)$/;

/** What no container of any kind may have, whatever it is for. */
function expectHardened({ HostConfig: host, User: user }: ContainerSpec, told: string): void {
  expect(host, told).toMatchObject({ Privileged: false, CapDrop: ['ALL'], ReadonlyRootfs: true, SecurityOpt: ['no-new-privileges'], RestartPolicy: { Name: 'no' } });
  expect(host.CapAdd ?? [], told).toEqual([]);
  expect(user, told).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(host.NetworkMode, told).toMatch(/^(none|container:capstan-\w+-recorder)$/);
  expect(host.PidMode ?? '', told).not.toBe('host');
  expect(host.Memory, told).toBeGreaterThan(0);
  expect(host.MemorySwap, told).toBe(host.Memory);
  expect(host.PidsLimit, told).toBeGreaterThan(0);
  for (const field of ['Binds', 'VolumesFrom', 'IpcMode', 'UTSMode', 'UsernsMode', 'CgroupParent', 'Sysctls', 'PortBindings', 'Links']) expect(host, told).not.toHaveProperty(field);
}

/** Recordings as another user are written to a folder of their own in there. */
const isOwn = (source: string, output = join(home, 'out')) => source === output || /^[\w.-]+\.recording$/.test(source.slice(output.length + 1));
const mountsOf = ({ HostConfig }: ContainerSpec) => HostConfig.Mounts.map(({ Source, ReadOnly }) => ({ Source, ReadOnly }));

describe('every container that a recording asks for', () => {
  it('has no power, no network and no folder but its own; and so it runs', async (context) => {
    const cli = record('--size', '640x360');
    const { session } = await cli.event('started');
    await cli.event('progress', ({ frame }) => Number(frame) > 10);
    const running = (await docker(context, 'ps', '-q', '--filter', `label=dev.capstan.session=${String(session)}`)).trim().split('\n');
    expect(running.length).toBeGreaterThanOrEqual(2);
    const seccomp = (await docker(context, 'info', '--format', '{{.SecurityOptions}}')).includes('name=seccomp');
    for (const id of running) {
      const [{ State, Mounts, Config, HostConfig, Name }] = JSON.parse(await docker(context, 'inspect', id));
      const status = await readFile(`/proc/${State.Pid}/status`, 'utf8');
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) expect(status, Name).toMatch(new RegExp(`^${set}:\\s*0+$`, 'm'));
      expect(status, Name).toMatch(/^NoNewPrivs:\s*1$/m);
      if (seccomp) expect(status, Name).toMatch(/^Seccomp:\s*2$/m);
      const [user, group] = Config.User.split(':');
      expect(status, Name).toMatch(new RegExp(`^Uid:\\s*${user}\\s+${user}\\s+${user}\\s+${user}$`, 'm'));
      expect(status, Name).toMatch(new RegExp(`^Gid:\\s*${group}\\s+${group}\\s+${group}\\s+${group}$`, 'm'));
      expect(Number(user)).toBeGreaterThan(0);
      // As the kernel has it: the root cannot be written, and of the host there is the recordings folder alone.
      const mounts = (await readFile(`/proc/${State.Pid}/mountinfo`, 'utf8')).trim().split('\n').map((line) => line.split(' '));
      expect(mounts.find(([, , , , target]) => target === '/')?.[5], Name).toMatch(/^ro\b/);
      expect(mounts.some((words) => words.join(' ').includes('docker.sock'))).toBe(false);
      expect(Mounts.map(({ Source }: { Source: string }) => Source).filter((source: string) => !isOwn(source)), Name).toEqual([]);
      const interfaces = (await readFile(`/proc/${State.Pid}/net/dev`, 'utf8')).split('\n').slice(2).map((line) => line.split(':')[0]?.trim()).filter(Boolean);
      expect(interfaces.filter((name) => !/^(lo|tunl0|sit0|ip6tnl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|ip6gre0)$/.test(name ?? '')), Name).toEqual([]);
      // What the daemon made of it is what the kernel holds it to.
      expect(HostConfig.Privileged, Name).toBe(false);
    }
    cli.child.kill('SIGINT');
    expect(await cli.exit).toBe(0);
    const created = spy.created();
    expect(created.length).toBeGreaterThanOrEqual(running.length);
    const own = created.filter(({ Labels }) => Labels['dev.capstan.session'] === session);
    for (const spec of own) {
      expectHardened(spec, JSON.stringify(spec).slice(0, 300));
      expect(mountsOf(spec).filter(({ Source }) => !isOwn(Source))).toEqual([]);
    }
    // Only the recorder writes, and only one of them has its folder so.
    expect(own.filter((spec) => mountsOf(spec).some(({ ReadOnly }) => !ReadOnly)).map(({ Labels }) => Labels['dev.capstan.role'])).toEqual(['recorder']);
  });

  it('and what looks at the host: it reads what tells of devices, and writes nothing', async () => {
    for (const words of [['probe', '--json'], ['controls', '/dev/video0', '--json'], ['images', '--json'], ['recordings', '--json']]) await new Cli([...words, ...(words[0] === 'probe' ? ['--engine', 'docker'] : [])], env).exit;
    const created = spy.created();
    expect(created.length).toBeGreaterThan(0);
    for (const spec of created) {
      const told = JSON.stringify(spec).slice(0, 400);
      expect(spec.HostConfig, told).toMatchObject({ Privileged: false, CapDrop: ['ALL'], ReadonlyRootfs: true, SecurityOpt: ['no-new-privileges'], NetworkMode: 'none' });
      expect(spec.HostConfig.CapAdd ?? [], told).toEqual([]);
      for (const { Source, ReadOnly } of mountsOf(spec)) {
        expect(Source, told).not.toMatch(/docker\.sock$/);
        if (!Source.startsWith(home)) expect([Source, ReadOnly], told).toEqual([expect.stringMatching(lookedAt), true]);
      }
    }
  });

  it('with privileges says so before it runs, and leaves the root closed', async () => {
    const cli = record('--size', '640x360', '--privileged', '--seconds', '1');
    expect(await cli.exit).toBe(0);
    const types = cli.events.map(({ type, message }) => (type === 'warning' ? `${type}: ${String(message).slice(0, 26)}` : type));
    const warned = types.indexOf('warning: The recorder is privileged');
    expect(warned, types.join()).toBeGreaterThanOrEqual(0);
    expect(warned, types.join()).toBeLessThan(types.indexOf('started'));
    const privileged = spy.created().filter(({ HostConfig }) => HostConfig.Privileged);
    expect(privileged.map(({ Labels, HostConfig, User }) => [Labels['dev.capstan.role'], HostConfig.ReadonlyRootfs, HostConfig.NetworkMode, User.startsWith('0:')])).toEqual([['recorder', true, 'none', false]]);
  });
});

describe('a media file', () => {
  it('is all of the host that its recorder sees, and cannot be written', async () => {
    const path = join(home, "it's a, clip:1.mkv");
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=30:d=1', '-c:v', 'libx264', '-preset', 'ultrafast', path]);
    expect(await record('--source', path).exit).toBe(0);
    const recorder = spy.created().find(({ Labels }) => Labels['dev.capstan.role'] === 'recorder');
    const [file, folder, ...more] = mountsOf(recorder!);
    expect(file).toEqual({ Source: path, ReadOnly: true });
    expect([isOwn(folder?.Source ?? ''), folder?.ReadOnly, more]).toEqual([true, false, []]);
  });

  it.each([
    ['Docker’s own socket', async () => spy.dockerHost.replace('unix://', '')],
    ['a link to it', async () => linkTo(spy.dockerHost.replace('unix://', ''))],
    ['a link to a file of the system', async () => linkTo('/etc/hostname')],
    ['a file of the system', async () => '/etc/hostname'],
    ['a folder', async () => home],
    ['a link to the root', async () => linkTo('/')],
    ['a device', async () => '/dev/zero'],
  ])('may not be %s: no container is asked for', async (_name, place) => {
    const cli = record('--source', await place());
    expect(await cli.exit).toBe(1);
    expect(cli.events.at(-1)).toMatchObject({ type: 'ended', recording: null, error: { field: expect.stringMatching(/^source/) } });
    expect(spy.created().filter(({ Labels }) => Labels['dev.capstan.role'] === 'recorder')).toEqual([]);
  });

  const linkTo = async (target: string) => {
    const link = join(home, 'clip.mkv');
    await symlink(target, link);
    return link;
  };
});

it.each(['/etc', '/var/run', '/', '/run/x', '/tmp/../etc'])('recordings are not written to %s, nor by a link to it', async (directory) => {
  const link = join(home, 'link');
  await symlink(directory, link);
  for (const output of [directory, link]) {
    const cli = new Cli(['record', '--engine', 'docker', '--output', output, '--json', '--seconds', '1'], env);
    expect(await cli.exit, cli.stderr).toBe(1);
    expect(cli.events.at(-1)).toMatchObject({ error: { kind: 'output-unwritable', field: 'output.directory' } });
  }
  expect(spy.created().flatMap(mountsOf).filter(({ Source }) => [directory, '/etc', '/run', '/', link].includes(Source))).toEqual([]);
});

it('a name full of quotes, commas and options is one folder to Docker and to ffmpeg', async () => {
  const output = join(home, `-v, ro "x" 'y' $(z) [out] :w`);
  await mkdir(output);
  await writeFile(join(output, 'beside'), '');
  const cli = new Cli(['record', '--engine', 'docker', '--output', output, '--json', '--seconds', '1', '--size', '320x180'], env);
  expect(await cli.exit, cli.stderr).toBe(0);
  const { recording } = cli.events.at(-1) as unknown as { recording: { path: string } };
  expect(recording.path.startsWith(`${output}/`)).toBe(true);
  const mounts = mountsOf(spy.created().find(({ Labels }) => Labels['dev.capstan.role'] === 'recorder')!);
  expect(mounts.map(({ Source, ReadOnly }) => [isOwn(Source, output), ReadOnly])).toEqual([[true, false]]);
});

it('a container that only claims to be a session of ours is left alone, and so are the files that it names', async (context) => {
  expect(await record('--size', '320x180', '--seconds', '1').exit).toBe(0);
  const recorder = spy.created().find(({ Labels }) => Labels['dev.capstan.role'] === 'recorder')!;
  const victim = join(home, 'victim');
  await mkdir(victim);
  await writeFile(join(victim, 'thesis.txt'), 'years of work');
  const of = JSON.parse(recorder.Labels['dev.capstan.record']!);
  const forged = { ...of, id: 'forged2345', destination: victim, output: { ...of.output, directory: '/elsewhere', storage: 'shared', source: victim, fileName: 'a.mkv' } };
  const forgedLabels = { ...recorder.Labels, 'dev.capstan.session': forged.id, 'dev.capstan.record': JSON.stringify(forged) };
  const words = Object.entries(forgedLabels).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
  // One that has ended with nothing written: Capstan would clear away what it left.
  await docker(context, 'run', '--network', 'none', '--name', 'capstan-forged2345-recorder', ...words, testDaemon(context).image, 'true');
  try {
    const sessions = new Cli(['sessions', '--json'], env);
    expect(await sessions.exit).toBe(0);
    expect(sessions.stdout).not.toContain(forged.id);
    expect(await readFile(join(victim, 'thesis.txt'), 'utf8')).toBe('years of work');
  } finally {
    await docker(context, 'rm', '--force', 'capstan-forged2345-recorder');
  }
});
