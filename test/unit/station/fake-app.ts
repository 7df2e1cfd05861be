import { noRetention } from '@domain/retention';
import { CapstanFailure } from '@domain/errors';
import type { PresetSettings } from '@domain/preset';
import type { Recording } from '@domain/recording';
import { noCredentials } from '../../support/credentials';
import { SessionManager } from '../../../src/station/session/sessions';
import type { StopMarks } from '../../../src/station/session/stop-marks';
import type { RecordingLibrary, Settings } from '../../../src/station/types';
import { camera, settings, webcam } from '../domain/plan/fixtures';
import { FakeHost } from './fake-world';

/** Records the camera of the fake host. */
export const draft = (limits: Partial<PresetSettings['limits']>, source = camera) => ({
  presetName: 'Camera',
  settings: { ...settings, source: source.type === 'capture-device' ? { ...source, device: webcam.identity } : source, audio: { mode: 'none' as const }, limits: { ...settings.limits, ...limits } },
});

/** One app of one owner; killed, it does nothing more. */
export class App {
  isKilled = false;
  readonly manager: SessionManager;
  readonly unexpected: unknown[] = [];
  readonly notices: string[] = [];
  constructor(readonly world: World) {
    const engine = world.host.engineOf(this);
    const recordings = { add: (recording: Recording) => !this.isKilled && world.recordings.push(recording) } as unknown as RecordingLibrary;
    const stops = { add: async (id: string) => void world.stops.add(id), has: async (id: string) => world.stops.has(id) } as unknown as StopMarks;
    const own: Settings = { ownerId: 'owner-1', recordingsDirectory: '/out', nameTemplate: '{preset}-{date}-{time}', retention: noRetention, chosenHostId: 'far', hostsInUse: ['far'] };
    this.manager = new SessionManager({ engine: async () => engine, settings: own, recordings, credentials: noCredentials, stops, emit: (event) => event.type === 'notice' && this.notices.push(event.message) });
    this.adopt = () => this.manager.adopt(engine);
  }

  readonly adopt: () => Promise<void>;

  /** Asks without waiting: what is refused is refused with a reason. */
  ask(asked: () => Promise<unknown>): void {
    asked().catch((thrown: unknown) => {
      if (!(thrown instanceof CapstanFailure)) this.unexpected.push(thrown);
    });
  }
}

export class World {
  readonly host = new FakeHost();
  readonly recordings: Recording[] = [];
  readonly stops = new Set<string>();
  app = new App(this);
}
