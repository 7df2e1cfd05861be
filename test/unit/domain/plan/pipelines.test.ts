import { describe, expect, it } from 'vitest';
import { defaultVideoFor, findEncoder } from '@domain/plan/encoders';
import { gpusOf } from '@domain/plan/gpus';
import { pipelineOf } from '@domain/plan/pipeline';
import { pathsFor } from '@domain/plan/pipeline-paths';
import { plan } from '@domain/plan/plan';
import type { Plan } from '@domain/plan/types';
import { emptyNetworkSource, type PresetSettings, type Source, type VideoEncode } from '@domain/preset';
import { context, file, preset, settings, watching } from './fixtures';
import { cameraOf, gpuHost, type GpuHostOptions } from './gpu-host';

const sources = {
  pattern: settings.source,
  YUYV: cameraOf('YUYV'),
  MJPG: cameraOf('MJPG'),
  H264: cameraOf('H264'),
  HEVC: cameraOf('HEVC'),
  'the driver’s choice': cameraOf(null),
  file,
  RTSP: { ...emptyNetworkSource, url: 'rtsp://camera.example/stream' },
} satisfies Record<string, Source>;

const eightBit = { vaapi: 'h264_vaapi', quicksync: 'h264_qsv', nvenc: 'h264_nvenc', v4l2m2m: 'h264_v4l2m2m', jetson: 'h264_nvmpi', software: 'libx264' } as const;
const tenBit = { vaapi: 'hevc_vaapi', quicksync: 'hevc_qsv', nvenc: 'hevc_nvenc', software: 'libx265' } as const;

interface Wanted extends GpuHostOptions {
  readonly source: Source;
  readonly encoder: string;
  readonly video?: Partial<VideoEncode>;
  readonly preview?: PresetSettings['preview'];
  readonly watch?: boolean;
}

function planned({ source, encoder, video, preview = settings.preview, watch = false, ...host }: Wanted): Plan {
  const usual = defaultVideoFor(encoder);
  if (usual === null) throw new RangeError(encoder);
  const wanted = preset({ source, video: { ...usual, ...video }, audio: { mode: 'none' }, preview });
  const result = plan({ preset: wanted, capabilities: gpuHost(host), run: watch ? watching() : context() });
  if (!result.ok) throw new Error(`${encoder}: ${JSON.stringify(result.error)}`);
  return result.value;
}
const line = (wanted: Wanted) => planned(wanted).argv.join(' ');
const graphOf = ({ argv }: Plan) => argv[argv.indexOf('-filter_complex') + 1] ?? '';
const pathsOfFamily = (encoder: string, source: Source) => pathsFor(findEncoder(encoder)?.family ?? 'software', source, 'auto', gpuHost().ffmpeg);

describe('whole command lines', () => {
  for (const encoder of Object.values(eightBit)) {
    for (const [name, source] of Object.entries(sources)) {
      for (const path of pathsOfFamily(encoder, source)) {
        it(`${name} to ${encoder}, ${path}`, () => expect(line({ source, encoder, path })).toMatchSnapshot());
      }
    }
  }
  for (const encoder of Object.values(tenBit)) {
    for (const source of [sources.YUYV, sources.MJPG, sources.file]) {
      for (const path of pathsOfFamily(encoder, source)) {
        const name = source.type === 'file' ? 'file' : String(source.type === 'capture-device' && source.inputFormat);
        it(`10 bit: ${name} to ${encoder}, ${path}`, () => {
          const argv = planned({ source, encoder, path, video: { pixelFormat: 'yuv420p10le', profile: encoder === 'libx265' ? null : 'main10' } }).argv.join(' ');
          expect(argv).toMatchSnapshot();
          if (encoder !== 'libx265') expect(argv).toMatch(/-pix_fmt p010le|format=p010le/);
        });
      }
    }
  }
  for (const encoder of Object.values(eightBit)) {
    for (const [name, source] of [['MJPG', sources.MJPG], ['file', sources.file]] as const) {
      for (const path of pathsOfFamily(encoder, source)) {
        it(`no preview: ${name} to ${encoder}, ${path}`, () => expect(line({ source, encoder, path, preview: { mode: 'off' } })).toMatchSnapshot());
      }
    }
    const scaled: Source = { ...file, frameSize: { width: 1280, height: 720 }, frameRate: { numerator: 25, denominator: 1 } } as typeof file;
    for (const path of pathsOfFamily(encoder, scaled)) {
      it(`scaled to 720p at 25: file to ${encoder}, ${path}`, () => expect(line({ source: scaled, encoder, path })).toMatchSnapshot());
    }
  }
  for (const encoder of ['mjpeg_vaapi', 'mjpeg_qsv', 'mjpeg']) {
    for (const path of pathsOfFamily(encoder, sources.MJPG)) {
      it(`JPEG stays full-range: MJPG to ${encoder}, ${path}`, () => expect(line({ source: sources.MJPG, encoder, path })).toMatchSnapshot());
    }
  }
});

it('says truly where each step is done, and how often each picture is copied', () => {
  const rows = Object.values(eightBit).flatMap((encoder) =>
    [sources.YUYV, sources.MJPG, sources.file].flatMap((source) =>
      pathsOfFamily(encoder, source).map((path) => {
        const { path: said } = planned({ source, encoder, path }).encode;
        const from = source.type === 'capture-device' ? source.inputFormat : source.type;
        return `${from} ${encoder} ${said.name}: ${said.decode} ${said.convert} ${said.encode} ${said.copies} | ${said.summary}`;
      }),
    ),
  );
  expect(rows).toMatchSnapshot();
});

