import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dockerRunArgv, dockerRunLine } from '@domain/plan/docker-run';
import { defaultVideoFor, encoderTable } from '@domain/plan/encoders';
import { plan } from '@domain/plan/plan';
import type { PlanInput } from '@domain/plan/types';
import type { PresetSettings } from '@domain/preset';
import { camera, context, dockerHost, ffmpeg, file, localHost, preset, settings, watching } from './fixtures';

const softwareEncoders = encoderTable.filter(({ family }) => family === 'software');
const planned = (input: Partial<PlanInput> = {}) => {
  const result = plan({ preset: preset(), capabilities: dockerHost(), run: context(), ...input });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refused = (input: Partial<PlanInput>) => {
  const result = plan({ preset: preset(), capabilities: dockerHost(), run: context(), ...input });
  if (result.ok) throw new Error(`planned: ${result.value.argv.join(' ')}`);
  return { kind: result.error.kind, field: result.error.field };
};
const encode = (overrides: Partial<Extract<PresetSettings['video'], { mode: 'encode' }>>) =>
  preset({ video: { ...(settings.video as Extract<PresetSettings['video'], { mode: 'encode' }>), ...overrides } });

describe('whole command lines', () => {
  const sources = { 'test-pattern': settings.source, camera, file };
  for (const [name, source] of Object.entries(sources)) {
    for (const { encoder } of softwareEncoders) {
      it(`${name} to ${encoder}`, () => {
        expect(planned({ preset: preset({ source, video: defaultVideoFor(encoder)! }) }).argv).toMatchSnapshot();
      });
    }
  }
  it('camera kept as it is', () => expect(planned({ preset: preset({ source: camera, video: { mode: 'copy' } }) }).argv).toMatchSnapshot());
  it('raw pictures of a camera', () => {
    const raw = { ...camera, inputFormat: 'YUYV', frameSize: { width: 640, height: 480 } } as typeof camera;
    expect(planned({ preset: preset({ source: raw }) }).argv).toMatchSnapshot();
  });
  it('live picture only', () => expect(planned({ preset: preset({ source: camera }), run: watching() }).argv).toMatchSnapshot());
  it('no preview', () => expect(planned({ preset: preset({ preview: { mode: 'off' } }) }).argv).toMatchSnapshot());
  it('ten seconds in MP4', () => expect(planned({ preset: preset({ muxer: 'mp4', durationSeconds: 10 }) }).argv).toMatchSnapshot());
  describe('in several files', () => {
    const split = { mode: 'time', seconds: 600 } as const;
    const argv = (changes: Partial<PresetSettings>, input: Partial<PlanInput> = {}) => {
      const all = planned({ preset: preset({ split, preview: { mode: 'off' }, ...changes }), ...input }).argv;
      return all.slice(all.indexOf('-i') + 2);
    };
    it('of Matroska', () => expect(argv({})).toMatchSnapshot());
    it('of MP4, for ffmpeg 4.4', () => expect(argv({ muxer: 'mp4', audio: { mode: 'encode', encoder: 'libopus', bitRateKbps: 96, input: { type: 'source' } } }, { capabilities: dockerHost({ ffmpeg: '4.4' }) })).toMatchSnapshot());
    it('each with closed groups of pictures', () => expect(argv({ video: defaultVideoFor('libx265')! }).join(' ')).toContain('log-level=warning:open-gop=0'));
    it('with every frame of a camera at its own time', () => expect(argv({ source: camera }).join(' ')).toContain('-fps_mode passthrough'));
    it('whose first is what is looked at', () => expect(planned({ preset: preset({ split }) }).outputPath).toMatch(/-001\.mkv$/));
    it('warns where groups of pictures may be open', () => {
      const kept = (inputFormat: string) => planned({ preset: preset({ split, source: { ...camera, inputFormat } as typeof camera, video: { mode: 'copy' } }) }).warnings.join(' ');
      expect(kept('MJPG')).not.toContain('groups of pictures');
      const stream = preset({ split, source: file, video: { mode: 'copy' } });
      expect(planned({ preset: stream }).warnings.join(' ')).toContain('groups of pictures');
    });
    it('by size, takes the time that the highest bit rate needs less than', () => {
      const video = { ...defaultVideoFor('libx264')!, rateControl: { mode: 'vbr', bitRateKbps: 4000, maxBitRateKbps: 8000 } } as const;
      const words = planned({ preset: preset({ split: { mode: 'size', megabytes: 4000 }, video, audio: { mode: 'none' } }) }).argv;
      const seconds = Number(words[words.indexOf('-segment_time') + 1]);
      // At 8 Mbit/s a second is a megabyte.
      expect(seconds).toBeGreaterThan(0.94 * 4000);
      expect(seconds).toBeLessThan(0.95 * 4000);
    });
    it('by size, refuses what may become any size, and a size that holds no picture', () => {
      const bySize = (megabytes: number, changes: Partial<PresetSettings> = {}) => refused({ preset: preset({ split: { mode: 'size', megabytes }, ...changes }) });
      expect(bySize(4000)).toEqual({ kind: 'preset-invalid', field: 'split' });
      expect(bySize(4000, { source: camera, video: { mode: 'copy' } })).toEqual({ kind: 'preset-invalid', field: 'split' });
      const video = { ...defaultVideoFor('libx264')!, rateControl: { mode: 'cbr', bitRateKbps: 8000 } } as const;
      expect(bySize(2, { video })).toEqual({ kind: 'preset-invalid', field: 'split' });
      expect(planned({ preset: preset({ split: { mode: 'size', megabytes: 20 }, video }) }).outputPath).toMatch(/-001\.mkv$/);
    });
    it('watched only, writes none', () => expect(planned({ preset: preset({ split, source: camera }), run: watching() }).argv.join(' ')).not.toContain('segment'));
  });
  for (const version of Object.keys(ffmpeg) as (keyof typeof ffmpeg)[]) {
    it(`camera, AV1 and MP4 for ffmpeg ${version}`, () => {
      const wanted = preset({ source: camera, muxer: 'mp4', video: defaultVideoFor('libsvtav1')! });
      expect(planned({ preset: wanted, capabilities: dockerHost({ ffmpeg: version }) }).argv).toMatchSnapshot();
    });
  }
});

describe('rate control', () => {
  for (const { encoder } of softwareEncoders.filter(({ rateControls }) => rateControls.cbr)) {
    it(`CBR and VBR of ${encoder}`, () => {
      const base = defaultVideoFor(encoder)!;
      const argv = (rateControl: typeof base.rateControl) => {
        const all = planned({ preset: preset({ video: { ...base, rateControl } }) }).argv;
        return all.slice(all.indexOf('-c:v'), all.indexOf('-pix_fmt'));
      };
      expect({
        cbr: argv({ mode: 'cbr', bitRateKbps: 4000 }),
        vbr: argv({ mode: 'vbr', bitRateKbps: 4000, maxBitRateKbps: 6000 }),
      }).toMatchSnapshot();
    });
  }
});

describe('the container', () => {
  it('is the whole body for a camera', () => expect(planned({ preset: preset({ source: camera }) }).container).toMatchSnapshot());
  it('maps the device with its own group and nothing else', () => {
    const { HostConfig: host, User } = planned({ preset: preset({ source: camera }) }).container!;
    expect(host.Devices).toEqual([{ PathOnHost: '/dev/video2', PathInContainer: '/dev/video2', CgroupPermissions: 'rw' }]);
    expect(host.GroupAdd).toEqual(['44']);
    expect(User).toBe('1000:1000');
  });
  it('runs as root without groups on a rootless daemon', () => {
    const container = planned({ preset: preset({ source: camera }), capabilities: dockerHost({ rootless: true }) }).container!;
    expect([container.User, container.HostConfig.GroupAdd]).toEqual(['0:0', []]);
  });
  it('is absent where this computer’s own ffmpeg runs, with the same argv', () => {
    const local = planned({ capabilities: localHost() });
    expect(local.container).toBeNull();
    expect(local.argv).toEqual(planned().argv);
  });
  it('writes to the volume of a daemon elsewhere', () => {
    const run = context({ output: { directory: '/recordings', fileName: 'a.mkv', storage: 'separate', source: 'capstan-recordings' } });
    const result = planned({ capabilities: dockerHost({ storage: 'separate' }), run });
    expect(result.container!.HostConfig.Mounts).toEqual([{ Type: 'volume', Source: 'capstan-recordings', Target: '/recordings', ReadOnly: false }]);
    expect(result.outputPath).toBe('/recordings/a.mkv');
  });
});

describe('limits of the container', () => {
  const limited = (limits: Partial<PresetSettings['limits']>, capabilities = dockerHost()) =>
    planned({ preset: preset({ limits: { ...settings.limits, ...limits } }), capabilities });
  it('are those of the preset', () => {
    const { container, warnings } = limited({ memoryMiB: 1024, swapMiB: 512, cpus: 1.5, logMiB: 5, logFiles: 3 });
    expect(container!.HostConfig).toMatchObject({
      Memory: 1024 * 1024 ** 2,
      MemorySwap: 1536 * 1024 ** 2,
      NanoCpus: 1_500_000_000,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '5m', 'max-file': '3' } },
      Privileged: false,
    });
    expect(warnings).toEqual([]);
    expect(dockerRunArgv(container!).join(' ')).toContain('--memory 1073741824b --memory-swap 1610612736b');
  });
  it('say what a privileged recorder opens, and leave it a plain user on a read-only root', () => {
    const { container, warnings } = limited({ privileged: true });
    expect(container).toMatchObject({ User: '1000:1000', HostConfig: { Privileged: true, CapDrop: [], ReadonlyRootfs: true, SecurityOpt: ['no-new-privileges'] } });
    expect(warnings).toEqual([expect.stringContaining('every device')]);
    expect(dockerRunArgv(container!)).toContain('--privileged');
  });
  it('give a recorder that only shows the picture no privileges, whatever the preset says', () => {
    const { container, warnings } = planned({ preset: preset({ limits: { ...settings.limits, privileged: true } }), run: watching() });
    expect(container?.HostConfig).toMatchObject({ Privileged: false, CapDrop: ['ALL'] });
    expect(warnings).toEqual([]);
  });
  it('say where the kernel does not keep them', () => {
    const host = dockerHost();
    const without = { ...host, engine: { ...host.engine, swapLimit: false } } as typeof host;
    expect(limited({ swapMiB: 100 }, without).warnings).toEqual([expect.stringContaining('swap')]);
    expect(limited({ swapMiB: 0 }, without).warnings).toEqual([]);
  });
});

