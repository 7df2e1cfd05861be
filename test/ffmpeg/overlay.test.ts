import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escapeFilterValue } from '@domain/plan/overlay';
import { plan } from '@domain/plan/plan';
import type { Plan } from '@domain/plan/types';
import { noOverlay, noTransform, type Overlay, type Source } from '@domain/preset';
import { createLocalEngine } from '../../src/station/local/engine';
import { buildOf, runFfmpeg, type FfmpegCommand } from '../support/ffmpeg';
import { hostileTexts } from '../support/hostile-texts';
import { ffmpegReleases, ownFfmpeg } from '../support/newer-ffmpeg';
import { need, present, type Piece } from '../support/pieces';
import { context, file, localHost, preset, settings } from '../unit/domain/plan/fixtures';
import { cameraOf, gpuHost } from '../unit/domain/plan/gpu-host';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'capstan-overlay-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Release = '5.1' | '7.1';
const size = { width: 640, height: 360 };
const grey = ['-f', 'lavfi', '-i', `color=gray:size=${size.width}x${size.height}:rate=25:duration=0.04,format=yuv420p`];

function planned(overlay: Partial<Overlay>, release: Release, source: Source = { ...file, frameSize: size } as Source): Plan {
  const result = plan({ preset: preset({ source, overlay: { ...noOverlay, ...overlay }, transform: noTransform, audio: { mode: 'none' } }), capabilities: gpuHost({ ffmpeg: release }), run: context() });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const graphOf = ({ argv }: Plan) => argv[argv.indexOf('-filter_complex') + 1] ?? '';
/** Everything that the graph draws, in its order. */
const drawingsOf = (graph: string): string[] => graph.match(/drawtext=(?:\\\\.|\\.|[^\\,[\];])*/gs) ?? [];

describe.each(ffmpegReleases)('ffmpeg of %s', (_name, find) => {
  let piece: Piece<{ readonly command: FfmpegCommand; readonly release: Release }>;
  beforeAll(async () => {
    const found = await find();
    piece = found.value === null ? found : present({ command: found.value, release: (await buildOf(found.value)).major >= 6 ? '7.1' : '5.1' });
  });

  /** Of one grey picture after another, each with its own filter. */
  async function sumsOf(command: FfmpegCommand, filters: readonly string[]): Promise<string[]> {
    const indices = [...filters.keys()];
    const graph = [
      `[0:v:0]split=${filters.length}${indices.map((index) => `[in${index}]`).join('')}`,
      ...filters.map((filter, index) => `[in${index}]${filter}[out${index}]`),
      `${indices.map((index) => `[out${index}]`).join('')}concat=n=${filters.length},setpts=N[all]`,
    ].join(';');
    const { exitCode, stderr, stdout } = await runFfmpeg(command, ['-loglevel', 'error', ...grey, '-filter_complex', graph, '-map', '[all]', '-fps_mode', 'passthrough', '-f', 'framemd5', '-']);
    expect([exitCode, stderr]).toEqual([0, '']);
    return stdout.split('\n').filter((line) => /^\d/.test(line)).map((line) => line.slice(line.lastIndexOf(' ') + 1));
  }

  it('knows every option by its name', async (test) => {
    const { command, release } = need(piece, test);
    const { stdout } = await runFfmpeg(command, ['-h', 'filter=drawtext']);
    const drawings = drawingsOf(graphOf(planned({ text: 'a', clock: 'local' }, release)));
    expect(drawings).toHaveLength(2);
    for (const drawing of drawings) for (const [, name = ''] of drawing.matchAll(/[=:]([a-z]+)=/g)) expect(stdout).toMatch(new RegExp(`^ +${name} +<`, 'm'));
    expect((await buildOf(command)).drawsText).toBe(true);
  });

  it('draws hostile texts exactly as they stand: the same pixels as from a file, which nothing parses', async (test) => {
    const { command, release } = need(piece, test);
    const drawings = hostileTexts.map((text, index) => {
      const [drawing = ''] = drawingsOf(graphOf(planned({ text, position: 'top-left' }, release)));
      const [, quoted = ''] = /:text=(.*?):fontsize=/s.exec(drawing) ?? [];
      const path = join(directory, `text-${index}.txt`);
      const drawn = unescaped(unescaped(quoted));
      // Lines were broken to fit: only blanks may have become line breaks.
      expect(drawn.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      writeFileSync(path, drawn);
      return { drawing, fromFile: drawing.replace(`:text=${quoted}:`, () => `:textfile=${escapeFilterValue(path)}:`) };
    });
    const drawn = await sumsOf(command, drawings.map(({ drawing }) => drawing));
    expect(drawn).toHaveLength(hostileTexts.length);
    expect(drawn).toEqual(await sumsOf(command, drawings.map(({ fromFile }) => fromFile)));
    const [nothing = ''] = await sumsOf(command, ['null']);
    expect(drawn).not.toContain(nothing);
    expect(new Set(drawn).size).toBe(hostileTexts.length);
    expect(existsSync('/tmp/capstan-owned')).toBe(false);
  });

  it.for([
    ['raw 4:2:2', cameraOf('YUYV'), 'yuyv422'],
    ['RGB', cameraOf('RGB3'), 'rgb24'],
    ['JPEG', cameraOf('MJPG'), 'yuvj422p'],
    ['the driver’s choice', cameraOf(null), 'yuyv422'],
    ['10 bit', file, 'yuv422p10le'],
  ] as const)('draws on %s, and leaves the rest of the picture as it was', async ([, source, format], test) => {
    const { command, release } = need(piece, test);
    const input = ['-f', 'lavfi', '-i', `testsrc2=size=1920x1080:rate=30,${format === 'yuvj422p' ? 'scale=out_range=full,' : ''}format=${format}`];
    const read = async (overlay: Partial<Overlay>) => {
      const path = join(directory, 'recorded.raw');
      const outputs = ['-map', '[recorded]', '-frames:v', '1', '-pix_fmt', 'gray', '-f', 'rawvideo', path, '-map', '[picture]', '-frames:v', '1', '-f', 'null', '-'];
      const { exitCode, stderr } = await runFfmpeg(command, ['-loglevel', 'error', '-y', ...input, '-filter_complex', graphOf(planned(overlay, release, source)), ...outputs]);
      expect([exitCode, stderr]).toEqual([0, '']);
      return readFileSync(path);
    };
    const [plain, drawn] = [await read({}), await read({ text: 'Camera 1', clock: 'utc', position: 'bottom-right' })];
    const differing = changedArea(plain, drawn, 1920);
    // Two lines at the bottom right, 4 % of the height each, within their boxes and clear of the edges.
    expect(differing.left).toBeGreaterThan(1100);
    expect(differing.top).toBeGreaterThan(900);
    expect(differing.right).toBeLessThan(1915);
    expect(differing.bottom).toBeLessThan(1075);
    expect(differing.right).toBeGreaterThan(1880);
    expect(differing.bottom).toBeGreaterThan(1040);
  });

  it.for([[320, 240], [3840, 2160], [1080, 1920]] as const)('a clock of %i x %i is readable and whole', async ([width, height], test) => {
    const { command, release } = need(piece, test);
    for (const position of ['top-left', 'bottom-right'] as const) {
      const source = { ...file, frameSize: { width, height } } as Source;
      const path = join(directory, 'clock.raw');
      const outputs = ['-map', '[recorded]', '-frames:v', '1', '-pix_fmt', 'gray', '-f', 'rawvideo', path, '-map', '[picture]', '-frames:v', '1', '-f', 'null', '-'];
      const { exitCode, stderr } = await runFfmpeg(command, ['-loglevel', 'error', '-y', '-f', 'lavfi', '-i', `color=white:size=${width}x${height}`, '-filter_complex', graphOf(planned({ clock: 'local', position }, release, source)), ...outputs]);
      expect([exitCode, stderr]).toEqual([0, '']);
      const drawn = readFileSync(path);
      const { left, top, right, bottom } = changedArea(Buffer.alloc(width * height, drawn[Math.floor(width * height / 2)]), drawn, width);
      expect(Math.min(left, top, width - 1 - right, height - 1 - bottom)).toBeGreaterThan(0);
      expect(bottom - top).toBeGreaterThan(9);
      // On white, letters as bright as the picture stand on a box that is far darker.
      const brightest = (y: number) => drawn.subarray(y * width + left + 1, y * width + right).reduce((most, sample) => Math.max(most, sample), 0);
      expect(brightest(top + 1)).toBeLessThan(150);
      expect(brightest(Math.round((top + bottom) / 2))).toBeGreaterThan(200);
    }
  });
});

it('a machine without any font is told so by name', async () => {
  const config = join(directory, 'fonts.conf');
  writeFileSync(config, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${directory}/none</dir><cachedir>${directory}/cache</cachedir></fontconfig>`);
  const { exitCode, stderr } = await runFfmpeg({ executable: 'env', argv: [`FONTCONFIG_FILE=${config}`, ownFfmpeg.executable] }, ['-loglevel', 'warning', ...grey, '-filter_complex', graphOf(planned({ text: 'a' }, '5.1')), '-map', '[recorded]', '-f', 'null', '-']);
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('Cannot find a valid font for the family');
});

it('a recording of this computer’s ffmpeg shows the time at which each picture was made', async () => {
  const source: Source = { type: 'test-pattern', frameSize: size, frameRate: { numerator: 30, denominator: 1 } };
  const wanted = preset({ source, video: { ...settings.video, mode: 'encode', rateControl: { mode: 'crf', quality: 1 } } as typeof settings.video, overlay: { ...noOverlay, clock: 'utc', position: 'top-left', sizePercent: 10 }, audio: { mode: 'none' }, durationSeconds: 3 });
  const output = { directory: join(directory, 'recordings'), fileName: 'a.mkv', storage: 'shared' as const, source: directory };
  mkdirSync(output.directory);
  const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const host = { id: 'this-computer', name: 'This computer' };
  const engine = await createLocalEngine({ host, stateDirectory: join(directory, 'sessions'), cacheDirectory: join(directory, 'cache'), env: process.env, because: 'of the test', dockerError: null, user });
  const from = Math.floor(Date.now() / 1000);
  try {
    const result = plan({ preset: wanted, capabilities: { ...localHost(), ffmpeg: await buildOf(ownFfmpeg) }, run: context({ output, channels: await engine.channels() }) });
    if (!result.ok) throw new Error(result.error.detail);
    const run = await engine.launch(result.value, new AbortController().signal, null);
    await run.exited;
    await run.remove();
  } finally {
    await engine.close();
  }
  const to = Math.floor(Date.now() / 1000);
  const read = async (name: string, words: readonly string[], filter: string) => {
    const { exitCode, stderr } = await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', '-y', ...words, '-filter_complex', filter, '-map', '[all]', '-fps_mode', 'passthrough', '-f', 'rawvideo', join(directory, name)]);
    expect([exitCode, stderr]).toEqual([0, '']);
    return lettersOf(readFileSync(join(directory, name)));
  };
  const corner = `crop=${cornerSize.width}:${cornerSize.height}:0:0,extractplanes=y,format=gray`;
  const seen = await read('seen.raw', ['-i', join(output.directory, output.fileName)], `[0:v:0]${corner}[all]`);
  const seconds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const texts = seconds.map((second) => `${new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`);
  const drawings = texts.map((text) => drawingsOf(graphOf(planned({ text, position: 'top-left', sizePercent: 10 }, '5.1')))[0] ?? '');
  const outputs = drawings.map((drawing, index) => `[in${index}]${drawing}[out${index}]`);
  const split = `[0:v:0]split=${drawings.length}${drawings.map((_, index) => `[in${index}]`).join('')}`;
  const expected = await read('expected.raw', grey, [split, ...outputs, `${drawings.map((_, index) => `[out${index}]`).join('')}concat=n=${drawings.length},setpts=N,${corner}[all]`].join(';'));
  expect([seen.length, expected.length]).toEqual([90, seconds.length]);

  const shown = seen.map((letters) => {
    const differing = expected.map((other) => letters.reduce((count, bright, index) => count + (bright === other[index] ? 0 : 1), 0));
    const least = Math.min(...differing);
    // What shines through the box blurs edges; another digit is another shape.
    expect([letters.filter(Boolean).length > 1000, differing.filter((count) => count < 2 * least).length]).toEqual([true, 1]);
    return differing.indexOf(least);
  });
  expect(shown).toEqual(shown.toSorted((one, other) => one - other));
  // Three seconds of pictures, each taken up when it was due, or later on a busy machine.
  expect((shown.at(-1) ?? 0) - (shown[0] ?? 0)).toBeGreaterThanOrEqual(2);
});

const cornerSize = { width: 540, height: 80 };
/** On the box nothing but the letters is that bright. */
function lettersOf(raw: Buffer): boolean[][] {
  const pixels = cornerSize.width * cornerSize.height;
  const inBox = (index: number) => index % cornerSize.width > 20 && index % cornerSize.width < 530 && Math.floor(index / cornerSize.width) > 20 && Math.floor(index / cornerSize.width) < 60;
  return Array.from({ length: raw.length / pixels }, (_, frame) => [...raw.subarray(frame * pixels, (frame + 1) * pixels)].map((sample, index) => inBox(index) && sample > 160));
}

/** What one level of backslashes stands for. */
const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1');

function changedArea(before: Buffer, after: Buffer, width: number) {
  const area = { left: width, top: Infinity, right: 0, bottom: 0 };
  for (const [index, sample] of after.entries()) {
    if (Math.abs(sample - (before[index] ?? 0)) < 12) continue;
    const [x, y] = [index % width, Math.floor(index / width)];
    area.left = Math.min(area.left, x);
    area.right = Math.max(area.right, x);
    area.top = Math.min(area.top, y);
    area.bottom = Math.max(area.bottom, y);
  }
  return area;
}
