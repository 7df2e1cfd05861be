import type { StationEvent } from '@domain/contract';
import { failure } from '@domain/errors';
import type { Preset, PresetSettings } from '@domain/preset';
import { describe, expect, it, vi } from 'vitest';
import type { Request } from '../../../src/renderer/bridge';
import { createCommands } from '../../../src/renderer/state/commands';
import { usualBenchmarkWish } from '@domain/benchmark/wish';
import { report } from '../domain/benchmark/reports';
import { isUnsaved } from '../../../src/renderer/state/draft';
import { createStore } from '../../../src/renderer/state/store';
import { attic, camera, capabilities, here, ownPreset, sessionView, settings, status, testPattern, webcam } from './fixtures';

/** A station of two hosts. Requests are answered at once, but for those that are held. */
function setUp() {
  let chosen = here;
  let devices = [webcam()];
  let pictures = 0;
  const asked: string[] = [];
  const held = new Map<string, () => void>();
  const holds = new Set<string>();
  const refusals = new Map<string, Error>();
  let presets: readonly Preset[] = [testPattern, ownPreset];
  const ofId = (wanted: string) => presets.find(({ id }) => id === wanted) ?? ownPreset;
  const put = (preset: Preset) => {
    presets = [...presets.filter(({ id }) => id !== preset.id), preset];
    return preset;
  };
  const answers: Record<string, (input: never) => unknown> = {
    'station.status': () => status(chosen),
    'station.reconnect': () => status(chosen),
    'station.capabilities': () => capabilities(...(chosen === here ? devices : [])),
    'hosts.list': () => ({ chosenId: chosen.id, hosts: [here, attic] }),
    'hosts.choose': ({ id }: { id: string }) => status((chosen = id === attic.id ? attic : here)),
    'presets.list': () => presets,
    'presets.duplicate': ({ id }: { id: string }) => put({ ...ofId(id), id: `${id}-copy`, name: `${ofId(id).name} 2`, builtIn: false }),
    'presets.update': ({ id, settings: changed }: { id: string; settings: PresetSettings }) => put({ ...ofId(id), ...changed }),
    'presets.remove': ({ id }: { id: string }) => void (presets = presets.filter((preset) => preset.id !== id)),
    'presets.undoRemove': () => put(ownPreset),
    'sessions.list': () => [],
    'sessions.start': ({ purpose }: { purpose: 'watch' | 'record' }) => sessionView({ id: `s${(pictures += 1)}`, purpose }),
    'sessions.stop': ({ id }: { id: string }) => sessionView({ id, purpose: 'watch', state: 'stopped' }),
    'recordings.list': () => [],
    'hostRecordings.list': () => ({ place: 'volume', freeBytes: 1, totalBytes: 2, recordings: [] }),
    'plan.preview': () => ({ argv: [], container: null, command: 'ffmpeg' }),
    'sessions.cancelStart': () => undefined,
    'credentials.remove': () => undefined,
    'credentials.list': () => [],
    'sessions.resume': () => sessionView({ id: 'second', part: { number: 2, firstSessionId: 'first' } }),
    'benchmark.run': () => report(),
    'controls.set': ({ values }: { values: unknown }) => values,
  };
  const request = (async (name: string, input: never) => {
    asked.push(name);
    const answer = answers[name]?.(input);
    if (holds.has(name)) await new Promise<void>((resolve) => held.set(name, resolve));
    const refusal = refusals.get(name);
    if (refusal) throw refusal;
    return answer;
  }) as unknown as Request;
  const store = createStore();
  const commands = createCommands({ request, store, settle: (action) => (queueMicrotask(action), () => {}), now: () => 0 });
  const becomes = (what: string, isTrue: () => boolean) => vi.waitFor(() => expect(isTrue(), what).toBe(true));
  return { store, commands, asked, holds, held, refusals, becomes, plug: (...found: typeof devices) => void (devices = found) };
}

