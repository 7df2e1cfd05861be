import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf, type Preset, type PresetSettings, type Source } from '@domain/preset';
import type { Recording } from '@domain/recording';
import type { SessionView } from '@domain/session';

export const [testPattern] = builtInPresets as unknown as readonly [Preset];

export const camera: Source = {
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
  error: null,
};
