import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { failure } from '@domain/errors';
import { hasEnded } from '@domain/session';
import { App, draft, World } from './fake-app';
import { FakeClock, settle } from './fake-world';

const { clock } = vi.hoisted(() => ({ clock: { current: null as FakeClock | null } }));
vi.mock('node:timers/promises', () => ({ setTimeout: (...words: Parameters<FakeClock['delay']>) => clock.current?.delay(...words) }));

const nth = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
const sessionOf = (world: World, index: number) => {
  const view = nth(world.app.manager.list(), index);
  return view && world.app.manager.get(view.id);
};
class Step {
  constructor(
    private readonly name: string,
    private readonly act: (world: World) => unknown,
  ) {}

  async run(world: World): Promise<void> {
    await this.act(world);
    await settle();
  }

  toString(): string {
    return this.name;
  }
}
const step = (name: string, act: (world: World) => unknown) => new Step(name, act);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ restarts: fc.integer({ min: 0, max: 3 }), awaitDeviceSeconds: fc.constantFrom(0, 30, null) }).map((limits) => step(`start (${JSON.stringify(limits)})`, ({ app }) => app.ask(() => app.manager.start(draft(limits))))) },
  { weight: 1, arbitrary: fc.constant(step('watch', ({ app }) => app.ask(() => app.manager.start(draft({ restarts: 0 }), { purpose: 'watch' })))) },
  { weight: 2, arbitrary: fc.constant(step('a start that is taken back', ({ app }) => {
    const back = new AbortController();
    app.ask(() => app.manager.start(draft({ restarts: 1 }), { signal: back.signal }));
    back.abort(failure('start-cancelled', 'Taken back.'));
  })) },
  { weight: 2, arbitrary: fc.nat(5).map((index) => step(`stop ${index}`, (world) => world.app.ask(async () => sessionOf(world, index)?.stop()))) },
  { weight: 2, arbitrary: fc.nat(5).map((index) => step(`stop ${index} twice`, (world) => {
    for (const _ of [1, 2]) world.app.ask(async () => sessionOf(world, index)?.stop());
  })) },
  { weight: 2, arbitrary: fc.nat(5).map((index) => step(`pause ${index}`, (world) => world.app.ask(async () => sessionOf(world, index)?.pause()))) },
  { weight: 2, arbitrary: fc.nat(5).map((index) => step(`resume ${index}`, (world) => world.app.ask(async () => sessionOf(world, index)?.resume()))) },
  { weight: 4, arbitrary: fc.constant(step('a second of frames', async ({ host }) => {
    host.tick();
    await clock.current?.pass(1000);
  })) },
  { weight: 2, arbitrary: fc.constantFrom(200, 3000, 40_000).map((time) => step(`${time} ms`, () => clock.current?.pass(time))) },
  { weight: 2, arbitrary: fc.constant(step('the recorder crashes', ({ host }) => host.running[0]?.end(137))) },
  { weight: 2, arbitrary: fc.constant(step('the app is killed, and another one adopts', async (world) => {
    world.app.isKilled = true;
    world.app = new App(world);
    world.app.ask(() => world.app.adopt());
  })) },
  { weight: 1, arbitrary: fc.constant(step('the app adopts again', ({ app }) => app.ask(() => app.adopt()))) },
  { weight: 1, arbitrary: fc.constant(step('the app is closed, and another one adopts', async (world) => {
    await world.app.manager.close();
    await settle();
    world.app.isKilled = true;
    world.app = new App(world);
    world.app.ask(() => world.app.adopt());
  })) },
  { weight: 2, arbitrary: fc.constant(step('the camera is pulled', ({ host }) => host.unplug())) },
  { weight: 2, arbitrary: fc.constant(step('the camera is back', ({ host }) => host.plug())) },
  { weight: 1, arbitrary: fc.constant(step('the link is lost', ({ host }) => host.setLink(false))) },
  { weight: 2, arbitrary: fc.constant(step('the link is back', ({ host }) => host.setLink(true))) },
);

/** What must hold whatever happened before. */
function check({ host, app, recordings }: World): void {
  expect(host.impossible).toEqual([]);
  expect(app.unexpected).toEqual([]);
  // Nothing is recorded twice.
  expect(host.running.length, 'recorders that run').toBeLessThanOrEqual(1);
  expect(new Set(recordings.map(({ id }) => id)).size, 'a recording is remembered once').toBe(recordings.length);
  if (!host.isLinkUp) {
    for (const view of app.manager.list()) {
      const recorder = host.recorders.get(view.id);
      if (view.state === 'recording' && !recorder?.isRunning) expect(view.connectionLost, `${view.id} says recording`).toBe(true);
    }
    return;
  }
  // Nothing says that it records, or that it is about to, without a recorder.
  for (const view of app.manager.list()) {
    if (hasEnded(view.state)) continue;
    expect(host.recorders.get(view.id)?.isRunning, `${view.id} is called ${view.state}`).toBe(true);
  }
  // What is paused or waits for its next part writes nothing: the recorder that runs is another one's.
  const idle = new Set(app.manager.list().filter(({ waitingFor }) => waitingFor !== undefined).map(({ id }) => id));
  for (const { record } of host.running) expect(idle.has(record.id), `${record.id} waits and records`).toBe(false);
}

/** After everything was stopped: nothing is left, and all that was written is told of. */
async function checkEnd(world: World): Promise<void> {
  const { host } = world;
  host.setLink(true);
  host.plug();
  await clock.current?.pass(60_000);
  const { app } = world;
  app.ask(() => app.adopt());
  await settle();
  for (let round = 0; round < 4; round += 1) {
    for (const view of app.manager.list()) app.ask(() => app.manager.get(view.id).stop());
    await clock.current?.pass(60_000);
  }
  check(world);
  expect([...host.recorders.keys()], 'left behind').toEqual([]);
  for (const view of app.manager.list()) {
    expect(hasEnded(view.state), `${view.id} is called ${view.state}`).toBe(true);
    expect(view.waitingFor ?? view.isPaused, `${view.id} still waits`).toBeUndefined();
  }
}

test('no order of starts, stops, pauses, crashes and losses leaves an orphan, a second recorder, or a state that is not true', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 16 }), async (order) => {
      clock.current = new FakeClock();
      const world = new World();
      for (const each of order) {
        await each.run(world);
        check(world);
      }
      await checkEnd(world);
    }),
    { numRuns: Number(process.env['CAPSTAN_ORDERS'] ?? 300), verbose: 1 },
  );
}, 120_000);
