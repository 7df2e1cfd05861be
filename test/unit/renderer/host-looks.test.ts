import type { HostOverview } from '@domain/contract';
import { capstanError, failure } from '@domain/errors';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Request } from '../../../src/renderer/bridge';
import { cameraRows } from '../../../src/renderer/hosts/camera-rows';
import { forHost } from '../../../src/renderer/hosts/for-host';
import { hostLookCommands } from '../../../src/renderer/state/host-look-commands';
import { awayBecause, capabilitiesOf, hostCondition, lookOf } from '../../../src/renderer/state/host-looks';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { createStore } from '../../../src/renderer/state/store';
import { attic, camera, capabilities, here, sessionView, settings, status, webcam } from './fixtures';

const after = (...actions: Action[]): AppState => actions.reduce(reduce, initialState);
const list: Action = { type: 'hosts', hosts: { state: 'ready', value: { chosenId: here.id, hosts: [here, attic] } } };
const isHere: Action = { type: 'status', status: { state: 'ready', value: status(here) } };
const overview: HostOverview = { engine: status(attic).engine, capabilities: capabilities(webcam()), space: { freeBytes: 1e9, totalBytes: 2e9 } };
const at = '2026-11-21T15:00:00.000Z';
const begun: Action = { type: 'host-look-begun', id: attic.id };
const seen: Action = { type: 'host-looked-at', id: attic.id, overview, at };
const lost: Action = { type: 'host-look-failed', id: attic.id, error: capstanError('host-unreachable', 'No route to host') };
const condition = (...actions: Action[]) => hostCondition(after(list, isHere, ...actions), attic.id);

describe('how a host is', () => {
  it('is unknown until somebody looks, then told', () => {
    expect([condition(), condition(begun), condition(begun, seen), condition(lost)]).toEqual(['unknown', 'looking', 'reachable', 'away']);
    expect(hostCondition(after(list, isHere), here.id)).toBe('docker');
    expect(hostCondition(after(list, { type: 'status', status: { state: 'failed', error: capstanError('connection-lost', '') } }), here.id)).toBe('away');
  });

  it('is reachable without its image, and the reason stays', () => {
    const bare = after(list, isHere, { type: 'host-look-failed', id: attic.id, error: capstanError('image-missing', 'no image') });
    expect(hostCondition(bare, attic.id)).toBe('reachable');
    expect(awayBecause(bare, attic.id)).toBeNull();
    expect(lookOf(bare, attic.id).error?.kind).toBe('image-missing');
  });

  it('that is lost keeps what was seen of it, and when', () => {
    const state = after(list, isHere, seen, begun, lost);
    expect(lookOf(state, attic.id)).toMatchObject({ isLooking: false, seen: { overview, at }, error: { kind: 'host-unreachable' } });
    expect(capabilitiesOf(state, attic.id)).toBe(overview.capabilities);
  });
});

describe('cameras', () => {
  const free = webcam({ formats: [{ fourcc: 'MJPG', description: '', compressed: true, frameSizes: [], frameSizeRanges: [] }] });
  const rows = (device: typeof free, change: Partial<Parameters<typeof cameraRows>[0]> = {}) =>
    cameraRows({ capabilities: { captureDevices: [device] }, cameras: {}, sessions: [], ...change }).map(({ name, state }) => [name, state]);

  it.each([
    [free, 'free'],
    [webcam(), 'closed'],
    [webcam({ unusable: 'Raw sensor data.' }), 'unusable'],
    [{ ...free, signal: { state: 'none' as const, timings: null } }, 'no-signal'],
  ])('%#', (device, state) => {
    expect(rows(device)).toEqual([['HD Webcam', state]]);
  });

  it('in use say by whom, those that were pulled out are still named', () => {
    const session = sessionView({ settings: settings({ source: camera }) });
    expect(rows(free, { sessions: [session] })).toEqual([['HD Webcam', 'recorded']]);
    expect(rows(free, { sessions: [{ ...session, purpose: 'watch' }] })).toEqual([['HD Webcam', 'shown']]);
    expect(rows(free, { cameras: { [free.identity]: 'HD Webcam', other: 'Card' } })).toEqual([['HD Webcam', 'free'], ['Card', 'unplugged']]);
    const byPath = { ...session, settings: settings({ source: { ...camera, device: free.path } }) };
    expect(rows(free, { sessions: [byPath] })).toEqual([['HD Webcam', 'recorded']]);
  });
});

