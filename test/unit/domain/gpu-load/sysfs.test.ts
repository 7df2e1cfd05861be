import { array, assert, constantFrom, dictionary, double, option, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuPercent, parseMeminfo, parseProcStat } from '@domain/gpu-load/host';
import { amdgpuLoad, clockOfTable, intelEnergy, intelLoad, wattsOf } from '@domain/gpu-load/sysfs';
import { gpuLoadSchema } from '@domain/load';

const second = 1e9;

describe('amdgpu', () => {
  const files = {
    gpu_busy_percent: '37\n',
    mem_info_vram_used: '1073741824\n',
    mem_info_vram_total: '17163091968\n',
    'hwmon/power1_average': '43000000\n',
    'hwmon/temp1_input': '51000\n',
    pp_dpm_sclk: '0: 500Mhz \n1: 2124Mhz *\n2: 2575Mhz \n',
  };

  it('tells one share for all engines', () => {
    expect(amdgpuLoad('pci:0000:0b:00.0', 'AMD', files)).toMatchObject({
      busyPercent: 37,
      memoryUsedMiB: 1024,
      memoryTotalMiB: 16_368,
      powerWatts: 43,
      temperatureCelsius: 51,
      clockMhz: 2124,
      engines: [],
      unavailable: [{ figure: 'engines' }, { figure: 'encodeSessions' }],
    });
  });

  it('tells power and clock under other names on newer cards', () => {
    const { 'hwmon/power1_average': power, pp_dpm_sclk: _table, ...others } = files;
    expect(amdgpuLoad('x', 'AMD', { ...others, 'hwmon/power1_input': power, 'hwmon/freq1_input': '2124000000\n' })).toMatchObject({ powerWatts: 43, clockMhz: 2124 });
  });

  it('says what is missing', () => {
    const load = amdgpuLoad('x', 'AMD', { gpu_busy_percent: '', pp_dpm_sclk: '0: 500Mhz\n', 'hwmon/temp1_input': 'x' });
    expect(load).toMatchObject({ busyPercent: null, memoryUsedMiB: null, powerWatts: null, temperatureCelsius: null, clockMhz: null });
    expect(load.unavailable.map(({ figure }) => figure).toSorted()).toEqual(['busyPercent', 'clockMhz', 'encodeSessions', 'engines', 'memoryTotalMiB', 'memoryUsedMiB', 'powerWatts', 'temperatureCelsius']);
  });

  it('knows a sleeping clock', () => {
    expect(clockOfTable('S: 19Mhz *\n0: 500Mhz\n')).toBe(19);
    expect(clockOfTable(undefined)).toBeNull();
  });
});

describe('Intel', () => {
  const at = (files: Record<string, string>, seconds: number) => intelEnergy(files, seconds * second);

  it.each(['gt_act_freq_mhz', 'gt/gt0/rps_act_freq_mhz', 'tile0/gt0/freq0/act_freq'])('has its clock in %s', (path) => {
    expect(intelLoad('x', 'Intel', { [path]: '350\n' }, null, at({}, 0))).toMatchObject({ clockMhz: 350, busyPercent: null, engines: [] });
  });

  it('says that the whole GPU takes a permission', () => {
    const load = intelLoad('x', 'Intel', {}, null, at({}, 0));
    expect(load.unavailable).toContainEqual({ figure: 'engines', reason: expect.stringContaining('CAP_PERFMON') });
    expect(load.unavailable).toHaveLength(8);
  });

  it('has a meter of its own as a card', () => {
    const files = (microjoules: number) => ({ 'hwmon/energy1_input': `${microjoules}\n` });
    expect(intelLoad('x', 'Intel', {}, at(files(1_000_000), 1), at(files(26_000_000), 2)).powerWatts).toBe(25);
  });
});

describe('energy', () => {
  it('is power over time', () => {
    expect(wattsOf({ microjoules: 5_000_000, atNanoseconds: 0 }, { microjoules: 25_000_000, atNanoseconds: 2 * second }, 262_143_328_850)).toBe(10);
  });

  it('goes on where the counter began again', () => {
    expect(wattsOf({ microjoules: 262_143_000_000, atNanoseconds: 0 }, { microjoules: 14_671_150, atNanoseconds: second }, 262_143_328_850)).toBeCloseTo(15);
    expect(wattsOf({ microjoules: 10, atNanoseconds: 0 }, { microjoules: 5, atNanoseconds: second }, null)).toBeNull();
  });

  it('is unknown where it could not be read, or no time passed', () => {
    expect(wattsOf({ microjoules: null, atNanoseconds: 0 }, { microjoules: 5, atNanoseconds: second }, 9)).toBeNull();
    expect(wattsOf({ microjoules: 1, atNanoseconds: 5 }, { microjoules: 2, atNanoseconds: 5 }, 9)).toBeNull();
  });
});

describe('processor and memory', () => {
  const stat = (user: number, idle: number, wait: number) => parseProcStat(`cpu  ${user} 0 0 ${idle} ${wait} 0 0 0 ${user} 0\ncpu0 1 2 3 4\nintr 5\n`)!;

  it('are busy without waiting for a disk, and count guests once', () => {
    expect(cpuPercent(stat(100, 100, 100), stat(150, 140, 110))).toBe(50);
    expect(cpuPercent(stat(100, 100, 100), stat(100, 100, 100))).toBeNull();
    expect(parseProcStat('cpu 1 2 x\n')).toBeNull();
    expect(parseProcStat('')).toBeNull();
  });

  it('use what programs could not have', () => {
    expect(parseMeminfo('MemTotal:        8000000 kB\nMemFree:          100 kB\nMemAvailable:    6000000 kB\n')).toEqual({ usedMiB: 2_000_000 / 1024, totalMiB: 7812.5 });
    expect(parseMeminfo('MemTotal: 1024 kB\nMemFree: 256 kB\nBuffers: 128 kB\nCached: 128 kB\n')).toEqual({ usedMiB: 0.5, totalMiB: 1 });
    expect(parseMeminfo('')).toEqual({ usedMiB: null, totalMiB: null });
  });
});

it('any files give loads that the contract takes', () => {
  const path = constantFrom('gpu_busy_percent', 'mem_info_vram_used', 'hwmon/power1_average', 'hwmon/temp1_input', 'hwmon/energy1_input', 'pp_dpm_sclk', 'gt_act_freq_mhz', '__proto__');
  const value = constantFrom('-1', '101', '1e999', 'NaN', '18446744073709551615', '', '0: 5Mhz *');
  const files = dictionary(path, value);
  assert(
    property(files, files, double(), double(), (one, other, from, to) => {
      gpuLoadSchema.parse(amdgpuLoad('x', 'AMD', one));
      gpuLoadSchema.parse(intelLoad('x', 'Intel', other, intelEnergy(one, from), intelEnergy(other, to)));
    }),
  );
  assert(property(array(string()), option(string()), (texts, text) => void [parseProcStat(text ?? ''), parseMeminfo(texts.join('\n'))]));
});
