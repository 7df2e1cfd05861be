import { requests, type RequestInput, type RequestName } from '@domain/contract';
import { CapstanFailure, failure, type CapstanError } from '@domain/errors';
import type { SessionView } from '@domain/session';
import type { RequestHandlers } from '../../src/main/ipc';
import { benchmarkOffer } from './material/benchmarks';
import { planOf } from './material/plans';
import { recordingView, watchId } from './material/sessions';
import type { Scene } from './scene';
import { usualWorld, type World } from './world';

/** For a scene in which a request is refused. */
export const refuses = (error: CapstanError) => async (): Promise<never> => {
  throw new CapstanFailure(error);
};
/** For a scene in which it is still under way. */
export const waits = () => new Promise<never>(() => {});

/**
 * Answers by the scene, each checked against the contract. What nobody answers is a fault of the scene: it is refused,
 * and told to `onFault`.
 */
export function answersOf(scene: Scene, onFault: (fault: string) => void): RequestHandlers {
  const world: World = { ...usualWorld, ...scene.world };
  const known: Partial<RequestHandlers> = { ...usualAnswers(world), ...scene.answers };
  const names = Object.keys(requests) as RequestName[];
  const checked = names.map((name) => {
    const handler = known[name] as ((input: unknown) => Promise<unknown>) | undefined;
    const answer = async (input: unknown) => {
      if (!handler) {
        onFault(`${scene.name} has no answer to ${name}`);
        throw failure('internal', `This scene has no answer to ${name}.`);
      }
      const parsed = requests[name].output.safeParse(await handler(input));
      if (!parsed.success) {
        onFault(`${scene.name} answers ${name} against the contract: ${parsed.error.message}`);
        throw failure('internal', `This scene answers ${name} against the contract.`);
      }
      return parsed.data;
    };
    return [name, answer] as const;
  });
  return Object.fromEntries(checked) as unknown as RequestHandlers;
}

function usualAnswers(world: World): Partial<RequestHandlers> {
  const sessionOf = (id: string): SessionView => {
    const view = world.sessions.find((session) => session.id === id);
    if (!view) throw failure('session-unknown', id);
    return view;
  };
  const started = ({ draft, purpose }: RequestInput<'sessions.start'>): SessionView => ({
    ...recordingView({ id: purpose === 'watch' ? watchId : 'justbegun0', presetName: draft.presetName, forSeconds: null }),
    purpose,
    settings: draft.settings,
    state: purpose === 'watch' ? 'recording' : 'starting',
  });
  return {
    'station.status': async () => world.status,
    'station.reconnect': async () => world.status,
    'station.capabilities': async () => world.capabilities,
    'preferences.get': async () => world.preferences,
    'preferences.set': async (change) => ({ ...world.preferences, ...(change as Partial<World['preferences']>) }),
    'app.about': async () => world.about,
    'report.create': async () => world.report,
    'encoders.probe': async () => world.capabilities,
    'load.watch': async () => undefined,
    'controls.set': async ({ values }) => values,
    'hosts.list': async () => ({ chosenId: world.status.host.id, hosts: [...world.hosts] }),
    'hosts.check': async ({ id }) => found(world.checks[id], id),
    'hosts.choose': async () => world.status,
    'hosts.overview': async ({ id }) => found(world.overviews[id], id),
    'images.list': async () => world.images,
    'benchmark.offer': async () => benchmarkOffer,
    'benchmark.list': async () => [...world.benchmarks],
    'credentials.list': async () => [...world.credentials],
    'openedPresets.next': async () => null,
    'presets.list': async () => [...world.presets],
    'plan.preview': async (draft) => planOf(draft, world.capabilities),
    'sessions.list': async () => [...world.sessions],
    'sessions.start': async (wish) => started(wish),
    'sessions.stop': async ({ id }) => (id === watchId ? { ...recordingView({ id, presetName: 'Watch', forSeconds: null }), purpose: 'watch', state: 'stopped' } : sessionOf(id)),
    'sessions.log': async () => world.log,
    'removals.hold': async () => undefined,
    'recordings.list': async () => [...world.recordings],
    'hostRecordings.list': async () => world.hostRecordings,
  };
}

function found<T>(value: T | undefined, id: string): T {
  if (value === undefined) throw failure('host-unreachable', `${id}: No route to host.`);
  return value;
}
