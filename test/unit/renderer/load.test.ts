import { array, assert, integer, option, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GpuLoad, HostLoad, SessionLoad } from '@domain/load';
import { aligned, valueAt } from '../../../src/renderer/load/aligned';
import { formatLoad, formatMark } from '../../../src/renderer/load/format-load';
import { gpuGroups, hostGroup } from '../../../src/renderer/load/load-graphs';
import { loadSummary } from '../../../src/renderer/load/load-summary';
import { historySeconds, loadOfHost, withSample, type History } from '../../../src/renderer/state/load';
import { connectedHosts, loadHost, loadSession, loadWish } from '../../../src/renderer/state/load-hosts';
import { formatsFor } from '../../../src/renderer/ui/format';
import { openTexts } from '../../../src/locales/i18n';
import { reduce } from '../../../src/renderer/state/reducer';
import { unknownLoad } from '@domain/gpu-load/figures';
import { capstanError } from '@domain/errors';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { attic, here, sessionView, status } from './fixtures';

const texts = await openTexts('en');
const t = texts.getFixedT('en', 'load');
const words = { t, number: formatsFor('en').number };

const gpu = (change: Partial<GpuLoad> = {}): GpuLoad => ({
  ...unknownLoad('pci:0000:00:02.0', 'Intel UHD 770'),
  ...change,
});
const hostLoad = (change: Partial<HostLoad> = {}): HostLoad => ({
  atMilliseconds: 0,
  cpuPercent: 23,
  memoryUsedMiB: 5000,
  memoryTotalMiB: 16_000,
  powerWatts: null,
  temperatureCelsius: null,
  gpus: [],
  unavailable: [{ figure: 'powerWatts', reason: 'Only root may read RAPL.' }],
  ...change,
});
const sessionLoad = (change: Partial<SessionLoad> = {}): SessionLoad => ({
  atMilliseconds: 0,
  cpuPercent: 140,
  memoryMiB: 300,
  memoryLimitMiB: 1024,
  gpus: [],
  unavailable: [],
  ...change,
});
const every = <T>(...loads: readonly T[]): History<T> => loads.map((load, index) => ({ atMs: 1000 * (index + 1), load }));

const recording = sessionView();
const started: AppState = { ...initialState, status: { state: 'ready', value: status(here) }, sessions: [recording], focus: { on: 'session', id: recording.id } };
const hostEvent = (state: AppState, load: HostLoad, atMs: number, hostId = here.id) => reduce(state, { type: 'station-event', event: { type: 'load', hostId, load }, atMs });
const sessionEvent = (state: AppState, load: SessionLoad, atMs: number, sessionId = recording.id) =>
  reduce(state, { type: 'station-event', event: { type: 'session-load', sessionId, load }, atMs });

/** A recording runs on another host than the chosen one, which is looked at. */
const remote = sessionView({ id: 'cccccccccc', host: { id: attic.id, name: 'attic, once' } });
const onBoth: AppState = { ...started, hosts: { state: 'ready', value: { chosenId: here.id, hosts: [here, attic] } }, sessions: [recording, remote] };
const historyOfHost = (state: AppState, id: string) => loadOfHost(state.load, id).history.map(({ atMs }) => atMs);
const focused = (state: AppState, id: string) => reduce(state, { type: 'focused', focus: { on: 'session', id } });
const onPage = (state: AppState, page: AppState['page']) => reduce(state, { type: 'page', page });
const shown = (state: AppState, hostId: string) => reduce(onPage(state, 'load'), { type: 'load-host-shown', hostId });

describe('the hosts', () => {
  it('are the chosen one and those that sessions run on, by the names that they have now', () => {
    expect(connectedHosts(onBoth).map(({ name }) => name)).toEqual(['This computer', 'attic']);
    const ended = { ...remote, state: 'stopped' } as const;
    expect(connectedHosts({ ...onBoth, sessions: [recording, ended] }).map(({ id }) => id)).toEqual([here.id]);
    expect(connectedHosts({ ...onBoth, sessions: [{ ...ended, isPaused: true }] }).map(({ id }) => id)).toEqual([here.id, attic.id]);
  });

  it('one is shown: that of the session in view, on its page the one that was asked for while it is connected', () => {
    expect(loadHost(onBoth)?.id).toBe(here.id);
    const inView = focused(onBoth, remote.id);
    expect([loadHost(inView)?.id, loadHost(onPage(inView, 'load'))?.id]).toEqual([attic.id, attic.id]);
    const asked = shown(inView, here.id);
    expect([loadHost(asked)?.id, loadHost(onPage(asked, 'capture'))?.id, loadHost(onPage(asked, 'load'))?.id]).toEqual([here.id, attic.id, here.id]);
    expect(loadHost(shown(started, attic.id))?.id).toBe(here.id);
    const connecting = reduce(shown(onBoth, here.id), { type: 'host-connecting', id: attic.id });
    expect(loadHost(connecting)?.id).toBe(attic.id);
  });

  it('have the session in view beside them where it runs there', () => {
    expect(loadSession(focused(onBoth, remote.id))?.id).toBe(remote.id);
    expect(loadSession(shown(focused(onBoth, remote.id), here.id))).toBeNull();
  });
});

