import type { BenchmarkOffer, BenchmarkReport, BenchmarkRow } from '@domain/benchmark/report';
import { standardClipNames } from '@domain/benchmark/report';
import { capabilitiesSchema } from '@domain/capabilities';
import intel from '../../fixtures/capabilities/intel.json';
import { clip, hardwareRow, report, row } from '../../unit/domain/benchmark/reports';
import { ago } from '../scene';
import { thisMachine } from './hosts';

const gpu = 'pci:0000:00:02.0';
/** Frames a second with each of the clips, in their order; where there is none it did not run. */
const speeds: readonly (readonly [encoder: string, codec: string, ...fps: (number | null)[]])[] = [
  ['libx264', 'H.264', 61.3, 48.2, 15.1, 11.6],
  ['libx265', 'HEVC', 24.6, 20.4, 6.31, 4.9],
  ['libsvtav1', 'AV1', 58.8, 41.7, 15.9, 11.2],
  ['h264_qsv', 'H.264', 241.4, null, 64.2, null],
  ['hevc_qsv', 'HEVC', 203.7, 188.9, 55.8, 47.3],
  ['vp9_qsv', 'VP9', 176.2, 161.5, 46.6, 40.1],
];
const refused = capabilitiesSchema.parse(intel).encoders?.find(({ encoder }) => encoder === 'av1_vaapi')?.diagnosis ?? null;

function rowOf(encoder: string, name: string, fps: number): BenchmarkRow {
  const isHardware = encoder.endsWith('_qsv');
  const framesPerSecond = { median: fps, minimum: fps * 0.96, maximum: fps * 1.015 };
  const change = { framesPerSecond, timesRealTime: fps / 30, framesPerJoule: isHardware ? fps / 14.25 : fps / 61 };
  if (isHardware) return hardwareRow(encoder, name, change);
  return row(encoder, name, { ...change, cpuPercent: 1160, watts: { source: 'package', idle: 3.1, underLoad: 61 }, bottleneck: 'encode', quality: { metric: 'vmaf', value: 95.4, bitRateKbps: 18_400 } });
}
const rows = standardClipNames.flatMap((name, index) =>
  speeds.flatMap(([encoder, , ...all]) => {
    const fps = all[index];
    return typeof fps === 'number' ? [rowOf(encoder, name, fps)] : [];
  }),
);
const missing: BenchmarkRow = hardwareRow('av1_vaapi', '1080p-8bit', { frames: 0, framesPerSecond: null, timesRealTime: null, watts: null, framesPerJoule: null, cpuPercent: null, quality: null, bottleneck: null, ceilings: { decode: null, copy: null }, diagnosis: refused });

export const measuredRows: readonly BenchmarkRow[] = [...rows.slice(0, 4), missing];

const benchmarkOf = (id: string, secondsAgo: number, factor: number): BenchmarkReport => {
  const usual = report();
  const scaled = rows.map((one) => {
    if (one.framesPerSecond === null) return one;
    const { median, minimum, maximum } = one.framesPerSecond;
    const isSlower = one.encoder === 'hevc_qsv';
    const by = isSlower ? 2 - factor : factor;
    return { ...one, framesPerSecond: { median: median * by, minimum: minimum * by, maximum: maximum * by } };
  });
  return report({ id, startedAt: ago(secondsAgo), host: { ...usual.host, name: thisMachine.name }, durationSeconds: 1043, clips: standardClipNames.map((name) => clip(name)), rows: [...scaled, missing] });
};

/** Newest first; the last is of another host. */
export const benchmarks: readonly BenchmarkReport[] = [benchmarkOf('20261121T101200Z-k3v9', 1080, 1), benchmarkOf('20261114T090000Z-p7qa', 610_000, 0.88), report({ id: '20261101T080000Z-aaaa', startedAt: ago(1_700_000) })];

export const benchmarkOffer: BenchmarkOffer = { encoders: speeds.map(([encoder, codec]) => ({ encoder, gpu: encoder.endsWith('_qsv') ? gpu : null, codec })), clips: [...standardClipNames] };
