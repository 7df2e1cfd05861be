import { expect, it } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf } from '@domain/preset';
import { Pause } from '../../../src/station/session/pause';
import { Restarts, type Attempt } from '../../../src/station/session/restarts';
import type { Session } from '../../../src/station/session/session';
import { kindOfRefusal } from '../../support/refusal';

const settings = settingsOf(builtInPresets[0]!);
const view = { id: 'aaaaaaaaaa', presetName: 'Test pattern', settings, state: 'stopped', recording: { durationSeconds: 1 }, error: null };

it('a stop by another process of the part that is being resumed ends the recording', async () => {
  const pause = new Pause();
  let next: Session | null | undefined;
  const paused = {
    ...{ id: view.id, view, mayGoOn: false, over: Promise.resolve(), ended: Promise.resolve(view) },
    paused: { pause, stopped: new AbortController().signal },
    leadTo: (session: Session | null) => {
      next = session;
      pause.end(session);
    },
  } as unknown as Session;
  // It ended before its first frame, by a stop that this process did not send.
  const stopped = { ...view, id: 'bbbbbbbbbb', recording: null };
  const part = { id: stopped.id, view: stopped, ended: Promise.resolve(stopped), onEvent: () => () => {} } as unknown as Session;
  let attempts = 0;
  const attempt = async (): Promise<Attempt> => {
    attempts += 1;
    if (attempts > 1) throw new Error('it was started again');
    return { session: part, show: () => {}, forget: () => {}, instead: async () => null };
  };
  const resuming = kindOfRefusal(pause.resume());
  await new Restarts({ attempt, notice: () => {} }).follow({ session: paused, engine: {} as never, destination: '/x', device: null, restarts: 0, awaitDeviceSeconds: 0 });
  expect(await resuming).toBe('start-cancelled');
  expect({ attempts, next }).toEqual({ attempts: 1, next: null });
});