describe('decoding on a GPU', () => {
  it('for a software encoder is on the GPU that is named, and comes back once', () => {
    const video = defaultVideoFor('libx264');
    if (video === null) throw new RangeError('libx264');
    const [gpu = null] = gpusOf('vaapi', gpuHost());
    const choice = { video: { ...video, decoding: 'hardware' as const }, gpu, path: 'software' as const, ffmpeg: gpuHost().ffmpeg, proof: null, image: 'image' };
    expect(pipelineOf({ choice, source: 'H264', colour: null, scaleTo: null })).toMatchObject({
      globalOptions: ['-init_hw_device', 'vaapi=gpu:/dev/dri/renderD129'],
      inputOptions: ['-hwaccel', 'auto', '-hwaccel_device', 'gpu'],
      path: { decode: 'gpu', convert: 'cpu', encode: 'cpu', copies: 1 },
    });
    expect(pipelineOf({ choice: { ...choice, gpu: null }, source: 'H264', colour: null, scaleTo: null })).toMatchObject({ inputOptions: [], path: { decode: 'cpu', copies: 0 } });
  });
  it('is never where the preset forbids it', () => {
    for (const encoder of Object.values(eightBit)) {
      for (const source of Object.values(sources)) expect(line({ source, encoder, video: { decoding: 'cpu' } })).not.toContain('-hwaccel');
    }
  });
  it('is not where there is nothing to decode', () => {
    for (const encoder of Object.values(eightBit)) {
      for (const source of [sources.pattern, sources.YUYV]) expect(line({ source, encoder, video: { decoding: 'hardware' } })).not.toContain('-hwaccel');
    }
  });
  it('brings the pictures back where the CPU is to convert, and says so', () => {
    const { argv, encode } = planned({ source: sources.MJPG, encoder: 'h264_nvenc', path: 'cpu-convert', video: { decoding: 'hardware' } });
    expect(argv.join(' ')).toContain('-hwaccel cuda -hwaccel_device gpu -f v4l2');
    expect(encode.path).toMatchObject({ decode: 'gpu', convert: 'cpu', encode: 'gpu', copies: 2 });
  });
});

describe('the GPU', () => {
  it('is the first of a container, and its own number for this computer’s ffmpeg', () => {
    const cuda = (engine: 'docker' | 'local') => line({ source: sources.H264, encoder: 'h264_nvenc', engine });
    expect(cuda('docker')).toContain('-init_hw_device cuda=gpu:0 ');
    expect(cuda('local')).toContain('-init_hw_device cuda=gpu:1 ');
  });
  it('is opened with the driver that worked when it was tried', () =>
    expect(line({ source: sources.H264, encoder: 'h264_vaapi', libvaDriver: 'i965' })).toContain('vaapi=gpu:/dev/dri/renderD129,driver=i965 '));
  it('has no part in what is only watched', () => {
    const { argv, encode } = planned({ source: sources.MJPG, encoder: 'h264_vaapi', watch: true });
    expect(argv.join(' ')).not.toMatch(/hw|vaapi/);
    expect(encode.path).toMatchObject({ decode: 'cpu', encode: 'none', copies: 0 });
  });
});

describe('colour', () => {
  const becomesLimited = /out_range=limited|colorspace_cuda=range=tv/;
  for (const encoder of Object.values(eightBit)) {
    for (const path of pathsOfFamily(encoder, sources.MJPG)) {
      it(`a camera’s JPEG becomes limited range: ${encoder}, ${path}`, () => expect(graphOf(planned({ source: sources.MJPG, encoder, path }))).toMatch(becomesLimited));
    }
  }
  it('NVENC of before ffmpeg 6 leaves it to the CPU, whatever worked when it was tried', () => {
    const { encode, argv } = planned({ source: sources.MJPG, encoder: 'h264_nvenc', ffmpeg: '5.1' });
    expect(encode.path).toMatchObject({ name: 'cpu-convert', convert: 'cpu' });
    expect(argv.join(' ')).not.toContain('colorspace_cuda');
  });
  it.each(['GREY', 'RGB3'])('%s is for the CPU to convert', (fourcc) => {
    const { encode } = planned({ source: cameraOf(fourcc), encoder: 'h264_vaapi' });
    expect(encode.path).toMatchObject({ name: 'cpu-convert', convert: 'cpu', copies: 1 });
  });
});

it('a GPU’s frames are made small, and fewer, before they are brought to the CPU for the preview', () => {
  for (const encoder of [eightBit.vaapi, eightBit.quicksync, eightBit.nvenc]) {
    const graph = graphOf(planned({ source: sources.MJPG, encoder, path: 'zero-copy' }));
    expect(graph).toMatch(/\[view\]select=[^[]*,scale_(vaapi|cuda)=w=640:h=360:[^[]*,hwdownload,/);
  }
});

it('frames of the CPU reach the preview before they go up', () => {
  for (const encoder of [eightBit.vaapi, eightBit.quicksync]) {
    const graph = graphOf(planned({ source: sources.YUYV, encoder, path: 'gpu-convert' }));
    expect(graph.indexOf('split=2')).toBeLessThan(graph.indexOf('hwupload'));
    expect(graph).not.toContain('hwdownload');
  }
});

it('times of a stream are mended before anything else, on every path', () => {
  for (const encoder of Object.values(eightBit)) {
    for (const path of pathsOfFamily(encoder, sources.RTSP)) {
      expect(graphOf(planned({ source: sources.RTSP, encoder, path }))).toMatch(/^\[0:v:0\]settb=1\/90000,setpts=/);
    }
  }
});
