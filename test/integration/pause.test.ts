import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import type { StationEvent } from '@domain/contract';
import { settingsOf, type PresetSettings } from '@domain/preset';
import type { SessionView } from '@domain/session';
import type { LiveSession, Station } from '../../src/station/types';
import { decode } from '../support/media';
import { kindOfRefusal } from '../support/refusal';
import { openTestStation } from '../support/station';
import { until } from '../support/until';

let home: string;
let stations: Station[];
let events: StationEvent[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-pause-'));
  stations = [];
  events = [];
});
afterEach(async () => {
  for (const station of stations) {
    for (const { id } of station.sessions.list()) await station.sessions.get(id).stop();
    await station.close();
  }
  rmSync(home, { recursive: true, force: true });
});

describe.each(['local', 'docker'] as const)('a recording by the %s engine', (engine) => {
  async function open(context: TestContext): Promise<Station> {
    const station = await openTestStation(context, engine, home);
    station.settings.recordingsDirectory = join(home, 'out');
    station.onEvent((event) => events.push(event));
    stations.push(station);
    return station;
  }
  const files = () => readdirSync(join(home, 'out')).toSorted();

  it('is paused and goes on in a second file; both play, and nothing is written in between', async (context) => {
    const station = await open(context);
    const session = await station.sessions.start(pattern());
    await frames(session, 45);
    const [paused, again] = await Promise.all([session.pause(), session.pause()]);
    expect(again).toEqual(paused);
    expect(paused).toMatchObject({ state: 'stopped', isPaused: true, waitingFor: expect.stringContaining('part 2'), error: null, disk: { freeBytes: expect.any(Number), floorBytes: 16 * 1024 * 1024 } });
    expect(station.sessions.list()).toEqual([paused]);
    const [whole] = files();
    const { size, mtimeMs } = statSync(join(home, 'out', whole!));
    expect(await session.pause()).toEqual(paused);

    const [next, same] = await Promise.all([session.resume(), session.resume()]);
    expect(same).toBe(next);
    expect(statSync(join(home, 'out', whole!))).toMatchObject({ size, mtimeMs });
    expect(next.view).toMatchObject({ state: 'recording', part: { number: 2, firstSessionId: session.id } });
    expect(session.view).toMatchObject({ state: 'stopped', nextSessionId: next.id });
    expect(session.view.isPaused).toBeUndefined();
    expect(await kindOfRefusal(session.resume())).toBe('pause-refused');
    expect(await kindOfRefusal(session.pause())).toBe('pause-refused');

    await frames(next, 30);
    await next.pause();
    const last = await next.resume();
    await frames(last, 15);
    const end = await last.stop();
    expect(end).toMatchObject({ state: 'stopped', part: { number: 3, firstSessionId: session.id }, recording: { recovered: false } });
    expect(await last.next).toBeNull();
    const stem = whole!.replace(/-\d{6}-[a-z0-9]{4}\.mkv$/, '');
    const start = session.id.slice(0, 4);
    expect(files()).toEqual([
      whole,
      expect.stringMatching(new RegExp(`^${stem}-\\d{6}-${start}-p02\\.mkv$`)),
      expect.stringMatching(new RegExp(`^${stem}-\\d{6}-${start}-p03\\.mkv$`)),
    ]);
    const recorded = await station.recordings.list();
    expect(recorded.map(({ part }) => part?.number ?? null)).toEqual([3, 2, null]);
    for (const { path, frames: told } of recorded) expect(await decode(path)).toMatchObject({ complaints: '', frames: told });
    const sum = recorded.reduce((all, { frames: told }) => all + (told ?? Number.NaN), 0);
    for (const { id } of [session, next]) {
      const joined = await station.conversions.join(id);
      expect(joined).toMatchObject({ frames: sum, part: null, startedAt: session.view.startedAt });
      expect(await decode(joined.path)).toMatchObject({ frames: sum, complaints: '' });
    }
    const isAt = (type: string) => (event: StationEvent) => event.type === 'session' && event.event?.type === type;
    // The window must never take a paused part for one that is over.
    const ended = events.find((event) => isAt('ended')(event)) as { view: SessionView };
    expect(ended.view).toMatchObject({ id: session.id, isPaused: true });
  });

  it('is paused with its first frame while it starts', async (context) => {
    const station = await open(context);
    const session = await station.sessions.start(pattern());
    expect(session.view.state).toBe('starting');
    const paused = await session.pause();
    expect(paused).toMatchObject({ isPaused: true, recording: { frames: expect.any(Number) } });
    expect((await decode(paused.recording!.path)).frames).toBeGreaterThan(0);
  });

  it('is over when it is stopped while paused, or while it is being paused', async (context) => {
    const station = await open(context);
    const [first, second] = [await station.sessions.start(pattern()), await station.sessions.start(pattern())];
    await Promise.all([frames(first, 15), frames(second, 15)]);
    await first.pause();
    await first.stop();
    expect(await first.next).toBeNull();
    const pausing = second.pause();
    const resuming = kindOfRefusal(second.resume());
    await second.stop();
    await pausing;
    expect(await resuming).toBe('start-cancelled');
    expect(await second.next).toBeNull();
    for (const session of [first, second]) {
      expect(session.view).toMatchObject({ state: 'stopped', recording: { reason: 'stopped' } });
      expect(session.view.isPaused ?? session.view.waitingFor).toBeUndefined();
      expect(await kindOfRefusal(session.resume())).toBe('pause-refused');
    }
    expect(files()).toHaveLength(2);
  });

  it('counts recorded time alone against the time that was set', async (context) => {
    const station = await open(context);
    const session = await station.sessions.start(pattern({ durationSeconds: 4 }));
    await frames(session, 45);
    const paused = await session.pause();
    const next = await session.resume();
    const end = await next.ended;
    expect(end.state).toBe('completed');
    expect(paused.recording!.durationSeconds + end.recording!.durationSeconds).toBeCloseTo(4, 1);
  });

  it('stays paused where it cannot go on, and says why', async (context) => {
    const station = await open(context);
    const session = await station.sessions.start(pattern(), { destination: join(home, 'out', 'day') });
    await frames(session, 15);
    await session.pause();
    rmSync(join(home, 'out', 'day'), { recursive: true });
    writeFileSync(join(home, 'out', 'day'), '');
    expect(await kindOfRefusal(session.resume())).toBe('output-unwritable');
    expect(session.view.isPaused).toBe(true);
    expect(station.sessions.list()).toHaveLength(1);
    rmSync(join(home, 'out', 'day'));
    const next = await session.resume();
    expect((await next.stop()).recording?.path).toMatch(/\/day\/.*-p02\.mkv$/);
  });

  it('is found again after the app has left, and then paused and resumed', async (context) => {
    const first = await open(context);
    const { id } = await first.sessions.start(pattern({ limits: { ...settings.limits, restarts: 3 } }));
    await frames(first.sessions.get(id), 15);
    await first.close();
    stations = [];
    const second = await open(context);
    await second.sessions.adopt();
    const session = second.sessions.get(id);
    expect(await session.pause()).toMatchObject({ isPaused: true, disk: { floorBytes: 16 * 1024 * 1024 } });
    const next = await session.resume();
    expect((await next.stop()).recording).toMatchObject({ part: { number: 2, firstSessionId: id }, recovered: false });
    expect(await session.next).toBe(next);
    const whole = (await second.recordings.list()).find((one) => one.id === id);
    expect(whole).toMatchObject({ reason: 'stopped', recovered: false });
  });

  it('is just ended when the app leaves while it is paused', async (context) => {
    const first = await open(context);
    const session = await first.sessions.start(pattern());
    await frames(session, 15);
    await session.pause();
    await first.close();
    stations = [];
    expect(session.view.isPaused).toBeUndefined();
    const second = await open(context);
    await second.sessions.adopt();
    expect(second.sessions.list()).toEqual([]);
    expect(await second.recordings.list()).toMatchObject([{ id: session.id, reason: 'stopped', recovered: false }]);
  });

  it('is not paused where there is nothing to go on with', async (context) => {
    const station = await open(context);
    const watched = await station.sessions.start(pattern(), { purpose: 'watch' });
    expect(await kindOfRefusal(watched.pause())).toBe('pause-refused');
    const session = await station.sessions.start(pattern());
    await frames(session, 15);
    const stopping = session.stop();
    expect(await kindOfRefusal(session.pause())).toBe('pause-refused');
    await stopping;
    expect(await kindOfRefusal(session.resume())).toBe('pause-refused');
  });
});

const settings: PresetSettings = settingsOf(builtInPresets[0]!);

const pattern = (change: Partial<PresetSettings> = {}) => ({
  presetName: 'Test pattern',
  settings: { ...settings, source: { type: 'test-pattern' as const, frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } }, ...change },
});

const frames = (session: LiveSession, count: number) => until(`${count} frames`, () => (session.view.progress?.frame ?? 0) >= count, { withinSeconds: 40 });