describe('looking', () => {
  let asked: string[];
  let refreshes: boolean[];
  let answer: () => Promise<unknown>;
  beforeEach(() => {
    asked = [];
    refreshes = [];
    answer = async () => overview;
  });
  const open = () => {
    const store = createStore(after(list, isHere, { type: 'capabilities', capabilities: { state: 'ready', value: capabilities() } }));
    const request = (async (name: string, input?: { id: string; refresh?: boolean }) => {
      if (input) refreshes.push(input.refresh === true);
      asked.push(`${name} ${input?.id ?? ''}`.trim());
      return name === 'images.list' ? { families: [], images: [] } : answer();
    }) as unknown as Request;
    const commands = hostLookCommands({ request, store, settle: () => () => {}, now: () => 0 });
    store.subscribe(commands.followPage);
    return { store, commands };
  };

  it('follows the page: at the host that is shown, and at its images where it is chosen', async () => {
    const { store, commands } = open();
    expect(asked).toEqual([]);
    store.dispatch({ type: 'page', page: 'hosts' });
    expect(asked).toEqual([`hosts.overview ${here.id}`, 'images.list']);
    await vi.waitFor(() => expect(lookOf(store.get(), here.id).seen).not.toBeNull());
    store.dispatch({ type: 'host-shown', shown: { shows: 'host', id: attic.id } });
    commands.followHosts({ type: 'devices', hostId: here.id });
    await vi.waitFor(() => expect(lookOf(store.get(), attic.id).seen).not.toBeNull());
    expect(asked.slice(2)).toEqual([`hosts.overview ${attic.id}`]);
    commands.followHosts({ type: 'devices', hostId: attic.id });
    expect(asked.slice(3)).toEqual([`hosts.overview ${attic.id}`]);
  });

  it('goes on once at a time, and once more for what changed meanwhile', async () => {
    const { store, commands } = open();
    const waiting: (() => void)[] = [];
    answer = () => new Promise((resolve) => waiting.push(() => resolve(overview)));
    void commands.lookAtHost(attic.id);
    void commands.lookAtHost(attic.id);
    void commands.lookAtHost(attic.id);
    expect(asked).toHaveLength(1);
    waiting[0]?.();
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    waiting[1]?.();
    await vi.waitFor(() => expect(lookOf(store.get(), attic.id).isLooking).toBe(false));
    expect(asked).toHaveLength(2);
  });

  it('that is asked for anew while another goes on is made anew after it', async () => {
    const { commands } = open();
    const waiting: (() => void)[] = [];
    answer = () => new Promise((resolve) => waiting.push(() => resolve(overview)));
    void commands.lookAtHost(attic.id);
    void commands.lookAtHost(attic.id, true);
    void commands.lookAtHost(attic.id);
    waiting[0]?.();
    await vi.waitFor(() => expect(refreshes).toEqual([false, true]));
    waiting[1]?.();
  });

  it('at all hosts tells of each by itself', async () => {
    const { store, commands } = open();
    answer = async () => {
      if (asked.at(-1)?.endsWith(attic.id)) throw failure('host-unreachable', 'No route to host');
      return overview;
    };
    await commands.lookAtHosts();
    expect([here, attic].map(({ id }) => lookOf(store.get(), id).error?.kind ?? null)).toEqual([null, 'host-unreachable']);
  });
});

it.each([
  ['ssh://me@studio:2222', 'Check `ssh HOST true` and `ssh-keygen -R HOST`.', "Check `ssh -p 2222 me@studio true` and `ssh-keygen -R '[studio]:2222'`."],
  ['ssh://studio', 'Check `ssh HOST true` and `ssh-keygen -R HOST`.', 'Check `ssh studio true` and `ssh-keygen -R studio`.'],
  ['tcp://studio:2376', 'Check `ssh HOST true`.', 'Check `ssh HOST true`.'],
  [null, 'Check `ssh HOST true`.', 'Check `ssh HOST true`.'],
])('the remedy for %s', (address, nextStep, filled) => {
  expect(forHost(nextStep, { address })).toBe(filled);
});
