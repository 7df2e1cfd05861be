import { array, assert, constantFrom, integer, oneof, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOverlay } from '@domain/overlay';
import { applyOverrides, type Overrides } from '@domain/overrides';
import { defaultVideoFor, findEncoder } from '@domain/plan/encoders';
import { escapeFilterValue, fontPattern } from '@domain/plan/overlay';
import { pathsFor } from '@domain/plan/pipeline-paths';
import { plan } from '@domain/plan/plan';
import { noOverlay, noTransform, overlayClocks, overlaySchema, type Overlay, type PresetSettings, type Source } from '@domain/preset';
import { hostileTexts } from '../../../support/hostile-texts';
import { camera, context, dockerHost, file, localHost, preset, settings, watching } from './fixtures';
import { cameraOf, gpuHost, type GpuHostOptions } from './gpu-host';

const both: Overlay = { ...noOverlay, text: 'Line 1: it’s 100 %', clock: 'local' };

interface Wanted extends GpuHostOptions {
  readonly overlay: Overlay;
  readonly source?: Source;
  readonly encoder?: string;
  readonly watch?: boolean;
}

function planned({ overlay, source = settings.source, encoder = 'libx264', watch = false, ...host }: Wanted) {
  const video = defaultVideoFor(encoder);
  if (video === null) throw new RangeError(encoder);
  const result = plan({ preset: preset({ source, video, overlay, audio: { mode: 'none' } }), capabilities: gpuHost(host), run: watch ? watching() : context() });
  if (!result.ok) throw new Error(`${encoder}: ${JSON.stringify(result.error)}`);
  return result.value;
}
const graphOf = ({ argv }: { readonly argv: readonly string[] }) => argv[argv.indexOf('-filter_complex') + 1] ?? '';

describe('whole command lines', () => {
  const sources = { YUYV: cameraOf('YUYV'), MJPG: cameraOf('MJPG'), file };
  for (const encoder of ['libx264', 'h264_vaapi', 'h264_qsv', 'h264_nvenc']) {
    for (const [name, source] of Object.entries(sources)) {
      for (const path of pathsFor(findEncoder(encoder)?.family ?? 'software', source, 'auto', gpuHost().ffmpeg, true)) {
        it(`${name} to ${encoder}, ${path}`, () => {
          const { argv, encode } = planned({ overlay: both, source, encoder, path });
          expect(argv.join(' ')).toMatchSnapshot();
          expect(encode.path.name).toBe(path);
        });
      }
    }
  }
  it('only watched', () => expect(planned({ overlay: both, watch: true }).argv.join(' ')).toMatchSnapshot());
});

describe('hardware', () => {
  it.each([['h264_vaapi', 'gpu-convert'], ['h264_qsv', 'gpu-convert'], ['h264_nvenc', 'cpu-convert']] as const)('%s gets pictures that the CPU has drawn on, and the plan says what that costs', (encoder, path) => {
    const { argv, encode, warnings } = planned({ overlay: both, source: cameraOf('MJPG'), encoder });
    expect(encode).toMatchObject({ path: { name: path, decode: 'cpu', copies: 1 }, fallback: null });
    expect(encode.path.summary).toContain('The CPU draws the text and the local time into them.');
    expect(warnings).toEqual([`Drawing into the pictures is the CPU’s work, so the path is ${path}: as the pictures come, it would be zero-copy.`]);
    const graph = graphOf({ argv });
    expect(graph.indexOf('drawtext')).toBeLessThan(graph.indexOf('split=2'));
    expect(graph.lastIndexOf('drawtext')).toBeLessThan(graph.includes('hwupload') ? graph.indexOf('hwupload') : Infinity);
  });
  it('both costs are said together', () => {
    const result = plan({ preset: preset({ source: cameraOf('MJPG'), video: defaultVideoFor('h264_vaapi') ?? settings.video, overlay: both, transform: { ...noTransform, rotateDegrees: 180 }, audio: { mode: 'none' } }), capabilities: gpuHost(), run: context() });
    expect(result).toMatchObject({ ok: true, value: { warnings: ['Cropping, turning, flipping and drawing is the CPU’s work, so the path is gpu-convert: as the pictures come, it would be zero-copy.'] } });
  });
});

