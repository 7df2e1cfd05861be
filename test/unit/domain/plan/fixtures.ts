import { noOverlay, noTransform, usualHardwareChoices } from '@domain/preset';
import type { Capabilities } from '@domain/capabilities';
import type { RunContext } from '@domain/plan/types';
import type { Preset, PresetSettings } from '@domain/preset';

const encoders = ['libx264', 'libx265', 'libsvtav1', 'libvpx-vp9', 'mjpeg', 'aac', 'libopus'];
export const ffmpeg = {
  '4.4': { version: '4.4.2-0ubuntu0.22.04.1', major: 4, minor: 4, encoders },
  '5.1': { version: '5.1.9-0+deb12u1', major: 5, minor: 1, encoders },
  '7.1': { version: '7.1.1-1', major: 7, minor: 1, encoders },
  '8.0': { version: '8.0', major: 8, minor: 0, encoders },
} as const;

/** What a camera of which nothing more is known has. */
export const plainDevice = {
  bus: null,
  usb: null,
  identifiedBy: 'serial',
  unusable: null,
  signal: null,
  colour: null,
  controls: [],
} satisfies Partial<Capabilities['captureDevices'][number]>;

export const webcam: Capabilities['captureDevices'][number] = {
  identity: 'usb:046d:082d:A1B2C3:00',
  path: '/dev/video2',
  byIdPath: '/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_A1B2C3-video-index0',
  name: 'HD Pro Webcam',
  driver: 'uvcvideo',
  ...plainDevice,
  groupId: 44,
  formats: [
    {
      fourcc: 'MJPG',
      description: 'Motion-JPEG',
      compressed: true,
      frameSizes: [
        { width: 1920, height: 1080, frameRates: [{ numerator: 30, denominator: 1 }], frameRateRange: null },
        { width: 640, height: 480, frameRates: [{ numerator: 30, denominator: 1 }], frameRateRange: null },
      ],
      frameSizeRanges: [],
    },
    {
      fourcc: 'YUYV',
      description: 'YUYV 4:2:2',
      compressed: false,
      frameSizes: [{ width: 640, height: 480, frameRates: [{ numerator: 30, denominator: 1 }], frameRateRange: null }],
      frameSizeRanges: [],
    },
  ],
};

/** What a daemon without any hardware tells. */
export const plainDaemon = { operatingSystem: 'Debian GNU/Linux 12 (bookworm)', runtimes: ['runc'], cdiDevices: [], podman: false, images: [] };

export function dockerHost(overrides: { ffmpeg?: keyof typeof ffmpeg; rootless?: boolean; storage?: 'shared' | 'separate' } = {}): Capabilities {
  return {
    schemaVersion: 1,
    engine: {
      kind: 'docker',
      endpoint: 'unix:///var/run/docker.sock',
      daemonId: 'daemon-1',
      serverVersion: '27.0.1',
      rootless: overrides.rootless ?? false,
      image: 'capstan/software:test',
      storage: overrides.storage ?? 'shared',
      ...plainDaemon,
    },
    user: { uid: 1000, gid: 1000 },
    ffmpeg: { ...ffmpeg[overrides.ffmpeg ?? '5.1'], encoders: [...encoders] },
    captureDevices: [webcam],
    renderNodes: [],
    nvidiaGpus: [],
    audioInputs: [],
    codecNodes: [],
    jetson: null,
    kernel: null,
    encoders: null,
  };
}

export const localHost = (version: keyof typeof ffmpeg = '5.1'): Capabilities => ({ ...dockerHost({ ffmpeg: version }), engine: { kind: 'local' } });

export const settings: PresetSettings = {
  transform: noTransform,
  overlay: noOverlay,
  source: { type: 'test-pattern', frameSize: { width: 1280, height: 720 }, frameRate: { numerator: 30, denominator: 1 } },
  video: {
    mode: 'encode',
    encoder: 'libx264',
    rateControl: { mode: 'crf', quality: 23 },
    gopFrames: 60,
    bFrames: 2,
    encoderPreset: 'veryfast',
    profile: null,
    pixelFormat: 'yuv420p',
    ...usualHardwareChoices,
  },
  audio: { mode: 'encode', encoder: 'aac', bitRateKbps: 128, input: { type: 'source' } },
  preview: { mode: 'jpeg', frameSize: { width: 640, height: 360 }, framesPerSecond: 15 },
  muxer: 'matroska',
  split: { mode: 'none' },
  durationSeconds: null,
  limits: { memoryMiB: null, cpus: null, swapMiB: 0, restarts: 0, awaitDeviceSeconds: 3600, logMiB: 1, logFiles: 2, privileged: false },
};

export const camera: PresetSettings['source'] = {
  type: 'capture-device',
  device: '/dev/video2',
  inputFormat: 'MJPG',
  frameSize: { width: 1920, height: 1080 },
  frameRate: { numerator: 30, denominator: 1 },
  controls: {},
};

export const file: PresetSettings['source'] = { type: 'file', path: '/media/clip.mp4', pace: 'fastest', frameSize: null, frameRate: null };

export const preset = (overrides: Partial<PresetSettings> = {}): Preset => ({
  ...settings,
  ...overrides,
  schemaVersion: 5,
  id: 'test',
  name: 'Test',
  builtIn: false,
  host: null,
});

export function context(overrides: Partial<RunContext> = {}): RunContext {
  const directory = '/home/user/Videos/Capstan';
  return {
    record: {
      id: 'abcdefghjk',
      ownerId: 'owner-1',
      purpose: 'record',
      presetName: 'Test',
      destination: directory,
      startedAt: '2026-01-02T03:04:05.000Z',
      part: null,
    },
    output: { directory, fileName: 'test-20260102-030405-abcd.mkv', storage: 'shared', source: directory },
    channels: { progressPort: 5001, previewPort: 5000, levelPort: 5001, progressLocalPort: null, previewLocalPort: null, levelLocalPort: null },
    timeZone: '<+0100>-1<+0200>-2,J87/2,J304/3',
    ...overrides,
  };
}

export const watching = (): RunContext => {
  const base = context();
  return { ...base, output: null, record: { ...base.record, purpose: 'watch', destination: null } };
};
