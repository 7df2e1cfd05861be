import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, double, integer, nat, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientLoads, engineOf, fdinfoUnavailable, parseFdinfo, type DrmClient } from '@domain/gpu-load/fdinfo';
import { sessionLoadSchema } from '@domain/load';

const folder = resolve(import.meta.dirname, '../../../fixtures/fdinfo');
const read = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8');
const client = (name: string): DrmClient => parseFdinfo(read(name))!;
const second = 1e9;

/** `name: busy ns`, or `name: cycles/total x capacity`. */
const engines = ({ engines: all }: DrmClient) =>
  all.map(({ name, busyNanoseconds, busyCycles, totalCycles, capacity }) =>
    busyNanoseconds === null ? `${name}: ${busyCycles}/${totalCycles} x${capacity}` : `${name}: ${busyNanoseconds} x${capacity}`,
  );
const memory = ({ memory: all }: DrmClient) => Object.fromEntries(all.filter(({ totalKiB }) => totalKiB !== 0).map(({ region, totalKiB }) => [region, totalKiB]));

describe('one fdinfo file', () => {
  it('of i915 counts nanoseconds, with several video engines under one name', () => {
    const i915 = client('i915-man-page');
    expect(i915).toMatchObject({ driver: 'i915', clientId: '39', pciAddress: '0000:00:02.0' });
    expect(engines(i915)).toEqual(['render: 346249 x1', 'copy: 0 x1', 'video: 0 x2', 'video-enhance: 0 x1']);
    expect(memory(i915)).toEqual({ system0: 6044 });
  });

  it('of xe counts cycles against cycles', () => {
    const xe = client('xe-kernel-doc');
    expect(engines(xe)).toEqual([
      'rcs: 28257900/7655183225 x1',
      'bcs: 0/7655183225 x1',
      'vcs: 0/7655183225 x2',
      'vecs: 0/7655183225 x2',
      'ccs: 0/7655183225 x4',
    ]);
    expect(memory(xe)).toEqual({ gtt: 192, vram0: 23_992 });
  });

  it('of a data-centre card has no render engine and two memories', () => {
    const xe = client('xe-pvc');
    expect(xe).toMatchObject({ driver: 'xe', clientId: '173', pciAddress: '0000:4d:00.0' });
    expect(engines(xe)).toEqual(['bcs: 395/24339816184 x16', 'ccs: 326/24339816184 x2']);
    expect(memory(xe)).toEqual({ gtt: 264, vram0: 65_072_580, vram1: 63_753_540 });
  });

  it('of amdgpu tells the same memory under old and new names', () => {
    const amdgpu = client('amdgpu-2024');
    expect(amdgpu).toMatchObject({ driver: 'amdgpu', clientId: '30', pciAddress: '0000:04:00.0' });
    expect(engines(amdgpu)).toEqual(['gfx: 39456116802 x1']);
    expect(memory(amdgpu)).toEqual({ gtt: 22_528, vram: 544_428 });
    expect(clientLoads([], [amdgpu], second)[0]?.memoryMiB).toBeCloseTo((544_428 + 22_528) / 1024);
  });

  it('of older amdgpu has the old names alone', () => {
    const text = read('amdgpu-2024').split('\n').filter((line) => !/^drm-(total|shared|active|resident)-/.test(line)).join('\n');
    expect(memory(parseFdinfo(text)!)).toEqual({ vram: 544_428, gtt: 22_528 });
  });

  it('of boards has no PCI address', () => {
    expect(client('panfrost-kernel-doc')).toMatchObject({ driver: 'panfrost', clientId: '14', pciAddress: null });
    expect(engines(client('panfrost-kernel-doc'))).toEqual(['fragment: 1846584880 x1', 'vertex-tiler: 71932239 x1']);
    expect(client('panfrost-kernel-doc').memory).toEqual([{ region: 'memory', totalKiB: 290 * 1024, residentKiB: 36_496 }]);
    expect(engines(client('panfrost-internal-memory'))).toEqual(['fragment: 481941638 x1', 'vertex-tiler: 55546675 x1']);
    expect(client('panfrost-internal-memory').engines[0]).toMatchObject({ maximumMhz: expect.closeTo(800, 3), currentMhz: expect.closeTo(125, 3) });
    expect(engines(client('msm-2022'))).toEqual(['gpu: 1734371319 x1']);
    expect(engines(client('panthor-kernel-doc'))).toEqual(['panthor: 111110952750 x1']);
    expect(memory(client('panthor-kernel-doc'))).toEqual({ memory: 16_480 });
  });

  it('of v3d holds jobs beside its engines', () => {
    expect(engines(client('v3d-2023'))).toEqual([
      'bin: 1661076898 x1',
      'render: 31469427170 x1',
      'tfu: 5002964 x1',
      'csd: 188038329691 x1',
      'cache_clean: 27736024038 x1',
    ]);
  });

  it('may have been read through grep', () => {
    const v3d = client('v3d-grep-prefix');
    expect(v3d).toMatchObject({ driver: 'v3d', clientId: '14' });
    expect(engines(v3d)).toEqual(expect.arrayContaining(['bin: 25951428711 x1', 'render: 1400777565939 x1', 'cpu: 0 x1']));
    expect(v3d.memory).toEqual([{ region: 'memory', totalKiB: 74_864, residentKiB: 43_264 }]);
  });

  it('of anything else is none', () => {
    expect(parseFdinfo('pos:\t0\nflags:\t02\nmnt_id:\t15\n')).toBeNull();
    expect(parseFdinfo('')).toBeNull();
    expect(parseFdinfo('drm-driver:\n')).toBeNull();
  });

  it('takes no key from a name that a program gave itself', () => {
    const text = 'drm-driver:\ti915\ndrm-client-id:\t1\ndrm-client-name:\tdrm-engine-render: 5 ns\ndrm-engine-copy:\t7 ns\n';
    expect(engines(parseFdinfo(text)!)).toEqual(['copy: 7 x1']);
  });
});

