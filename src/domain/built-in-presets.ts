import { emptyNetworkSource, noOverlay, noSplit, noTransform, presetSchemaVersion, usualAwaitDeviceSeconds, usualHardwareChoices, usualPreview, type Preset, type PresetSettings, type Source, type VideoEncode } from './preset';

const untilStopped: Pick<PresetSettings, 'transform' | 'overlay' | 'preview' | 'muxer' | 'split' | 'durationSeconds' | 'limits'> = {
  transform: noTransform,
  overlay: noOverlay,
  preview: usualPreview,
  muxer: 'matroska',
  split: noSplit,
  durationSeconds: null,
  limits: { memoryMiB: null, cpus: null, swapMiB: 0, restarts: 0, awaitDeviceSeconds: usualAwaitDeviceSeconds, logMiB: 1, logFiles: 2, privileged: false },
};

const thirty = { numerator: 30, denominator: 1 };
const pattern = (width: number, height: number): Source => ({
  type: 'test-pattern',
  frameSize: { width, height },
  frameRate: thirty,
});
const camera = (inputFormat: string | null): Source => ({
  type: 'capture-device',
  device: '',
  inputFormat,
  frameSize: null,
  frameRate: null,
  controls: {},
});
const file: Source = { type: 'file', path: '', pace: 'fastest', frameSize: null, frameRate: null };

const h264: VideoEncode = {
  mode: 'encode',
  encoder: 'libx264',
  rateControl: { mode: 'crf', quality: 23 },
  gopFrames: 60,
  bFrames: 2,
  encoderPreset: 'veryfast',
  profile: 'high',
  pixelFormat: 'yuv420p',
  ...usualHardwareChoices,
};
const hevc: VideoEncode = {
  ...h264,
  encoder: 'libx265',
  rateControl: { mode: 'crf', quality: 26 },
  encoderPreset: 'ultrafast',
  profile: 'main',
};

const silent = { mode: 'none' } as const;
const aac = { mode: 'encode', encoder: 'aac', bitRateKbps: 128, input: { type: 'source' } } as const;
const opus = { mode: 'encode', encoder: 'libopus', bitRateKbps: 128, input: { type: 'source' } } as const;

const builtIn = (id: string, name: string, settings: Pick<PresetSettings, 'source' | 'video' | 'audio'> & Partial<PresetSettings>): Preset => ({
  schemaVersion: presetSchemaVersion,
  host: null,
  id: `builtin-${id}`,
  name,
  builtIn: true,
  ...untilStopped,
  ...settings,
});

/** Presets that every Capstan has. They cannot be changed, only duplicated. Ids are for ever. */
export const builtInPresets: readonly Preset[] = [
  builtIn('test-pattern', 'Test pattern', { source: pattern(1280, 720), video: h264, audio: aac }),
  builtIn('test-pattern-4k-hevc', 'Test pattern, 4K HEVC', { source: pattern(3840, 2160), video: hevc, audio: aac }),
  builtIn('camera-h264', 'Camera, H.264', { source: camera(null), video: h264, audio: silent }),
  builtIn('camera-auto', 'Camera, hardware encoder', { source: camera(null), video: { ...h264, encoder: 'auto', fallback: 'software' }, audio: silent }),
  builtIn('camera-copy', 'Camera, kept as it is (MJPEG copy)', {
    source: camera('MJPG'),
    video: { mode: 'copy' },
    audio: silent,
  }),
  builtIn('camera-archive-hevc', 'Camera, archive quality (HEVC 10 bit)', {
    source: camera(null),
    video: {
      ...hevc,
      rateControl: { mode: 'crf', quality: 18 },
      encoderPreset: 'superfast',
      profile: 'main10',
      pixelFormat: 'yuv420p10le',
    },
    audio: silent,
  }),
  // Networks and the machines in them come and go: a recording goes on in a new part.
  builtIn('network-h264', 'Network source, H.264', { source: emptyNetworkSource, video: h264, audio: aac, limits: { ...untilStopped.limits, restarts: 100 } }),
  builtIn('file-h264', 'File to H.264', { source: file, video: { ...h264, encoderPreset: 'medium' }, audio: aac }),
  builtIn('file-av1', 'File to AV1', {
    source: file,
    video: {
      mode: 'encode',
      encoder: 'libsvtav1',
      rateControl: { mode: 'crf', quality: 32 },
      gopFrames: 240,
      bFrames: 0,
      encoderPreset: '8',
      profile: null,
      pixelFormat: 'yuv420p10le',
      ...usualHardwareChoices,
    },
    audio: opus,
  }),
  builtIn('file-vp9', 'File to VP9', {
    source: file,
    video: {
      mode: 'encode',
      encoder: 'libvpx-vp9',
      rateControl: { mode: 'crf', quality: 32 },
      gopFrames: 240,
      bFrames: 0,
      encoderPreset: '4',
      profile: null,
      pixelFormat: 'yuv420p',
      ...usualHardwareChoices,
    },
    audio: opus,
  }),
];
