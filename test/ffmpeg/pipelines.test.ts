import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultVideoFor, findEncoder } from '@domain/plan/encoders';
import { pathsFor } from '@domain/plan/pipeline-paths';
import { plan } from '@domain/plan/plan';
import type { Plan } from '@domain/plan/types';
import { noTransform, type PixelFormat, type Source, type Transform } from '@domain/preset';
import { context, file, preset } from '../unit/domain/plan/fixtures';
import { cameraOf, gpuHost } from '../unit/domain/plan/gpu-host';
import { buildOf, runFfmpeg, type FfmpegCommand } from '../support/ffmpeg';
import { filterOptions, filtersIn } from '../support/filters';
import { ffmpegReleases, ownFfmpeg } from '../support/newer-ffmpeg';
import { absent, need, present, type Piece } from '../support/pieces';

type Release = '5.1' | '7.1';
interface Bench {
  readonly command: FfmpegCommand;
  readonly release: Release;
}

const cameras = ['YUYV', 'RGB3', 'MJPG', 'H264', null].map((fourcc) => cameraOf(fourcc));
const scaled = { ...file, frameSize: { width: 1280, height: 720 }, frameRate: { numerator: 25, denominator: 1 } } as Source;
const turned: Transform = { crop: { left: 16, top: 0, right: 16, bottom: 8 }, rotateDegrees: 90, flipHorizontal: true, flipVertical: false };
const cases: readonly (readonly [encoder: string, pixelFormat: PixelFormat, sources: readonly Source[]])[] = [
  ...['h264_vaapi', 'h264_qsv', 'h264_nvenc', 'libx264'].map((encoder) => [encoder, 'yuv420p', [...cameras, file, scaled]] as const),
  ...['mjpeg_vaapi', 'mjpeg_qsv', 'mjpeg'].map((encoder) => [encoder, 'yuv420p', [cameraOf('MJPG'), file]] as const),
  ...['hevc_vaapi', 'hevc_qsv', 'hevc_nvenc'].map((encoder) => [encoder, 'yuv420p10le', [cameraOf('MJPG'), scaled]] as const),
];

/** Every plan that makes a graph of its own on such a build. */
function plansFor(release: Release): Plan[] {
  const plans = cases.flatMap(([encoder, pixelFormat, sources]) =>
    sources.flatMap((source) => {
      const video = defaultVideoFor(encoder);
      const family = findEncoder(encoder)?.family ?? 'software';
      if (video === null) throw new RangeError(encoder);
      const { ffmpeg } = gpuHost({ ffmpeg: release });
      const transforms = source === scaled || source === cameras[2] ? [noTransform, turned] : [noTransform];
      return transforms.flatMap((transform) =>
        pathsFor(family, source, 'auto', ffmpeg, transform === turned).map((path) => {
          const wanted = preset({ source, transform, video: { ...video, pixelFormat }, audio: { mode: 'none' } });
          const planned = plan({ preset: wanted, capabilities: gpuHost({ ffmpeg: release, path }), run: context() });
          if (!planned.ok) throw new Error(`${encoder}: ${planned.error.detail}`);
          return planned.value;
        }),
      );
    }),
  );
  return [...new Map(plans.map((each) => [[graphOf(each), ...decoding(each)].join(' '), each])).values()];
}
const graphOf = ({ argv }: Pick<Plan, 'argv'>) => argv[argv.indexOf('-filter_complex') + 1] ?? '';

/** Options of the decoder, from `-hwaccel` to the source's own. */
function decoding({ argv }: Pick<Plan, 'argv'>): readonly string[] {
  const from = argv.indexOf('-hwaccel');
  const to = argv.findIndex((word, index) => index > from && ['-f', '-re', '-i'].includes(word));
  return from < 0 ? [] : argv.slice(from, to);
}

/** What ffmpeg says of options, values and filters that it does not know. */
const refusal = /Option '?\w+'? not found|Option not found|Error (setting|applying) option|Unable to parse|No such filter|Invalid output format|Invalid out_|Unknown pixel format|Invalid chars|Unrecogni[sz]ed hwaccel|Unknown decoder|Unrecognized option|Invalid device specification/i;
/** What it says where it took them all, and there is no GPU. */
const noDevice = /A hardware device reference is required|Impossible to convert between the formats|Device creation failed|Device setup failed|Could not find a valid device/;

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=30:duration=0.1'];
const second = ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=30:duration=1'];
const nowhere = ['-map', '[recorded]', '-f', 'null', '-', '-map', '[picture]', '-f', 'null', '-'];
/** Without a device: the graph is read, and where its filters are for a GPU it ends there. */
const runGraph = (command: FfmpegCommand, graph: string) => runFfmpeg(command, ['-loglevel', 'warning', ...picture, '-filter_complex', graph, ...nowhere]);
const isForGpu = (graph: string) => /_vaapi|_cuda|hwupload|hwmap/.test(graph);

