import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nvidiaSmiFields, nvidiaSmiMonitor, nvidiaSmiQuery, parseNvidiaMonitor, parseNvidiaSmi, withMonitorRows } from '@domain/gpu-load/nvidia-smi';
import { gpuLoadSchema } from '@domain/load';

const folder = resolve(import.meta.dirname, '../../../fixtures/nvidia-smi');
const read = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8');
const loads = (name: string, fields?: readonly string[]) => parseNvidiaSmi(read(name), fields).gpus.map(({ load }) => load);
const reasons = ({ unavailable }: { unavailable: { figure: string; reason: string }[] }) => Object.fromEntries(unavailable.map(({ figure, reason }) => [figure, reason]));
const row = (...cells: string[]) => parseNvidiaSmi(cells.join(', ')).gpus[0]!;

describe('the question', () => {
  it('names each field, the name last', () => {
    expect(nvidiaSmiQuery()).toMatchInlineSnapshot(`
      [
        "--query-gpu=index,uuid,utilization.gpu,utilization.encoder,utilization.decoder,encoder.stats.sessionCount,memory.used,memory.total,power.draw,temperature.gpu,clocks.current.graphics,name",
        "--format=csv,noheader,nounits",
      ]
    `);
    expect(nvidiaSmiMonitor.join(' ')).toBe('dmon -s u -c 1');
  });

  it('is asked again without a field that an older driver does not know', () => {
    const refused = parseNvidiaSmi('Field "utilization.encoder" is not a valid field to query.\n\n');
    expect(refused).toEqual({ gpus: [], unknownField: 'utilization.encoder', problems: ['Field "utilization.encoder" is not a valid field to query.'] });
    const fields = nvidiaSmiFields.filter((field) => field !== refused.unknownField && field !== 'utilization.decoder');
    const [gpu] = parseNvidiaSmi('0, GPU-a, 7, 1, 327, 2002, 12.5, 53, 941, Quadro P2000\n', fields).gpus;
    expect(gpu?.load).toMatchObject({ gpu: 'GPU-a', busyPercent: 7, encodeSessions: 1, engines: [{ busyPercent: null }, { busyPercent: null }] });
    expect(reasons(gpu!.load)).toEqual({ engines: expect.stringContaining('does not know the field') });
  });

  it('never loops over a field that was not asked for', () => {
    expect(parseNvidiaSmi(read('error-invalid-field')).unknownField).toBeNull();
  });
});

describe('an answer', () => {
  it('tells everything of a GPU', () => {
    expect(row('0', 'GPU-8dd637a2-1795-5579-b092-2eda825636d2', '42', '63', '5', '2', '5036', '8192', '36.79', '53', '1721', 'NVIDIA Test, 8 GB').load).toEqual({
      gpu: 'GPU-8dd637a2-1795-5579-b092-2eda825636d2',
      name: 'NVIDIA Test, 8 GB',
      engines: [
        { engine: 'encoder', name: 'encoder', busyPercent: 63 },
        { engine: 'decoder', name: 'decoder', busyPercent: 5 },
      ],
      busyPercent: 42,
      encodeSessions: 2,
      memoryUsedMiB: 5036,
      memoryTotalMiB: 8192,
      powerWatts: 36.79,
      temperatureCelsius: 53,
      clockMhz: 1721,
      unavailable: [],
    });
  });

  it.each([
    ['[N/A]', /does not tell/],
    ['[Not Supported]', /does not tell/],
    ['[Unknown Error]', /Unknown Error/],
    ['[GPU requires reset]', /must be reset/],
    ['[GPU is lost]', /lost/],
    ['[Insufficient Permissions]', /Not allowed/],
    ['ERR!', /ERR!/],
    ['', /nothing/],
  ])('of %s is unknown, with the reason', (cell, reason) => {
    const { load } = row('0', 'GPU-a', cell, cell, cell, cell, cell, cell, cell, cell, cell, 'NVIDIA T4');
    expect(load).toMatchObject({ busyPercent: null, encodeSessions: null, memoryUsedMiB: null, memoryTotalMiB: null, powerWatts: null, temperatureCelsius: null, clockMhz: null });
    expect(Object.keys(reasons(load)).toSorted()).toEqual(['busyPercent', 'clockMhz', 'encodeSessions', 'engines', 'memoryTotalMiB', 'memoryUsedMiB', 'powerWatts', 'temperatureCelsius']);
    for (const text of Object.values(reasons(load))) expect(text).toMatch(reason);
  });

  it('goes by the index where the driver tells no UUID', () => {
    expect(row('3', '[N/A]', '0', '0', '0', '0', '0', '0', '0', '0', '0', 'Tesla K80')).toMatchObject({ index: 3, load: { gpu: 'nvidia:3' } });
  });
});

