import type { RequestHandlers } from '../../../src/main/ipc';
import { choosePreset, lookAt } from '../acts';
import { refuses, waits } from '../answers';
import { cameraGone, hostAway, socketClosed } from '../material/errors';
import { statusOf, studio, thisMachine, withoutCameras, withoutGpu } from '../material/hosts';
import { hostLoad, hostLoadEvent, sessionLoad, sessionLoadEvent } from '../material/load';
import { finishedRecordings } from '../material/recordings';
import { ownPresets, recordingView, runningRecordings, sources, watchId, webcamPreset } from '../material/sessions';
import type { Pattern } from '../patterns';
import type { Scene } from '../scene';
import { usualWorld } from '../world';

/** The source can be seen; a recording never gets to begin. */
const onlyWatched: RequestHandlers['sessions.start'] = async ({ purpose }) =>
  purpose === 'watch' ? { ...recordingView({ id: watchId, presetName: 'Watch', forSeconds: 1 }), purpose } : waits();

const one = recordingView({ id: 'session000', presetName: webcamPreset.name, settings: { source: sources.webcam }, forSeconds: 754 });
const patternOf: readonly Pattern[] = ['mandelbrot', 'bars', 'life', 'gradients', 'card', 'cells', 'chart', 'carpet', 'pattern'];
const severalPictures = Object.fromEntries(patternOf.map((pattern, index) => [`session00${index}`, pattern]));
const loadOf = (ids: readonly string[]) => (second: number) => [hostLoadEvent(hostLoad(second)), ...ids.map((id, index) => sessionLoadEvent(id, sessionLoad(second, index)))];

const several = (count: number): Scene => ({
  name: `recording-${count}`,
  title: `${count} recordings at once`,
  world: { presets: ownPresets, sessions: runningRecordings(count) },
  pictures: severalPictures,
  history: { seconds: 60, at: loadOf(runningRecordings(count).map(({ id }) => id)) },
});

/** From nothing to several recordings. */
export const captureScenes: readonly Scene[] = [
  { name: 'first-run', title: 'First run: nothing was recorded yet', world: { capabilities: withoutGpu, credentials: [] } },
  {
    name: 'no-host',
    title: 'The chosen host does not answer',
    world: { presets: ownPresets, recordings: finishedRecordings(4) },
    answers: {
      'station.status': refuses(hostAway),
      'station.capabilities': refuses(hostAway),
      'plan.preview': refuses(hostAway),
      'sessions.start': refuses(hostAway),
      'hosts.list': async () => ({ chosenId: studio.id, hosts: [...usualWorld.hosts] }),
    },
  },
  {
    name: 'docker-closed',
    title: 'Docker is there, but closed to the user: the own ffmpeg records',
    world: {
      presets: ownPresets,
      recordings: finishedRecordings(4),
      capabilities: { ...withoutGpu, engine: { kind: 'local' } },
      status: statusOf(thisMachine, { engine: { kind: 'local', host: { id: thisMachine.id, name: thisMachine.name }, because: 'Docker may not be used: connect EACCES /var/run/docker.sock.', endpoint: '', dockerError: socketClosed } }),
    },
  },
  {
    name: 'no-device',
    title: 'The camera of the preset is not plugged in',
    world: { presets: ownPresets, capabilities: withoutCameras, recordings: finishedRecordings(4) },
    answers: { 'sessions.start': refuses(cameraGone), 'plan.preview': refuses({ ...cameraGone, field: 'source.device' }) },
    act: (page) => choosePreset(page, webcamPreset.id),
  },
  {
    name: 'idle',
    title: 'Ready, with the live picture of the source',
    world: { presets: ownPresets, recordings: finishedRecordings(4) },
    pictures: { [watchId]: 'mandelbrot' },
    act: (page) => choosePreset(page, webcamPreset.id),
  },
  {
    name: 'starting-image',
    title: 'The container image is being made',
    world: { presets: ownPresets, recordings: finishedRecordings(4) },
    answers: { 'sessions.start': onlyWatched },
    commands: ['record'],
    events: [{ type: 'image', step: 'Downloading ffmpeg and its libraries', fraction: 0.42 }],
  },
  {
    name: 'starting-encoders',
    title: 'Encoders are being tried before the start',
    world: { presets: ownPresets, recordings: finishedRecordings(4) },
    answers: { 'sessions.start': onlyWatched },
    commands: ['record'],
    events: [{ type: 'encoder-probe', hostId: thisMachine.id, done: 3, total: 10, trying: 'hevc_vaapi', proof: null }],
  },
  {
    name: 'recording',
    title: 'A recording',
    world: { presets: ownPresets, sessions: [one] },
    pictures: { session000: 'mandelbrot' },
    history: { seconds: 90, at: loadOf([one.id]) },
    act: lookAt(one.presetName),
    events: [{ type: 'levels', sessionId: one.id, peakDbfs: [-14.2, -17.5] }],
  },
  several(2),
  several(4),
  several(9),
];