async function begun() {
  const all = setUp();
  all.commands.begin();
  await all.becomes('ready', () => {
    const { hosts, capabilities: known, watch, plan } = all.store.get();
    return hosts.state === 'ready' && known.state === 'ready' && watch.state === 'live' && plan.state === 'ready';
  });
  return all;
}

describe('a benchmark', () => {
  it('begins once the live picture has ended, which comes back afterwards', async () => {
    const { store, commands, asked, becomes } = await begun();
    store.dispatch({ type: 'benchmark-wish', wish: { clips: ['1080p-8bit'], source: { kind: 'file' } } });
    asked.length = 0;
    await commands.runBenchmark(here.id);
    expect(asked.filter((name) => name === 'sessions.stop' || name === 'benchmark.run')).toEqual(['sessions.stop', 'benchmark.run']);
    expect(store.get().benchmark).toMatchObject({ shownId: report().id, wish: { ...usualBenchmarkWish, clips: ['1080p-8bit'], source: { kind: 'file' } } });
    await becomes('live again', () => store.get().watch.state === 'live');
  });
});

describe('choosing another host', () => {
  it('ends the picture of the one before, and loads what belongs to the new one', async () => {
    const { store, commands, asked, becomes } = await begun();
    asked.length = 0;
    await commands.chooseHost(attic.id);
    await becomes('a new picture', () => asked.includes('sessions.start'));
    expect(asked.indexOf('sessions.stop')).toBeLessThan(asked.indexOf('sessions.start'));
    expect(asked).toEqual(expect.arrayContaining(['hosts.choose', 'station.capabilities', 'sessions.list', 'recordings.list']));
    await becomes('a new plan', () => asked.includes('plan.preview'));
    expect(store.get().status).toMatchObject({ state: 'ready', value: { host: { name: 'attic' } } });
  });

  it('again while the first is still being connected to: the late answer is dropped', async () => {
    const { store, commands, holds, held, becomes } = await begun();
    holds.add('hosts.choose');
    const first = commands.chooseHost(attic.id);
    await becomes('the first to be asked', () => held.has('hosts.choose'));
    const release = held.get('hosts.choose');
    holds.delete('hosts.choose');
    await commands.chooseHost(here.id);
    release?.();
    await first;
    expect(store.get().status).toMatchObject({ state: 'ready', value: { host: { id: here.id } } });
  });

  it('that is away says why, and is tried again by choosing it', async () => {
    const { store, commands, asked, refusals } = await begun();
    asked.length = 0;
    refusals.set('hosts.choose', failure('host-unreachable', 'no route'));
    await commands.chooseHost(attic.id);
    expect(store.get().status).toMatchObject({ state: 'failed', error: { kind: 'host-unreachable' } });
    expect(asked).not.toContain('station.capabilities');
    asked.length = 0;
    await commands.chooseHost(attic.id);
    expect(asked[0]).toBe('station.reconnect');
  });
});

describe('devices that come and go', () => {
  it('a picture that failed with its camera is shown again when the camera is back', async () => {
    const { store, commands, asked, plug, becomes } = await begun();
    commands.edit({ source: camera });
    await becomes('the camera’s picture', () => store.get().watch.state === 'live' && asked.filter((name) => name === 'sessions.start').length === 2);
    plug();
    const { watch } = store.get();
    const gone = failure('device-missing', 'pulled').error;
    commands.receive({
      type: 'session',
      view: sessionView({ id: watch.state === 'live' ? watch.id : '', purpose: 'watch', state: 'failed', error: gone }),
      event: null,
    });
    commands.receive({ type: 'devices', hostId: here.id });
    await becomes('the camera to be away', () => {
      const { capabilities: known } = store.get();
      return known.state === 'ready' && known.value.captureDevices.length === 0;
    });
    expect(store.get().watch.state).toBe('failed');
    plug(webcam({ path: '/dev/video6' }));
    commands.receive({ type: 'devices', hostId: here.id });
    await becomes('the picture', () => store.get().watch.state === 'live');
  });

  it('of another host are none of ours', async () => {
    const { commands, asked } = await begun();
    asked.length = 0;
    commands.receive({ type: 'devices', hostId: attic.id });
    expect(asked).toEqual([]);
  });

  it('many changes at once are two looks, not many', async () => {
    const { commands, asked, holds, held, becomes } = await begun();
    asked.length = 0;
    holds.add('station.capabilities');
    for (let index = 0; index < 20; index += 1) commands.receive({ type: 'devices', hostId: here.id });
    await becomes('a look', () => held.has('station.capabilities'));
    holds.clear();
    held.get('station.capabilities')?.();
    await becomes('the second look', () => asked.length === 2);
    await commands.loadRecordings();
    expect(asked.filter((name) => name === 'station.capabilities')).toHaveLength(2);
  });
});