const i915 = (clientId: number, render: number, video: number, pdev = '0000:00:02.0'): DrmClient =>
  parseFdinfo(`drm-driver:\ti915\ndrm-client-id:\t${clientId}\ndrm-pdev:\t${pdev}\ndrm-engine-render:\t${render} ns\ndrm-engine-video:\t${video} ns\ndrm-engine-capacity-video:\t2\n`)!;
const xe = (cycles: number, total: number): DrmClient =>
  parseFdinfo(`drm-driver:\txe\ndrm-client-id:\t4\ndrm-pdev:\t0000:03:00.0\ndrm-cycles-vcs:\t${cycles}\ndrm-total-cycles-vcs:\t${total}\ndrm-engine-capacity-vcs:\t2\n`)!;
const amdgpu = (counters: string): DrmClient => parseFdinfo(`drm-driver:\tamdgpu\ndrm-client-id:\t9\ndrm-pdev:\t0000:0b:00.0\n${counters}`)!;
const busy = (loads: ReturnType<typeof clientLoads>) => loads.map(({ gpu, engines: all }) => [gpu, ...all.map(({ engine, name, busyPercent }) => `${engine} ${name} ${busyPercent}`)]);

describe('load between two looks', () => {
  it('shares the time among the units of an engine', () => {
    expect(busy(clientLoads([i915(1, 0, 0)], [i915(1, second / 4, second)], second))).toEqual([['pci:0000:00:02.0', 'render render 25', 'video video 50']]);
    expect(busy(clientLoads([xe(1000, 50_000)], [xe(20_200, 69_200)], second))).toEqual([['pci:0000:03:00.0', 'video vcs 50']]);
  });

  it('counts a client once, however often it is open', () => {
    const [before, after] = [i915(1, 0, 0), i915(1, second / 2, 0)];
    expect(busy(clientLoads([before, before, before], [after, after, after], second))).toEqual([['pci:0000:00:02.0', 'render render 50', 'video video 0']]);
  });

  it('adds clients of one GPU, and keeps two GPUs apart even where they number their clients alike', () => {
    const other = (render: number): DrmClient => i915(1, render, 0, '0000:03:00.0');
    const before = [i915(1, 0, 0), i915(2, 0, 0), other(0)];
    const after = [i915(1, second / 10, 0), i915(2, second / 5, 0), other(second)];
    expect(busy(clientLoads(before, after, second))).toEqual([
      ['pci:0000:00:02.0', 'render render 30', 'video video 0'],
      ['pci:0000:03:00.0', 'render render 100', 'video video 0'],
    ]);
  });

  it('does not take what a new client did before it was seen for the work of a second', () => {
    expect(busy(clientLoads([], [i915(1, 90 * second, 0)], second))).toEqual([['pci:0000:00:02.0', 'render render null', 'video video null']]);
    expect(busy(clientLoads([i915(1, 0, 0)], [i915(1, second / 2, 0), i915(2, 90 * second, 0)], second))[0]).toContain('render render 50');
  });

  it('leaves out a client that is gone', () => {
    expect(busy(clientLoads([i915(1, 0, 0), i915(2, 0, 0)], [i915(2, second / 2, 0)], second))[0]).toContain('render render 50');
    expect(clientLoads([i915(1, 0, 0)], [], second)).toEqual([]);
  });

  it('has no figure where a counter went back, or no time passed', () => {
    expect(busy(clientLoads([i915(1, second, 0)], [i915(1, 5, second)], second))).toEqual([['pci:0000:00:02.0', 'render render null', 'video video 50']]);
    expect(busy(clientLoads([i915(1, 0, 0)], [i915(1, 5, 5)], 0))).toEqual([['pci:0000:00:02.0', 'render render null', 'video video null']]);
    expect(busy(clientLoads([xe(5, 100)], [xe(5, 100)], second))).toEqual([['pci:0000:03:00.0', 'video vcs null']]);
  });

  it('is at most 100, for an engine that worked on after the first look', () => {
    expect(busy(clientLoads([i915(1, 0, 0)], [i915(1, 1.02 * second, 0)], second))[0]).toContain('render render 100');
  });

  it('begins at 0 for an engine that amdgpu leaves out until it works', () => {
    const [before, after] = [amdgpu('drm-engine-gfx:\t5 ns\n'), amdgpu(`drm-engine-gfx:\t5 ns\ndrm-engine-enc:\t${second / 4} ns\n`)];
    expect(busy(clientLoads([before], [after], second))).toEqual([['pci:0000:0b:00.0', 'render gfx 0', 'encoder enc 25']]);
  });

  it('calls the one queue of newer AMD media engines what it is', () => {
    const merged = (dec: number): DrmClient => amdgpu(`drm-engine-gfx:\t0 ns\ndrm-engine-dec:\t${dec} ns\ndrm-engine-enc:\t0 ns\n`);
    expect(busy(clientLoads([merged(10)], [merged(10 + second / 2)], second))).toEqual([['pci:0000:0b:00.0', 'render gfx 0', 'media dec 50']]);
    const apart = (dec: number, enc: number): DrmClient => amdgpu(`drm-engine-dec:\t${dec} ns\ndrm-engine-enc:\t${enc} ns\n`);
    expect(busy(clientLoads([apart(1, 1)], [apart(1 + second / 2, 1 + second / 5)], second))).toEqual([['pci:0000:0b:00.0', 'decoder dec 50', 'encoder enc 20']]);
  });

  it('goes by the driver where there is no PCI address', () => {
    const v3d = (render: number): DrmClient => ({ ...client('v3d-2023'), engines: [{ ...client('v3d-2023').engines[1]!, busyNanoseconds: render }] });
    expect(busy(clientLoads([v3d(0)], [v3d(second / 2)], second))).toEqual([['v3d', 'render render 50']]);
  });
});

