import { describe, expect, it } from 'vitest';
import { defaultVideoFor, findEncoder } from '@domain/plan/encoders';
import { pathsFor } from '@domain/plan/pipeline-paths';
import { plan } from '@domain/plan/plan';
import { noTransform, type PresetSettings, type Source, type Transform } from '@domain/preset';
import { camera, context, dockerHost, file, preset, settings, watching } from './fixtures';
import { cameraOf, gpuHost, type GpuHostOptions } from './gpu-host';

const cropped: Transform = { ...noTransform, crop: { left: 160, top: 8, right: 160, bottom: 0 } };
const upright: Transform = { ...cropped, rotateDegrees: 90, flipHorizontal: true };
const scaled = { ...file, frameSize: { width: 1280, height: 720 }, frameRate: { numerator: 25, denominator: 1 } } as Source;

interface Wanted extends GpuHostOptions {
  readonly transform: Transform;
  readonly source?: Source;
  readonly encoder?: string;
  readonly preview?: PresetSettings['preview'];
  readonly watch?: boolean;
}

function planned({ transform, source = settings.source, encoder = 'libx264', preview = settings.preview, watch = false, ...host }: Wanted) {
  const video = defaultVideoFor(encoder);
  if (video === null) throw new RangeError(encoder);
  const wanted = preset({ source, video, transform, audio: { mode: 'none' }, preview });
  const result = plan({ preset: wanted, capabilities: gpuHost(host), run: watch ? watching() : context() });
  if (!result.ok) throw new Error(`${encoder}: ${JSON.stringify(result.error)}`);
  return result.value;
}
const graphOf = ({ argv }: { readonly argv: readonly string[] }) => argv[argv.indexOf('-filter_complex') + 1] ?? '';

describe('whole command lines', () => {
  const sources = { pattern: settings.source, YUYV: cameraOf('YUYV'), MJPG: cameraOf('MJPG'), 'the driver’s choice': cameraOf(null), file, 'file at 720p25': scaled };
  for (const encoder of ['libx264', 'h264_vaapi', 'h264_qsv', 'h264_nvenc', 'h264_v4l2m2m']) {
    for (const [name, source] of Object.entries(sources)) {
      for (const path of pathsFor(findEncoder(encoder)?.family ?? 'software', source, 'auto', gpuHost().ffmpeg, true)) {
        it(`${name} to ${encoder}, ${path}`, () => {
          const { argv, encode } = planned({ transform: upright, source, encoder, path });
          expect(argv.join(' ')).toMatchSnapshot();
          expect(encode.path.name).toBe(path);
        });
      }
    }
  }
  it('no preview', () => expect(planned({ transform: upright, preview: { mode: 'off' } }).argv.join(' ')).toMatchSnapshot());
  it.each([['pattern', settings.source], ['file at 720p25', scaled]] as const)('only watched: %s', (_name, source) =>
    expect(planned({ transform: upright, source, watch: true }).argv.join(' ')).toMatchSnapshot());
});

it('each of the eight ways to lay a picture has filters of its own', () => {
  const rows = ([0, 90, 180, 270] as const).flatMap((rotateDegrees) =>
    [false, true].flatMap((flipHorizontal) =>
      [false, true].map((flipVertical) => {
        const graph = graphOf(planned({ transform: { ...noTransform, rotateDegrees, flipHorizontal, flipVertical } }));
        return `${rotateDegrees} ${flipHorizontal ? 'H' : '-'}${flipVertical ? 'V' : '-'} ${/^\[0:v:0\](.*?),?split/.exec(graph)?.[1]}`;
      }),
    ),
  );
  expect(rows).toMatchSnapshot();
  expect(new Set(rows.map((row) => row.slice(row.lastIndexOf(' ')))).size).toBe(8);
});