describe.each(ffmpegReleases)('ffmpeg of %s', (_name, find) => {
  let piece: Piece<Bench>;
  beforeAll(async () => {
    const found = await find();
    if (found.value === null) {
      piece = found;
      return;
    }
    const { major } = await buildOf(found.value);
    piece = present({ command: found.value, release: major >= 6 ? '7.1' : '5.1' });
  });

  it('has every filter of every graph, with each of its options and values', async (test) => {
    const { command, release } = need(piece, test);
    const filters = plansFor(release).flatMap((each) => filtersIn(graphOf(each)));
    const formats = new Set((await runFfmpeg(command, ['-pix_fmts'])).stdout.split('\n').map((line) => line.split(/\s+/)[1]));
    const devices = (await runFfmpeg(command, ['-init_hw_device', 'list'])).stdout.split('\n');
    const faults = new Set<string>();
    for (const name of new Set(filters.map((each) => each.name))) {
      const known = filterOptions((await runFfmpeg(command, ['-h', `filter=${name}`])).stdout);
      if (known === null) {
        faults.add(`no filter ${name}`);
        continue;
      }
      for (const [option, value] of filters.filter((each) => each.name === name).flatMap(({ options }) => options)) {
        if (option === 'extra_hw_frames') continue;
        const found = option === '' ? [...known.values()][0] : known.get(option);
        if (!found) faults.add(`${name} has no ${option}`);
        else if (option === 'format' || name === 'format') value.split('|').filter((each) => !formats.has(each)).forEach((each) => faults.add(`${name}: no format ${each}`));
        else if (option === 'derive_device' && !devices.includes(value)) faults.add(`no device ${value}`);
        else if (found.type === 'int' && found.constants.length > 0 && !/^\d+$/.test(value) && !found.constants.includes(value)) faults.add(`${name}: ${option} has no ${value}`);
      }
    }
    expect([...faults]).toEqual([]);
    expect(new Set(filters.map(({ name }) => name)).size).toBeGreaterThan(8);
  });

  it('reads every graph to its end, and misses nothing but the GPU', async (test) => {
    const { command, release } = need(piece, test);
    const graphs = [...new Set(plansFor(release).map(graphOf))];
    expect(graphs.filter(isForGpu).length).toBeGreaterThan(20);
    for (const graph of graphs) {
      const { exitCode, stderr } = await runGraph(command, graph);
      expect(stderr, graph).not.toMatch(refusal);
      if (isForGpu(graph)) expect(stderr, graph).toMatch(noDevice);
      else expect([exitCode, graph, stderr.replace(/.*(?:deprecated pixel format|Last message repeated).*\n/g, '')]).toEqual([0, graph, '']);
    }
  });

  it('refuses each option of a GPU’s filter that is misspelt, and says so', async (test) => {
    const { command, release } = need(piece, test);
    const spoilt = new Map<string, string>();
    for (const graph of plansFor(release).map(graphOf)) {
      for (const { name, options } of filtersIn(graph).filter((each) => /_vaapi|_cuda|hwmap/.test(each.name))) {
        for (const [option] of options) spoilt.set(`${name} ${option}`, graph.replace(new RegExp(`(${name}=[^,;[]*?\\b${option})=`), '$1x='));
      }
    }
    expect(spoilt.size).toBeGreaterThan(8);
    for (const [option, graph] of spoilt) expect((await runGraph(command, graph)).stderr, option).toMatch(refusal);
  });

  it('opens the devices and decoders by these options, and refuses others', async (test) => {
    const { command, release } = need(piece, test);
    const plans = plansFor(release);
    const devices = new Set(plans.map(({ argv }) => argv.slice(argv.indexOf('-init_hw_device'), argv.includes('-init_hw_device') ? argv.indexOf('-init_hw_device') + 2 : 0).join(' ')));
    devices.delete('');
    for (const device of devices) {
      const run = async (words: string) => (await runFfmpeg(command, [...words.split(' '), ...picture, '-f', 'null', '-'])).stderr;
      expect(await run(device)).toMatch(/Device creation failed/);
      expect(await run(device)).not.toMatch(refusal);
      expect(await run(device.replace('=', 'x='))).toMatch(refusal);
    }
    const decoders = new Set(plans.map((each) => decoding(each).join(' ')));
    decoders.delete('');
    for (const decoder of decoders) {
      const run = async (words: readonly string[]) => (await runFfmpeg(command, [...words, '-f', 'mjpeg', '-i', motion, '-f', 'null', '-'])).stderr;
      const words = decoder.split(' ');
      expect(await run(words), decoder).toMatch(noDevice);
      expect(await run(words), decoder).not.toMatch(refusal);
      for (const [index, word] of words.entries()) {
        if (['vaapi', 'cuda', 'mjpeg_cuvid', 'low_delay'].includes(word)) expect(await run(words.with(index, `${word}x`)), `${decoder}: ${word}`).toMatch(refusal);
      }
    }
    expect([devices.size, decoders.size]).toEqual(release === '5.1' ? [2, 1] : [2, 3]);
  });
});

