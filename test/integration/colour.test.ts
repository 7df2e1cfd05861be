import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CaptureDevice } from '@domain/capabilities';
import { defaultVideoFor } from '@domain/plan/encoders';
import { plan } from '@domain/plan/plan';
import type { Video } from '@domain/preset';
import { context, dockerHost, preset, webcam } from '../unit/domain/plan/fixtures';

const run = promisify(execFile);
const width = 640;
const height = 480;
type Pixel = readonly [y: number, u: number, v: number];
/** White, black, grey and red from top to bottom. */
const full: readonly Pixel[] = [[255, 128, 128], [0, 128, 128], [128, 128, 128], [76, 85, 255]];
const limited: readonly Pixel[] = [[235, 128, 128], [16, 128, 128], [126, 128, 128], [81, 90, 240]];
const limited709: readonly Pixel[] = [[235, 128, 128], [16, 128, 128], [126, 128, 128], [63, 102, 240]];
const rgb: readonly Pixel[] = [[255, 255, 255], [0, 0, 0], [128, 128, 128], [255, 0, 0]];
const grey: readonly Pixel[] = [[235, 128, 128], [16, 128, 128], [126, 128, 128], [81, 128, 128]];

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'capstan-colour-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Two pixels of a format as bytes. */
const packed = { rgb24: (p: Pixel) => [...p, ...p], gray: ([y]: Pixel) => [y, y], yuyv422: ([y, u, v]: Pixel) => [y, u, y, v] };

/** Ten frames of four bands in this pixel format, without any tag: what a camera gives. */
function rawFile(pixelFormat: keyof typeof packed, bands: readonly Pixel[]): string[] {
  const rows = bands.map((band) => Buffer.concat(Array.from({ length: (width / 2) * (height / bands.length) }, () => Buffer.from(packed[pixelFormat](band)))));
  const path = join(directory, 'raw');
  writeFileSync(path, Buffer.concat(Array.from({ length: 10 }, () => Buffer.concat(rows))));
  return ['-f', 'rawvideo', '-pix_fmt', pixelFormat, '-s', `${width}x${height}`, '-r', '30', '-i', path];
}

/** A camera's motion JPEG: full range, though nothing but the JPEG itself says so. */
async function jpegFile(): Promise<string[]> {
  const path = join(directory, 'camera.mjpeg');
  await run('ffmpeg', ['-v', 'error', ...rawFile('yuyv422', full), '-vf', 'scale=in_range=full:out_range=full', '-pix_fmt', 'yuvj422p', '-c:v', 'mjpeg', '-q:v', '1', '-f', 'mjpeg', path]);
  return ['-f', 'mjpeg', '-r', '30', '-i', path];
}

/** Runs the planned command line with a file where the camera would be; answers the recording and the preview. */
async function record(input: readonly string[], inputFormat: string | null, video: Video, device: Partial<CaptureDevice> = {}) {
  const capabilities = { ...dockerHost(), captureDevices: [{ ...webcam, formats: [], ...device }] };
  const source = { type: 'capture-device' as const, device: '/dev/video2', inputFormat, frameSize: { width, height }, frameRate: null, controls: {} };
  const output = { directory, fileName: 'a.mkv', storage: 'shared' as const, source: directory };
  const planned = plan({ preset: preset({ source, video, preview: { mode: 'jpeg', frameSize: { width, height }, framesPerSecond: 30 } }), capabilities, run: context({ output }) });
  if (!planned.ok) throw new Error(planned.error.detail);
  const { argv } = planned.value;
  const [from, to] = [argv.indexOf('v4l2') - 1, argv.indexOf('/dev/video2')];
  const preview = join(directory, 'preview.mjpeg');
  await run('ffmpeg', [...argv.slice(1, from), ...input, ...argv.slice(to + 1, -1), preview]);
  return { recording: join(directory, 'a.mkv'), preview };
}

async function tagsOf(path: string): Promise<string> {
  const entries = 'stream=color_range,color_space,color_transfer,color_primaries';
  const { stdout } = await run('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-show_entries', entries, '-of', 'default=nw=1:nk=1', path]);
  return stdout.trim().split('\n').join(' ');
}