describe('the wish', () => {
  const hostOf = (state: AppState) => loadWish(state)?.hostId ?? null;

  it('is for the host that is shown, and for none where no load is', () => {
    expect([hostOf(onBoth), hostOf(focused(onBoth, remote.id)), hostOf(shown(onBoth, attic.id))]).toEqual([here.id, attic.id, attic.id]);
    expect([hostOf(onPage(onBoth, 'recordings')), hostOf(onPage(onBoth, 'hosts'))]).toEqual([null, null]);
  });

  it('is for the chosen host only while it answers; another goes on meanwhile', () => {
    const away: AppState = { ...onBoth, status: { state: 'failed', error: capstanError('host-unreachable', 'No route.') } };
    expect([hostOf(away), hostOf(focused(away, remote.id))]).toEqual([null, attic.id]);
    const before = loadWish(focused(onBoth, remote.id));
    const reconnecting = reduce(focused(onBoth, remote.id), { type: 'host-connecting', id: null });
    expect(loadWish(reconnecting)).toEqual(before);
  });

  it('is another one after the chosen host was connected to anew', () => {
    const again = reduce(reduce(onBoth, { type: 'host-connecting', id: null }), { type: 'status', status: { state: 'ready', value: status(here) } });
    expect(loadWish(again)).not.toEqual(loadWish(onBoth));
  });

  it('takes counters of the whole GPU with it of the host that they were asked for', () => {
    const whole = reduce(onBoth, { type: 'load-whole-gpu', hostId: attic.id, on: true });
    expect([loadWish(whole)?.wholeGpu, loadWish(shown(whole, attic.id))?.wholeGpu]).toEqual([false, true]);
  });
});

describe('the history', () => {
  it('is of fixed length and age, whatever comes', () => {
    assert(
      property(array(integer({ min: 0, max: 400_000 }), { maxLength: 400 }), (times) => {
        const sorted = times.toSorted((one, other) => one - other);
        const history = sorted.reduce<History<number>>((known, atMs) => withSample(known, { atMs, load: atMs }), []);
        const newest = sorted.at(-1) ?? 0;
        expect(history.length).toBeLessThanOrEqual(2 * historySeconds);
        expect(history.every(({ atMs }) => atMs > newest - historySeconds * 1000)).toBe(true);
        expect(history.at(-1)?.load).toBe(sorted.at(-1));
      }),
    );
  });

  it('is kept of every connected host, and begins again where one is connected to anew', () => {
    const both = hostEvent(hostEvent(onBoth, hostLoad(), 1000), hostLoad(), 2000, attic.id);
    expect([historyOfHost(both, here.id), historyOfHost(both, attic.id)]).toEqual([[1000], [2000]]);
    const anew = reduce(both, { type: 'host-connecting', id: null });
    expect([historyOfHost(anew, here.id), historyOfHost(anew, attic.id)]).toEqual([[], [2000]]);
    const other = reduce(both, { type: 'host-connecting', id: attic.id });
    expect([historyOfHost(other, here.id), historyOfHost(other, attic.id)]).toEqual([[1000], []]);
  });

  it('has nothing of a host that is not connected', () => {
    expect(hostEvent(started, hostLoad(), 2000, attic.id)).toBe(started);
  });

  it('of the whole GPU is asked for of each host, and goes on after a reconnection', () => {
    const whole = reduce(onBoth, { type: 'load-whole-gpu', hostId: here.id, on: true });
    const asked = (state: AppState) => [here.id, attic.id].map((id) => loadOfHost(state.load, id).wholeGpu);
    expect(asked(reduce(whole, { type: 'host-connecting', id: null }))).toEqual([true, false]);
    expect(asked(reduce(whole, { type: 'host-connecting', id: attic.id }))).toEqual([true, false]);
  });

  it('of a session ends with it, and nothing is kept of one that is not there', () => {
    const seen = sessionEvent(started, sessionLoad(), 1000);
    expect(seen.load.sessions[recording.id]).toHaveLength(1);
    expect(sessionEvent(started, sessionLoad(), 1000, 'bbbbbbbbbb')).toBe(started);
    const ended = reduce(seen, { type: 'station-event', event: { type: 'session', view: { ...recording, state: 'stopped' }, event: null }, atMs: 2000 });
    expect(ended.load.sessions).toEqual({});
  });
});

