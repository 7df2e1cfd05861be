import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubernetesManifest } from '@domain/benchmark/kubernetes';
import { clusterPlan, planText, type ClusterPlan } from '@domain/benchmark/kubernetes-plan';
import { findProgram } from '../../scripts/setup/programs.mjs';
import { absent, need, present, type Piece } from '../support/pieces';

let folder: string;
let work: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capstan-kubernetes-'));
  work = join(folder, 'work');
  mkdirSync(work);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const made = kubernetesManifest({ image: 'x', namespace: 'x', access: 'i915', node: null, encoders: null, clips: null, secondsPerRun: 1, runs: 1 });
const scripts = made.ok ? (made.value.documents[2]!.value as { data: Record<string, string> }).data : {};

/** The plan of a cluster, with small pictures. */
function smallPlan(encoders: readonly string[]): ClusterPlan {
  const plan = clusterPlan(encoders, ['1080p-8bit'], work);
  if (!plan.ok) throw new Error(plan.error.detail);
  const small = (argv: readonly string[]) => argv.map((word) => word.replace('size=1920x1080', 'size=320x240'));
  return { ...plan.value, clips: plan.value.clips.map((clip) => ({ ...clip, argv: small(clip.argv) })) };
}

const wordsOf = (mode: string): string[] => [join(folder, 'benchmark.sh'), mode, join(folder, 'plan'), work, '2', '0.5', '60'];

function run(shell: Shell, mode: 'check' | 'run') {
  return spawnSync(shell.argv[0]!, [...shell.argv.slice(1), ...wordsOf(mode)], { encoding: 'utf8', env: { PATH: shell.path } });
}
const linesOf = (stdout: string): Record<string, never>[] => stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));

interface Shell {
  readonly argv: readonly string[];
  /** Where awk, sed, sort, timeout and the others come from. */
  readonly path: string;
}

const usualPath = process.env['PATH'] ?? '/usr/bin:/bin';

