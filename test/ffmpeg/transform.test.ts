import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultVideoFor } from '@domain/plan/encoders';
import { plan } from '@domain/plan/plan';
import type { Plan } from '@domain/plan/types';
import { noTransform, type PresetSettings, type Source, type Transform } from '@domain/preset';
import { transformedSize } from '@domain/transform';
import { createLocalEngine } from '../../src/station/local/engine';
import { buildOf, runFfmpeg, type FfmpegCommand } from '../support/ffmpeg';
import { difference, laid, planesOf, reduced, type Plane } from '../support/laid';
import { ffmpegReleases, ownFfmpeg } from '../support/newer-ffmpeg';
import { need, present, type Piece } from '../support/pieces';
import { context, file, localHost, preset, settings } from '../unit/domain/plan/fixtures';
import { gpuHost } from '../unit/domain/plan/gpu-host';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'capstan-transform-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const size = { width: 320, height: 240 };
const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size.width}x${size.height}:rate=30`, '-frames:v', '1'];
const crop = { left: 16, top: 8, right: 34, bottom: 2 };
const transforms: readonly Transform[] = [
  { crop, rotateDegrees: 90, flipHorizontal: true, flipVertical: false },
  { crop, rotateDegrees: 90, flipHorizontal: false, flipVertical: true },
  { ...noTransform, rotateDegrees: 270 },
  { ...noTransform, rotateDegrees: 180, flipHorizontal: true },
  { crop, rotateDegrees: 0, flipHorizontal: true, flipVertical: false },
  { crop, rotateDegrees: 0, flipHorizontal: false, flipVertical: true },
];

const device = (inputFormat: string | null): Source => ({ type: 'capture-device', device: '/dev/video2', inputFormat, frameSize: null, frameRate: null, controls: {} });
const raw = (format: string) => ({ name: `${format}.raw`, encode: ['-pix_fmt', format, '-f', 'rawvideo'], read: ['-f', 'rawvideo', '-pixel_format', format, '-video_size', '320x240'] });
const jpeg = (format: string) => ({ name: `${format}.mjpeg`, encode: ['-vf', `scale=out_range=full,format=${format}`, '-c:v', 'mjpeg', '-q:v', '2', '-f', 'mjpeg'], read: ['-f', 'mjpeg'] });
const kept = (format: string, ...tags: string[]) => ({ name: `${format}${tags.join('')}.nut`, encode: ['-pix_fmt', format, ...tags, '-c:v', 'ffv1', '-f', 'nut'], read: [] });

/** What each source delivers, and how the device says its raw pictures are to be read. */
const cases: readonly (readonly [name: string, source: Source, pictures: ReturnType<typeof raw> | ReturnType<typeof jpeg>, range?: 'full'])[] = [
  ['raw 4:2:2', device('YUYV'), raw('yuyv422')],
  ['raw 4:2:2 of full range', device('YUYV'), raw('yuyv422'), 'full'],
  ['raw 4:2:0', device('NV12'), raw('nv12')],
  ['RGB', device('RGB3'), raw('rgb24')],
  ['grey', device('GREY'), raw('gray')],
  ['JPEG, 4:2:2', device('MJPG'), jpeg('yuvj422p')],
  ['JPEG, 4:2:0', device('MJPG'), jpeg('yuvj420p')],
  ['the driver’s choice of JPEG', device(null), jpeg('yuvj422p')],
  ['the driver’s choice of raw 4:2:2', device(null), raw('yuyv422')],
  ['a file', file, kept('yuv420p')],
  ['a file in 4:2:2 with 10 bit', file, kept('yuv422p10le')],
  ['a file in 4:2:2 of full range', file, kept('yuv422p', '-color_range', 'pc')],
];

const graphOf = ({ argv }: Plan) => argv[argv.indexOf('-filter_complex') + 1] ?? '';

function planned(source: Source, transform: Transform, release: '5.1' | '7.1', range?: 'full'): Plan {
  const host = gpuHost({ ffmpeg: release });
  const capabilities = { ...host, captureDevices: host.captureDevices.map((each) => ({ ...each, colour: range ? { matrix: null, range, primaries: null } : null })) };
  const result = plan({ preset: preset({ source, transform, audio: { mode: 'none' } }), capabilities, run: context() });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

describe.each(ffmpegReleases)('ffmpeg of %s', (_name, find) => {
  let piece: Piece<{ readonly command: FfmpegCommand; readonly release: '5.1' | '7.1' }>;
  beforeAll(async () => {
    const found = await find();
    piece = found.value === null ? found : present({ command: found.value, release: (await buildOf(found.value)).major >= 6 ? '7.1' : '5.1' });
  });

  it.for(cases)('lays every sample of %s where it belongs, and keeps its values', async ([, source, pictures, range], test) => {
    const { command, release } = need(piece, test);
    const input = join(directory, pictures.name);
    const made = await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', '-y', ...picture, ...pictures.encode, input]);
    expect([made.exitCode, made.stderr]).toEqual([0, '']);
    const run = async (transform: Transform) => {
      const recorded = join(directory, 'recorded.raw');
      const outputs = ['-map', '[recorded]', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', recorded, '-map', '[picture]', '-f', 'null', '-'];
      const result = await runFfmpeg(command, ['-loglevel', 'error', '-y', ...pictures.read, '-i', input, '-filter_complex', graphOf(planned(source, transform, release, range)), ...outputs]);
      expect([result.exitCode, result.stderr]).toEqual([0, '']);
      return new Uint8Array(readFileSync(recorded));
    };
    const asItComes = await run(noTransform);
    const before = planesOf(asItComes, size.width, size.height);
    for (const transform of transforms) {
      const recorded = await run(transform);
      const after = transformedSize(transform, size);
      expect(recorded.length).toBe((after.width * after.height * 3) / 2);
      for (const [index, plane] of planesOf(recorded, after.width, after.height).entries()) {
        const { mean, greatest } = difference(plane, laid(before[index] ?? plane, transform, index === 0 ? 1 : 2));
        // Brightness is every pixel's own; colour of 4:2:2 and RGB is averaged over other pixels when it lies otherwise.
        if (index === 0) expect([greatest, transform]).toEqual([0, transform]);
        else expect([mean < 2, transform]).toEqual([true, transform]);
      }
    }
  });
});

it.each([
  ['JPEG', device('MJPG'), jpeg('yuvj422p'), 'scale=in_range=full:out_range=full'],
  ['raw 4:2:2', device('YUYV'), raw('yuyv422'), 'null'],
] as const)('what a GPU gets to convert of %s are the source’s own values, laid as was asked for', async (_name, source, pictures, unchanged) => {
  const [transform = noTransform] = transforms;
  const input = join(directory, `for-gpu-${pictures.name}`);
  await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', '-y', ...picture, ...pictures.encode, input]);
  const video = defaultVideoFor('h264_vaapi');
  if (video === null) throw new RangeError('h264_vaapi');
  const result = plan({ preset: preset({ source, transform, video, audio: { mode: 'none' } }), capabilities: gpuHost({ ffmpeg: '5.1', path: 'gpu-convert' }), run: context() });
  if (!result.ok) throw new Error(result.error.detail);
  const [, shared = '', own = ''] = /^\[0:v:0\](.*),split=2\[taken\]\[view\];\[taken\](.*?),hwupload/.exec(graphOf(result.value)) ?? [];
  expect([shared, own]).not.toContain('');
  const run = async (filters: string, format: string) => {
    const raws = `${input}.raw`;
    const { exitCode, stderr } = await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', '-y', ...pictures.read, '-i', input, '-vf', `${filters},${unchanged},format=${format}`, '-f', 'rawvideo', raws]);
    expect([exitCode, stderr]).toEqual([0, '']);
    return new Uint8Array(readFileSync(raws));
  };
  const format = pictures.name.startsWith('yuvj') ? 'yuvj422p' : 'yuv422p';
  const plane = (samples: Uint8Array, { width, height }: typeof size) => ({ width, height, samples: samples.subarray(0, width * height) });
  const before = plane(await run('null', format), size);
  expect(difference(plane(await run(`${shared},${own}`, format), transformedSize(transform, size)), laid(before, transform)).greatest).toBe(0);
});

describe('a recording of this computer’s ffmpeg', () => {
  const video = { ...settings.video, mode: 'encode', rateControl: { mode: 'crf', quality: 1 } } as PresetSettings['video'];
  const source: Source = { type: 'test-pattern', frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } };
  // Without the strip at the bottom, which shows the clock.
  const transform: Transform = { crop: { left: 64, top: 8, right: 16, bottom: 40 }, rotateDegrees: 90, flipHorizontal: true, flipVertical: false };

  async function recorded(name: string, changed: Transform): Promise<{ file: string; pictures: Uint8Array[] }> {
    const output = { directory: join(directory, name), fileName: 'a.mkv', storage: 'shared' as const, source: directory };
    mkdirSync(output.directory);
    const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    const host = { id: 'this-computer', name: 'This computer' };
    const engine = await createLocalEngine({ host, stateDirectory: join(directory, `${name}-sessions`), cacheDirectory: join(directory, 'cache'), env: process.env, because: 'of the test', dockerError: null, user });
    try {
      const wanted = preset({ source, video, transform: changed, audio: { mode: 'none' }, durationSeconds: 2, preview: { mode: 'jpeg', frameSize: { width: 320, height: 180 }, framesPerSecond: 30 } });
      const result = plan({ preset: wanted, capabilities: { ...localHost(), ffmpeg: await buildOf(ownFfmpeg) }, run: context({ output, channels: await engine.channels() }) });
      if (!result.ok) throw new Error(result.error.detail);
      const run = await engine.launch(result.value, new AbortController().signal, null);
      const pictures: Uint8Array[] = [];
      const observation = await run.observe({ progress: () => {}, picture: (seen) => pictures.push(seen), ended: () => {} });
      await run.exited;
      await observation.close();
      await run.remove();
      return { file: join(output.directory, output.fileName), pictures };
    } finally {
      await engine.close();
    }
  }

  /** Brightness of every picture of a file, by its own range. */
  async function brightness(path: string, range: 'limited' | 'full'): Promise<Plane[]> {
    const { stderr } = await runFfmpeg(ownFfmpeg, ['-y', '-i', path, '-vf', `extractplanes=y,format=gray`, '-f', 'rawvideo', `${path}.raw`]);
    const [, width = 0, height = 0] = (/Video: rawvideo.* (\d+)x(\d+)/.exec(stderr) ?? []).map(Number);
    const samples = new Uint8Array(readFileSync(`${path}.raw`));
    const toLimited = (sample: number) => (range === 'full' ? 16 + (sample * 219) / 255 : sample);
    return Array.from({ length: samples.length / (width * height) }, (_, index) => ({ width, height, samples: samples.slice(index * width * height, (index + 1) * width * height).map(toLimited) }));
  }

  it('has the pictures of the untouched one, laid as was asked for, and so has its live picture', async () => {
    const untouched = await brightness((await recorded('untouched', noTransform)).file, 'limited');
    const { file: turnedFile, pictures } = await recorded('turned', transform);
    const turned = await brightness(turnedFile, 'limited');
    expect([turned.length, turned[0]?.width, turned[0]?.height]).toEqual([untouched.length, 312, 560]);
    for (const [index, plane] of turned.entries()) expect(difference(plane, laid(untouched[index] ?? plane, transform)).mean).toBeLessThan(1.5);

    const last = pictures.at(-2);
    if (!last) throw new Error('no live picture came');
    const path = join(directory, 'last.jpeg');
    writeFileSync(path, last);
    const [shown] = await brightness(path, 'full');
    if (!shown) throw new Error('the live picture cannot be read');
    expect([shown.width, shown.height]).toEqual([178, 320]);
    const nearest = Math.min(...turned.map((plane) => difference(shown, reduced(plane, shown)).mean));
    expect(nearest).toBeLessThan(4);
  });
});
