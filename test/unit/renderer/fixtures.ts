import { noRetention } from '@domain/retention';
import { plainDaemon } from '../domain/plan/fixtures';
import { builtInPresets } from '@domain/built-in-presets';
import type { Capabilities, CaptureControl, CaptureDevice } from '@domain/capabilities';
import type { StationStatus } from '@domain/contract';
import { thisComputer, usualRecordingsStorage, type Host } from '@domain/host';
import { settingsOf, type Preset, type PresetSettings, type Source } from '@domain/preset';
import type { Recording } from '@domain/recording';
import type { SessionView } from '@domain/session';

export const [testPattern] = builtInPresets as unknown as readonly [Preset];

export const camera: Extract<Source, { type: 'capture-device' }> = {
  type: 'capture-device',
  device: 'usb:046d:0892:1A2B:0',
  inputFormat: null,
  frameSize: null,
  frameRate: null,
  controls: {},
};

export const ownPreset: Preset = { ...testPattern, id: 'mine', name: 'Mine', builtIn: false };

export const settings = (change: Partial<PresetSettings> = {}): PresetSettings => ({
  ...settingsOf(testPattern),
  ...change,
});

export const sessionView = (change: Partial<SessionView> = {}): SessionView => ({
  id: 'aaaaaaaaaa',
  purpose: 'record',
  engine: 'docker',
  host: { id: 'this-computer', name: 'This computer' },
  presetName: 'Test pattern',
  source: 'Test pattern',
  settings: settings(),
  state: 'recording',
  startedAt: '2026-11-21T03:30:00.000Z',
  outputPath: '/videos/test-pattern.mkv',
  progress: null,
  delivered: null,
  connectionLost: false,
  warnings: [],
  recording: null,
  error: null,
  ...change,
});

export const recording: Recording = {
  id: 'aaaaaaaaaa',
  path: '/videos/test-pattern.mkv',
  remotePath: null,
  durationSeconds: 4,
  sizeBytes: 1_300_000,
  frames: 120,
  droppedFrames: 0,
  media: null,
  presetName: 'Test pattern',
  source: 'Test pattern',
  engine: 'docker',
  host: { id: 'this-computer', name: 'This computer' },
  startedAt: '2026-11-21T03:30:00.000Z',
  reason: 'stopped',
  recovered: false,
  part: null,
  error: null,
};

const common = { certificateDirectory: null, recordings: usualRecordingsStorage };
export const here: Host = { ...common, id: thisComputer, name: 'This computer', address: null, origin: 'this-computer' };
export const attic: Host = { ...common, id: 'h-attic', name: 'attic', address: 'ssh://me@attic', origin: 'added' };

export const status = (host: Host): StationStatus => ({
  version: '0.1.0',
  host,
  engine: { kind: 'docker', host: { id: host.id, name: host.name }, because: 'Docker answers.', endpoint: 'unix:///run/docker.sock', dockerError: null },
  dataDirectory: '/data',
  recordingsDirectory: '/videos', nameTemplate: '{preset}-{date}-{time}', retention: noRetention,
  notices: [],
});

export const control = (change: Partial<CaptureControl>): CaptureControl => ({
  name: 'brightness',
  label: 'Brightness',
  type: 'integer',
  minimum: 0,
  maximum: 255,
  step: 1,
  default: 128,
  value: 128,
  menu: [],
  readOnly: false,
  inactive: false,
  ...change,
});

export const webcam = (change: Partial<CaptureDevice> = {}): CaptureDevice => ({
  identity: 'usb:046d:0892:1A2B:0',
  path: '/dev/video0',
  byIdPath: null,
  name: 'HD Webcam',
  driver: 'uvcvideo',
  bus: 'usb-0000:00:14.0-1.2',
  usb: { vendorId: '046d', productId: '0892', serial: '1A2B', interfaceNumber: '00' },
  identifiedBy: 'serial',
  unusable: null,
  signal: null,
  colour: null,
  controls: [control({})],
  groupId: 44,
  formats: [],
  ...change,
});

export const capabilities = (...captureDevices: CaptureDevice[]): Capabilities => ({
  schemaVersion: 1,
  engine: {
    kind: 'docker',
    endpoint: 'unix:///run/docker.sock',
    daemonId: 'd',
    serverVersion: '20.10.24',
    rootless: false,
    image: 'capstan/software',
    storage: 'shared',
    ...plainDaemon,
  },
  user: { uid: 1000, gid: 1000 },
  ffmpeg: { version: '5.1.9', major: 5, minor: 1, encoders: ['libx264', 'aac'] },
  captureDevices,
  renderNodes: [],
  nvidiaGpus: [],
  audioInputs: [],
  codecNodes: [],
  jetson: null,
  kernel: null,
  encoders: null,
});
