import type { SessionView } from '@domain/session';
import { lowRateWords } from '@domain/watchdog/alert-words';
import { choosePreset, lookAt } from '../acts';
import { refuses } from '../answers';
import { cameraBusy, cameraGone, diskFull, encoderFailed, failedLog } from '../material/errors';
import { studio } from '../material/hosts';
import { finishedRecordings } from '../material/recordings';
import { gigabyte, ownPresets, recordingView, sources, webcamPreset } from '../material/sessions';
import { ago, type Scene } from '../scene';

const name = webcamPreset.name;
const webcam = (change: Partial<SessionView> = {}, forSeconds = 754) => recordingView({ id: 'session000', presetName: name, settings: { source: sources.webcam }, forSeconds, change });
const [finished] = finishedRecordings(1);
if (!finished) throw new Error('There is no recording.');
const recordingOf = (view: SessionView) => ({ ...finished, id: view.id, path: view.outputPath ?? '', durationSeconds: 754, frames: 22_620, sizeBytes: 558_940_000 });
const pictures = { session000: 'mandelbrot' } as const;
/** A recording ran and is as `view` says now: of those that ended the window keeps what it saw end. */
const scene = (rest: Pick<Scene, 'name' | 'title'> & Partial<Scene> & { readonly view: SessionView }): Scene => {
  const { view, world, events = [], ...others } = rest;
  return {
    world: { presets: ownPresets, recordings: finishedRecordings(4), sessions: [webcam()], ...world },
    pictures,
    events: [{ type: 'session', view, event: null }, ...events],
    act: lookAt(name),
    ...others,
  };
};

const paused = webcam({ state: 'stopped', isPaused: true, waitingFor: 'Resume' });
const waiting = webcam({ state: 'failed', error: cameraGone, waitingFor: 'HD Pro Webcam C920 is not plugged in: it goes on in a new part once it is back.' });
const failed = webcam({ state: 'failed', error: encoderFailed });
const full = webcam({ state: 'failed', error: diskFull });
const ended = webcam({ state: 'stopped' });
const lost = webcam({ connectionLost: true, host: { id: studio.id, name: studio.name } });
const endedPart = recordingView({ id: 'session001', presetName: name, settings: { source: sources.webcam }, forSeconds: 1010, change: { state: 'failed', error: cameraGone, nextSessionId: 'session000' } });
/** What was recorded before the camera was away for four seconds. */
const firstFile = { ...recordingOf(endedPart), startedAt: ago(1012.2), reason: 'failed', error: cameraGone, part: null } as const;
const secondPart = webcam({ part: { number: 2, firstSessionId: endedPart.id }, startedAt: ago(254) }, 253);
const tooDark = {
  kind: 'frame-rate-low',
  atSeconds: 41.5,
  times: 1,
  isOver: false,
  ...lowRateWords(14.9, 30, {
    cause: 'exposure',
    because: 'The camera exposes automatically and may lower its frame rate for it (exposure_dynamic_framerate is 1), as it does in little light.',
    nextStep: 'Give it more light, or set the control exposure_dynamic_framerate to 0: the picture gets darker then.',
  }),
} as const;
const late = webcam({ disk: { freeBytes: 3.1 * gigabyte, floorBytes: 0.5 * gigabyte }, alerts: [tooDark] });

/** What may go otherwise than wished, and how it ends. */
export const faultScenes: readonly Scene[] = [
  scene({ name: 'paused', title: 'A recording that is paused', view: { ...paused, recording: recordingOf(paused) } }),
  scene({
    name: 'recording-warned',
    title: 'A recording with lost frames on a disk that fills up',
    view: late.progress ? { ...late, progress: { ...late.progress, fps: 14.9, droppedFrames: 213 } } : late,
  }),
  scene({ name: 'camera-lost', title: 'The camera was pulled out: the recording waits for it', view: { ...waiting, recording: recordingOf(waiting) } }),
  {
    name: 'recording-part',
    title: 'The camera is back, and the recording goes on in its second part',
    world: { presets: ownPresets, sessions: [{ ...endedPart, recording: firstFile }, secondPart], recordings: [firstFile, ...finishedRecordings(4)] },
    pictures,
    act: lookAt(name),
  },
  scene({ name: 'host-lost', title: 'The connection to the host is lost; the recording may go on there', view: lost }),
  {
    name: 'start-refused',
    title: 'A recording that could not be started',
    world: { presets: ownPresets, recordings: finishedRecordings(4) },
    answers: { 'sessions.start': refuses(cameraBusy) },
    act: async (page) => {
      await choosePreset(page, webcamPreset.id);
      await page.getByTestId('record-button').click();
    },
  },
  scene({ name: 'failed', title: 'A recording that failed', view: failed, world: { log: failedLog } }),
  scene({
    name: 'failed-log',
    title: 'A recording that failed, with its log',
    view: failed,
    world: { log: failedLog },
    act: async (page) => {
      await lookAt(name)(page);
      await page.locator('[role="tab"][id$="-log"], [role="tab"][data-tab="log"]').first().click();
    },
  }),
  scene({ name: 'disk-full', title: 'A recording that ended because the disk is full', view: { ...full, recording: recordingOf(full) } }),
  scene({ name: 'ended', title: 'A recording that was stopped', view: { ...ended, recording: recordingOf(ended) }, world: { recordings: [recordingOf(ended), ...finishedRecordings(4)] } }),
  scene({
    name: 'copying',
    title: 'A recording that is being copied from its host',
    view: webcam({ state: 'stopping', host: { id: studio.id, name: studio.name } }),
    events: [{ type: 'fetch', sessionId: 'session000', fileName: 'webcam-1080p.mkv', bytes: 212e6, totalBytes: 559e6 }],
  }),
];
