import { beforeEach, expect, it, vi } from 'vitest';
import type { PresetSettings } from '@domain/preset';
import type { Alert } from '@domain/watchdog/alert';
import type { Run } from '../../../src/station/engine';
import { unknownSource, Watching } from '../../../src/station/session/watching';
import { settings } from '../domain/plan/fixtures';
import { cameraSettings } from '../domain/watchdog/simulated';
import { FakeClock } from './fake-world';

const { clock } = vi.hoisted(() => ({ clock: { current: null as FakeClock | null } }));
vi.mock('node:timers/promises', () => ({ setTimeout: (...words: Parameters<FakeClock['delay']>) => clock.current?.delay(...words) }));

let time: FakeClock;
beforeEach(() => {
  time = new FakeClock();
  clock.current = time;
});

function watching(now: PresetSettings, { isFrozen = false } = {}) {
  const signals: string[] = [];
  const alerts: Alert[] = [];
  const ended = new AbortController();
  const run = { record: { purpose: 'record', settings: now }, isFrozen: async () => isFrozen, signal: async (name: string) => void signals.push(name) } as unknown as Run;
  const own = new Watching({ run, source: unknownSource, settings: () => now, onAlert: (alert) => alerts.push(alert), onTrouble: (thrown) => expect.fail(String(thrown)), over: ended.signal });
  let upSeconds = 100;
  let frame = 0;
  /** A second, with or without frames. */
  const second = (frames: number) => {
    upSeconds += 1;
    frame += frames;
    if (frames > 0) own.progress({ frame, outTimeSeconds: frame / 30, sizeBytes: null, speed: 1, last: false });
    own.pulse({ upSeconds, cpuSeconds: frame / 100, writtenBytes: frame * 1000, states: 'SSS' });
  };
  const seconds = (count: number, frames: number) => {
    for (let left = count; left > 0; left -= 1) second(frames);
  };
  return { own, signals, alerts, ended, seconds };
}

it('a camera that stalls is treated as pulled: its recorder is asked to end, and killed where it cannot hear', async () => {
  const { own, signals, alerts, seconds } = watching(cameraSettings());
  seconds(10, 30);
  seconds(6, 0);
  await time.pass(0);
  expect(alerts.map(({ kind }) => kind)).toEqual(['no-frames']);
  expect(own.isStalled).toBe(true);
  expect(signals).toEqual(['SIGTERM']);
  seconds(5, 0);
  await time.pass(2000);
  expect(signals).toEqual(['SIGTERM', 'SIGKILL']);
});

it('a recorder that hears it is left alone while it closes its file', async () => {
  const { signals, ended, seconds } = watching(cameraSettings());
  seconds(10, 30);
  seconds(6, 0);
  await time.pass(0);
  ended.abort();
  await time.pass(5000);
  expect(signals).toEqual(['SIGTERM']);
});

it('a recorder that was frozen by its engine is left alone', async () => {
  const { own, signals, seconds } = watching(cameraSettings(), { isFrozen: true });
  seconds(10, 30);
  seconds(6, 0);
  await time.pass(5000);
  expect(signals).toEqual([]);
  seconds(3, 30);
  expect(own.isStalled).toBe(false);
});

it('other sources that stall are told of and go on', async () => {
  const now = { ...settings, source: { ...settings.source, type: 'network', url: 'rtsp://a.lan/1', frameRate: null, frameSize: null } } as unknown as PresetSettings;
  const { own, signals, alerts, seconds } = watching(now);
  seconds(10, 30);
  seconds(6, 0);
  await time.pass(5000);
  expect(alerts.map(({ kind, cause }) => `${kind} ${cause}`)).toEqual(['no-frames source']);
  expect(signals).toEqual([]);
  expect(own.isStalled).toBe(false);
});

it('nothing is said of a recording that is being stopped', async () => {
  const { own, signals, alerts, seconds } = watching(cameraSettings());
  seconds(10, 30);
  own.close();
  seconds(30, 0);
  await time.pass(5000);
  expect([alerts, signals]).toEqual([[], []]);
});