describe('rows of real machines', () => {
  it('with a heading, units and the name last', () => {
    expect(loads('rtx4090-49g-name-last-csv')).toMatchObject([{ name: 'NVIDIA GeForce RTX 4090', busyPercent: 0, memoryUsedMiB: 1, memoryTotalMiB: 49_140 }]);
  });

  it('with a heading and the name first', () => {
    expect(loads('frigate-rtx3050-csv')).toMatchObject([{ name: 'NVIDIA GeForce RTX 3050', busyPercent: 42, memoryUsedMiB: 5036, memoryTotalMiB: 8192 }]);
  });

  it('with a cell that is not supported', () => {
    const fields = ['index', 'uuid', 'name', 'temperature.gpu', 'utilization.gpu', 'memory.used', 'memory.total', 'power.draw', 'clocks.current.graphics', 'clocks.current.memory'];
    const [gpu] = loads('geforce930m-not-supported-row', fields);
    expect(gpu).toMatchObject({ gpu: 'GPU-8dd637a2-1795-5579-b092-2eda825636d2', name: 'GeForce 930M', temperatureCelsius: 53, busyPercent: 57, memoryUsedMiB: 327, memoryTotalMiB: 2002, powerWatts: null, clockMhz: 941 });
    expect(reasons(gpu!)).toMatchObject({ powerWatts: expect.stringContaining('[Not Supported]') });
  });

  it('with a cell that is not available', () => {
    expect(loads('rtx3060ti-serial-na-csv')).toMatchObject([{ gpu: 'GPU-fa3da260-9c42-828f-981a-f6d7b48d77b3', name: 'NVIDIA GeForce RTX 3060 Ti', busyPercent: null }]);
  });

  it('of several GPUs', () => {
    const fields = ['index', 'name', 'temperature.gpu', 'memory.used', 'memory.total', 'utilization.gpu', 'power.draw'];
    expect(loads('two-gpus-util-na-nounits', fields)).toMatchObject([
      { name: 'NVIDIA GeForce RTX 3050 Ti Laptop GPU', temperatureCelsius: 48, memoryUsedMiB: 12, memoryTotalMiB: 4096, busyPercent: 26.3, powerWatts: 12.73 },
      { name: 'NVIDIA A100-PCIE-40GB', temperatureCelsius: 38, memoryUsedMiB: 74, memoryTotalMiB: 40_960, busyPercent: null, powerWatts: 36.79 },
    ]);
    expect(loads('four-a10-nounits', fields).map(({ busyPercent, memoryUsedMiB, memoryTotalMiB }) => [busyPercent, memoryUsedMiB, memoryTotalMiB])).toEqual([
      [0, 19_676, 23_028],
      [0, 19_638, 23_028],
      [0, 21_700, 23_028],
      [0, 18_222, 23_028],
    ]);
  });

  it.each([
    ['error-cannot-communicate', /couldn't communicate/],
    ['error-driver-library-mismatch', /Driver\/library version mismatch/],
    ['error-gpu1-lost-then-table', /GPU1: 0000:34:00\.0/],
    ['error-invalid-field', /cuda_version/],
  ])('are none in %s', (name, message) => {
    const { gpus, problems } = parseNvidiaSmi(read(name));
    expect(gpus).toEqual([]);
    expect(problems[0]).toMatch(message);
  });

  it('beside a GPU that is lost are those of the others', () => {
    const text = `Unable to determine the device handle for GPU1: 0000:34:00.0: Unknown Error\n0, GPU-a, 42, 63, 5, 2, 5036, 8192, 36.79, 53, 1721, NVIDIA A10\n`;
    expect(parseNvidiaSmi(text)).toMatchObject({ gpus: [{ index: 0, load: { gpu: 'GPU-a' } }], problems: [expect.stringContaining('GPU1')] });
  });

  it('are no list of names', () => {
    expect(parseNvidiaSmi(read('rtx3060ti-L')).gpus).toEqual([]);
  });
});

describe('dmon', () => {
  it('of an encode', () => {
    const rows = parseNvidiaMonitor(read('dmon-transcode'));
    expect(rows.map(({ encoderPercent }) => encoderPercent)).toEqual([9, 63, 66, 67, 66, 67, 66, 65]);
    expect(rows[1]).toEqual({ index: 0, busyPercent: 20, encoderPercent: 63, decoderPercent: 0, powerWatts: 6, temperatureCelsius: 53, clockMhz: 1124, memoryUsedMiB: null });
  });

  it('of two GPUs, with prose below', () => {
    expect(parseNvidiaMonitor(read('dmon-two-gpus-trailing-prose')).map(({ index, busyPercent }) => [index, busyPercent])).toEqual([[0, 0], [1, 97]]);
  });

  it('in its older layouts', () => {
    expect(parseNvidiaMonitor(read('dmon-old-pucvmet'))).toMatchObject([{ index: 1, encoderPercent: 40, decoderPercent: 0, memoryUsedMiB: 442, temperatureCelsius: 43 }]);
    const rows = parseNvidiaMonitor(read('dmon-old-two-gpus-no-power'));
    expect(rows.map(({ index, busyPercent, powerWatts }) => [index, busyPercent, powerWatts])).toEqual([[0, 91, null], [1, 0, null], [0, 94, null]]);
    expect(parseNvidiaMonitor(read('dmon-old-indented'))).toHaveLength(7);
  });

  it('fills in what the query did not tell', () => {
    const fields = nvidiaSmiFields.filter((field) => !field.endsWith('coder'));
    const { gpus } = parseNvidiaSmi('0, GPU-a, 7, 1, 327, 2002, 12.5, 53, 941, Quadro P2000\n1, GPU-b, 7, 1, 327, 2002, 12.5, 53, 941, Quadro P2000\n', fields);
    const [first, second] = withMonitorRows(gpus, parseNvidiaMonitor(read('dmon-transcode')));
    expect(first?.engines.map(({ busyPercent }) => busyPercent)).toEqual([65, 0]);
    expect(first?.unavailable).toEqual([]);
    expect(reasons(second!)).toHaveProperty('engines');
  });
});

describe('any text at all', () => {
  const cell = constantFrom('0', 'GPU-a', '-1', '101', '1e9', 'NaN', '[N/A]', '42 %', '5036 MiB', '', '99999999999999999999999', 'Infinity', '0x10', '#', 'gpu', '\t');

  it('gives loads that the contract takes', () => {
    const rows = array(array(cell, { minLength: 10, maxLength: 14 }).map((cells) => `0, ${cells.join(', ')}`), { maxLength: 5 }).map((lines) => lines.join('\n'));
    assert(property(rows, (text) => void parseNvidiaSmi(text).gpus.forEach(({ load }) => gpuLoadSchema.parse(load))));
    const monitor = array(array(cell, { minLength: 3, maxLength: 3 }).map((cells) => cells.join(' ')), { maxLength: 5 }).map((lines) => `# gpu sm enc\n${lines.join('\n')}`);
    assert(property(monitor, (text) => void parseNvidiaMonitor(text).forEach(({ encoderPercent }) => expect(encoderPercent ?? 0).toBeLessThanOrEqual(100))));
  });

  it('crashes nothing', () => {
    assert(property(string(), (text) => void [parseNvidiaSmi(text), parseNvidiaMonitor(text)]));
    for (const file of readdirSync(folder)) for (const other of [parseNvidiaSmi, parseNvidiaMonitor]) other(readFileSync(resolve(folder, file), 'utf8'));
  });
});
