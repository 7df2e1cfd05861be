import { capstanError } from '@domain/errors';
import type { HostCheckStep } from '@domain/host';
import { describe, expect, it } from 'vitest';
import { shownSteps } from '../../../src/renderer/hosts/check-steps';
import { suggestedName } from '../../../src/renderer/hosts/suggested-name';
import { chosenHost } from '../../../src/renderer/state/hosts';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { recordingOfSameDevice } from '../../../src/renderer/state/selectors';
import { watchWish } from '../../../src/renderer/state/watch-wish';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { attic, camera, capabilities, here, sessionView, settings, status } from './fixtures';

const after = (...actions: Action[]): AppState => actions.reduce(reduce, initialState);
const list = (chosenId: string): Action => ({ type: 'hosts', hosts: { state: 'ready', value: { chosenId, hosts: [here, attic] } } });
const isHere: Action = { type: 'status', status: { state: 'ready', value: status(here) } };
const passed = (step: HostCheckStep['step']): HostCheckStep => ({ step, state: 'passed', detail: step, error: null });
const stepTold = (hostId: string, step: HostCheckStep): Action => ({
  type: 'station-event',
  event: { type: 'host-check', hostId, step },
  atMs: 0,
});
const away = capstanError('host-unreachable', 'ssh: connect to host attic port 22: No route to host');

describe('another host', () => {
  const atHome = after(list(here.id), isHere, { type: 'capabilities', capabilities: { state: 'ready', value: capabilities() } });
  const going = reduce(atHome, { type: 'host-connecting', id: attic.id });

  it('is named at once, while nothing of the one before is shown as its own', () => {
    expect(chosenHost(going)?.name).toBe('attic');
    expect(going).toMatchObject({
      status: { state: 'loading' },
      capabilities: { state: 'loading' },
      hostRecordings: null,
      focus: { on: 'source' },
    });
    expect(watchWish(going)).toEqual({ show: 'nothing', because: 'connecting' });
  });

  it('that is away shows no picture of anybody else', () => {
    const failed = reduce(going, { type: 'status', status: { state: 'failed', error: away } });
    expect(watchWish(failed)).toEqual({ show: 'nothing', because: 'host-away' });
  });

  it('starts the picture anew even where the settings are the same', () => {
    const there = reduce(going, { type: 'status', status: { state: 'ready', value: status(attic) } });
    const [before, now] = [watchWish(atHome), watchWish(there)];
    expect(now.show === 'source' && before.show === 'source' && now.key !== before.key).toBe(true);
  });

  it('has devices of its own: one of the same identity is recorded elsewhere', () => {
    const wantsIt = reduce(atHome, { type: 'settings-edited', settings: settings({ source: camera }) });
    const recordsHere = reduce(wantsIt, {
      type: 'station-event',
      event: { type: 'session', view: sessionView({ settings: settings({ source: camera }) }), event: null },
      atMs: 0,
    });
    expect(recordingOfSameDevice(recordsHere)?.id).toBe('aaaaaaaaaa');
    const there = [
      { type: 'host-connecting', id: attic.id } as const,
      { type: 'status', status: { state: 'ready', value: status(attic) } } as const,
    ].reduce<AppState>(reduce, recordsHere);
    expect(recordingOfSameDevice(there)).toBeNull();
    expect(there.sessions).toHaveLength(1);
  });

  it('is not renamed by what the engine of the one before still tells', () => {
    const there = reduce(going, { type: 'status', status: { state: 'ready', value: status(attic) } });
    const late = reduce(there, { type: 'station-event', event: { type: 'engine', status: status(here).engine }, atMs: 0 });
    expect(late.status).toEqual(there.status);
  });

  it('keeps the recording in view when the same host is only connected to anew', () => {
    const recording = reduce(atHome, { type: 'record-started', view: sessionView() });
    expect(reduce(recording, { type: 'host-connecting', id: null }).focus).toEqual({ on: 'session', id: 'aaaaaaaaaa' });
  });
});

describe('a check', () => {
  it('goes on step by step, and ends with its answer', () => {
    const running = after({ type: 'host-check-begun', id: 'h' }, stepTold('h', passed('name')), stepTold('h', passed('connection')));
    const check = running.checks['h'];
    expect(check?.state === 'running' && shownSteps(attic, check).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'name passed',
      'connection passed',
      'host-key running',
      'login waiting',
      'docker waiting',
      'daemon waiting',
      'version waiting',
      'image waiting',
      'space waiting',
    ]);
    const answer = { host: attic, passed: false, steps: [passed('name')], offeredKey: null };
    const done = reduce(running, { type: 'host-checked', id: 'h', result: { state: 'done', check: answer } });
    expect(reduce(done, stepTold('h', passed('login'))).checks['h']).toEqual({ state: 'done', check: answer });
  });

  it('of a socket has no steps of ssh', () => {
    const check = { state: 'running', steps: [] } as const;
    expect(shownSteps({ address: 'unix:///run/docker.sock' }, check).map(({ name }) => name)).toEqual([
      'daemon',
      'version',
      'image',
      'space',
    ]);
  });

  it('that failed says so at the step, and ends there', () => {
    const failed: HostCheckStep = { step: 'connection', state: 'failed', detail: 'no route', error: away };
    const check = { host: attic, passed: false, steps: [passed('name'), failed], offeredKey: null };
    const steps = shownSteps(attic, { state: 'done', check });
    expect(steps.map(({ name }) => name)).toEqual(['name', 'connection']);
    expect(steps[1]).toMatchObject({ state: 'failed', error: away });
  });
});

it.each<[string, string]>([
  ['ssh://me@studio.example:2222', 'studio.example'],
  ['ssh://studio', 'studio'],
  ['tcp://[fe80::1]:2376', 'fe80--1'],
  ['unix:///run/docker.sock', ''],
  ['', ''],
])('%s is called %j', (address, name) => {
  expect(suggestedName(address)).toBe(name);
});
