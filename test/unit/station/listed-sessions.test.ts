import { expect, test, vi } from 'vitest';
import { draft, World } from './fake-app';
import { FakeClock } from './fake-world';

const { clock } = vi.hoisted(() => ({ clock: { current: null as FakeClock | null } }));
vi.mock('node:timers/promises', () => ({ setTimeout: (...words: Parameters<FakeClock['delay']>) => clock.current?.delay(...words) }));

/** Records some frames and stops; answers the session's id. */
async function record({ app, host }: World): Promise<string> {
  const started = app.manager.start(draft({ restarts: 0 }));
  await clock.current?.pass(1000);
  host.tick();
  const session = await started;
  const stopped = session.stop();
  await clock.current?.pass(10_000);
  await stopped;
  return session.id;
}

test('an app that runs for weeks lists its last hundred recordings, and one that waits however old it is', async () => {
  clock.current = new FakeClock();
  const world = new World();
  const { manager } = world.app;
  const paused = await manager.start(draft({ restarts: 0 }));
  await clock.current.pass(1000);
  world.host.tick();
  const waiting = paused.pause();
  await clock.current.pass(10_000);
  expect((await waiting).isPaused).toBe(true);
  const ids: string[] = [];
  for (let count = 0; count < 105; count += 1) ids.push(await record(world));
  const listed = manager.list().map(({ id }) => id);
  expect(new Set(listed)).toEqual(new Set([paused.id, ...ids.slice(-100)]));
  expect(world.recordings.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
});