describe('aligned', () => {
  it('joins lines of different times; only an unknown value breaks a line', () => {
    const [seconds, one, other] = aligned([[[1000, 5], [3000, null]], [[2000, 7]]], 3000);
    expect(seconds).toEqual([-2, -1, 0]);
    expect(one).toEqual([5, undefined, null]);
    expect(other).toEqual([undefined, 7, undefined]);
  });

  it('leaves a gap where nothing was seen for a while', () => {
    const [seconds, values] = aligned([[[0, 5], [30_000, 6]]], 30_000);
    expect(seconds).toEqual([-30, -29.999, 0]);
    expect(values).toEqual([5, null, 6]);
  });

  it('is rising in time and as long in every column', () => {
    const points = array(tuple(integer({ min: 0, max: 120_000 }), option(integer({ min: 0, max: 100 }))), { maxLength: 60 }).map((list) => list.toSorted(([one], [other]) => one - other));
    assert(
      property(array(points, { minLength: 1, maxLength: 3 }), (lines) => {
        const [seconds, ...columns] = aligned(lines, 120_000);
        expect(seconds.every((second, index) => index === 0 || second > (seconds[index - 1] ?? second))).toBe(true);
        expect(columns.every((column) => column.length === seconds.length)).toBe(true);
      }),
    );
  });

  it('reads the nearest sample, and none that is further than two seconds', () => {
    expect(valueAt([[1000, 5], [2000, 6]], 1600)).toBe(6);
    expect(valueAt([[1000, null]], 1000)).toBeNull();
    expect(valueAt([[1000, 5]], 4000)).toBeUndefined();
  });
});

describe('the graphs', () => {
  it('put the session’s share of an engine beside the whole, whatever the driver calls it', () => {
    const host = every(hostLoad({ gpus: [gpu({ engines: [{ engine: 'video', name: 'Video/0', busyPercent: 52 }] })] }));
    const session = every(sessionLoad({ gpus: [{ gpu: 'pci:0000:00:02.0', engines: [{ engine: 'video', name: 'video', busyPercent: 31 }], memoryMiB: 80 }] }));
    const [group] = gpuGroups(t, host, session);
    const video = group?.graphs.find(({ key }) => key === 'engine video');
    expect(video?.lines.map(({ of, now }) => [of, now])).toEqual([['whole', 52], ['session', 31]]);
    expect(video).toMatchObject({ unit: 'percent', maximum: 100 });
  });

  it('take the units of an engine together', () => {
    const units = [{ engine: 'video', name: 'Video/0', busyPercent: 40 }, { engine: 'video', name: 'Video/1', busyPercent: 10 }] as const;
    const session = every(sessionLoad({ gpus: [{ gpu: 'pci:0000:00:02.0', engines: [{ engine: 'video', name: 'video', busyPercent: 20 }], memoryMiB: null }] }));
    const [group] = gpuGroups(t, every(hostLoad({ gpus: [gpu({ engines: [...units] })] })), session);
    expect(group?.graphs.map(({ key, lines }) => [key, ...lines.map(({ now }) => now)])).toEqual([['engine video', 25, 20]]);
  });

  it('keep engines of one kind apart by name', () => {
    const engines = [{ engine: 'render', name: 'fragment', busyPercent: 4 }, { engine: 'render', name: 'vertex-tiler', busyPercent: 2 }] as const;
    const [group] = gpuGroups(t, every(hostLoad({ gpus: [gpu({ engines: [...engines] })] })), []);
    expect(group?.graphs.map(({ title, lines }) => [title, lines[0]?.now])).toEqual([['fragment', 4], ['vertex-tiler', 2]]);
  });

  it('say why a value is not there, and never make it 0', () => {
    const reason = 'intel_gpu_top may not read the counters.';
    const host = every(
      hostLoad({ gpus: [gpu({ engines: [{ engine: 'video', name: 'Video', busyPercent: 40 }] })] }),
      hostLoad({ gpus: [gpu({ engines: [{ engine: 'video', name: 'Video', busyPercent: null }], unavailable: [{ figure: 'engines', reason }] })] }),
    );
    const [group] = gpuGroups(t, host, []);
    expect(group?.graphs[0]?.lines[0]).toEqual({ of: 'whole', points: [[1000, 40], [2000, null]], now: null, reason });
  });

  it('say why one engine is not known', () => {
    const reason = 'tegrastats of this release tells its clock, not how busy it is.';
    const engines = [{ engine: 'encoder', name: 'NVENC', busyPercent: null }, { engine: 'decoder', name: 'NVDEC', busyPercent: null }] as const;
    const unavailable = [{ figure: 'engines.NVDEC', reason: 'Off.' }, { figure: 'engines.NVENC', reason }];
    const [group] = gpuGroups(t, every(hostLoad({ gpus: [gpu({ engines: [...engines], unavailable })] })), []);
    expect(group?.missing.filter(({ title }) => title === 'Encoder' || title === 'Decoder')).toEqual([{ title: 'Encoder', reason }, { title: 'Decoder', reason: 'Off.' }]);
  });

  it('stay while a sample lacks the GPU, and name what was never known', () => {
    const host = every(hostLoad({ gpus: [gpu({ busyPercent: 12 })] }), hostLoad());
    const [group] = gpuGroups(t, host, []);
    expect(group?.graphs.map(({ key }) => key)).toEqual(['busy']);
    expect(group?.missing.map(({ title }) => title)).toEqual(['GPU memory', 'GPU power', 'GPU temperature', 'GPU clock']);
  });

  it('of the host have the recorder’s CPU and memory beside, and reasons for the rest', () => {
    const group = hostGroup(t, 'studio', every(hostLoad()), every(sessionLoad()));
    expect(group.graphs.map(({ key, maximum }) => [key, maximum])).toEqual([['cpu', 100], ['session-cpu', 200], ['memory', 16_000]]);
    expect(group.missing).toEqual([
      { title: 'Power', reason: 'Only root may read RAPL.' },
      { title: 'Temperature', reason: 'The host does not tell it.' },
    ]);
  });

  it('of several GPUs are numbered', () => {
    const host = every(hostLoad({ gpus: [gpu({ busyPercent: 1 }), gpu({ gpu: 'GPU-1', name: 'RTX A2000', busyPercent: 2 })] }));
    expect(gpuGroups(t, host, []).map(({ title }) => title)).toEqual(['GPU 1: Intel UHD 770', 'GPU 2: RTX A2000']);
  });
});

