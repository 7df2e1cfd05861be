import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, anything, json, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContainerStats, type UsageSample } from '@domain/container-stats';
import type { EncodeSummary } from '@domain/encode-summary';
import { sessionLoadSchema } from '@domain/load';
import type { ClientSample } from '@domain/plan/recorder-load';
import { SessionLoadMeter } from '@domain/session-load';

const fixture = (path: string) => readFileSync(resolve(import.meta.dirname, '../../fixtures', path), 'utf8');
const stats = (name: string) => fixture(`container-stats/${name}`).trim();

describe('figures of a container', () => {
  it('are read under cgroup v1, without the cache of files', () => {
    expect(parseContainerStats(stats('docker-20.10-cgroup-v1.json'))).toEqual({
      atMilliseconds: Date.parse('2026-11-21T10:12:54.878Z'),
      cpuSeconds: 1.458454673,
      memoryBytes: 242819072 - 220680192,
      memoryLimitBytes: 25276514304,
    });
  });

  it('are read under cgroup v2, which names the cache otherwise', () => {
    const v2 = JSON.parse(stats('docker-20.10-cgroup-v1.json'));
    v2.memory_stats = { usage: 100_000_000, limit: 536_870_912, stats: { anon: 60_000_000, file: 40_000_000, inactive_file: 30_000_000, active_file: 10_000_000 } };
    expect(parseContainerStats(JSON.stringify(v2))).toMatchObject({ memoryBytes: 70_000_000, memoryLimitBytes: 536_870_912 });
  });

  it('are unknown where the host counts no memory, and none where the container has ended', () => {
    const blind = JSON.parse(stats('docker-20.10-cgroup-v1.json'));
    blind.memory_stats = {};
    expect(parseContainerStats(JSON.stringify(blind))).toMatchObject({ cpuSeconds: 1.458454673, memoryBytes: null, memoryLimitBytes: null });
    expect(parseContainerStats(stats('docker-20.10-ended.json'))).toBeNull();
  });

  it('never crash, whatever is answered', () => {
    assert(property(json(), (text) => parseContainerStats(text) === null));
    assert(property(anything(), (value) => parseContainerStats(JSON.stringify({ ...JSON.parse(stats('docker-20.10-cgroup-v1.json')), memory_stats: value }))?.cpuSeconds === 1.458454673));
  });
});

const gpu = (id: string): EncodeSummary => ({
  encoder: 'h264_vaapi',
  gpu: { id, name: 'A GPU' },
  path: { name: 'gpu-convert', decode: 'cpu', convert: 'gpu', encode: 'gpu', copies: 1, summary: '' },
  fallback: null,
});
const usage = (seconds: number, cpuSeconds: number): UsageSample => ({ atMilliseconds: seconds * 1000, cpuSeconds, memoryBytes: 64 * 1024 * 1024, memoryLimitBytes: 512 * 1024 * 1024 });
const i915 = (client: number, renderNs: number, videoNs: number): string =>
  `drm-driver:\ti915\ndrm-pdev:\t0000:00:02.0\ndrm-client-id:\t${client}\ndrm-resident-system0:\t64 MiB\ndrm-engine-render:\t${renderNs} ns\ndrm-engine-video:\t${videoNs} ns\ndrm-engine-capacity-video:\t2\n`;
const looked = (atSeconds: number, ...fdinfo: string[]): ClientSample => ({ atSeconds, fdinfo, isCut: false, isClosed: false });

