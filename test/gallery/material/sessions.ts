import { builtInPresets } from '@domain/built-in-presets';
import { presetSchemaVersion, settingsOf, type Preset, type PresetSettings, type Source } from '@domain/preset';
import { sourceLabel, type SessionView } from '@domain/session';
import { ago } from '../scene';
import { desktop, thisMachine } from './hosts';
import { pathOf, planOf } from './plans';

const [first] = builtInPresets;
if (!first) throw new Error('There is no built-in preset.');
export const usualSettings: PresetSettings = settingsOf(first);

/** The session that shows the chosen source. */
export const watchId = 'watchwatch';
export const gigabyte = 1e9;

export const sources = {
  pattern: usualSettings.source,
  webcam: { type: 'capture-device', device: desktop.captureDevices[0]?.identity ?? '', inputFormat: 'MJPG', frameSize: { width: 1920, height: 1080 }, frameRate: { numerator: 30, denominator: 1 }, controls: {} },
  network: { type: 'network', url: 'rtsp://10.0.4.31:554/stream1', rtspTransport: 'tcp', credential: 'yard', containerNetwork: 'bridge', frameSize: null, frameRate: null },
  file: { type: 'file', path: '/home/me/Videos/rehearsal.mkv', pace: 'real-time', frameSize: null, frameRate: null },
} as const satisfies Record<string, Source>;

/** A preset of the user's own, with a camera and hardware that encodes. */
export const webcamPreset: Preset = { ...usualSettings, source: sources.webcam, schemaVersion: presetSchemaVersion, id: 'webcam-1080p', name: 'Webcam 1080p', builtIn: false, host: null };
export const ownPresets: readonly Preset[] = [webcamPreset, { ...webcamPreset, id: 'microscope', name: 'Microscope', source: { ...sources.webcam, device: '' } }, ...builtInPresets];

interface RecordingWish {
  readonly id: string;
  readonly presetName: string;
  readonly settings?: Partial<PresetSettings>;
  /** How long it has been recording, in seconds; null before its first frame. */
  readonly forSeconds: number | null;
  readonly change?: Partial<SessionView>;
}

/** A recording that runs, 30 pictures a second at about 6 Mbit/s. */
export function recordingView({ id, presetName, settings = {}, forSeconds, change = {} }: RecordingWish): SessionView {
  const whole = { ...usualSettings, ...settings };
  const startedAt = ago((forSeconds ?? 0) + 1);
  const sizeBytes = Math.round((forSeconds ?? 0) * 741_300);
  return {
    id,
    purpose: 'record',
    engine: 'docker',
    host: { id: thisMachine.id, name: thisMachine.name },
    presetName,
    source: sourceLabel(whole),
    settings: whole,
    state: forSeconds === null ? 'starting' : 'recording',
    startedAt,
    outputPath: pathOf(presetName, startedAt, whole.muxer),
    progress:
      forSeconds === null
        ? null
        : { frame: Math.round(forSeconds * 30), fps: 29.97, droppedFrames: 0, behindSeconds: whole.source.type === 'test-pattern' ? 0 : null, bitRateKbps: 5930, sizeBytes, timeSeconds: forSeconds, speed: 1 },
    delivered:
      forSeconds === null
        ? null
        : { codec: 'h264', frameSize: { width: 1920, height: 1080 }, framesPerSecond: 30, pixelFormat: 'yuv420p', audioCodec: 'aac', durationSeconds: null, frames: null },
    connectionLost: false,
    warnings: [],
    recording: null,
    error: null,
    encode: planOf({ presetName, settings: whole }, desktop).encode,
    disk: { freeBytes: 412 * gigabyte, floorBytes: 0.5 * gigabyte },
    ...change,
  };
}

const some: readonly Omit<RecordingWish, 'id'>[] = [
  { presetName: 'Webcam 1080p', settings: { source: sources.webcam }, forSeconds: 754 },
  { presetName: 'Test pattern 1080p', forSeconds: 3725 },
  { presetName: 'Yard camera', settings: { source: sources.network }, forSeconds: 86_412 },
  { presetName: 'Rehearsal', settings: { source: sources.file }, forSeconds: 61 },
  { presetName: 'Lecture hall, left', forSeconds: 5400 },
  { presetName: 'Lecture hall, right', forSeconds: 5398 },
  { presetName: 'Microscope', forSeconds: 212 },
  { presetName: 'Wave tank, seen from above with the long lens', forSeconds: 1800 },
  { presetName: 'Printer', forSeconds: 43_210 },
];
const idOf = (index: number) => `session00${index}`;

/** As many recordings that run as are asked for, nine at most. Some of the second are lost. */
export const runningRecordings = (count: number): SessionView[] =>
  some.slice(0, count).map((wish, index) => {
    const view = recordingView({ id: idOf(index), ...wish });
    return index === 2 && view.progress ? { ...view, progress: { ...view.progress, droppedFrames: 37, fps: 24.8 } } : view;
  });