/** The planes as they were coded, without any conversion, in the middle of each band. */
async function pixelsOf(path: string): Promise<Pixel[]> {
  const plane = async (name: string) => {
    const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, '-vf', `extractplanes=${name}`, '-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], { encoding: 'buffer' });
    return [0, 1, 2, 3].map((band) => stdout[Math.floor(((band + 0.5) / 4) * stdout.length) + Math.floor(Math.sqrt(stdout.length) / 4)] ?? -1);
  };
  const [y = [], u = [], v = []] = [await plane('y'), await plane('u'), await plane('v')];
  return y.map((value, band) => [value, u[band] ?? -1, v[band] ?? -1]);
}

function expectPixels(found: readonly Pixel[], expected: readonly Pixel[]): void {
  const off = found.flatMap((pixel, band) => pixel.map((value, plane) => Math.abs(value - (expected[band]?.[plane] ?? -99))));
  expect(Math.max(...off), `${JSON.stringify(found)} for ${JSON.stringify(expected)}`).toBeLessThanOrEqual(2);
}

const h264 = defaultVideoFor('libx264')!;
const usual = 'tv smpte170m bt709 bt709';

for (const encoder of ['libx264', 'libx265', 'libsvtav1', 'libvpx-vp9']) {
  it(`a camera's JPEG becomes limited range, and is tagged so: ${encoder}`, async () => {
    const { recording, preview } = await record(await jpegFile(), 'MJPG', defaultVideoFor(encoder)!);
    expect(await tagsOf(recording)).toBe(usual);
    expectPixels(await pixelsOf(recording), limited);
    expectPixels(await pixelsOf(preview), full);
  });
}

it('a JPEG that is kept as it is keeps its range and says so', async () => {
  const { recording } = await record(await jpegFile(), 'MJPG', { mode: 'copy' });
  expect(await tagsOf(recording)).toBe('pc bt470bg unknown unknown');
  expectPixels(await pixelsOf(recording), full);
});

it.each([
  ['a camera’s JPEG', 'MJPG'],
  ['YUYV', 'YUYV'],
])('recorded as JPEG, %s is full-range, as every player takes it', async (_name, fourcc) => {
  const { recording } = await record(fourcc === 'MJPG' ? await jpegFile() : rawFile('yuyv422', limited), fourcc, defaultVideoFor('mjpeg')!);
  expect(await tagsOf(recording)).toMatch(/^pc bt470bg /);
  expectPixels(await pixelsOf(recording), full);
});

it.each([
  ['YUYV as the USB video class has it', 'yuyv422', 'YUYV', limited, null, usual, limited],
  ['YUYV of a device that says full range', 'yuyv422', 'YUYV', full, { matrix: 'bt601', range: 'full', primaries: 'srgb' }, usual, limited],
  ['YUYV of a capture card in HD', 'yuyv422', 'YUYV', limited709, { matrix: 'bt709', range: 'limited', primaries: 'bt709' }, 'tv bt709 bt709 bt709', limited709],
  ['an infrared camera', 'gray', 'GREY', full, { matrix: 'bt601', range: 'limited', primaries: 'srgb' }, usual, grey],
  ['RGB', 'rgb24', 'RGB3', rgb, { matrix: 'rgb', range: 'full', primaries: 'srgb' }, 'tv bt709 bt709 bt709', limited709],
  ['YUYV that the driver chose', 'yuyv422', null, limited, null, usual, limited],
] as const)('%s', async (_name, pixelFormat, fourcc, bands, colour, tags, expected) => {
  const { recording, preview } = await record(rawFile(pixelFormat, bands), fourcc, h264, { colour });
  expect(await tagsOf(recording)).toBe(tags);
  expectPixels(await pixelsOf(recording), expected);
  expectPixels(await pixelsOf(preview), pixelFormat === 'gray' ? [...full.slice(0, 3), [76, 128, 128]] : full);
});

it('JPEG that the driver chose', async () => {
  const { recording } = await record(await jpegFile(), null, h264);
  expect(await tagsOf(recording)).toBe(usual);
  expectPixels(await pixelsOf(recording), limited);
});