describe('controls', () => {
  it('go to the device and into the draft; Revert takes them back from both', async () => {
    const { store, commands, becomes } = await begun();
    commands.edit({ source: camera });
    commands.setControls({ brightness: 9 });
    await becomes('the answer', () => store.get().controls[camera.device]?.pending.length === 0);
    expect(store.get().draft.settings.source).toMatchObject({ controls: { brightness: 9 } });
    const preset = { ...testPattern, source: camera };
    store.dispatch({ type: 'preset-saved', preset });
    commands.revert();
    expect(store.get().controls[camera.device]?.values).toEqual({ brightness: 128 });
    expect(store.get().draft.settings.source).toMatchObject({ controls: {} });
  });
});

describe('a preset with unsaved edits', () => {
  const edited = settings({ durationSeconds: 5 });

  it('that is duplicated: the copy has them, and the original stays as it is saved', async () => {
    const { store, commands } = await begun();
    await commands.choosePreset(ownPreset);
    commands.edit(edited);
    await commands.duplicate();
    const { draft, presets } = store.get();
    expect(draft).toMatchObject({ preset: { id: 'mine-copy', durationSeconds: 5 }, settings: { durationSeconds: 5 } });
    expect(isUnsaved(draft)).toBe(false);
    expect(presets.find(({ id }) => id === 'mine')?.durationSeconds).toBe(ownPreset.durationSeconds);
  });

  it('that is deleted has them again by Undo', async () => {
    const { store, commands } = await begun();
    await commands.choosePreset(ownPreset);
    commands.edit(edited);
    await commands.remove();
    expect(store.get().draft.preset.id).toBe(testPattern.id);
    await commands.undoRemove();
    expect(store.get().draft).toMatchObject({ preset: { id: 'mine' }, settings: { durationSeconds: 5 } });
  });

  it('that came up after another was deleted stays as it is by Undo', async () => {
    const { store, commands } = await begun();
    await commands.choosePreset(ownPreset);
    await commands.remove();
    commands.edit(edited);
    await commands.undoRemove();
    const { draft, presets } = store.get();
    expect(draft).toMatchObject({ preset: { id: testPattern.id }, settings: { durationSeconds: 5 } });
    expect(presets.map(({ id }) => id)).toContain('mine');
  });

  it('that is deleted gives its controls back, and the camera is remembered', async () => {
    const { store, commands, becomes } = await begun();
    await commands.choosePreset(ownPreset);
    commands.edit({ source: camera });
    commands.setControls({ brightness: 9 });
    await becomes('the answer', () => store.get().controls[camera.device]?.pending.length === 0);
    const anyCamera = { ...testPattern, source: { ...camera, device: '' } };
    store.dispatch({ type: 'presets', presets: [anyCamera, ownPreset] });
    await commands.remove();
    expect(store.get().draft.settings.source).toEqual(camera);
    expect(store.get().controls[camera.device]?.values).toEqual({ brightness: 128 });
  });
});

it('a password that cannot be forgotten says so to who asked', async () => {
  const { commands, refusals } = await begun();
  expect(await commands.forgetCredential('camera')).toBe(true);
  refusals.set('credentials.remove', failure('internal', 'The file is locked.'));
  expect(await commands.forgetCredential('camera')).toBe(false);
});

