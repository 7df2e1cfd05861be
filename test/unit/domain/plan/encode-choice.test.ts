import { constant, constantFrom, option, property, record, assert } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Capabilities } from '@domain/capabilities';
import type { GpuLoad } from '@domain/load';
import { nvencSessionLimit } from '@domain/nvenc-sessions';
import { carriedOver, usualVideoFor } from '@domain/plan/carry-over';
import { chooseEncode, type EncodeChoice } from '@domain/plan/encode-choice';
import type { RefusedEncode } from '@domain/plan/encode-candidates';
import { encoderArgv, encoderTable } from '@domain/plan/encoders';
import { capstanError } from '@domain/errors';
import { automaticEncoders, type PresetSettings, type VideoEncode } from '@domain/preset';
import { exampleHost } from './example-hosts';
import { camera, settings } from './fixtures';

const wanting = (encoder: string, video: Partial<VideoEncode> = {}, source: PresetSettings['source'] = camera): PresetSettings => ({
  ...settings,
  source,
  video: { ...usualVideoFor(encoder)!, ...video },
});
function chosen(wanted: PresetSettings, host: Capabilities, loads: readonly GpuLoad[] = [], refused: readonly RefusedEncode[] = []): EncodeChoice & { video: VideoEncode } {
  const choice = chooseEncode(wanted, host, loads, refused);
  if (!choice.ok) throw new Error(choice.error.detail);
  if (choice.value.video.mode === 'copy') throw new Error('nothing is encoded');
  return { ...choice.value, video: choice.value.video };
}
const refusal = (wanted: PresetSettings, host: Capabilities, loads: readonly GpuLoad[] = [], refused: readonly RefusedEncode[] = []) => {
  const choice = chooseEncode(wanted, host, loads, refused);
  return choice.ok ? null : choice.error;
};

const idle = { name: '', memoryUsedMiB: null, memoryTotalMiB: null, powerWatts: null, temperatureCelsius: null, clockMhz: null, unavailable: [] };
const load = (gpu: string, encoder: number | null, sessions: number | null = null, busyPercent: number | null = null): GpuLoad => ({
  ...idle,
  gpu,
  busyPercent,
  encodeSessions: sessions,
  engines: encoder === null ? [] : [{ engine: 'encoder', name: 'enc', busyPercent: encoder }, { engine: 'render', name: 'sm', busyPercent: 100 }],
});

describe('which of two GPUs', () => {
  const nvidia = exampleHost('nvidia');
  const [first, second] = nvidia.nvidiaGpus.map(({ uuid }) => uuid!) as [string, string];
  const gpuFor = (loads: readonly GpuLoad[], video: Partial<VideoEncode> = {}) => chosen(wanting('h264_nvenc', video), nvidia, loads).gpu?.id;

  test('the one whose encoder has the least to do, whatever it draws', () => {
    expect(gpuFor([load(first, 70), load(second, 20)])).toBe(second);
    expect(gpuFor([load(first, 20), load(second, 70)])).toBe(first);
  });
  test('one that nobody saw is taken for half busy', () => {
    expect(gpuFor([load(first, 70)])).toBe(second);
    expect(gpuFor([load(first, 30)])).toBe(first);
  });
  test('without an encoder’s figure the driver’s one for all counts', () => expect(gpuFor([load(first, null, null, 80), load(second, null, null, 10)])).toBe(second));
  test('in the order of the host where both are equal', () => expect(gpuFor([])).toBe(first));
  test.each([
    ['its UUID', second],
    ['its number', '1'],
    ['nvidia:1', 'nvidia:1'],
    ['its place on PCI', 'pci:0000:02:00.0'],
  ])('the one that the preset names by %s, however busy', (_how, gpu) => expect(gpuFor([load(second, 99)], { gpu })).toBe(second));

  test('consumer cards share a limit of sessions, counted on all of them together', () => {
    const loads = [load(first, 10, 5), load(second, 10, 3)];
    const error = refusal(wanting('h264_nvenc'), nvidia, loads);
    expect(error).toMatchObject({ kind: 'encoder-unavailable', detail: expect.stringMatching(/550\.163\.01 allows 8 sessions.*8 run/) });
    expect(chosen(wanting('auto'), nvidia, loads)).toMatchObject({ gpu: null, video: { encoder: 'libx264' }, fallback: { wanted: 'auto', reason: expect.stringContaining('8 sessions') } });
    expect(gpuFor([load(first, 10, 4), load(second, 10, 3)])).toBe(first);
  });
});

