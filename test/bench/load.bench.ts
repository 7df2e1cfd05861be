import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, it } from 'vitest';
import { containerName } from '@domain/plan/container';
import { DockerClient } from '../../src/station/docker/client';
import { until } from '../support/until';
import { daemon, docker, home, open, output, pattern } from './host';
import { report } from './rows';

const seconds = 60;
const hundredths = (part: number) => `${(part * 100).toFixed(2)} %`;

afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Its own CPU time and that of its children that have ended, in seconds. */
  readonly cpuSeconds: number;
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const line = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const [name, fields] = [line.slice(line.indexOf('(') + 1, line.lastIndexOf(')')), line.slice(line.lastIndexOf(')') + 2).split(' ').map(Number)];
      const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
      return [{ pid: Number(entry), parent: fields[1] ?? 0, name, cpuSeconds: ticks / 100 }];
    } catch {
      // Gone meanwhile.
      return [];
    }
  });
}

/** CPU share of a core that these processes take over the time. */
async function share(pids: readonly number[]): Promise<number> {
  const sum = () => processes().filter(({ pid }) => pids.includes(pid)).reduce((total, { cpuSeconds }) => total + cpuSeconds, 0);
  const [before, from] = [sum(), performance.now()];
  await delay(seconds * 1000);
  return ((sum() - before) / (performance.now() - from)) * 1000;
}

const mainPid = async (container: string): Promise<number> => Number(await docker('inspect', '-f', '{{.State.Pid}}', container));
const childrenOf = (pid: number): Process[] => processes().filter(({ parent }) => parent === pid);

it('CPU of telling the load', async () => {
  const station = await open();
  const session = await station.sessions.start(pattern(640, 360), { destination: output });
  let samples = 0;
  station.onEvent(({ type }) => {
    if (type === 'session-load') samples += 1;
  });
  await until('a load', () => samples > 1);
  const observer = await mainPid(containerName(session.id, 'observer'));
  // Of the shells below it, the one that sleeps for a second again and again.
  const looper = await until('the loop', () => childrenOf(observer).find(({ pid, name }) => name === 'sh' && childrenOf(pid).some((child) => child.name === 'sleep')));
  const told = await share([looper.pid]);

  await station.capabilities();
  const agents = (await docker('ps', '--filter', 'name=capstan-devices', '--format', '{{.Names}}')).split('\n');
  const agent = await mainPid(agents[0] ?? '');
  const quiet = new Set(childrenOf(agent).map(({ pid }) => pid));
  await station.watchLoad({ wholeGpu: false });
  const reader = await until('the reader of the host', () => childrenOf(agent).find(({ pid, name }) => !quiet.has(pid) && name === 'sh'));
  const host = await share([reader.pid]);
  await station.watchLoad(null);

  // The daemon's own work, with nobody else asking: dockerd, containerd and the recorder's shim.
  await station.close();
  const { dockerHost } = daemon();
  const socket = dockerHost.replace('unix://', '');
  const dockerd = Number(readFileSync(join(dirname(socket), 'pid'), 'utf8'));
  const recorder = await mainPid(containerName(session.id, 'recorder'));
  const shim = processes().find(({ pid }) => pid === recorder)?.parent ?? 0;
  const daemons = [dockerd, shim, ...childrenOf(dockerd).map(({ pid }) => pid)];
  const idle = await share(daemons);
  const client = await DockerClient.connect({ endpoint: { type: 'unix', path: socket }, certificateDirectory: null, origin: 'a benchmark' }, process.env);
  const stop = await client.stats(containerName(session.id, 'recorder'), () => undefined, () => undefined);
  const asked = await share(daemons);
  stop();
  await client.close();
  await docker('rm', '--force', containerName(session.id, 'recorder'), containerName(session.id, 'guard'));

  const all = told + host + (asked - idle);
  report({
    promise: 'CPU of telling the load once a second',
    figure: `${hundredths(all)} of a core: observer ${hundredths(told)}, host ${hundredths(host)}, Docker's figures ${hundredths(asked - idle)}`,
    reference: `${seconds} s each; Docker without being asked: ${hundredths(idle)}`,
    goal: '1 %',
    held: all <= 0.01,
  });
});
