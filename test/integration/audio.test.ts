import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import type { AudioInput } from '@domain/capabilities';
import { settingsOf, type PresetSettings } from '@domain/preset';
import type { Station } from '../../src/station/types';
import { findBeeps, measureSync, patternFlash } from '../support/av-sync';
import { Cli } from '../support/cli';
import { startSoundServer, type SoundServer, type SoundServerUser } from '../support/sound-server';
import { openTestStation } from '../support/station';
import { until } from '../support/until';

/** The promise of issue and README: a flash and its beep are less than this apart. */
const toleranceMs = 40;
const frameSize = { width: 640, height: 360 };
let home: string;
let station: Station | null;
let server: SoundServer | null;
let context: TestContext;

beforeEach((test) => {
  context = test;
  home = mkdtempSync(join(tmpdir(), 'capstan-audio-'));
  station = null;
  server = null;
});
afterEach(async () => {
  for (const { id, state } of station?.sessions.list() ?? []) if (state === 'recording' || state === 'starting') await station?.sessions.get(id).stop();
  await station?.close();
  await server?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function open(engine: 'docker' | 'local'): Promise<Station> {
  station = await openTestStation(context, engine, home);
  return station;
}

const pattern = (overrides: Partial<PresetSettings> = {}) => ({
  presetName: 'Sound',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize, frameRate: { numerator: 30, denominator: 1 } },
    ...overrides,
  },
});
const sound = (input: Extract<PresetSettings['audio'], { mode: 'encode' }>['input'], encoder: 'aac' | 'libopus' = 'aac'): PresetSettings['audio'] => ({
  mode: 'encode',
  encoder,
  bitRateKbps: 128,
  input,
});

async function record(opened: Station, overrides: Partial<PresetSettings>, inputs: readonly AudioInput[] = []) {
  const capabilities = { ...(await opened.capabilities()), audioInputs: [...inputs] };
  return opened.sessions.start(pattern(overrides), { destination: join(home, 'recordings'), capabilities });
}

describe('flash and beep of the test pattern', () => {
  const files = [
    ['local', 'aac', 'matroska'],
    ['local', 'libopus', 'mp4'],
    ['docker', 'libopus', 'matroska'],
    ['docker', 'aac', 'mp4'],
  ] as const;
  it.each(files)('%s, %s in %s: together at each second', async (engine, encoder, muxer) => {
    const opened = await open(engine);
    const session = await record(opened, { audio: sound({ type: 'source' }, encoder), muxer, durationSeconds: 4 });
    const { state, recording } = await session.ended;
    expect([state, recording?.media?.audioCodec]).toEqual(['completed', encoder === 'aac' ? 'aac' : 'opus']);
    // The flash of the first frame has no frame before it.
    const points = await measureSync(recording!.path, { flash: patternFlash(frameSize) });
    expect(points).toHaveLength(3);
    for (const { offsetMs } of points) expect(Math.abs(offsetMs)).toBeLessThan(toleranceMs);
  });
});

describe('levels', () => {
  const heard = (opened: Station) => {
    const peaks: number[][] = [];
    opened.onEvent((event) => {
      if (event.type === 'levels') peaks.push(event.peakDbfs);
    });
    return peaks;
  };

  it.each(['local', 'docker'] as const)('%s: ten a second while the recording is watched, none before', async (engine) => {
    const opened = await open(engine);
    const peaks = heard(opened);
    const session = await record(opened, { durationSeconds: 6 });
    const before = await until('two seconds of it', () => (session.view.progress?.timeSeconds ?? 0) > 2 && { levels: peaks.length, at: session.view.progress!.timeSeconds });
    expect(before.levels).toBe(0);
    session.watch(() => {});
    const { recording } = await session.ended;
    const watchedSeconds = recording!.durationSeconds - before.at;
    expect(peaks.length).toBeGreaterThan(4 * watchedSeconds);
    expect(peaks.length).toBeLessThan(12 * watchedSeconds);
    // The tone has -18 dBFS, and its beep -9.
    expect(Math.min(...peaks.flat())).toBeGreaterThan(-20);
    expect(Math.max(...peaks.flat())).toBeLessThan(-8);
  });

  it.each(['local', 'docker'] as const)('%s: also of a live picture, before anything is recorded', async (engine) => {
    const opened = await open(engine);
    const peaks = heard(opened);
    const session = await opened.sessions.start(pattern(), { purpose: 'watch' });
    session.watch(() => {});
    await until('a second of levels', () => peaks.length >= 10);
    expect((await session.stop()).state).toBe('stopped');
  });

  it('are no event of the command line', async () => {
    const cli = new Cli(['record', '--engine', 'local', '--size', '320x180', '--seconds', '2', '--json', '--output', join(home, 'recordings')], {
      HOME: home,
      CAPSTAN_DATA: join(home, 'data'),
    });
    expect(await cli.exit).toBe(0);
    expect(cli.events.map(({ type }) => type)).toContain('progress');
    expect(cli.events.filter(({ type }) => type === 'levels')).toEqual([]);
  });
});

describe('a sound server, from a container', () => {
  const live = (): Partial<PresetSettings> => ({ audio: sound({ type: 'device', device: 'pulse:' }) });
  const start = async (test: TestContext, owner?: SoundServerUser) => {
    const opened = await open('docker');
    const { user } = await opened.capabilities();
    server = await startSoundServer(test, owner ?? user);
    return { opened, server };
  };

  it('is recorded with its beeps a second apart, whatever the picture does', async (test) => {
    const { opened, server: { input } } = await start(test);
    const session = await record(opened, { ...live(), durationSeconds: 8 }, [input]);
    const { state, recording } = await session.ended;
    expect([state, recording?.frames]).toEqual(['completed', 240]);
    const beeps = await findBeeps(recording!.path, { fromSeconds: 2 });
    expect(beeps.length).toBeGreaterThanOrEqual(5);
    for (const [index, beep] of beeps.slice(1).entries()) expect(Math.abs(beep - beeps[index]! - 1)).toBeLessThan(toleranceMs / 1000);
  });

  it('that dies leaves the picture alone: the recording goes on in silence', async (test) => {
    const { opened, server: { input, kill } } = await start(test);
    const session = await record(opened, { ...live(), durationSeconds: 8 }, [input]);
    await until('three seconds of it', () => (session.view.progress?.timeSeconds ?? 0) > 3);
    await kill();
    const { state, recording } = await session.ended;
    expect([state, recording?.frames]).toEqual(['completed', 240]);
    expect(await findBeeps(recording!.path, { fromSeconds: 6 })).toEqual([]);
  });

  it('of another user is refused with what is missing', async (test) => {
    const { opened, server: { input } } = await start(test, { uid: 4321, gid: 4321 });
    const session = await record(opened, live(), [input]);
    expect(await session.ended).toMatchObject({ state: 'failed', recording: null, error: { kind: 'device-forbidden' } });
  });
});