test.each([
  ['NVIDIA GeForce GTX 1050', '525.147.05', 3],
  ['NVIDIA GeForce RTX 3060', '530.30.02', 5],
  ['NVIDIA GeForce RTX 3060', '546.01', 5],
  ['NVIDIA GeForce RTX 3060', '550.54.14', 8],
  ['NVIDIA TITAN V', '570.10', 8],
  ['NVIDIA A10', '525.147.05', null],
  ['NVIDIA RTX A4000', '550.54', null],
  ['Tesla T4', '470.82.01', null],
  ['NVIDIA GeForce RTX 3060', null, null],
])('%s with driver %s: %s sessions', (name, driverVersion, limit) => expect(nvencSessionLimit({ name, driverVersion })).toBe(limit));

describe('which path', () => {
  const intel = exampleHost('intel');
  test('the one with the fewest copies that was proved, for what the camera sends', () => {
    expect(chosen(wanting('h264_vaapi'), intel).path).toBe('zero-copy');
    expect(chosen(wanting('h264_vaapi', {}, { ...camera, inputFormat: 'YUYV' } as PresetSettings['source']), intel).path).toBe('gpu-convert');
    expect(chosen(wanting('h264_vaapi', { decoding: 'cpu' }), intel)).toMatchObject({ path: 'gpu-convert', fallback: null });
  });
  test('where nothing was tried, the safest one, and it is said', () => {
    const untried = { ...intel, encoders: null };
    const choice = chosen(wanting('h264_vaapi'), untried);
    expect(choice).toMatchObject({ path: 'cpu-convert', proof: null, fallback: null });
    expect(choice.warnings).toEqual([expect.stringContaining('was not tried')]);
    expect(chosen(wanting('auto'), untried)).toMatchObject({ path: 'software', fallback: { wanted: 'auto', chosen: 'libx264', reason: expect.stringContaining('capstan probe --encoders') } });
  });
  test('low power is left out where both work, and taken where only it does', () => {
    expect(chosen(wanting('h264_vaapi'), intel).video.lowPower).toBe(false);
    expect(chosen(wanting('vp9_vaapi'), intel).video.lowPower).toBe(true);
  });
});

describe('a GPU that did not decode MJPEG when it was tried', () => {
  const intel = exampleHost('intel');
  const without = (...missing: string[]): Capabilities => ({ ...intel, encoders: intel.encoders!.map((proof) => ({ ...proof, paths: proof.paths.filter((path) => !missing.includes(path)) })) });
  const h264 = { ...camera, inputFormat: 'H264' } as PresetSettings['source'];
  test('is no verdict on H.264: the next path is taken, with a note, also without a fallback', () => {
    const choice = chosen(wanting('h264_vaapi', { fallback: 'none' }, h264), without('zero-copy'));
    expect(choice).toMatchObject({ path: 'gpu-convert', fallback: { reason: expect.stringMatching(/tried with MJPEG alone, and that did not work\.$/) } });
  });
  test('is one on MJPEG, and a path that failed beside it is one on all', () => {
    expect(refusal(wanting('h264_vaapi', { fallback: 'none' }), without('zero-copy'))).toMatchObject({ detail: expect.stringContaining('by the path zero-copy did not work') });
    expect(refusal(wanting('h264_vaapi', { fallback: 'none' }, h264), without('zero-copy', 'gpu-convert'))).toMatchObject({ detail: expect.stringContaining('by the path gpu-convert did not work') });
    expect(chosen(wanting('h264_vaapi', {}, h264), without('zero-copy', 'gpu-convert')).fallback?.reason).toMatch(/MJPEG alone.*gpu-convert did not work/);
  });
});