describe('the line', () => {
  it('leaves out what is unknown', () => {
    expect(loadSummary(started, words)).toBeNull();
    expect(loadSummary(hostEvent(started, hostLoad(), 1000), words)).toBe('CPU 23 %');
    expect(loadSummary(hostEvent(started, hostLoad({ cpuPercent: null }), 1000), words)).toBe('Load not available');
  });

  it('tells the GPU and what encodes there', () => {
    const load = hostLoad({ gpus: [gpu({ busyPercent: 12, engines: [{ engine: 'encoder', name: 'enc', busyPercent: 40 }] })] });
    expect(loadSummary(hostEvent(started, load, 1000), words)).toBe('GPU 12 % · encoder 40 % · CPU 23 %');
  });

  it('takes the share of the session where the whole is unknown', () => {
    const own = sessionLoad({ gpus: [{ gpu: 'pci:0000:00:02.0', engines: [{ engine: 'video', name: 'video', busyPercent: 31 }], memoryMiB: null }] });
    const state = sessionEvent(hostEvent(started, hostLoad({ gpus: [gpu()] }), 1000), own, 1000);
    expect(loadSummary(state, words)).toBe('this recording’s encoder 31 % · CPU 23 %');
  });

  it('is of the host of the session in view', () => {
    const both = hostEvent(hostEvent(onBoth, hostLoad({ cpuPercent: 10 }), 1000), hostLoad({ cpuPercent: 70 }), 2000, attic.id);
    expect([loadSummary(both, words), loadSummary(focused(both, remote.id), words)]).toEqual(['CPU 10 %', 'CPU 70 %']);
  });

  it('tells nothing of another GPU than the one in view', () => {
    const own = sessionLoad({ gpus: [{ gpu: 'GPU-1', engines: [{ engine: 'encoder', name: 'enc', busyPercent: 31 }], memoryMiB: null }] });
    expect(loadSummary(sessionEvent(hostEvent(started, hostLoad({ gpus: [gpu({ busyPercent: 5 })] }), 1000), own, 1000), words)).toBe('GPU 5 % · CPU 23 %');
  });
});

it('values have units, and little is not nothing', () => {
  expect([formatLoad(0, 'percent', words), formatLoad(0.2, 'percent', words), formatLoad(140.4, 'core-percent', words)]).toEqual(['0 %', '<1 %', '140 % of a core']);
  expect([formatLoad(900, 'mebibytes', words), formatLoad(5200, 'mebibytes', words), formatLoad(12.34, 'watts', words), formatLoad(61.4, 'celsius', words)]).toEqual(['900 MiB', '5.1 GiB', '12.3 W', '61 °C']);
  expect([formatMark(8192, 'mebibytes', words), formatMark(50, 'percent', words)]).toEqual(['8 G', '50%']);
});
