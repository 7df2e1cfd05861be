import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KnownGpus } from '@domain/host-load/meter';
import { hostAgentArgv } from '@domain/host-probe/script';
import { hostLoadSchema, type HostLoad } from '@domain/load';
import type { OpenAgent } from '../../../src/station/devices/agent-link';
import { HostAgent } from '../../../src/station/devices/host-agent';
import { LoadWatch } from '../../../src/station/load/load-watch';
import { openLocalTool } from '../../../src/station/local/load-tool';
import { startPiped } from '../../../src/station/process';
import { findProgram } from '../../../scripts/setup/programs.mjs';
import { until } from '../../support/until';

vi.setConfig({ testTimeout: 30_000 });

const fixture = (path: string) => resolve(import.meta.dirname, '../../fixtures', path);

let root: string;
let agent: HostAgent;
let watch: LoadWatch;
let cut: () => void;
let running: { readonly stderr: string[]; ended: boolean };
const noGpus: KnownGpus = { renderNodes: [], nvidiaGpus: [], jetson: null };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'capstan-load-'));
  put('proc/uptime', '100.00 150.00');
  put('proc/stat', 'cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 100 0 100 700 100 0 0 0 0 0');
  put('proc/meminfo', 'MemTotal:        8388608 kB\nMemFree:         1048576 kB\nMemAvailable:    6291456 kB\nBuffers:          100 kB');
  running = { stderr: [], ended: false };
});
afterEach(async () => {
  await watch?.close();
  await agent?.close();
  rmSync(root, { recursive: true, force: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${text}\n`);
}

/** A render node on PCI as sysfs shows it. */
function gpu(node: string, address: string, driver: string, files: Record<string, string>): void {
  const device = `sys/devices/pci0000:00/${address}`;
  mkdirSync(join(root, device), { recursive: true });
  mkdirSync(join(root, 'sys/bus/pci/drivers', driver), { recursive: true });
  mkdirSync(join(root, 'sys/class/drm', node), { recursive: true });
  symlinkSync(join(root, 'sys/bus/pci/drivers', driver), join(root, device, 'driver'));
  symlinkSync(join(root, device), join(root, 'sys/class/drm', node, 'device'));
  for (const [path, text] of Object.entries(files)) put(`${device}/${path}`, text);
}

/** A program on a PATH of the test's own, that writes what was recorded once a second. */
function program(name: string, recorded: string, script = `while cat "${fixture(recorded)}"; do sleep 0.2; done`): void {
  put(`bin/${name}`, `#!/bin/sh\n${script}`);
  chmodSync(join(root, 'bin', name), 0o755);
}

function open(gpus: KnownGpus = noGpus, shell: readonly string[] = ['sh']): void {
  const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` };
  const openAgent: OpenAgent = async ({ stdout, stderr, ended }) => {
    const [, ...rest] = hostAgentArgv({ devDirectory: join(root, 'dev'), usersDirectory: join(root, 'users'), rootDirectory: root });
    const piped = startPiped([...shell, ...rest], { env });
    piped.stdout.on('data', stdout);
    piped.stderr.on('data', (chunk: Uint8Array) => {
      running.stderr.push(new TextDecoder().decode(chunk));
      stderr(chunk);
    });
    piped.closed.then(ended, ended);
    cut = () => piped.kill('SIGKILL');
    return { write: (text) => piped.stdin.write(text), close: async () => (piped.stdin.end(), void (await piped.closed)) };
  };
  agent = new HostAgent({ open: openAgent, firstRestMilliseconds: 20 });
  watch = new LoadWatch({ agent, gpus: async () => gpus, openTool: openLocalTool(env) });
}

/** The load after the counters went on by one second. */
async function loadAfter(change: () => void, isIt: (load: HostLoad) => boolean = () => true, options = { wholeGpu: false }): Promise<HostLoad> {
  const loads: HostLoad[] = [];
  const stop = await watch.watch(options, (load) => loads.push(load));
  await until('a first sample', () => running.stderr.join('').includes('load end'));
  change();
  put('proc/uptime', '101.00 150.50');
  const load = await until('the load', () => loads.find(isIt));
  stop();
  return hostLoadSchema.parse(load);
}
/** What a GPU that is looked at again and again goes on to tell. */
async function keepTelling(isIt: (load: HostLoad) => boolean, options = { wholeGpu: false }): Promise<HostLoad> {
  const loads: HostLoad[] = [];
  let seconds = 101;
  const stop = await watch.watch(options, (load) => loads.push(load));
  const load = await until('the load', () => {
    seconds += 1;
    put('proc/uptime', `${seconds}.00 150.50`);
    return loads.find(isIt);
  });
  stop();
  return hostLoadSchema.parse(load);
}

describe.each([[['sh']], [['busybox', 'sh']]])('the load of a host, read by %j', (shell) => {
  const withShell = it.skipIf(findProgram(shell[0]!) === null);

  withShell('is processor, memory, power of the package and its hottest sensor', async () => {
    put('sys/class/powercap/intel-rapl:0/name', 'package-0');
    put('sys/class/powercap/intel-rapl:0/energy_uj', '262143328000');
    put('sys/class/powercap/intel-rapl:0/max_energy_range_uj', '262143328850');
    put('sys/class/powercap/intel-rapl:0:0/name', 'core');
    put('sys/class/powercap/intel-rapl:0:0/energy_uj', '1');
    put('sys/class/powercap/intel-rapl:1/name', 'psys');
    put('sys/class/thermal/thermal_zone0/type', 'acpitz');
    put('sys/class/thermal/thermal_zone0/temp', '99000');
    put('sys/class/thermal/thermal_zone1/type', 'x86_pkg_temp');
    put('sys/class/thermal/thermal_zone1/temp', '51000');
    open(noGpus, shell);
    const load = await loadAfter(() => {
      put('proc/stat', 'cpu  150 0 100 750 100 0 0 0 0 0');
      // The counter begins anew after its maximum: 850 + 11,999,150 microjoules.
      put('sys/class/powercap/intel-rapl:0/energy_uj', '11999150');
    });
    expect(load).toMatchObject({ cpuPercent: 50, memoryUsedMiB: 2048, memoryTotalMiB: 8192, temperatureCelsius: 51, gpus: [], unavailable: [] });
    expect(load.powerWatts).toBeCloseTo(12, 3);
  });

  withShell('of amdgpu is what it tells to everybody; a GPU that sleeps is not asked', async () => {
    const files = {
      gpu_busy_percent: '37',
      mem_info_vram_used: String(512 * 1024 * 1024),
      mem_info_vram_total: String(8 * 1024 * 1024 * 1024),
      pp_dpm_sclk: '0: 500Mhz\n1: 800Mhz *\n2: 2100Mhz',
      'hwmon/hwmon3/power1_average': '25000000',
      'hwmon/hwmon3/temp1_input': '61000',
      'power/runtime_status': 'active',
    };
    gpu('renderD128', '0000:03:00.0', 'amdgpu', files);
    gpu('renderD129', '0000:04:00.0', 'amdgpu', { ...files, 'power/runtime_status': 'suspended' });
    open(noGpus, shell);
    const { gpus } = await loadAfter(() => {});
    expect(gpus[0]).toMatchObject({ gpu: 'pci:0000:03:00.0', busyPercent: 37, memoryUsedMiB: 512, memoryTotalMiB: 8192, powerWatts: 25, temperatureCelsius: 61, clockMhz: 800 });
    expect(gpus[1]).toMatchObject({ gpu: 'pci:0000:04:00.0', busyPercent: null, memoryUsedMiB: null });
    expect(gpus[1]?.unavailable).toContainEqual({ figure: 'busyPercent', reason: expect.stringContaining('sleeps') });
  });

  withShell('of i915 is its clock and meter; whole engines take intel_gpu_top, which is run where it is asked for', async () => {
    gpu('renderD128', '0000:00:02.0', 'i915', { 'drm/card0/gt/gt0/rps_act_freq_mhz': '1150', 'hwmon/hwmon1/energy1_input': '1000000' });
    program('intel_gpu_top', 'intel-gpu-top/two-engines-1s-no-brackets.txt');
    open(noGpus, shell);
    const plain = await loadAfter(() => put('sys/devices/pci0000:00/0000:00:02.0/hwmon/hwmon1/energy1_input', '8500000'));
    expect(plain.gpus).toMatchObject([{ gpu: 'pci:0000:00:02.0', engines: [], clockMhz: 1150, powerWatts: 7.5 }]);
    expect(plain.gpus[0]?.unavailable).toContainEqual({ figure: 'engines', reason: expect.stringContaining('PERFMON') });
    const whole = await keepTelling(({ gpus }) => (gpus[0]?.engines.length ?? 0) > 0, { wholeGpu: true });
    expect(whole.gpus[0]?.engines).toContainEqual({ engine: 'video', name: 'Video/0', busyPercent: expect.closeTo(48.918, 2) });
    expect(whole.gpus[0]?.unavailable.map(({ figure }) => figure)).not.toContain('engines');
  });
});

describe('programs of the GPUs', () => {
  const rtx = { index: 0, name: 'NVIDIA GeForce RTX 3050 Ti Laptop GPU', uuid: null, driverVersion: null, memoryMiB: 4096, pciAddress: null };

  it('intel_gpu_top without permission is a reason, in its own words', async () => {
    gpu('renderD128', '0000:00:02.0', 'i915', { 'drm/card0/gt_act_freq_mhz': '300' });
    program('intel_gpu_top', '', `cat "${fixture('intel-gpu-top/error-pmu-permission.txt')}" >&2; exit 1`);
    open();
    const { gpus } = await keepTelling((load) => load.gpus[0]?.unavailable.some(({ reason }) => reason.includes('intel_gpu_top says')) === true, { wholeGpu: true });
    expect(gpus[0]).toMatchObject({ engines: [], clockMhz: 300 });
  });

  it('nvidia-smi that does not know a field is asked without it', async () => {
    const row = '0, GPU-1b2c, 42, 0, 812, 4096, 26.30, 48, 1410, NVIDIA GeForce RTX 3050 Ti Laptop GPU';
    program('nvidia-smi', '', `case $1 in *utilization.encoder* | *utilization.decoder*) field=\${1#*utilization.gpu,}; echo "Field \\"\${field%%,*}\\" is not a valid field to query."; exit 2 ;; esac
while echo '${row}'; do sleep 0.2; done`);
    open({ ...noGpus, nvidiaGpus: [{ ...rtx, uuid: 'GPU-1b2c' }] });
    const { gpus } = await keepTelling((load) => load.gpus[0]?.busyPercent === 42);
    expect(gpus).toMatchObject([{ gpu: 'GPU-1b2c', busyPercent: 42, encodeSessions: 0, memoryUsedMiB: 812, temperatureCelsius: 48 }]);
    expect(gpus[0]?.unavailable).toContainEqual({ figure: 'engines', reason: expect.stringContaining('not asked') });
  });

  it('a row of nvidia-smi is of the GPU that the host knows, by UUID or else by number', async () => {
    program('nvidia-smi', '', `while printf '%s\\n' '0, GPU-a, 10, 0, 0, 0, 812, 4096, 26.30, 48, 1410, One' '1, GPU-b, 20, 0, 0, 0, 812, 4096, 26.30, 48, 1410, Two' '2, [N/A], 30, 0, 0, 0, 812, 4096, 26.30, 48, 1410, Three'; do sleep 0.2; done`);
    open({ ...noGpus, nvidiaGpus: [rtx, { ...rtx, index: 3, uuid: 'GPU-b' }, { ...rtx, index: 2, uuid: 'GPU-c' }] });
    const { gpus } = await keepTelling((load) => load.gpus.length === 3 && load.gpus.every(({ busyPercent }) => busyPercent !== null));
    expect(gpus).toMatchObject([{ gpu: 'nvidia:0', busyPercent: 10 }, { gpu: 'GPU-b', busyPercent: 20 }, { gpu: 'GPU-c', busyPercent: 30 }]);
  });

  it('a GPU is not chosen by a load in which nvidia-smi has told nothing yet', async () => {
    // It begins when the first load has been told.
    program('nvidia-smi', '', `until [ -e "${root}/go" ]; do sleep 0.05; done; while echo '0, GPU-a, 10, 0, 0, 0, 812, 4096, 26.30, 48, 1410, One'; do sleep 0.2; done`);
    open({ ...noGpus, nvidiaGpus: [{ ...rtx, uuid: 'GPU-a' }] });
    let seconds = 101;
    const tick = () => put('proc/uptime', `${(seconds += 1)}.00 1.00`);
    const seen: HostLoad[] = [];
    const stop = await watch.watch({ wholeGpu: false }, (load) => seen.push(load));
    await until('a first load', () => (tick(), seen.length > 0));
    expect(seen[0]?.gpus[0]?.busyPercent).toBeNull();
    const clock = setInterval(tick, 300);
    try {
      const asked = watch.gpuLoads();
      put('go', '');
      expect(await asked).toMatchObject([{ gpu: 'GPU-a', busyPercent: 10 }]);
    } finally {
      clearInterval(clock);
      stop();
    }
  });

  it('nvidia-smi that is broken, or missing, leaves the GPU in the list with the reason', async () => {
    program('nvidia-smi', '', `cat "${fixture('nvidia-smi/error-driver-library-mismatch.txt')}"; exit 18`);
    open({ ...noGpus, nvidiaGpus: [rtx] });
    const { gpus } = await keepTelling((load) => load.gpus[0]?.unavailable.some(({ reason }) => /mismatch/.test(reason)) === true);
    expect(gpus).toMatchObject([{ gpu: 'nvidia:0', name: rtx.name, busyPercent: null, engines: [] }]);
  });

  it('tegrastats tells of a Jetson', async () => {
    program('tegrastats', 'tegrastats/agx-orin-r36.4.4-encoding.txt');
    open({ ...noGpus, jetson: { model: 'NVIDIA Jetson AGX Orin', release: null } });
    const { gpus } = await keepTelling((load) => (load.gpus[0]?.engines.length ?? 0) > 0);
    expect(gpus[0]?.engines).toContainEqual({ engine: 'encoder', name: 'NVENC', busyPercent: 78 });
  });
});

describe('watching', () => {
  it('is one flow for all who ask, about once a second, and ends with the last of them', async () => {
    open();
    const at: number[] = [];
    let seconds = 100;
    const tick = () => put('proc/uptime', `${(seconds += 1)}.00 1.00`);
    const first = await watch.watch({ wholeGpu: false }, () => (at.push(performance.now()), tick()));
    const second = await watch.watch({ wholeGpu: false }, () => {});
    await until('a first sample', () => running.stderr.join('').includes('load end'));
    tick();
    await until('four loads', () => at.length >= 4);
    expect((at[3]! - at[0]!) / 3).toBeGreaterThan(900);
    expect((at[3]! - at[0]!) / 3).toBeLessThan(2000);
    first();
    second();
    await until('the end of the samples', async () => {
      const before = running.stderr.length;
      await agent.look();
      return running.stderr.length === before && (await agent.look(), true);
    });
    const silentAt = running.stderr.length;
    await until('a second look', async () => (await agent.look(), await agent.look(), true));
    expect(running.stderr.slice(silentAt).join('')).not.toContain('load begin');
  });

  it('goes on by itself when the agent was lost', async () => {
    open();
    await keepTelling(() => true);
    const loads: HostLoad[] = [];
    let seconds = 300;
    await watch.watch({ wholeGpu: false }, (load) => loads.push(load));
    cut();
    await until('a load after the loss', () => {
      put('proc/uptime', `${(seconds += 1)}.00 1.00`);
      return loads.length > 0;
    });
  });

  it('GPUs at work are those of the last load, or looked at now', async () => {
    gpu('renderD128', '0000:03:00.0', 'amdgpu', { gpu_busy_percent: '12' });
    open();
    let seconds = 101;
    const clock = setInterval(() => put('proc/uptime', `${(seconds += 1)}.00 1.00`), 300);
    try {
      expect(await watch.gpuLoads()).toMatchObject([{ gpu: 'pci:0000:03:00.0', busyPercent: 12 }]);
      const before = running.stderr.length;
      expect(await watch.gpuLoads()).toHaveLength(1);
      expect(running.stderr.slice(before).join('')).toBe('');
    } finally {
      clearInterval(clock);
    }
  });
});