it('names engines of every driver by what they do', () => {
  const all = readdirSync(folder).flatMap((file) => parseFdinfo(readFileSync(resolve(folder, file), 'utf8'))!.engines.map(({ name }) => name));
  expect(Object.fromEntries([...all, 'enc_1', 'jpeg', 'gp', 'pp', '3D', 'toString'].map((name) => [name, engineOf(name)]))).toMatchSnapshot();
});

it('says why there is no figure', () => {
  expect(fdinfoUnavailable([])).toMatchObject([{ figure: 'engines', reason: expect.stringContaining('no GPU open') }]);
  const old = parseFdinfo('drm-driver:\ti915\ndrm-client-id:\t1\n')!;
  expect(fdinfoUnavailable([old, old])).toMatchObject([{ reason: expect.stringContaining('5.19') }]);
  expect(fdinfoUnavailable([parseFdinfo('drm-driver:\tamdgpu\ndrm-client-id:\t1\n')!])).toMatchObject([{ reason: expect.stringContaining('no work') }]);
  expect(fdinfoUnavailable([client('xe-pvc')])).toEqual([]);
});

describe('any text at all', () => {
  const key = constantFrom('drm-driver', 'drm-client-id', 'drm-pdev', 'drm-engine-render', 'drm-engine-capacity-render', 'drm-cycles-vcs', 'drm-total-cycles-vcs', 'drm-total-vram', 'drm-resident-vram', 'drm-maxfreq-render', 'toString', '__proto__');
  const value = constantFrom('i915', '1', '-1', '18446744073709551615', '18446744073709551615 ns', '5 KiB', '1e400', 'NaN', '0', '', '1 ns ns', '0000:00:02.0');
  const text = array(tuple(key, value, string()), { maxLength: 20 }).map((rows) => rows.map(([name, told, noise]) => `${name}: ${told}\n${noise}`).join('\n'));

  it('gives figures that the contract takes', () => {
    assert(
      property(text, text, double(), nat(), (one, other, elapsed, size) => {
        const [before, after] = [parseFdinfo(`drm-driver: xe\n${one}`), parseFdinfo(`drm-driver: xe\n${other}`)];
        const gpus = clientLoads(before ? [before] : [], after ? [after] : [], elapsed);
        sessionLoadSchema.parse({ atMilliseconds: size, cpuPercent: null, memoryMiB: null, memoryLimitMiB: null, gpus, unavailable: [] });
      }),
    );
    assert(property(string(), (noise) => void parseFdinfo(noise)));
  });

  it('gives the same load whatever the counters began with', () => {
    assert(
      property(integer({ min: 0, max: 1e12 }), integer({ min: 0, max: 1e9 }), (start, worked) => {
        const [load] = clientLoads([i915(1, start, 0)], [i915(1, start + worked, 0)], second);
        expect(load?.engines[0]?.busyPercent).toBeCloseTo(worked / 1e7, 6);
      }),
    );
  });
});
