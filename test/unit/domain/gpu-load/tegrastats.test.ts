import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTegrastats, tegraGpuLoad, tegraHostLoad, type TegrastatsSample } from '@domain/gpu-load/tegrastats';
import { gpuLoadSchema, hostLoadSchema } from '@domain/load';

const folder = resolve(import.meta.dirname, '../../../fixtures/tegrastats');
const lines = (name: string): TegrastatsSample[] =>
  readFileSync(resolve(folder, `${name}.txt`), 'utf8').split('\n').flatMap((line) => parseTegrastats(line) ?? []);
const first = (name: string): TegrastatsSample => lines(name)[0]!;
const unit = (sample: TegrastatsSample, name: string) => sample.units.find((one) => one.name === name);
const gpu = (sample: TegrastatsSample) => tegraGpuLoad(sample, 'Jetson');

describe('a line of each release', () => {
  it('TX2', () => {
    const sample = first('tx2-maxn');
    expect(sample).toMatchObject({ memoryUsedMiB: 2135, memoryTotalMiB: 7855, cpuPercents: [2, 0, 0, 2, 2, 2] });
    expect(unit(sample, 'GR3D')).toEqual({ name: 'GR3D', busyPercent: 0, clockMhz: 1300 });
    expect(sample.milliwatts).toEqual({ VDD_IN: 3104, VDD_CPU: 291, VDD_GPU: 145, VDD_SOC: 727, VDD_WIFI: 0, VDD_DDR: 1248 });
    expect(gpu(sample)).toMatchObject({ busyPercent: 0, clockMhz: 1300, powerWatts: 0.145, temperatureCelsius: 29 });
    expect(tegraHostLoad(sample)).toMatchObject({ powerWatts: 3.104, temperatureCelsius: 30, cpuPercent: expect.closeTo(8 / 6) });
  });

  it('TX2 with rails of other names, with and without swap', () => {
    expect(gpu(first('tx2-r32-vddsys'))).toMatchObject({ busyPercent: 0, clockMhz: 114, powerWatts: 0.153, temperatureCelsius: 32 });
    expect(first('tx2-r32-vddsys')).toMatchObject({ memoryUsedMiB: 1004, memoryTotalMiB: 7852 });
    const swap = first('tx2-r32-swap');
    expect(swap).toMatchObject({ memoryUsedMiB: 3276, memoryTotalMiB: 7859, cpuPercents: [44, 49, 67, 17, 25, 8] });
    expect(gpu(swap)).toMatchObject({ busyPercent: 0, clockMhz: 114, powerWatts: 0.182, temperatureCelsius: 39.5 });
    expect(tegraHostLoad(swap).powerWatts).toBe(5.297);
  });

  it('Nano, whose encoder tells a clock and no share', () => {
    const sample = first('nano-encoding');
    expect(sample).toMatchObject({ memoryUsedMiB: 1180, memoryTotalMiB: 3965 });
    expect(unit(sample, 'NVENC')).toEqual({ name: 'NVENC', busyPercent: null, clockMhz: 716 });
    expect(unit(sample, 'EMC')).toEqual({ name: 'EMC', busyPercent: 10, clockMhz: 1600 });
    const load = gpu(sample);
    expect(load.engines).toEqual([
      { engine: 'render', name: 'GR3D', busyPercent: 0 },
      { engine: 'encoder', name: 'NVENC', busyPercent: null },
      { engine: 'decoder', name: 'NVDEC', busyPercent: null },
    ]);
    expect(load.unavailable).toContainEqual({ figure: 'engines.NVENC', reason: expect.stringContaining('its clock') });
    expect(tegraHostLoad(sample).powerWatts).toBe(4.52);
    // A sensor that reads 100 whatever happens is that of the power chip, not of the processor.
    expect(tegraHostLoad(sample).temperatureCelsius).toBe(60.5);
  });

  it('Xavier NX, as a plain user and as root', () => {
    const plain = first('xavier-nx-user');
    expect(plain).toMatchObject({ memoryUsedMiB: 2130, memoryTotalMiB: 7774, milliwatts: {} });
    expect(unit(plain, 'GR3D')).toEqual({ name: 'GR3D', busyPercent: 0, clockMhz: null });
    expect(unit(plain, 'EMC')).toEqual({ name: 'EMC', busyPercent: 0, clockMhz: null });
    expect(tegraHostLoad(plain)).toMatchObject({ powerWatts: null, unavailable: [{ figure: 'powerWatts', reason: expect.stringContaining('root') }] });
    const root = first('xavier-nx-root');
    expect(unit(root, 'GR3D')).toEqual({ name: 'GR3D', busyPercent: 0, clockMhz: 114 });
    expect(unit(root, 'VIC')).toEqual({ name: 'VIC', busyPercent: 0, clockMhz: 115 });
    expect(root.milliwatts).toEqual({ VDD_IN: 3528, VDD_CPU_GPU_CV: 410, VDD_SOC: 1107 });
    expect(gpu(root)).toMatchObject({ powerWatts: null, unavailable: expect.arrayContaining([{ figure: 'powerWatts', reason: expect.stringContaining('alone') }]) });
  });

  it('AGX Orin, encoding, with its GPU off', () => {
    const samples = lines('agx-orin-r36.4.4-encoding');
    expect(samples.map((sample) => [unit(sample, 'NVENC'), unit(sample, 'VIC')].map((one) => `${one?.busyPercent}@${one?.clockMhz}`))).toEqual([
      ['79@166', '36@115'],
      ['78@166', '32@115'],
      ['78@179', '37@115'],
    ]);
    expect(samples[0]).toMatchObject({ memoryUsedMiB: 18_207, memoryTotalMiB: 62_841 });
    expect(samples[0]?.cpuPercents).toHaveLength(12);
    expect(unit(samples[0]!, 'GR3D')).toEqual({ name: 'GR3D', busyPercent: 0, clockMhz: 0 });
    expect(samples[0]?.milliwatts).toEqual({ VDD_GPU_SOC: 2412, VDD_CPU_CV: 1607, VIN_SYS_5V0: 4707 });
    expect(gpu(samples[0]!)).toMatchObject({ busyPercent: 0, temperatureCelsius: null });
    expect(tegraHostLoad(samples[0]!)).toMatchObject({ powerWatts: null, temperatureCelsius: 52.562 });
  });

  it('Thor, whose GPU tells a clock and no share', () => {
    const samples = lines('thor-r38.4');
    expect(samples).toHaveLength(2);
    const [sample] = samples;
    expect(sample).toMatchObject({ memoryUsedMiB: 4208, memoryTotalMiB: 125_773 });
    expect(unit(sample!, 'GR3D')).toEqual({ name: 'GR3D', busyPercent: null, clockMhz: 0 });
    expect(sample!.units.filter(({ name }) => name.startsWith('NVENC'))).toEqual([
      { name: 'NVENC0', busyPercent: null, clockMhz: 0 },
      { name: 'NVENC1', busyPercent: null, clockMhz: 0 },
    ]);
    const load = gpu(sample!);
    expect(load.busyPercent).toBeNull();
    expect(load.unavailable).toContainEqual({ figure: 'busyPercent', reason: expect.stringContaining('its clock') });
    expect(load.powerWatts).toBe(0);
  });

  it('TX1, long ago', () => {
    const sample = parseTegrastats('RAM 1018/3983MB (lfb 529x4MB) cpu [0%,15%,off,off]@204 EMC 3%@408 AVP 0%@12 NVDEC 268 MSENC 268 GR3D 36%@76 EDP limit 0')!;
    expect(sample.cpuPercents).toEqual([0, 15]);
    expect(unit(sample, 'GR3D')).toEqual({ name: 'GR3D', busyPercent: 36, clockMhz: 76 });
    expect(gpu(sample).engines.map(({ engine, busyPercent }) => [engine, busyPercent])).toEqual([['decoder', null], ['encoder', null], ['render', 36]]);
  });

  it('takes the fastest of several clocks, and no sensor that is off', () => {
    const sample = parseTegrastats('RAM 1/2MB CPU [off] GR3D_FREQ 13%@[1007,1109] gpu@-256C cpu@40C')!;
    expect(unit(sample, 'GR3D')).toEqual({ name: 'GR3D', busyPercent: 13, clockMhz: 1109 });
    expect(sample.celsius).toEqual({ cpu: 40 });
    expect(tegraHostLoad(sample).cpuPercent).toBeNull();
  });
});

it('is none of other lines', () => {
  expect(parseTegrastats('tegrastats: command not found')).toBeNull();
  expect(parseTegrastats('')).toBeNull();
});

it('any line gives figures that the contract takes', () => {
  const word = constantFrom('CPU', '[1%@2,off]', '[999%@1]', 'GR3D_FREQ', '0%@[0,0]', '101%', '@[,]', 'NVENC', '716', 'off', 'GPU@1e5C', 'tj@-256C', 'VDD_IN', '1/2', '99999999999/1', '__proto__@5C', 'VDD___proto__', '1mW/1mW');
  assert(
    property(array(word, { maxLength: 20 }), string(), (words, noise) => {
      const sample = parseTegrastats(`RAM 1/2MB ${words.join(' ')} ${noise}`);
      if (sample === null) return;
      gpuLoadSchema.parse(gpu(sample));
      hostLoadSchema.parse({ atMilliseconds: 0, gpus: [], ...tegraHostLoad(sample) });
    }),
  );
});