let directory: string;
let motion: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'capstan-pipelines-'));
  motion = join(directory, 'motion.mjpeg');
  const { stderr, exitCode } = await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', ...picture, '-vf', 'scale=out_range=full,format=yuvj422p', '-c:v', 'mjpeg', '-q:v', '2', '-f', 'mjpeg', motion]);
  expect([exitCode, stderr]).toEqual([0, '']);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const encodeOn = (encoder: string, source: Source, path: 'zero-copy' | 'gpu-convert') => {
  const video = defaultVideoFor(encoder);
  if (video === null) throw new RangeError(encoder);
  const planned = plan({ preset: preset({ source, video, audio: { mode: 'none' } }), capabilities: gpuHost({ path }), run: context() });
  if (!planned.ok) throw new Error(planned.error.detail);
  return graphOf(planned.value);
};

/** The recording's filters up to the upload: what the CPU does of a graph whose GPU converts. */
const ahead = (graph: string) => /;\[taken\](.*?),hwupload/.exec(graph)?.[1] ?? '';
const checksum = async (filters: string, input: readonly string[]) => (await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', ...input, '-vf', filters, '-f', 'framemd5', '-'])).stdout.replace(/^#.*\n/gm, '');

it('pictures go up as they came: those of a camera, and a JPEG’s own values in another order', async () => {
  const camera = [...picture.slice(0, -1), `${picture.at(-1)},format=yuyv422`];
  expect(await checksum(ahead(encodeOn('h264_vaapi', cameraOf('YUYV'), 'gpu-convert')), camera)).toBe(await checksum('null', camera));
  const jpeg = ['-f', 'mjpeg', '-i', motion];
  const planes = (filters: string) => Promise.all(['y', 'u', 'v'].map((plane) => checksum(`${filters},format=yuvj422p,extractplanes=${plane}`, jpeg)));
  const uploaded = ahead(encodeOn('h264_vaapi', cameraOf('MJPG'), 'gpu-convert')).replace('setparams=range=full', 'format=yuyv422,setparams=range=full');
  expect(await planes(`${uploaded},scale=in_range=full:out_range=full`)).toEqual(await planes('null'));
});

/** The same graph for Vulkan, which a machine without a GPU can have in software. Its scaler knows no aspect. */
const forVulkan = (graph: string) =>
  graph
    .replace(/scale_vaapi=w=640:h=360:[^,]*/g, 'scale_vulkan=w=640:h=360')
    .replace(/scale_vaapi=([^,[]*?):out_range[^,[]*/g, 'scale_vulkan=$1')
    .replaceAll('|vaapi', '|vulkan')
    .replaceAll('|p010le', '')
    .replace('[recorded]', ',hwdownload,format=nv12[recorded]');

it.for([
  ['frames of the CPU, as where the GPU does not know the codec', ''],
  ['frames of the GPU', 'format=nv12,hwupload,'],
])('one graph serves a file’s %s', async ([, before = ''], test) => {
  const vulkan = ['-init_hw_device', 'vulkan=gpu', '-filter_hw_device', 'gpu'];
  const { exitCode, stderr } = await runFfmpeg(ownFfmpeg, [...vulkan, ...picture, '-f', 'null', '-']);
  need(exitCode === 0 ? present(null) : absent(`Vulkan in software (mesa-vulkan-drivers): ${stderr.trim()}`), test);
  const graph = forVulkan(encodeOn('h264_vaapi', { ...file, frameRate: { numerator: 15, denominator: 1 } } as Source, 'zero-copy')).replace('[0:v:0]', `[0:v:0]${before}`);
  const recorded = join(directory, 'recorded.nut');
  const pictures = join(directory, 'pictures.nut');
  const result = await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', '-y', ...vulkan, ...second, '-filter_complex', graph, '-map', '[recorded]', '-c:v', 'rawvideo', recorded, '-map', '[picture]', '-c:v', 'mjpeg', pictures]);
  expect([result.exitCode, result.stderr]).toEqual([0, '']);
  // Half of thirty a second, and as many in the preview, which takes fifteen.
  expect(await framesIn(recorded)).toEqual([15, 640, 480]);
  expect(await framesIn(pictures)).toEqual([15, 640, 360]);
});

async function framesIn(path: string): Promise<[count: number, width: number, height: number]> {
  const { stdout } = await runFfmpeg(ownFfmpeg, ['-loglevel', 'error', '-i', path, '-f', 'framemd5', '-']);
  const [, width, height] = /^#dimensions 0: (\d+)x(\d+)$/m.exec(stdout) ?? [];
  return [stdout.split('\n').filter((line) => /^\d/.test(line)).length, Number(width), Number(height)];
}
