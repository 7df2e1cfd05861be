import { capstanError } from '@domain/errors';
import type { Preset } from '@domain/preset';
import type { RequestHandlers } from '../../../src/main/ipc';
import { refuses, waits } from '../answers';
import { studio, thisMachine, withoutCameras, withoutGpu } from '../material/hosts';
import { hostLoad, hostLoadEvent, sessionLoad, sessionLoadEvent } from '../material/load';
import { finishedRecordings } from '../material/recordings';
import { recordingView, runningRecordings, sources, usualSettings, watchId } from '../material/sessions';
import type { Pattern } from '../patterns';
import type { Scene } from '../scene';
import { usualWorld } from '../world';

const own: Preset = { ...usualSettings, source: sources.webcam, schemaVersion: 4, id: 'webcam-1080p', name: 'Webcam 1080p', builtIn: false, host: null };
export const ownPresets: readonly Preset[] = [own, ...usualWorld.presets];

const one = recordingView({ id: 'session000', presetName: 'Webcam 1080p', settings: { source: sources.webcam }, forSeconds: 754 });
const patternOf: readonly Pattern[] = ['mandelbrot', 'bars', 'life', 'gradients', 'card', 'cells', 'chart', 'carpet', 'pattern'];
const severalPictures = Object.fromEntries(patternOf.map((pattern, index) => [`session00${index}`, pattern]));

/** The source can be seen; a recording never gets to begin. */
const onlyWatched: RequestHandlers['sessions.start'] = async ({ purpose }) =>
  purpose === 'watch' ? { ...recordingView({ id: watchId, presetName: 'Watch', forSeconds: 1 }), purpose } : waits();

const several = (count: number): Scene => ({
  name: `recording-${count}`,
  title: `${count} recordings at once`,
  world: { sessions: runningRecordings(count) },
  pictures: severalPictures,
  history: { seconds: 60, at: (second) => [hostLoadEvent(hostLoad(second)), ...runningRecordings(count).map(({ id }, index) => sessionLoadEvent(id, sessionLoad(second, index)))] },
  commands: ['toggle-grid'],
});

export const captureScenes: readonly Scene[] = [
  { name: 'first-run', title: 'First run: nothing was recorded yet', world: { capabilities: withoutGpu, credentials: [] } },
  { name: 'idle', title: 'Ready, with the live picture of the source', world: { presets: ownPresets, recordings: finishedRecordings(4) } },
  {
    name: 'no-host',
    title: 'The chosen host does not answer',
    world: { presets: ownPresets },
    answers: {
      'station.status': refuses(capstanError('host-unreachable', 'ssh: connect to host studio.example.org port 22: No route to host')),
      'station.capabilities': refuses(capstanError('host-unreachable', 'ssh: connect to host studio.example.org port 22: No route to host')),
      'plan.preview': refuses(capstanError('host-unreachable', 'ssh: connect to host studio.example.org port 22: No route to host')),
      'hosts.list': async () => ({ chosenId: studio.id, hosts: [...usualWorld.hosts] }),
      'sessions.start': refuses(capstanError('host-unreachable', 'ssh: connect to host studio.example.org port 22: No route to host')),
    },
  },
  {
    name: 'no-device',
    title: 'The camera of the preset is not plugged in',
    world: { presets: [own], capabilities: withoutCameras, recordings: finishedRecordings(4) },
    answers: { 'sessions.start': refuses(capstanError('device-missing', 'usb:046d:0892:9C1F2A6E:00 is not plugged in.')), 'plan.preview': refuses(capstanError('device-missing', 'usb:046d:0892:9C1F2A6E:00 is not plugged in.', { field: 'source.device' })) },
  },
  {
    name: 'starting-image',
    title: 'The container image is being made',
    world: { presets: ownPresets },
    answers: { 'sessions.start': onlyWatched },
    commands: ['record'],
    events: [{ type: 'image', step: 'Downloading ffmpeg and its libraries', fraction: 0.42 }],
  },
  {
    name: 'starting-encoders',
    title: 'Encoders are being tried before the start',
    world: { presets: ownPresets },
    answers: { 'sessions.start': onlyWatched },
    commands: ['record'],
    events: [{ type: 'encoder-probe', hostId: thisMachine.id, done: 3, total: 10, trying: 'hevc_vaapi', proof: null }],
  },
  {
    name: 'recording',
    title: 'A recording',
    world: { presets: ownPresets, sessions: [one] },
    pictures: { session000: 'mandelbrot' },
    events: [{ type: 'levels', sessionId: 'session000', peakDbfs: [-14.2, -17.5] }],
    history: { seconds: 90, at: (second) => [hostLoadEvent(hostLoad(second)), sessionLoadEvent('session000', sessionLoad(second))] },
  },
  several(2),
  several(4),
  several(9),
];