describe.each(['dash', 'busybox'])('the scripts of the manifest in %s', (name) => {
  const program = findProgram(name);
  const ffmpeg = findProgram('ffmpeg');
  const shellIn = (context: Parameters<typeof need>[1]): Shell => {
    const piece: Piece<string> = program === null || ffmpeg === null ? absent(`${name} and ffmpeg`) : present(program);
    const path = need(piece, context);
    if (name === 'dash') return { argv: [path], path: usualPath };
    const applets = join(folder, 'applets');
    mkdirSync(applets);
    spawnSync(path, ['--install', '-s', applets]);
    return { argv: [path, 'sh'], path: `${applets}:${dirname(ffmpeg!)}` };
  };
  const prepare = (encoders: readonly string[]) => {
    for (const [file, text] of Object.entries({ ...scripts, plan: planText(smallPlan(encoders)) })) writeFileSync(join(folder, file), text);
  };

  it('check the encoders, measure what works, and tell it in one line', (context) => {
    const shell = shellIn(context);
    prepare(['libx264', 'h264_qsv']);
    const check = run(shell, 'check');
    expect(check.stdout).toBe('');
    expect(check.stderr).toContain('# libx264 works with 8 bit');
    expect(check.status).toBe(0);

    const { status, stdout, stderr } = run(shell, 'run');
    const [result] = linesOf(stdout).filter((line) => 'rows' in line) as unknown as { rows: Record<string, unknown>[] }[];
    const [software, hardware] = result!.rows;
    expect(software).toMatchObject({ encoder: 'libx264', clip: '1080p-8bit', error: null });
    const { median, minimum, maximum } = software!['framesPerSecond'] as Record<string, number>;
    expect(minimum).toBeGreaterThan(0);
    expect(median).toBeGreaterThanOrEqual(minimum!);
    expect(maximum).toBeGreaterThanOrEqual(median!);
    expect(software!['timesRealTime']).toBeCloseTo(median! / 30, 1);
    const argv = software!['argv'] as string[];
    // Where a clip begins again, a frame may be dropped.
    expect(Number(argv[argv.indexOf('-t') + 1])).toBeCloseTo((software!['frames'] as number) / 30, 1);
    expect(stderr).toMatch(/# libx264 with 1080p-8bit, run 1 of [12]: [\d.]+ frames a second/);
    if (hardware!['error'] !== null) expect(hardware).toMatchObject({ encoder: 'h264_qsv', frames: 0, framesPerSecond: null, error: expect.stringMatching(/\w/) });
    expect(linesOf(stdout).filter((line) => 'row' in line)).toHaveLength(2);
    expect(status).toBe(0);
    expect(readdirSync(work).filter((file) => file.endsWith('.nut'))).toEqual([]);
    expect(existsSync(join(work, 'ended'))).toBe(true);
  });

  it('fail at once where no encoder works', (context) => {
    const shell = shellIn(context);
    prepare(['h264_qsv']);
    const path = join(folder, 'bin');
    mkdirSync(path);
    writeFileSync(join(path, 'ffmpeg'), `#!/bin/sh\ncase "$*" in *h264_qsv*) echo 'No "VA" \\ display' >&2; exit 1 ;; esac\n`, { mode: 0o755 });
    const check = run({ ...shell, path: `${path}:${shell.path}` }, 'check');
    expect(check.stderr).toContain('# No encoder works here.');
    expect(check.status).toBe(1);
    const { status, stdout } = run({ ...shell, path: `${path}:${shell.path}` }, 'run');
    expect(linesOf(stdout).at(-1)).toMatchObject({ rows: [{ encoder: 'h264_qsv', framesPerSecond: null, error: "No 'VA' / display" }] });
    expect(status).toBe(1);
  });

  it('tell the load of this machine until the benchmark has ended, also where it was killed', async (context) => {
    const shell = shellIn(context);
    prepare(['libx264']);
    const benchmark = spawn('sleep', ['60']);
    writeFileSync(join(work, 'pid'), `${benchmark.pid}\n`);
    const monitor = spawn(shell.argv[0]!, [...shell.argv.slice(1), join(folder, 'monitor.sh'), work, '1'], { env: { PATH: shell.path } });
    let told: Record<string, unknown> | null = null;
    // Its output ends with it, after the benchmark has.
    for await (const line of createInterface({ input: monitor.stdout })) {
      told ??= (JSON.parse(line) as { load: Record<string, unknown> }).load;
      benchmark.kill('SIGKILL');
    }
    expect(told).toMatchObject({ uptimeSeconds: expect.any(Number), processorBusyPercent: expect.any(Number) });
    expect(Object.keys(told ?? {})).toEqual(['uptimeSeconds', 'processorBusyPercent', 'packageWatts', 'gpuMegahertz', 'gpuWatts', 'gpuEnginesBusyPercent']);
  });

  it('tell the engines of the encoders, and watts, from what the kernel counts', async (context) => {
    const shell = shellIn(context);
    prepare(['libx264']);
    const root = join(folder, 'root');
    const put = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${text}\n`);
    };
    const machineAt = (seconds: number, ticks: number, nanoseconds: number, microjoules: number) => {
      const client = `drm-driver:\ti915\ndrm-client-id:\t7\ndrm-engine-render:\t${nanoseconds} ns\ndrm-engine-video:\t${nanoseconds * 3} ns\ndrm-engine-capacity-video:\t2`;
      put('proc/42/comm', 'ffmpeg');
      for (const descriptor of [5, 6]) put(`proc/42/fdinfo/${descriptor}`, client);
      put('sys/class/drm/card0/gt_act_freq_mhz', '1150');
      put('sys/class/drm/card0/device/vendor', '0x8086');
      put('sys/class/powercap/intel-rapl:0/energy_uj', String(microjoules));
      put('proc/stat', `cpu  ${ticks} 0 0 ${ticks * 3} 0 0 0 0 0 0`);
      put('proc/uptime', `${seconds.toFixed(2)} 0`);
    };
    machineAt(100, 0, 0, 1_000_000);
    const monitor = spawn(shell.argv[0]!, [...shell.argv.slice(1), join(folder, 'monitor.sh'), work, '1', root], { env: { PATH: shell.path } });
    let steps = 0;
    let told: Record<string, unknown> = {};
    // A sample may fall between two of these files: each step goes on at the same pace, and one is told whole.
    for await (const line of createInterface({ input: monitor.stdout })) {
      told = (JSON.parse(line) as { load: Record<string, unknown> }).load;
      if (told['packageWatts'] === 14 && told['processorBusyPercent'] === 25) break;
      steps += 1;
      machineAt(100 + steps * 2, steps * 100, steps * 500_000_000, 1_000_000 + steps * 28_000_000);
    }
    writeFileSync(join(work, 'ended'), '');
    expect(told).toMatchObject({ gpuMegahertz: 1150, gpuWatts: null, gpuEnginesBusyPercent: { render: 25, video: 75 } });
  });
});
