import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { webcam } from '../domain/plan/fixtures';
import { draft, World } from './fake-app';
import { FakeClock, settle } from './fake-world';

const { clock } = vi.hoisted(() => ({ clock: { current: null as FakeClock | null } }));
vi.mock('node:timers/promises', () => ({ setTimeout: (...words: Parameters<FakeClock['delay']>) => clock.current?.delay(...words) }));

let time: FakeClock;
beforeEach(() => {
  time = new FakeClock();
  clock.current = time;
});
afterEach(() => void (clock.current = null));

/** A world in which the camera has recorded for a second and was pulled then. */
async function pulled(limits: Parameters<typeof draft>[0] = {}) {
  const world = new World();
  const { host, app } = world;
  const session = await app.manager.start(draft(limits));
  await frames(world);
  host.unplug();
  await settle();
  return { world, host, app, first: session.id, view: () => app.manager.get(session.id).view };
}

async function frames({ host }: World): Promise<void> {
  host.tick();
  await time.pass(1000);
}

it('a recording goes on in a new part within 5 s when its camera is back at another number, by default', async () => {
  const { world, host, app, first, view } = await pulled();
  expect(view()).toMatchObject({ state: 'failed', error: { kind: 'device-missing' }, waitingFor: `The recording goes on as part 2 when ${webcam.identity} is back, within 1 h; a stop ends the waiting.` });
  await time.pass(40 * 60_000);
  expect(host.running).toEqual([]);
  host.plug();
  let milliseconds = 0;
  for (; host.running.length === 0 && milliseconds < 60_000; milliseconds += 100) await time.pass(100);
  expect(milliseconds).toBeLessThan(1000);
  await frames(world);
  const [part] = host.running;
  expect(part).toMatchObject({ devicePath: '/dev/video3', record: { part: { number: 2, firstSessionId: first } } });
  expect(app.manager.list().map(({ state }) => state)).toEqual(['failed', 'recording']);
  expect(view().waitingFor).toBeUndefined();
  expect(view().nextSessionId).toBe(part?.record.id);
});

it('goes on each time that it is pulled, and as quickly', async () => {
  const { world, host } = await pulled();
  for (let part = 2; part < 12; part += 1) {
    await time.pass(5000);
    host.plug();
    await time.pass(3000);
    await frames(world);
    expect(host.running.map(({ record }) => record.part?.number)).toEqual([part]);
    host.unplug();
    await settle();
  }
});

it('another camera at its number is not recorded', async () => {
  const { host, first, app } = await pulled({ awaitDeviceSeconds: null });
  host.plugOther('/dev/video2');
  await time.pass(60 * 60_000);
  expect(host.running).toEqual([]);
  host.plug();
  await time.pass(5000);
  expect(host.running.map(({ devicePath }) => devicePath)).toEqual(['/dev/video3']);
  expect(app.manager.get(first).view.settings.source).toMatchObject({ device: webcam.identity });
});

it('a camera that failed to come back in time is not waited for any more, and it is said', async () => {
  const { host, view, app } = await pulled({ awaitDeviceSeconds: 90 });
  await time.pass(89_000);
  expect(view().waitingFor).toContain('within 90 s');
  await time.pass(5000);
  expect(view().waitingFor).toBeUndefined();
  expect(app.notices.at(-1)).toBe(`The recording does not go on. The capture device is not there: ${webcam.identity} did not come back.`);
  host.plug();
  await time.pass(60_000);
  expect(host.running).toEqual([]);
});

it.each([{ restarts: 0 }, { restarts: 5 }])('it is not waited for where no waiting is wanted, with %j', async (limits) => {
  const { host, view } = await pulled({ ...limits, awaitDeviceSeconds: 0 });
  expect(view()).toMatchObject({ state: 'failed' });
  expect(view().waitingFor).toBeUndefined();
  host.plug();
  await time.pass(60_000);
  expect(host.running).toEqual([]);
});

it('waiting for a camera uses up no restart, and other failures wait for none', async () => {
  const { world, host } = await pulled({ restarts: 1 });
  host.plug();
  await time.pass(3000);
  await frames(world);
  host.running[0]?.end(137);
  await time.pass(3000);
  await frames(world);
  expect(host.running.map(({ record }) => record.part?.number)).toEqual([3]);
  host.running[0]?.end(137);
  await time.pass(60_000);
  expect(host.running).toEqual([]);
});

it('what was just plugged in may fail at first', async () => {
  const { world, host, app } = await pulled();
  host.plug();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await time.pass(1100);
    host.running[0]?.end(1, 'ioctl(VIDIOC_STREAMON): Protocol error');
    await settle();
  }
  await time.pass(10_000);
  await frames(world);
  expect(host.running.map(({ record }) => record.part?.number)).toEqual([2]);
  expect(app.notices).toHaveLength(1);
});

it('a camera that is back and gives no frame is not waited for longer either', async () => {
  const { host, app, view } = await pulled({ awaitDeviceSeconds: 60 });
  host.plug();
  await time.pass(30_000);
  expect(host.running).toHaveLength(1);
  expect(view().waitingFor).toBeDefined();
  await time.pass(60_000);
  expect(host.running).toEqual([]);
  expect(view().waitingFor).toBeUndefined();
  expect(app.notices.at(-1)).toContain('gave no frame');
});

it('a stop ends the waiting', async () => {
  const { host, view, app, first } = await pulled();
  await time.pass(5000);
  await app.manager.get(first).stop();
  await settle();
  expect(view().waitingFor).toBeUndefined();
  host.plug();
  await time.pass(60_000);
  expect(host.running).toEqual([]);
});