describe('what a session takes', () => {
  it('is CPU in percent of one core, memory, and its share of each engine', () => {
    const meter = new SessionLoadMeter({ encode: gpu('pci:0000:00:02.0') });
    meter.takeClients(looked(100, i915(1, 5e9, 1e9)), 0);
    expect(meter.next(usage(10, 4), 0, 1)).toBeNull();
    meter.takeClients(looked(101, i915(1, 5.25e9, 2e9)), 1000);
    const load = meter.next(usage(11, 5.5), 1000, 2);
    expect(sessionLoadSchema.parse(load)).toEqual({
      atMilliseconds: 2,
      cpuPercent: 150,
      memoryMiB: 64,
      memoryLimitMiB: 512,
      gpus: [
        {
          gpu: 'pci:0000:00:02.0',
          engines: [
            { engine: 'render', name: 'render', busyPercent: 25 },
            // Two units: one of them busy all the time.
            { engine: 'video', name: 'video', busyPercent: 50 },
          ],
          memoryMiB: 64,
        },
      ],
      unavailable: [],
    });
  });

  it('tells nothing of GPUs where none was to encode', () => {
    const meter = new SessionLoadMeter({ encode: null });
    meter.next(usage(10, 4), 0, 1);
    meter.takeClients(looked(101), 1000);
    expect(meter.next(usage(11, 4), 1000, 2)).toMatchObject({ cpuPercent: 0, gpus: [], unavailable: [] });
  });

  it.each([
    ['a driver without counters', 'pci:0000:00:02.0', looked(101, 'drm-driver:\ti915\ndrm-client-id:\t1\n'), /i915 does not count work by process.*5\.19/],
    ['no open client', 'pci:0000:00:02.0', looked(101), /no GPU open/],
    ['descriptors that are closed to the observer', 'pci:0000:00:02.0', { ...looked(101), isClosed: true }, /may not be looked at/],
    ['NVIDIA', 'GPU-1234', looked(101), /NVIDIA’s driver does not tell/],
    ['a codec of a board', 'codec-nodes', looked(101), /does not count its work/],
  ])('says why shares are missing: %s', (_what, id, sample, reason) => {
    const meter = new SessionLoadMeter({ encode: gpu(id) });
    meter.next(usage(10, 4), 0, 1);
    meter.takeClients(looked(100, ...sample.fdinfo), 0);
    meter.takeClients(sample, 1000);
    const load = meter.next(usage(11, 4), 1000, 2);
    expect(load?.unavailable).toEqual([{ figure: 'engines', reason: expect.stringMatching(reason) }]);
  });

  it('never holds on to what the observer said long ago', () => {
    const meter = new SessionLoadMeter({ encode: gpu('pci:0000:00:02.0') });
    meter.takeClients(looked(100, i915(1, 5e9, 1e9)), 0);
    meter.takeClients(looked(101, i915(1, 5.25e9, 2e9)), 1000);
    meter.next(usage(10, 4), 1000, 1);
    expect(meter.next(usage(20, 4), 10_000, 2)).toMatchObject({ gpus: [], unavailable: [{ figure: 'engines', reason: expect.stringContaining('Nothing was heard') }] });
  });

  it('is null with the reason where the daemon does not tell, and goes on with GPUs', () => {
    const meter = new SessionLoadMeter({ encode: gpu('pci:0000:00:02.0') });
    meter.takeClients(looked(100, i915(1, 5e9, 1e9)), 0);
    meter.takeClients(looked(101, i915(1, 5.25e9, 2e9)), 1000);
    const load = meter.next({ reason: 'Docker has gone.' }, 1000, 2);
    expect(load).toMatchObject({ cpuPercent: null, memoryMiB: null, gpus: [{ gpu: 'pci:0000:00:02.0' }] });
    expect(load?.unavailable.map(({ figure }) => figure)).toEqual(['cpuPercent', 'memoryMiB', 'memoryLimitMiB']);
  });

  it('begins again where the counters do: another recorder, another boot', () => {
    const meter = new SessionLoadMeter({ encode: null });
    meter.next(usage(10, 400), 0, 1);
    expect(meter.next(usage(11, 1), 1000, 2)).toMatchObject({ cpuPercent: null, unavailable: [{ figure: 'cpuPercent', reason: expect.any(String) }] });
    expect(meter.next(usage(5, 1), 2000, 3)).toBeNull();
    expect(meter.next(usage(6, 1.5), 3000, 4)).toMatchObject({ cpuPercent: 50 });
  });
});