describe('what a recorder refused when it started', () => {
  const amd = exampleHost('amd');
  const error = capstanError('encoder-unavailable', 'It would not open.');
  const refused = (path: RefusedEncode['path']): RefusedEncode[] => [{ encoder: 'h264_vaapi', gpu: 'pci:0000:03:00.0', path, error }];

  test.each([
    ['path', 'gpu-convert', 'h264_vaapi', 'cpu-convert'],
    ['software', 'gpu-convert', 'libx264', 'software'],
  ] as const)('with fallback %s after %s: %s by %s', (fallback, path, encoder, next) => {
    expect(chosen(wanting('h264_vaapi', { fallback }), amd, [], refused(path))).toMatchObject({ video: { encoder }, path: next, fallback: { reason: expect.stringContaining('It would not open.') } });
  });
  test('with fallback path there is nothing after the last one', () => expect(refusal(wanting('h264_vaapi'), amd, [], refused('cpu-convert'))).toMatchObject({ detail: 'It would not open.' }));
  test('an automatic encoder goes straight to software', () => expect(chosen(wanting('auto'), amd, [], refused('gpu-convert')).video.encoder).toBe('libx264'));
  test('and with fallback none nowhere', () => {
    expect(refusal(wanting('auto', { fallback: 'none' }), amd, [], refused('gpu-convert'))).toMatchObject({ kind: 'encoder-unavailable' });
    expect(refusal(wanting('h264_vaapi', { fallback: 'none' }), amd, [], refused('gpu-convert'))).toMatchObject({ kind: 'encoder-unavailable' });
  });
});

describe('why no hardware encodes', () => {
  const nvidia = exampleHost('nvidia');
  test('no GPU has the codec: said, and refused where nothing else is allowed', () => {
    const reason = 'No GPU of this host has an encoder for VP9.';
    expect(chosen(wanting('auto-vp9'), nvidia)).toMatchObject({ gpu: null, fallback: { wanted: 'auto-vp9', reason } });
    expect(refusal(wanting('auto-vp9', { fallback: 'none' }), nvidia)).toMatchObject({ kind: 'encoder-unavailable', detail: reason });
    const { name, uuid } = nvidia.nvidiaGpus[0]!;
    expect(refusal(wanting('auto-vp9', { fallback: 'none', gpu: uuid }), nvidia)).toMatchObject({ detail: `${name} has no encoder for VP9.` });
  });
  test('a host without any GPU has nothing to tell', () => {
    expect(chosen(wanting('auto-vp9', { fallback: 'none' }), exampleHost('software-only'))).toMatchObject({ gpu: null, fallback: null, warnings: [] });
  });
  test('nothing could be tried: what stands in the way, with the image by its name', () => {
    const { engine } = nvidia;
    if (engine.kind !== 'docker') throw new Error('not such a host');
    const images = engine.images.map((image) => ({ ...image, ffmpeg: { ...image.ffmpeg, encoders: ['libx264'] } }));
    const { fallback } = chosen(wanting('auto'), { ...nvidia, encoders: null, engine: { ...engine, images } });
    expect(fallback?.reason).toMatch(/in the image capstan\/nvidia:\S+ has no h264_nvenc/);
    expect(fallback?.reason).not.toContain('was tried');
  });
});

