import { waits } from '../answers';
import { failedCheck, passedCheck } from '../material/checks';
import { statusOf, studio, thisMachine, workshop } from '../material/hosts';
import { hostLoad, hostLoadEvent, poorLoad, sessionLoad, sessionLoadEvent } from '../material/load';
import { finishedRecordings, onStudio, recordingsInParts } from '../material/recordings';
import { runningRecordings } from '../material/sessions';
import type { Scene } from '../scene';


const onTwoHosts = runningRecordings(2).map((session, index) => (index === 0 ? session : { ...session, host: { id: studio.id, name: studio.name } }));
const studioLoad = (second: number) => ({ ...hostLoad(second + 40), gpus: hostLoad(second).gpus.slice(0, 1) });

const recordings = (count: number): Scene => ({
  name: `recordings-${count}`,
  title: count === 0 ? 'Nothing was recorded yet' : `${count} recordings`,
  world: { recordings: finishedRecordings(count) },
  commands: ['show-recordings'],
});

export const pageScenes: readonly Scene[] = [
  recordings(0),
  recordings(20),
  recordings(5000),
  {
    name: 'recordings-parts',
    title: 'A recording of three parts, unfolded, with what is missing between them',
    world: { recordings: recordingsInParts() },
    commands: ['show-recordings'],
    act: async (page) => {
      await page.getByTestId('recordings-whole').click();
      await page.getByTestId('recordings-grid').press('ArrowRight');
      await page.getByTestId('recordings-row').nth(2).waitFor();
    },
  },
  {
    name: 'recordings-host',
    title: 'Recordings on another host; one grows, one is being fetched',
    world: { status: statusOf(studio), recordings: finishedRecordings(3), hostRecordings: onStudio },
    commands: ['show-recordings'],
    events: [{ type: 'fetch', sessionId: null, fileName: onStudio.recordings[1]?.fileName ?? '', bytes: 140e6, totalBytes: 301e6 }],
  },
  {
    name: 'hosts',
    title: 'Every host, one of which does not answer',
    world: { sessions: runningRecordings(2) },
    answers: { 'hosts.check': async ({ id }) => (id === studio.id ? failedCheck(studio) : passedCheck(id === workshop.id ? workshop : thisMachine)) },
    commands: ['show-hosts'],
  },
  {
    name: 'hosts-looking',
    title: 'Hosts that are being asked',
    answers: { 'hosts.check': waits, 'hosts.overview': waits },
    commands: ['show-hosts'],
  },
  {
    name: 'load',
    title: 'The host and its recordings at work',
    world: { sessions: runningRecordings(2) },
    history: { seconds: 118, at: (second) => [hostLoadEvent(hostLoad(second)), ...runningRecordings(2).map(({ id }, index) => sessionLoadEvent(id, sessionLoad(second, index)))] },
    commands: ['show-load'],
  },
  {
    name: 'load-hosts',
    title: 'Another host at work, since a minute: that of the recording in view',
    world: { sessions: onTwoHosts },
    history: {
      seconds: 118,
      at: (second) => [
        ...(second < -60 ? [hostLoadEvent(hostLoad(second))] : [hostLoadEvent(studioLoad(second), studio)]),
        ...onTwoHosts.map(({ id }, index) => sessionLoadEvent(id, sessionLoad(second, index))),
      ],
    },
    commands: ['show-load'],
  },
  {
    name: 'load-poor',
    title: 'A host that tells little of its load',
    history: { seconds: 118, at: (second) => [hostLoadEvent(poorLoad(second))] },
    commands: ['show-load'],
  },
];
