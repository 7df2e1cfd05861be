import { describe, expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { applyOverrides, type Overrides } from '@domain/overrides';
import { settingsOf, type PresetSettings, type VideoEncode } from '@domain/preset';

const builtIn = (id: string) => settingsOf(builtInPresets.find((preset) => preset.id === `builtin-${id}`)!);
const pattern = builtIn('test-pattern');
const camera = builtIn('camera-copy');
const file = builtIn('file-av1');

const changed = (settings: PresetSettings, overrides: Overrides): PresetSettings => {
  const result = applyOverrides(settings, overrides);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
};
const refused = (overrides: Overrides, settings = pattern) => {
  const result = applyOverrides(settings, overrides);
  return result.ok ? null : { kind: result.error.kind, field: result.error.field };
};
const video = (settings: PresetSettings) => settings.video as VideoEncode;

test('nothing asked for changes nothing', () => {
  for (const preset of builtInPresets) expect(changed(settingsOf(preset), {})).toEqual(settingsOf(preset));
});

describe('source', () => {
  test.each([
    '/dev/video2',
    '/dev/v4l/by-id/usb-046d_C920-video-index0',
    'usb:046d:0892:AB:0',
    'bus:usb-0000:00:14.0-1:0',
  ])('%s is a capture device that begins at its own size and rate', (device) => {
    expect(changed(pattern, { source: device }).source).toEqual({
      type: 'capture-device',
      device,
      inputFormat: null,
      frameSize: null,
      frameRate: null,
      controls: {},
    });
  });

  test('another device keeps what the preset asks of a device', () => {
    expect(changed(camera, { source: '/dev/video2' }).source).toMatchObject({
      device: '/dev/video2',
      inputFormat: 'MJPG',
    });
  });

  test('a path is a media file, and keeps the pace of a preset for files', () => {
    expect(changed(pattern, { source: '/srv/a b.mkv' }).source).toMatchObject({
      type: 'file',
      path: '/srv/a b.mkv',
      frameSize: null,
    });
    const paced = { ...file, source: { ...file.source, pace: 'real-time' } } as PresetSettings;
    expect(changed(paced, { source: '/srv/a.mkv' }).source).toMatchObject({ pace: 'real-time' });
  });

  test('the test pattern takes over a size and rate that is there', () => {
    expect(changed(camera, { source: 'test-pattern' }).source).toMatchObject({
      frameSize: { width: 1280, height: 720 },
    });
    const sized = changed(camera, { size: '640x480', rate: '15' });
    expect(changed(sized, { source: 'test-pattern' }).source).toEqual({
      type: 'test-pattern',
      frameSize: { width: 640, height: 480 },
      frameRate: { numerator: 15, denominator: 1 },
    });
  });

  test.each(['', 'clip.mkv', 'ftp://host/a.mkv', '-i', '/dev/video0 -f x', '/a\nb'])('%j is refused', (source) => {
    expect(refused({ source })?.kind).toBe('preset-invalid');
  });
});

describe('numbers', () => {
  test('size, rate and time go where they belong', () => {
    const settings = changed(pattern, { size: '1920x1080', rate: '29.97', seconds: '5' });
    expect(settings.source).toMatchObject({
      frameSize: { width: 1920, height: 1080 },
      frameRate: { numerator: 30_000, denominator: 1001 },
    });
    expect(settings.durationSeconds).toBe(5);
    expect(changed(pattern, { seconds: 2.5 }).durationSeconds).toBe(2.5);
  });

  test('the time of a file is in seconds, minutes or hours', () => {
    const times = ['600', 90, '10m', '1h', '168h'].map((splitEvery) => changed(pattern, { splitEvery }).split);
    expect(times).toEqual([600, 90, 600, 3600, 604_800].map((seconds) => ({ mode: 'time', seconds })));
    expect(changed({ ...pattern, split: { mode: 'time', seconds: 5 } }, { splitEvery: 'none' }).split).toEqual({ mode: 'none' });
    expect(['700M', '4G', '1.5g', '4000m'].map((splitSize) => changed(pattern, { splitSize }).split)).toEqual([700, 4000, 1500, 4000].map((megabytes) => ({ mode: 'size', megabytes })));
    expect(changed({ ...pattern, split: { mode: 'size', megabytes: 5 } }, { splitSize: 'none' }).split).toEqual({ mode: 'none' });
    for (const splitSize of ['', '0M', '4', '4GB', '-4G', '1001G', '1.55G']) expect(refused({ splitSize })).toEqual({ kind: 'preset-invalid', field: 'split.megabytes' });
    expect(refused({ splitSize: '4G', splitEvery: '10m' })).toEqual({ kind: 'preset-invalid', field: 'split' });
    for (const splitEvery of ['', '0', '-1', '1.5', '169h', '10 m', '1d', 'm']) expect(refused({ splitEvery })).toEqual({ kind: 'preset-invalid', field: 'split.seconds' });
  });

  test.each(['0x0', '1281x720', '1280', '1280x', '99999x99999', '-2x4', 'big', ''])('size %j is refused', (size) => {
    expect(refused({ size })).toEqual({ kind: 'preset-invalid', field: 'source.frameSize' });
  });
  test.each(['0', '-30', '1001', '30/0', 'fast', ''])('rate %j is refused', (rate) => {
    expect(refused({ rate })).toEqual({ kind: 'preset-invalid', field: 'source.frameRate' });
  });
  test.each(['0', '-1', 'soon', '', 'Infinity', '1e3', '99999999999', Number.NaN, -5])(
    'seconds %j is refused',
    (seconds) => {
      expect(refused({ seconds })).toEqual({ kind: 'preset-invalid', field: 'durationSeconds' });
    },
  );
});

describe('encoder', () => {
  test('copy keeps the stream as it is', () => {
    expect(changed(pattern, { encoder: 'copy' }).video).toEqual({ mode: 'copy' });
  });

  test('the same encoder keeps all of its settings', () => {
    expect(changed(pattern, { encoder: 'libx264' }).video).toEqual(pattern.video);
  });

  test('another one begins with its own speed and quality and keeps the rest', () => {
    const before: VideoEncode = {
      ...video(pattern),
      gopFrames: 15,
      bFrames: 3,
      pixelFormat: 'yuv420p10le',
      profile: 'high10',
    };
    expect(video(changed({ ...pattern, video: before }, { encoder: 'libx265' }))).toMatchObject({
      encoder: 'libx265',
      rateControl: { mode: 'crf', quality: 26 },
      gopFrames: 15,
      bFrames: 3,
      pixelFormat: 'yuv420p10le',
      profile: null,
    });
    expect(video(changed({ ...pattern, video: before }, { encoder: 'libsvtav1' }))).toMatchObject({
      bFrames: 0,
      encoderPreset: '10',
    });
  });

  test('a bit rate that was asked for stays', () => {
    const rateControl = { mode: 'cbr', bitRateKbps: 4000 } as const;
    const before = { ...pattern, video: { ...video(pattern), rateControl } };
    expect(video(changed(before, { encoder: 'libvpx-vp9' })).rateControl).toEqual(rateControl);
  });

  test('a pixel format that the new one lacks becomes the nearest of the same depth', () => {
    const before = { ...pattern, video: { ...video(pattern), pixelFormat: 'yuv444p10le' as const } };
    expect(video(changed(before, { encoder: 'libsvtav1' })).pixelFormat).toBe('yuv420p10le');
  });

  test('from AV1, which has none to choose, B-frames become the usual number', () => {
    expect(video(changed(file, { encoder: 'libx264' })).bFrames).toBe(2);
  });

  test('a name that only the host can judge is left to the plan, one that no encoder has is refused', () => {
    expect(video(changed(pattern, { encoder: 'h264_of_the_future' })).encoder).toBe('h264_of_the_future');
    expect(video(changed(camera, { encoder: 'h264_of_the_future' })).encoder).toBe('h264_of_the_future');
    expect(refused({ encoder: 'libx264 -f null' })).toEqual({ kind: 'encoder-unavailable', field: 'video.encoder' });
  });
});

describe('audio', () => {
  test('a silent preset gets sound of usual settings', () => {
    expect(changed(camera, { audio: 'pulse:' }).audio).toEqual({ mode: 'encode', encoder: 'aac', bitRateKbps: 128, input: { type: 'device', device: 'pulse:' } });
    expect(changed(camera, { audioEncoder: 'opus' }).audio).toMatchObject({ encoder: 'libopus', input: { type: 'source' } });
  });
  test('what is not named stays', () => {
    const before = changed(pattern, { audio: 'alsa:usb:046d:0892:AB:0', audioEncoder: 'opus' });
    expect(changed(before, { audio: 'test-tone' }).audio).toMatchObject({ encoder: 'libopus', input: { type: 'test-tone' } });
    expect(changed(before, { audioEncoder: 'aac' }).audio).toMatchObject({ encoder: 'aac', input: { type: 'device', device: 'alsa:usb:046d:0892:AB:0' } });
  });
  test('none is none', () => expect(changed(pattern, { audio: 'none' }).audio).toEqual({ mode: 'none' }));
  test.each(['', 'hw:0', 'device', '/dev/snd', 'alsa:a\nb', '__proto__'])('%j is no audio input', (audio) =>
    expect(refused({ audio })).toEqual({ kind: 'preset-invalid', field: 'audio.input' }),
  );
  test.each(['', 'mp3', 'constructor', '__proto__'])('%j is no audio encoder', (audioEncoder) =>
    expect(refused({ audioEncoder })).toEqual({ kind: 'preset-invalid', field: 'audio.encoder' }),
  );
  test('an encoder without sound', () => expect(refused({ audio: 'none', audioEncoder: 'aac' })).toEqual({ kind: 'preset-invalid', field: 'audio.encoder' }));
});