describe('the docker run line', () => {
  it('pastes', () => expect(dockerRunLine(planned({ preset: preset({ source: camera }) }).container!)).toMatchSnapshot());
  it('leaves out the labels by which the station would adopt it', () =>
    expect(dockerRunArgv(planned().container!).join(' ')).not.toContain('dev.capstan'));
  it('quotes a folder with commas, quotes and spaces', () => {
    const directory = `/tmp/it's "one", two`;
    const run = context({ output: { directory, fileName: 'a.mkv', storage: 'shared', source: directory } });
    expect(dockerRunArgv(planned({ run }).container!)).toContain(
      `type=bind,"source=/tmp/it's ""one"", two","target=/tmp/it's ""one"", two"`,
    );
  });
});

describe('refusals name the field', () => {
  const cases: [string, Partial<PlanInput>, { kind: string; field: string }][] = [
    ['unknown encoder', { preset: encode({ encoder: 'nonsense' }) }, { kind: 'encoder-unavailable', field: 'video.encoder' }],
    [
      'encoder that this ffmpeg lacks',
      { capabilities: { ...dockerHost(), ffmpeg: { ...ffmpeg['5.1'], encoders: ['aac'] } } },
      { kind: 'encoder-unavailable', field: 'video.encoder' },
    ],
    ['quality out of range', { preset: encode({ rateControl: { mode: 'crf', quality: 60 } }) }, { kind: 'preset-invalid', field: 'video.rateControl.quality' }],
    ['maximum under average', { preset: encode({ rateControl: { mode: 'vbr', bitRateKbps: 9000, maxBitRateKbps: 6000 } }) }, { kind: 'preset-invalid', field: 'video.rateControl.maxBitRateKbps' }],
    ['unknown speed', { preset: encode({ encoderPreset: 'warp' }) }, { kind: 'preset-invalid', field: 'video.encoderPreset' }],
    ['profile without 10 bit', { preset: encode({ profile: 'main', pixelFormat: 'yuv420p10le' }) }, { kind: 'preset-invalid', field: 'video.profile' }],
    ['profile of the prototype', { preset: encode({ profile: 'constructor' }) }, { kind: 'preset-invalid', field: 'video.profile' }],
    ['baseline with B-frames', { preset: encode({ profile: 'baseline' }) }, { kind: 'preset-invalid', field: 'video.bFrames' }],
    ['AV1 in 4:4:4', { preset: encode({ ...defaultVideoFor('libsvtav1'), pixelFormat: 'yuv444p' }) }, { kind: 'preset-invalid', field: 'video.pixelFormat' }],
    ['MJPEG in MP4', { preset: preset({ video: defaultVideoFor('mjpeg')!, muxer: 'mp4' }) }, { kind: 'preset-invalid', field: 'muxer' }],
    ['a camera’s own MJPEG in MP4', { preset: preset({ source: camera, video: { mode: 'copy' }, muxer: 'mp4' }) }, { kind: 'preset-invalid', field: 'muxer' }],
    ['copy of the test pattern', { preset: preset({ video: { mode: 'copy' } }) }, { kind: 'preset-invalid', field: 'video.mode' }],
    ['absent device', { preset: preset({ source: { ...camera, device: '/dev/video9' } as typeof camera }) }, { kind: 'device-missing', field: 'source.device' }],
    ['no device chosen', { preset: preset({ source: { ...camera, device: '' } as typeof camera }) }, { kind: 'preset-invalid', field: 'source.device' }],
    ['format that the device lacks', { preset: preset({ source: { ...camera, inputFormat: 'H264' } as typeof camera }) }, { kind: 'format-unsupported', field: 'source.inputFormat' }],
    ['size that the format lacks', { preset: preset({ source: { ...camera, inputFormat: 'YUYV' } as typeof camera }) }, { kind: 'format-unsupported', field: 'source.frameSize' }],
    ['odd frame size', { preset: preset({ source: { ...settings.source, frameSize: { width: 641, height: 480 } } as typeof settings.source }) }, { kind: 'preset-invalid', field: 'source.frameSize.width' }],
    ['file on another machine', { preset: preset({ source: file }), capabilities: dockerHost({ storage: 'separate' }) }, { kind: 'source-missing', field: 'source.path' }],
    ['memory under the floor', { preset: preset({ source: camera, limits: { ...settings.limits, memoryMiB: 100 } }) }, { kind: 'preset-invalid', field: 'limits.memoryMiB' }],
    ['CBR of an old AV1', { preset: encode({ ...defaultVideoFor('libsvtav1'), rateControl: { mode: 'cbr', bitRateKbps: 4000 } }), capabilities: dockerHost({ ffmpeg: '4.4' }) }, { kind: 'preset-invalid', field: 'video.rateControl.mode' }],
  ];
  it.each(cases)('%s', (_name, input, expected) => expect(refused(input)).toEqual(expected));

  it.each(['../up.mkv', '-n.mkv', 'a b.mkv', '.hidden', 'a/b.mkv', '', 'x'.repeat(101)])('file name %j', (fileName) => {
    const output = { directory: '/tmp/out', fileName, storage: 'shared', source: '/tmp/out' } as const;
    expect(refused({ run: context({ output }) })).toEqual({ kind: 'preset-invalid', field: 'output.fileName' });
  });
  it.each(['/', '/etc', '/usr/share', '/dev/shm', '/proc/1', '/root', '/tmp/../etc', 'relative', '/tmp/a\nb'])('folder %j', (directory) => {
    const output = { directory, fileName: 'a.mkv', storage: 'shared', source: directory } as const;
    expect(refused({ run: context({ output }) })).toEqual({ kind: 'output-unwritable', field: 'output.directory' });
  });
});

it('finds the same camera by node, by-id path and identity', () => {
  const { identity, byIdPath } = dockerHost().captureDevices[0]!;
  for (const device of ['/dev/video2', byIdPath!, identity]) {
    expect(planned({ preset: preset({ source: { ...camera, device } as typeof camera }) }).argv).toContain('/dev/video2');
  }
});

it('answers any settings with a plan or a refusal, and never lets them become an option', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (device, encoder) => {
      const result = plan({
        preset: preset({ source: { ...camera, device } as typeof camera, video: { ...defaultVideoFor('libx264')!, encoder } }),
        capabilities: dockerHost(),
        run: context(),
      });
      expect(result.ok).toBe(device === '/dev/video2' && encoder === 'libx264');
    }),
  );
});
