import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { AppCommand } from '@domain/app-commands';
import { stationEventSchema, type RequestName, type StationEvent } from '@domain/contract';
import type { Language } from '@domain/preferences';
import { appUrl } from '../../src/main/app-url';
import { installFailureHandlers, report } from '../../src/main/failures';
import { openIpc, sendCommand, sendEvent, sendPicture, type RequestHandlers } from '../../src/main/ipc';
import { registerAppScheme, serveApp } from '../../src/main/protocol';
import { openWindow, refuseEverythingElse } from '../../src/main/window';
import { answersOf } from './answers';
import { patterns, sampleRecording } from './patterns';
import { now, type Scene } from './scene';
import { ScenePictures } from './scene-pictures';
import { scenes } from './scenes';
import { beginTraffic } from './traffic';
import { usualWorld } from './world';

/** How a scene is shown. `moving`: by the real clock and with pictures as a recorder sends them; otherwise all stands still. */
export interface Showing {
  readonly language: Language;
  readonly moving: boolean;
}

/** What the tests steer: the global `gallery` of this process. */
export interface GalleryControls {
  /** Loads the page anew, with another station behind it. */
  show(name: string, showing: Showing): Promise<void>;
  send(events: readonly StationEvent[]): void;
  /** What the scene's past holds at this second. */
  sendPast(second: number): void;
  command(command: AppCommand): void;
  /** Lets the recordings of the scene go on, as a station tells of them, until the next scene. */
  go(): void;
  /** Milliseconds since the page asked for something, or was asked to do something, last; 0 before the first time. */
  quietMs(): number;
  /** What a scene could not answer, or answered against the contract. */
  readonly faults: string[];
}

declare global {
  // oxlint-disable-next-line no-var
  var gallery: GalleryControls;
}

const root = process.env['CAPSTAN_GALLERY_ROOT'] ?? '';
const picturesDirectory = process.env['CAPSTAN_GALLERY_PICTURES'] ?? '';
const sample = async () => join(picturesDirectory, sampleRecording);
/** Every fourth recording has no picture, as where its file is elsewhere. */
const thumbnailOf = (id: string): string | null => {
  const names = Object.keys(patterns);
  const number = Number(id.replace(/\D/g, ''));
  return number % 4 === 3 ? null : join(picturesDirectory, `${names[number % names.length]}-1.jpg`);
};
/** A picture that stands still came this long ago, in milliseconds. */
const pictureAgeMs = 38;

let pageLanguage: Language = 'en';

installFailureHandlers();
app.setPath('userData', mkdtempSync(join(tmpdir(), 'capstan-gallery-')));
registerAppScheme();
void app.whenReady().then(() => {
  refuseEverythingElse();
  serveApp({
    root: join(root, 'out/renderer'),
    media: async () => ({ thumbnail: async (id) => thumbnailOf(id), recording: sample, playable: sample }),
    language: async () => pageLanguage,
  });
  const window = openWindow({ bounds: { width: 1280, height: 800 }, isMaximized: false }, root);
  window.setMenuBarVisibility(false);
  globalThis.gallery = controlsOf(window);
});

function controlsOf({ webContents: contents }: BrowserWindow): GalleryControls {
  const faults: string[] = [];
  const noteFault = (fault: string) => faults.push(fault);
  let scene: Scene = { name: 'nothing', title: 'Nothing yet' };
  let isMoving = false;
  let answers = answersOf(scene, noteFault);
  let lastAskedMs = performance.now();
  let hasBegun = false;
  let endTraffic = () => {};
  const pictures = new ScenePictures(picturesDirectory, (picture) => sendPicture(contents, picture), () => (isMoving ? Date.now() : now.getTime() - pictureAgeMs));

  const handlers = Object.fromEntries(
    (Object.keys(answers) as RequestName[]).map((name) => [
      name,
      async (input: unknown) => {
        lastAskedMs = performance.now();
        hasBegun = true;
        return (answers[name] as (value: unknown) => Promise<unknown>)(input);
      },
    ]),
  ) as unknown as RequestHandlers;
  const watched: RequestHandlers = { ...handlers, 'sessions.watch': async ({ id, on }) => pictures.watch(id, on) };
  openIpc({ contents, handlers: watched, onPictureDone: () => pictures.done(), onInternal: report, onRefused: () => undefined });

  return {
    show: async (name, { language, moving }) => {
      const found = scenes.find((other) => other.name === name);
      if (!found) throw new Error(`There is no scene ${name}.`);
      endTraffic();
      isMoving = moving;
      pageLanguage = language;
      const preferences = { ...(found.world?.preferences ?? usualWorld.preferences), language };
      scene = { ...found, world: { ...found.world, preferences } };
      answers = answersOf(scene, noteFault);
      pictures.begin(scene.pictures ?? {}, moving);
      hasBegun = false;
      await contents.loadURL(appUrl);
      lastAskedMs = performance.now();
    },
    send: (events) => {
      for (const event of events) sendEvent(contents, stationEventSchema.parse(event));
    },
    sendPast: (second) => {
      for (const event of scene.history?.at(second) ?? []) sendEvent(contents, stationEventSchema.parse(event));
    },
    command: (command) => {
      lastAskedMs = performance.now();
      sendCommand(contents, command);
    },
    go: () => {
      endTraffic = beginTraffic(scene.world?.sessions ?? [], (event) => sendEvent(contents, event));
    },
    quietMs: () => (hasBegun ? performance.now() - lastAskedMs : 0),
    faults,
  };
}
