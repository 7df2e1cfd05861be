import type { BenchmarkClip, BenchmarkReport, BenchmarkRow } from '@domain/benchmark/report';

export const clip = (name: string, changes: Partial<BenchmarkClip> = {}): BenchmarkClip => ({
  name,
  width: name.startsWith('2160p') ? 3840 : 1920,
  height: name.startsWith('2160p') ? 2160 : 1080,
  framesPerSecond: 30,
  bitDepth: name.endsWith('10bit') ? 10 : 8,
  frames: 90,
  origin: 'recipe',
  argv: ['ffmpeg', '-f', 'lavfi', '-i', 'testsrc2=size=1920x1080:rate=30', '-frames:v', '90', '-c:v', 'rawvideo', `file:${name}.nut`],
  ...changes,
});

export const row = (encoder: string, clipName: string, changes: Partial<BenchmarkRow> = {}): BenchmarkRow => ({
  encoder,
  gpu: null,
  path: 'software',
  clip: clipName,
  argv: ['ffmpeg', '-i', `file:${clipName}.nut`, '-map', '0:v:0', '-c:v', encoder, '-f', 'null', '-'],
  frames: 90,
  framesPerSecond: { median: 61.25, minimum: 58.9, maximum: 62 },
  timesRealTime: 2.04,
  watts: null,
  framesPerJoule: null,
  cpuPercent: 196,
  quality: { metric: 'ssim', value: 0.98765, bitRateKbps: 18_400 },
  bottleneck: 'encode',
  ceilings: { decode: 812, copy: null },
  streams: null,
  diagnosis: null,
  ...changes,
});

export const processorGraphics = { id: 'pci:0000:00:02.0', name: 'Intel 4680' };

export const hardwareRow = (encoder: string, clipName: string, changes: Partial<BenchmarkRow> = {}): BenchmarkRow =>
  row(encoder, clipName, {
    gpu: processorGraphics,
    path: 'cpu-convert',
    framesPerSecond: { median: 241.4, minimum: 238, maximum: 243.9 },
    timesRealTime: 8.05,
    watts: { source: 'package', idle: 3.1, underLoad: 14.25 },
    framesPerJoule: 16.94,
    cpuPercent: 61,
    bottleneck: 'copy',
    ceilings: { decode: 812, copy: 260 },
    ...changes,
  });

/** One of each kind of row: software, hardware, with streams, and one that did not run. */
export const report = (changes: Partial<BenchmarkReport> = {}): BenchmarkReport => ({
  schemaVersion: 1,
  id: '20261122T001500Z-k3v9',
  startedAt: '2026-11-22T00:15:00.000Z',
  durationSeconds: 184.2,
  capstanVersion: '0.1.0',
  host: {
    name: 'studio',
    processor: '12th Gen Intel(R) Core(TM) i5-12500',
    architecture: 'Alder Lake',
    cores: 12,
    kernel: '6.12.57-amd64',
    operatingSystem: 'Debian GNU/Linux 13 (trixie)',
  },
  engine: { kind: 'docker', version: '28.5.1' },
  ffmpegVersion: '7.1.2-0+deb13u1',
  secondsPerRun: 3,
  runs: 3,
  clips: [clip('1080p-8bit'), clip('2160p-10bit')],
  rows: [
    row('libx264', '1080p-8bit'),
    hardwareRow('h264_qsv', '1080p-8bit', {
      streams: { holdRealTime: 7, isLimit: false, tried: [{ streams: 4, speeds: [1.9, 1.91, 1.88, 1.9] }, { streams: 8, speeds: [1.01, 1, 0.99, 1, 1, 1.02, 1, 0.98] }] },
    }),
    hardwareRow('hevc_qsv', '2160p-10bit', { framesPerSecond: { median: 33.1, minimum: 32.8, maximum: 33.4 }, timesRealTime: 1.1, quality: { metric: 'vmaf', value: 95.31, bitRateKbps: 41_250 } }),
    hardwareRow('av1_qsv', '1080p-8bit', {
      frames: 0,
      framesPerSecond: null,
      timesRealTime: null,
      watts: null,
      framesPerJoule: null,
      cpuPercent: null,
      quality: null,
      bottleneck: null,
      ceilings: { decode: null, copy: null },
      diagnosis: {
        id: 'encoder-not-in-hardware',
        title: 'This GPU does not encode AV1',
        evidence: '[av1_qsv @ 0x0] Error initializing the encoder: unsupported (-3)',
        reason: 'Intel GPUs encode AV1 from Arc and Meteor Lake on.',
        remedy: 'Choose another encoder.',
        commands: [],
      },
    }),
  ],
  notes: ['The GPU was 12 % busy before the start: ffmpeg (pid 812).', 'H.264 in 10 bit is left out: h264_qsv has 8 bit only.'],
  ...changes,
});
