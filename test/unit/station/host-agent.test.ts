import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf } from '@domain/errors';
import { hostAgentArgv } from '@domain/host-probe/script';
import type { AgentEvents, OpenAgent } from '../../../src/station/devices/agent-link';
import { HostAgent } from '../../../src/station/devices/host-agent';
import { startPiped, type PipedProcess } from '../../../src/station/process';
import { findProgram } from '../../../scripts/setup/programs.mjs';
import { until } from '../../support/until';

let folder: string;
const started: PipedProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-agent-'));
  await mkdir(join(folder, 'dev'));
  await mkdir(join(folder, 'users'));
});
afterEach(async () => {
  for (const agent of started.splice(0)) agent.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** The real script in a real shell, over a folder in place of /dev. */
function agentOf(shell: readonly string[] = ['sh'], env: NodeJS.ProcessEnv = process.env): OpenAgent {
  return async ({ stdout, stderr, ended }: AgentEvents) => {
    const [, ...rest] = hostAgentArgv({ devDirectory: join(folder, 'dev'), usersDirectory: join(folder, 'users'), cdiDirectories: [join(folder, 'cdi'), join(folder, 'absent')] });
    const agent = startPiped([...shell, ...rest], { env });
    started.push(agent);
    agent.stdout.on('data', stdout);
    agent.stderr.on('data', stderr);
    agent.closed.then(ended, ended);
    return {
      write: (text) => agent.stdin.write(text),
      close: async () => {
        agent.stdin.end();
        await agent.closed;
      },
    };
  };
}

describe.each([[['sh']], [['busybox', 'sh']]])('the script in %j', (shell) => {
  it.skipIf(findProgram(shell[0]!) === null)('looks, tells of a change within two seconds, and ends with its stdin', async () => {
    const agent = new HostAgent({ open: agentOf(shell) });
    const changes: number[] = [];
    await agent.watch(() => changes.push(performance.now()));
    expect(await agent.look()).toMatchObject({ captureDevices: [], renderNodes: expect.any(Array) });
    const plugged = performance.now();
    await writeFile(join(folder, 'dev', 'video7'), '');
    await until('the change to be told', () => changes.length > 0, { withinSeconds: 5 });
    // Every second it looks; the rest is what a busy machine needs.
    expect(changes[0]! - plugged).toBeLessThan(3000);
    await agent.close();
    expect((await started[0]!.closed).exitCode).toBe(0);
  });
});

describe('a look', () => {
  it('asks a camera for its lists, and a node for metadata for nothing more', async () => {
    const rig = await readFile(resolve(import.meta.dirname, '../../fixtures/host-probe/rig-two-usb-cameras-and-loopback-sound.txt'), 'utf8');
    const bin = join(folder, 'bin');
    await mkdir(bin);
    // In place of v4l2-ctl: what it said of a real camera and its metadata node, with a note of what it was asked.
    await writeFile(join(bin, 'v4l2-ctl'), `#!/bin/sh\necho "$*" >>${join(folder, 'asked')}\ncase $* in *--info*) cat "${folder}/\${2##*/}" ;; *) echo "[0]: 'MJPG' (Motion-JPEG)" ;; esac\n`, { mode: 0o755 });
    for (const number of [2, 3]) {
      const [, section = ''] = new RegExp(`^node ${number}\\n(.*?)^end ${number}$`, 'ms').exec(rig) ?? [];
      const info = section.split('\n').flatMap((line) => (line.startsWith('info ') ? [line.slice('info '.length)] : []));
      await writeFile(join(folder, `video${number}`), info.join('\n'));
      await symlink('/dev/null', join(folder, 'dev', `video${number}`));
    }
    const agent = new HostAgent({ open: agentOf(['sh'], { PATH: `${bin}:${process.env['PATH']}` }) });
    const { captureDevices } = await agent.look();
    await agent.close();
    expect(captureDevices).toMatchObject([{ path: '/dev/video2', driver: 'uvcvideo', formats: [{ fourcc: 'MJPG' }] }]);
    const asked = (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
    expect(asked.map((line) => line.replace(`${folder}/dev/`, ''))).toEqual([
      '-d video2 --info --get-input --get-fmt-video --query-dv-timings',
      '-d video2 --list-formats-ext --list-ctrls-menus',
      '-d video3 --info --get-input --get-fmt-video --query-dv-timings',
    ]);
  });
});

describe('controls', () => {
  it('of a device that is not there', async () => {
    const agent = new HostAgent({ open: agentOf() });
    const thrown = await agent.setControls('/dev/video9', { brightness: 1 }).catch(errorOf);
    expect(thrown).toMatchObject({ kind: 'device-missing', detail: expect.stringContaining('/dev/video9') });
    await agent.close();
  });

  it('where v4l2-ctl is not installed: says what to install', async () => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    const agent = new HostAgent({ open: agentOf(['/bin/sh'], { PATH: bin }) });
    expect(await agent.setControls('/dev/video0', { brightness: 1 }).catch(errorOf)).toMatchObject({ kind: 'control-refused', nextStep: expect.stringContaining('v4l-utils') });
    await agent.close();
  });

  it.each([
    ['/dev/video0; touch x', { brightness: 1 }],
    ['/dev/../video0', { brightness: 1 }],
    ['/dev/video0', { 'brightness=1 -c gain': 1 }],
    ['/dev/video0', { brightness: 0.5 }],
  ])('with other text in %j %j are refused before anything is asked', async (path, values) => {
    const agent = new HostAgent({ open: () => Promise.reject(new Error('asked')) });
    expect(await agent.setControls(path, values).catch(errorOf)).toMatchObject({ kind: 'control-refused' });
  });

  it('and by the script itself, should such text ever reach it', async () => {
    const [shell = '', ...rest] = hostAgentArgv({ devDirectory: join(folder, 'dev'), usersDirectory: join(folder, 'users') });
    const agent = startPiped([shell, ...rest]);
    let said = '';
    agent.stdout.on('data', (chunk: Uint8Array) => {
      said += new TextDecoder().decode(chunk);
    });
    agent.stdin.end(`set 1 0;touch${join(folder, 'pwned')} a=1\nset 2 0 $(touch) \`x\` -d=1 A=1 ok=1\nset x 0 a=1\nlook ;\n\nset 3\n`);
    await agent.closed;
    expect(said.split('\n').filter((line) => /^(control|done)/.test(line))).toEqual(['done 1', 'control ok', 'done 2', 'done 3']);
  });
});

it.each([['sh'], ['busybox', 'sh']].filter(([program = '']) => findProgram(program) !== null).map((shell) => [shell]))('the machine and its CDI devices are told by the script in %j', async (shell) => {
  await cp(resolve(import.meta.dirname, '../../fixtures/cdi'), join(folder, 'cdi'), { recursive: true });
  const agent = new HostAgent({ open: agentOf(shell) });
  const { cdiDevices, kernel, jetson } = await agent.look();
  await agent.close();
  expect(cdiDevices).toEqual(['intel.com/gpu=card0', 'intel.com/gpu=all', 'nvidia.com/gpu=0', 'nvidia.com/gpu=GPU-0d6a6ffb-27d8-4f5a-9c0e-2b1c4f6f2a11', 'nvidia.com/gpu=all']);
  expect(kernel).toBe(release());
  expect(jetson).toBeNull();
});

describe('a link that breaks', () => {
  const answering = (events: AgentEvents, text = '') => ({
    write: (request: string) => {
      const [, id] = request.trim().split(' ');
      queueMicrotask(() => events.stdout(new TextEncoder().encode(`${text}done ${id}\n`)));
    },
    close: async () => {},
  });

  it('is made again while somebody watches, with a change told, until the agent is closed', async () => {
    const links: AgentEvents[] = [];
    let failures = 0;
    const agent = new HostAgent({
      firstRestMilliseconds: 1,
      open: async (events) => {
        if (links.length === 1 && failures++ < 3) throw new Error('the daemon starts again');
        links.push(events);
        return answering(events);
      },
    });
    let changes = 0;
    await agent.watch(() => changes++);
    expect(changes).toBe(0);
    links[0]!.ended();
    await until('the second link', () => links.length === 2 && changes === 1);
    expect(failures).toBe(4);
    links[1]!.stderr(new TextEncoder().encode('alive\nchan'));
    links[1]!.stderr(new TextEncoder().encode('ged\n'));
    expect(changes).toBe(2);
    await agent.close();
    links[1]!.ended();
    await expect(agent.look()).rejects.toThrow('closed');
    expect(links).toHaveLength(2);
  });

  it('while it was idle is made again by the next request', async () => {
    let broken = true;
    let opened = 0;
    const agent = new HostAgent({
      open: async (events) => {
        opened += 1;
        const link = answering(events);
        return {
          ...link,
          write: (request: string) => {
            if (opened === 1 && !broken) events.ended();
            else link.write(request);
          },
        };
      },
    });
    await agent.look();
    broken = false;
    await agent.look();
    expect(opened).toBe(2);
  });

  it('in the first request is told, not tried again', async () => {
    let opened = 0;
    const agent = new HostAgent({
      open: async (events) => {
        opened += 1;
        return { write: () => events.ended(), close: async () => {} };
      },
    });
    expect(await agent.look().catch(errorOf)).toMatchObject({ kind: 'connection-lost' });
    expect(opened).toBe(1);
  });
});
