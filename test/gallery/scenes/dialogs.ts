import { choosePreset } from '../acts';
import { waits } from '../answers';
import { desktop, studio } from '../material/hosts';
import { finishedRecordings } from '../material/recordings';
import { ownPresets, webcamPreset } from '../material/sessions';
import type { Scene } from '../scene';

const world = { presets: ownPresets, recordings: finishedRecordings(4) };
const bound = ownPresets.map((preset) => (preset.id === 'microscope' ? { ...preset, host: { id: studio.id, name: studio.name } } : preset));

const report = `# Capstan 0.1.0
Electron 45.4.1, Chromium 150.0.7871.24, Node 24.18.0
Debian GNU/Linux 12 (bookworm), Linux 6.1.0-28-amd64

## This computer
Docker 27.5.1 at unix:///var/run/docker.sock, image capstan/software:0.1.0-3f1c9a5e2b40
`;

/** What lies over a page. */
export const dialogScenes: readonly Scene[] = [
  { name: 'presets', title: 'The list of presets, searched by what is typed', world: { ...world, presets: bound }, commands: ['find-preset'] },
  { name: 'preset-save-as', title: 'Saving a new preset', world, commands: ['save-preset-as'] },
  {
    name: 'encoders',
    title: 'Every encoder of the host, and whether it works',
    world,
    act: async (page) => {
      await choosePreset(page, webcamPreset.id);
      await page.getByTestId('encoder-field').click();
    },
  },
  {
    name: 'encoders-trial',
    title: 'Encoders that are being tried',
    world: { ...world, capabilities: { ...desktop, encoders: null } },
    answers: { 'encoders.probe': waits },
    act: async (page) => {
      await page.getByTestId('encoder-field').click();
      await page.getByTestId('encoder-trial').getByRole('button').first().click();
    },
  },
  {
    name: 'presets-opened',
    title: 'A preset file that the desktop opened',
    world,
    answers: { 'openedPresets.next': async () => ({ path: '/home/me/Downloads/lecture-halls.json', names: ['Lecture hall, left', 'Lecture hall, right'] }) },
    act: (page) => page.getByTestId('opened-presets').waitFor(),
  },
  {
    name: 'player',
    title: 'A recording that is played',
    world: { ...world, recordings: finishedRecordings(20) },
    commands: ['show-recordings'],
    act: async (page) => {
      await page.getByTestId('recordings-row').first().dblclick();
      await page.getByTestId('player-stage').waitFor();
      await page.locator('[data-testid=player-video]').evaluate((video: HTMLVideoElement) => new Promise((done) => (video.readyState >= 2 ? done(null) : video.addEventListener('loadeddata', done))));
      await page.locator('[data-testid=player-video]').evaluate((video: HTMLVideoElement) => {
        video.pause();
        video.currentTime = 4;
      });
    },
  },
  { name: 'preferences', title: 'Preferences', world, commands: ['preferences'] },
  { name: 'shortcuts', title: 'Every key', world, commands: ['shortcuts'] },
  { name: 'report', title: 'A report for an issue', world: { ...world, report }, commands: ['report'] },
  { name: 'about', title: 'About Capstan', world, commands: ['about'] },
];
