import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf, type PresetSettings } from '@domain/preset';
import { inPartOrder, type Recording } from '@domain/recording';
import type { LiveSession, Station } from '../../src/station/types';
import { decode, frameTimes } from '../support/media';
import { testDaemon } from '../support/pieces';
import { openTestStation } from '../support/station';
import { until } from '../support/until';

const run = promisify(execFile);

let home: string;
let stations: Station[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-split-'));
  chmodSync(home, 0o755);
  stations = [];
});
afterEach(async () => {
  for (const station of stations) {
    for (const { id } of station.sessions.list()) await station.sessions.get(id).stop();
    await station.close();
  }
  rmSync(home, { recursive: true, force: true });
});

describe.each(['local', 'docker'] as const)('a recording in several files by the %s engine', (engine) => {
  async function open(context: TestContext): Promise<Station> {
    const station = await openTestStation(context, engine, home);
    // A percent sign would be a number's place to the muxer.
    station.settings.recordingsDirectory = join(home, '100% out');
    stations.push(station);
    return station;
  }

  it('holds what one file holds, frame for frame, and joined the same times; of one second, neither writes over the other', async (context) => {
    const station = await open(context);
    const path = join(home, 'source.mkv');
    const noise = ['-f', 'lavfi', '-i', 'testsrc2=s=192x108:r=30,noise=alls=8:allf=t', '-f', 'lavfi', '-i', 'sine'];
    await run('ffmpeg', ['-v', 'error', ...noise, '-t', '10', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-c:a', 'aac', path]);
    const source = { type: 'file', path, pace: 'fastest', frameSize: null, frameRate: null } as const;
    const audio = { mode: 'encode', encoder: 'aac', bitRateKbps: 96, input: { type: 'source' } } as const;
    const start = (settings: Partial<PresetSettings>) => station.sessions.start(draft({ source, audio, ...settings }, { gopFrames: 60 }));
    const [whole, split, other] = await Promise.all([start({}), start({ split: every(3) }), start({ split: every(3) })]);
    const [one, several, another] = await Promise.all([whole.ended, split.ended, other.ended]);

    expect(several).toMatchObject({ state: 'completed', error: null, recording: { id: split.id, frames: 300 } });
    expect(several.recording?.durationSeconds).toBeCloseTo(10, 1);
    const names = several.files!.map((file) => basename(file));
    const stem = names[0]!.slice(0, -'-001.mkv'.length);
    expect(stem).toContain(split.id);
    expect(names).toEqual(['001', '002', '003'].map((number) => `${stem}-${number}.mkv`));
    // Key frames come every two seconds: the first one after its time ends a file.
    const files = (await station.recordings.list()).filter(({ path: at }) => several.files!.includes(at)).toSorted(inPartOrder);
    expect(files.map(({ frames, part }) => [frames, part])).toEqual(
      [120, 60, 120].map((frames, index) => [frames, { number: 1, firstSessionId: split.id, file: index + 1 }]),
    );
    for (const { path: at, frames } of files) expect(await decode(at)).toMatchObject({ complaints: '', frames });
    expect(another.files).toHaveLength(3);
    expect(another.files!.filter((file) => several.files!.includes(file))).toEqual([]);

    const joined = await station.conversions.join(split.id);
    expect(basename(joined.path)).toBe(`${stem}-joined.mkv`);
    expect(await pictures(joined.path)).toEqual(await pictures(one.recording!.path));
    const [before, after] = [await frameTimes(one.recording!.path), await frameTimes(joined.path)];
    const apart = after.map((seconds, index) => seconds - before[index]! - (after[0]! - before[0]!));
    expect(after).toHaveLength(300);
    expect(Math.max(...apart.map(Math.abs))).toBeLessThan(0.0021);
    expect(await decode(joined.path)).toMatchObject({ complaints: '', frames: 300 });
  });

  // The same command line runs in a container: this one is told of once.
  const once: (name: string, act: (context: TestContext) => Promise<void>) => void = engine === 'local' ? it : () => {};
  once('by size, never grows a file beyond it, with as much in the pictures as the bit rate takes', async (context) => {
    const station = await open(context);
    const path = join(home, 'noise.mkv');
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=30,noise=alls=60:allf=t', '-t', '20', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '8', path]);
    const source = { type: 'file', path, pace: 'fastest', frameSize: null, frameRate: null } as const;
    const rateControl = { mode: 'vbr', bitRateKbps: 1500, maxBitRateKbps: 2000 } as const;
    const session = await station.sessions.start(draft({ source, split: { mode: 'size', megabytes: 2 } }, { rateControl }));
    const { files, state } = await session.ended;
    const sizes = files!.map((file) => statSync(file).size);
    expect(state).toBe('completed');
    expect(sizes.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000_000);
    expect(Math.max(...sizes)).toBeGreaterThan(600_000);
  });

  it('has lost little of its third file after SIGKILL, and nothing of those before', async (context) => {
    const station = await open(context);
    const session = await station.sessions.start(draft({ split: every(1) }));
    const folder = join(home, '100% out');
    // Those of a container that root started grow in a folder of their own.
    const written = () => (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mkv')) : []);
    await until('a third file', () => written().length > 2, { withinSeconds: 60 });
    const at = (session.view.progress?.frame ?? 0) + 20;
    await until('frames in it', () => (session.view.progress?.frame ?? 0) >= at, { withinSeconds: 60 });
    expect(session.view.progress?.sizeBytes).toBeGreaterThan(0);
    await killRecorder(session, context);
    const reported = session.view.progress!.timeSeconds;
    const end = await session.ended;
    expect(end).toMatchObject({ state: 'failed', recording: { id: session.id, path: end.files![0] } });
    expect(end.files!.length).toBeGreaterThan(2);
    expect(readdirSync(folder).toSorted().map((name) => join(folder, name))).toEqual(end.files);
    expect(end.recording!.durationSeconds).toBeGreaterThan(reported - 1);
    const entries = (await station.recordings.list()).toSorted(inPartOrder);
    expect(entries.map(({ path }) => path)).toEqual(end.files);
    const [first, second, third] = entries as [Recording, Recording, Recording];
    expect([first.frames, second.frames]).toEqual([30, 30]);
    for (const { path, frames } of entries) expect(await decode(path)).toMatchObject({ complaints: '', frames });
    expect(second.durationSeconds).toBeCloseTo(1, 2);
    expect(Date.parse(third.startedAt) - Date.parse(first.startedAt)).toBeCloseTo(2000, -2);
  });

  async function killRecorder(session: LiveSession, context: TestContext): Promise<void> {
    if (engine === 'docker') {
      await run('docker', ['-H', testDaemon(context).dockerHost, 'kill', '-s', 'KILL', `capstan-${session.id}-recorder`]);
      return;
    }
    const { stdout } = await run('pgrep', ['-f', `^ffmpeg .*${session.id}`]);
    process.kill(Number(stdout.trim()), 'SIGKILL');
  }
});

const every = (seconds: number) => ({ mode: 'time', seconds }) as const;

function draft(changes: Partial<PresetSettings>, video: object = {}) {
  const preset = builtInPresets.find(({ id }) => id === 'builtin-test-pattern')!;
  const settings = settingsOf(preset);
  const source = { type: 'test-pattern', frameSize: { width: 320, height: 240 }, frameRate: { numerator: 30, denominator: 1 } } as const;
  
  return { presetName: 'Test', settings: { ...settings, source, video: { ...settings.video, gopFrames: 30, ...video } as PresetSettings['video'], preview: { mode: 'off' } as const, ...changes } };
}

/** Every picture as it is decoded, in order, as hashes. */
async function pictures(path: string): Promise<string[]> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framehash', '-'], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\n').flatMap((line) => (line.startsWith('#') || line === '' ? [] : (line.split(',').at(-1) ?? '').trim()));
}