it('a recording that is resumed leaves another that is being started alone', async () => {
  const { store, commands } = await begun();
  const paused = sessionView({ id: 'first', state: 'stopped', isPaused: true });
  store.dispatch({ type: 'sessions', sessions: [paused] });
  store.dispatch({ type: 'focused', focus: { on: 'session', id: 'first' } });
  store.dispatch({ type: 'record-requested' });
  await commands.pauseOrResume();
  expect(store.get().launch.state).toBe('starting');
  expect(store.get().sessions.map(({ id }) => id)).toContain('second');
});

it('the picture that makes room for a recording that is resumed is not shown again before that is answered', async () => {
  const { store, commands, asked, holds, held, refusals, becomes } = await begun();
  const paused = sessionView({ id: 'first', state: 'stopped', isPaused: true });
  store.dispatch({ type: 'sessions', sessions: [paused] });
  store.dispatch({ type: 'focused', focus: { on: 'session', id: 'first' } });
  await becomes('its source in view', () => store.get().watch.state === 'live');
  asked.length = 0;
  const { watch } = store.get();
  holds.add('sessions.resume');
  refusals.set('sessions.resume', failure('output-unwritable', 'no room'));
  const resuming = commands.pauseOrResume();
  await becomes('asked to resume', () => held.has('sessions.resume'));
  commands.receive({ type: 'session', view: sessionView({ id: watch.state === 'live' ? watch.id : '', purpose: 'watch', state: 'stopped' }), event: null });
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).not.toContain('sessions.start');
  held.get('sessions.resume')?.();
  await resuming;
  await becomes('the picture again', () => asked.includes('sessions.start'));
});

describe('a trial of the encoders', () => {
  const trial = (done: number): StationEvent => ({ type: 'encoder-probe', hostId: here.id, done, total: 2, trying: null, proof: null });
  const count = (asked: readonly string[], wanted: string) => asked.filter((name) => name === wanted).length;

  it('of a start that was called off: no failure, and what was tried is asked for', async () => {
    const { store, commands, asked, holds, held, refusals, becomes } = await begun();
    holds.add('sessions.start');
    const recording = commands.record();
    await becomes('the start', () => held.has('sessions.start'));
    commands.receive(trial(1));
    asked.length = 0;
    await commands.stopInView();
    expect(asked).toEqual(['sessions.cancelStart']);
    expect(store.get().launch).toMatchObject({ state: 'starting', isCancelling: true });
    refusals.set('sessions.start', failure('start-cancelled', 'before it recorded'));
    held.get('sessions.start')?.();
    await recording;
    expect(store.get().launch).toEqual({ state: 'idle' });
    expect(asked).toEqual(expect.arrayContaining(['station.capabilities', 'plan.preview']));
  });

  it('of a start: what it found is asked for when all were tried, and when the recording runs', async () => {
    const { commands, asked, holds, held, becomes } = await begun();
    holds.add('sessions.start');
    const recording = commands.record();
    await becomes('the start', () => held.has('sessions.start'));
    asked.length = 0;
    commands.receive(trial(1));
    expect(asked).toEqual([]);
    commands.receive(trial(2));
    await becomes('a first look', () => count(asked, 'station.capabilities') === 1 && count(asked, 'plan.preview') === 1);
    held.get('sessions.start')?.();
    await recording;
    await becomes('a second look', () => count(asked, 'station.capabilities') === 2 && count(asked, 'plan.preview') === 2);
  });

  it('that was cancelled or failed: what was tried until then is asked for', async () => {
    for (const error of [failure('probe-cancelled', 'enough'), failure('image-missing', 'no registry')]) {
      const { commands, asked, refusals } = await begun();
      refusals.set('encoders.probe', error);
      asked.length = 0;
      await commands.tryEncoders();
      expect(asked).toEqual(['encoders.probe', 'station.capabilities', 'plan.preview']);
    }
  });
});
