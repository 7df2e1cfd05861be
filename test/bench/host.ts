import { noCredentials } from '../support/credentials';
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { settingsOf, type PresetSettings } from '@domain/preset';
import { builtInPresets } from '@domain/built-in-presets';
import { dockerRunArgv } from '@domain/plan/docker-run';
import type { Plan } from '@domain/plan/types';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { until } from '../support/until';

const run = promisify(execFile);

export const home = mkdtempSync(join(tmpdir(), 'capstan-bench-'));
export const output = join(home, 'recordings');

/** The private daemon; a benchmark without it measures nothing. */
export function daemon() {
  const { value, missing } = inject('daemon');
  if (value === null) throw new Error(missing);
  return value;
}

export const environment = () => {
  const { dockerHost, image } = daemon();
  return { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image, HOME: home, CAPSTAN_DATA: join(home, 'data') };
};

export const open = (): Promise<Station> =>
  openStation({ dataDirectory: join(home, 'data'), openStore: openConfStore, engine: 'docker', credentials: noCredentials, env: { ...process.env, ...environment() }, version: '0.0.0' });

export const pattern = (width: number, height: number, overrides: Partial<PresetSettings> = {}) => ({
  presetName: 'Bench',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize: { width, height }, frameRate: { numerator: 30, denominator: 1 } },
    audio: { mode: 'none' as const },
    ...overrides,
  },
});

export const docker = async (...words: string[]) =>
  (await run('docker', words, { env: { ...process.env, DOCKER_HOST: daemon().dockerHost } })).stdout.trim();

/** The same container by plain `docker run`, in the background. @returns its id */
export async function plainRun(plan: Plan): Promise<string> {
  if (plan.container === null) throw new Error('this plan is not for Docker');
  for (const { Type, Source } of plan.container.HostConfig.Mounts) {
    if (Type !== 'bind' || existsSync(Source)) continue;
    mkdirSync(Source, { recursive: true });
    chmodSync(Source, 0o777);
  }
  const [, ...words] = dockerRunArgv(plan.container);
  return docker(...words.map((word) => (word === '--rm' ? '--detach' : word)));
}

/** CPU seconds that a container has used, by its own cgroup. */
export async function cpuSeconds(container: string): Promise<number> {
  const id = await docker('inspect', '-f', '{{.Id}} {{.State.Pid}}', container);
  const [, pid = ''] = id.split(' ');
  return groupCpuSeconds(Number(pid));
}

function groupCpuSeconds(pid: number): number {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
  const v1 = lines.find((line) => /:[^:]*\bcpuacct\b[^:]*:/.test(line));
  if (v1) {
    const path = v1.split(':')[2] ?? '';
    return Number(readFileSync(join('/sys/fs/cgroup/cpuacct', path, 'cpuacct.usage'), 'utf8')) / 1e9;
  }
  const path = lines[0]?.split(':')[2] ?? '';
  const stat = readFileSync(join('/sys/fs/cgroup', path, 'cpu.stat'), 'utf8');
  return Number(/^usage_usec (\d+)$/m.exec(stat)?.[1]) / 1e6;
}

/** CPU seconds of a process and its children that still live, by /proc. */
export function processCpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Waits until a folder holds a recording with a frame in it: more than a header. */
export const firstFrameIn = (directory: string) =>
  until(
    'the first recorded frame',
    () =>
      readdirSync(directory, { recursive: true, withFileTypes: true }).some((entry) => {
        const path = join(entry.parentPath, entry.name);
        return entry.isFile() && entry.name.endsWith('.mkv') && statSync(path).size > 2000;
      }),
    { withinSeconds: 60, everyMs: 5 },
  );