describe('10 bit', () => {
  test('stays where the encoder was proved to hold it', () => expect(chosen(wanting('auto-hevc', { pixelFormat: 'yuv420p10le' }), exampleHost('intel')).video).toMatchObject({ encoder: 'hevc_qsv', pixelFormat: 'yuv420p10le' }));
  test('a loss of it is said', () => expect(chosen(wanting('auto', { pixelFormat: 'yuv420p10le' }), exampleHost('intel')).warnings).toEqual([expect.stringContaining('8 bit')]));
});

test('a software encoder may have its pictures decoded on the GPU, in an image that has both', () => {
  const choice = chosen(wanting('libx264', { decoding: 'hardware' }), exampleHost('intel'));
  expect(choice).toMatchObject({ path: 'software', gpu: { id: 'pci:0000:00:02.0' }, image: expect.stringMatching(/^sha256:/) });
  expect(chosen(wanting('libx264', { decoding: 'hardware' }), exampleHost('software-only'))).toMatchObject({ gpu: null, warnings: [expect.stringContaining('the CPU does')] });
});

test('that nothing was tried is no verdict on what decodes', () => {
  const { warnings } = chosen(wanting('libx264', { decoding: 'hardware' }), { ...exampleHost('intel'), encoders: null });
  expect(warnings).toEqual([expect.stringMatching(/not tried yet.*capstan probe --encoders/)]);
});

describe('what another encoder does not have is said', () => {
  const warningsFor = (video: Partial<VideoEncode>) => chosen(wanting('auto', video), exampleHost('intel')).warnings;
  test.each([
    ['yuv422p', '4:2:2'],
    ['yuv444p', '4:4:4'],
  ] as const)('%s', (pixelFormat, chroma) => expect(warningsFor({ pixelFormat })).toEqual([expect.stringContaining(`has no ${chroma}: the recording has 4:2:0`)]));
  test('an unusual quality, and the usual one not', () => {
    expect(warningsFor({ rateControl: { mode: 'crf', quality: 12 } })).toEqual([expect.stringMatching(/quality 12 .* takes its usual one, \d+/)]);
    expect(warningsFor({})).toEqual([]);
  });
  test('also where software steps in', () => {
    const warnings = chosen(wanting('h264_vaapi', { fallback: 'software', rateControl: { mode: 'cqp', quality: 11 } }), exampleHost('software-only')).warnings;
    expect(warnings).toContainEqual(expect.stringMatching(/^libx264 does not know the quality 11/));
  });
});

const names = [...encoderTable.map(({ encoder }) => encoder), ...Object.keys(automaticEncoders)];
const everything = { version: '7.1', major: 7, minor: 1, encoders: encoderTable.map(({ encoder }) => encoder) };

test('settings carried over to any encoder are settings that it takes', () => {
  const anySettings = record({
    from: constantFrom(...names),
    to: constantFrom(...encoderTable.map(({ encoder }) => encoder)),
    rateControl: option(constantFrom<VideoEncode['rateControl']>({ mode: 'cbr', bitRateKbps: 4000 }, { mode: 'vbr', bitRateKbps: 4000, maxBitRateKbps: 5000 }, { mode: 'qvbr', quality: 30, bitRateKbps: 4000, maxBitRateKbps: 5000 })),
    pixelFormat: constantFrom('yuv420p' as const, 'yuv420p10le' as const, 'yuv444p' as const),
    bFrames: constantFrom(0, 2, 16),
    lookAheadFrames: constantFrom(0, 20, 250),
    lowPower: constantFrom(null, true, false),
    gopFrames: constant(90),
  });
  assert(
    property(anySettings, ({ from, to, rateControl, ...rest }) => {
      const before = usualVideoFor(from)!;
      const after = carriedOver({ ...before, ...rest, ...(rateControl && { rateControl }) }, to);
      expect(after).toMatchObject({ encoder: to, gopFrames: 90 });
      if (from === to) return;
      const argv = encoderArgv(after, everything);
      expect(argv.ok ? null : argv.error.detail).toBeNull();
    }),
    { numRuns: 2000 },
  );
});