it('is drawn upright on turned pictures, and with letters of their own height', () => {
  const result = plan({ preset: preset({ overlay: { ...noOverlay, text: 'a' }, transform: { ...noTransform, rotateDegrees: 90 }, audio: { mode: 'none' } }), capabilities: dockerHost(), run: context() });
  if (!result.ok) throw new Error(result.error.detail);
  expect(graphOf(result.value)).toMatch(/^\[0:v:0\]transpose=dir=clock,drawtext=/);
});

describe('the container', () => {
  const environment = (overlay: Overlay, watch = false) => planned({ overlay, watch }).container?.Env;
  it('is told the time zone, and where its fonts’ index may be written', () => {
    for (const watch of [false, true]) expect(environment(both, watch)).toEqual(['TZ=<+0100>-1<+0200>-2,J87/2,J304/3', 'XDG_CACHE_HOME=/dev/shm']);
  });
  it('is told nothing where nothing is drawn', () => expect(environment({ ...noOverlay, text: ' \n ' })).toEqual([]));
});

describe('text', () => {
  /** ffmpeg's own reading of a token: av_get_token of libavutil/avstring.c. */
  function token(text: string, terminators: string): { value: string; rest: string } {
    const blanks = ' \n\t\r';
    let [value, kept] = ['', 0];
    let at = 0;
    while (at < text.length && blanks.includes(text[at] ?? '')) at += 1;
    for (; at < text.length && !terminators.includes(text[at] ?? ''); at += 1) {
      const character = text[at] ?? '';
      if (character === '\\' && at + 1 < text.length) {
        value += text[(at += 1)] ?? '';
        kept = value.length;
      } else if (character === "'") {
        for (at += 1; at < text.length && text[at] !== "'"; at += 1) value += text[at] ?? '';
        kept = value.length;
      } else value += character;
    }
    while (value.length > kept && blanks.includes(value.at(-1) ?? '')) value = value.slice(0, -1);
    return { value, rest: text.slice(at) };
  }
  const hostile = oneof(constantFrom(...hostileTexts), array(oneof(constantFrom(...`\\':,;[]%{}= \n"$`), string({ unit: 'grapheme' }))).map((parts) => parts.join('')));

  it('is one value to ffmpeg, and that value, whatever it holds', () => {
    assert(property(hostile.map((text) => text.trim()), (text) => {
      const graph = `drawtext=text=${escapeFilterValue(text)}:x=1[out];[out]null`;
      const { value: filter, rest } = token(graph.slice('drawtext='.length), '[],;');
      expect(rest).toBe('[out];[out]null');
      const option = token(filter.slice('text='.length), ':');
      expect([option.value, option.rest]).toEqual([text, ':x=1']);
    }));
  });

  it('is never expanded, and nothing of it is in what is', () => {
    for (const text of hostileTexts) {
      const graph = graphOf(planned({ overlay: { ...both, text } }));
      const expanded = graph.match(/drawtext=fontfile=[^:]*:expansion=normal:text=(.*?):fontsize/)?.[1];
      expect(expanded).toBe('%{localtime} %{localtime\\\\:%z}');
      expect(graph.match(/drawtext=fontfile=/g)).toHaveLength(2);
    }
  });

  it('asks for a font with its letters by their numbers alone', () => {
    expect(fontPattern('Straße 1')).toBe('monospace');
    expect(fontPattern('中文 中 abc 😀')).toBe('monospace:charset=4e2d 6587');
    assert(property(hostile, (text) => void expect(fontPattern(text)).toMatch(/^monospace(:charset=[0-9a-f]+( [0-9a-f]+)*)?$/)));
  });

  it.each(['a\u0000b', 'a\tb', '\u001b[31m', 'a\rb', '\u0085', '\ud800', 'x'.repeat(201)])('is refused: %j', (text) => {
    expect(overlaySchema.safeParse({ ...noOverlay, text }).success).toBe(false);
    expect(applyOverrides(settings, { overlayText: text })).toMatchObject({ ok: false, error: { kind: 'preset-invalid', field: 'overlay.text' } });
  });
});