describe('hardware', () => {
  it('gets pictures that the CPU has turned, by the best path that is left, and the plan says what that costs', () => {
    for (const [encoder, path] of [['h264_vaapi', 'gpu-convert'], ['h264_qsv', 'gpu-convert'], ['h264_nvenc', 'cpu-convert']] as const) {
      const { encode, warnings, argv } = planned({ transform: upright, source: cameraOf('MJPG'), encoder });
      expect(encode).toMatchObject({ path: { name: path, decode: 'cpu', copies: 1 }, fallback: null });
      expect(encode.path.summary).toContain('The CPU crops them to 1600x1072, turns them clockwise by 90 degrees and flips them horizontally.');
      expect(warnings).toEqual([`Cropping, turning and flipping is the CPU’s work, so the path is ${path}: as the pictures come, it would be zero-copy.`]);
      expect(argv.join(' ')).not.toContain('-hwaccel');
    }
  });
  it('is told of no cost where there is none: raw pictures, and a path that did not work anyway', () => {
    expect(planned({ transform: upright, source: cameraOf('YUYV'), encoder: 'h264_vaapi' }).warnings).toEqual([]);
    expect(planned({ transform: upright, source: cameraOf('MJPG'), encoder: 'h264_vaapi', path: 'gpu-convert' }).warnings).toEqual([]);
  });
  it('may decode where the preset asks for it; the pictures come back to be turned', () => {
    const video = defaultVideoFor('h264_vaapi');
    if (video === null) throw new RangeError('h264_vaapi');
    const result = plan({ preset: preset({ source: cameraOf('MJPG'), video: { ...video, decoding: 'hardware' }, transform: upright, audio: { mode: 'none' } }), capabilities: gpuHost(), run: context() });
    expect(result).toMatchObject({ ok: true, value: { encode: { path: { name: 'gpu-convert', decode: 'gpu', copies: 2 } } } });
  });
});

describe('sizes', () => {
  it('a preview of pictures on their side is higher than wide', () => {
    expect(graphOf(planned({ transform: upright }))).toContain('scale=w=360:h=640:');
    expect(graphOf(planned({ transform: cropped }))).toContain('scale=w=640:h=360:');
  });
  it('memory is for what is encoded, and for what is decoded and cropped off', () => {
    const memory = (transform: Transform) => planned({ transform, source: cameraOf('YUYV') }).container?.HostConfig.Memory ?? 0;
    const half: Transform = { ...noTransform, crop: { left: 960, top: 0, right: 0, bottom: 0 } };
    expect(memory({ ...noTransform, rotateDegrees: 90 })).toBe(memory(noTransform));
    expect(memory(half)).toBeLessThan(memory(noTransform));
    expect(memory(half)).toBeGreaterThanOrEqual(512 * 1024 * 1024);
  });
  it('a crop of a kept JPEG is shown in its own pixels', () => {
    const watch = (transform: Transform) => {
      const result = plan({ preset: preset({ source: camera, video: { mode: 'copy' }, transform, audio: { mode: 'none' } }), capabilities: dockerHost(), run: watching() });
      if (!result.ok) throw new Error(result.error.detail);
      return result.value.argv;
    };
    expect(watch(noTransform)).toContain('-lowres:v');
    expect(watch({ ...noTransform, rotateDegrees: 180 })).toContain('-lowres:v');
    expect(watch(cropped)).not.toContain('-lowres:v');
  });
});

describe('refusals', () => {
  const refused = (overrides: Partial<PresetSettings>) => {
    const result = plan({ preset: preset(overrides), capabilities: dockerHost(), run: context() });
    return result.ok ? null : result.error;
  };
  it.each([
    [cropped, 'transform.crop'],
    [{ ...noTransform, rotateDegrees: 180 }, 'transform.rotateDegrees'],
    [{ ...noTransform, flipHorizontal: true }, 'transform.flipHorizontal'],
    [{ ...noTransform, flipVertical: true }, 'transform.flipVertical'],
  ] as const)('kept pictures cannot be changed: %#', (transform, field) =>
    expect(refused({ source: camera, video: { mode: 'copy' }, transform, audio: { mode: 'none' } })).toMatchObject({ kind: 'preset-invalid', field, nextStep: 'Choose an encoder, or take the transform out.' }));
  it('nothing would be left', () => {
    const crop = { left: 700, top: 0, right: 700, bottom: 0 };
    expect(refused({ transform: { ...noTransform, crop } })).toMatchObject({ kind: 'preset-invalid', field: 'transform.crop' });
    expect(refused({ transform: { ...noTransform, crop }, source: file, audio: { mode: 'none' } })).toBeNull();
  });
  it('an odd edge', () => expect(refused({ transform: { ...noTransform, crop: { left: 1, top: 0, right: 1, bottom: 0 } } })).toMatchObject({ field: 'transform.crop' }));
});