describe('layout', () => {
  const sizes = record({ width: integer({ min: 8, max: 1920 }), height: integer({ min: 8, max: 1080 }) }).map(({ width, height }) => ({ width: width * 2, height: height * 2 }));
  it('loses no letter, covers no more than 60 % of the height, and has letters of 6 pixels or none', () => {
    assert(
      property(constantFrom(...hostileTexts), constantFrom(...overlayClocks), integer({ min: 2, max: 20 }), sizes, (text, clock, sizePercent, frameSize) => {
        const layout = layOverlay({ ...noOverlay, text, clock, sizePercent }, frameSize);
        if (layout === null) return;
        expect(layout.lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        expect((layout.sizePercent * frameSize.height) / 100).toBeGreaterThanOrEqual(5.8);
        expect(layout.textOffsetPercent + layout.lines.length * 1.2 * layout.sizePercent).toBeLessThanOrEqual(60);
      }),
    );
  });
  it('breaks at blanks, and keeps the size that was asked for where it can', () => {
    expect(layOverlay({ ...noOverlay, text: 'Operating theatre 4, left camera, patient unknown, table 2', sizePercent: 6 }, { width: 640, height: 480 })).toMatchObject({
      sizePercent: 6,
      lines: ['Operating theatre 4, left camera,', 'patient unknown, table 2'],
    });
  });
  it('draws smaller what would not fit, and says so', () => {
    const { warnings, argv } = planned({ overlay: { ...noOverlay, clock: 'local', sizePercent: 20 } });
    expect(warnings).toEqual([expect.stringMatching(/^The text is drawn at 10\.\d+ % of the picture’s height, not 20 %: larger, not all of it would fit\.$/)]);
    expect(graphOf({ argv })).toMatch(/fontsize=h\*0\.10\d+:/);
  });
});

describe('refusals', () => {
  const refused = (overrides: Partial<PresetSettings>, capabilities = dockerHost(), run = context()) => {
    const result = plan({ preset: preset({ audio: { mode: 'none' }, ...overrides }), capabilities, run });
    return result.ok ? null : result.error;
  };
  it.each([[both, 'overlay.text'], [{ ...noOverlay, clock: 'utc' }, 'overlay.clock']] as const)('kept pictures cannot be drawn on: %#', (overlay, field) => {
    expect(refused({ source: camera, video: { mode: 'copy' }, overlay })).toMatchObject({ kind: 'preset-invalid', field, nextStep: 'Choose an encoder, or take the text and the clock out.' });
    expect(refused({ source: camera, video: { mode: 'copy' }, overlay }, dockerHost(), watching())).toBeNull();
  });
  it('an ffmpeg without the libraries', () => {
    const host = localHost();
    const without = (drawsText: boolean) => ({ ...host, ffmpeg: { ...host.ffmpeg, drawsText } });
    expect(refused({ overlay: both }, without(false))).toMatchObject({ kind: 'preset-invalid', field: 'overlay.text', detail: expect.stringContaining('libfreetype') });
    expect(refused({ overlay: both }, without(true))).toBeNull();
    expect(refused({}, without(false))).toBeNull();
  });
  it('pictures that are too small', () => {
    const source: Source = { type: 'test-pattern', frameSize: { width: 64, height: 48 }, frameRate: { numerator: 30, denominator: 1 } };
    expect(refused({ source, overlay: { ...noOverlay, clock: 'local' } })).toMatchObject({ field: 'overlay.clock', detail: 'Pictures of 64x48 are too small for this text and clock: the letters could not be read.' });
    expect(refused({ source, overlay: { ...noOverlay, text: 'Cam 1' } })).toBeNull();
  });
});

describe('the command line', () => {
  const changed = (overrides: Overrides) => {
    const result = applyOverrides({ ...settings, overlay: both }, overrides);
    return result.ok ? result.value.overlay : result.error.field;
  };
  it('changes one part and leaves the others', () => {
    expect(changed({})).toEqual(both);
    expect(changed({ overlayText: '' })).toEqual({ ...both, text: '' });
    expect(changed({ overlayClock: 'elapsed', overlayPosition: 'top-right', overlaySize: '8' })).toEqual({ ...both, clock: 'elapsed', position: 'top-right', sizePercent: 8 });
  });
  it.each([
    [{ overlayClock: 'toString' }, 'overlay.clock'],
    [{ overlayPosition: 'top' }, 'overlay.position'],
    [{ overlaySize: '1' }, 'overlay.sizePercent'],
    [{ overlaySize: '4.5' }, 'overlay.sizePercent'],
    [{ overlaySize: '' }, 'overlay.sizePercent'],
  ])('%j is refused', (overrides, field) => expect(changed(overrides)).toBe(field));
});
