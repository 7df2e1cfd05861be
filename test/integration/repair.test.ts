import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Recording } from '@domain/recording';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { Cli } from '../support/cli';
import { noCredentials } from '../support/credentials';
import { testDaemon } from '../support/pieces';
import { refusalOf } from '../support/refusal';
import { until } from '../support/until';

const run = promisify(execFile);

let home: string;
let folder: string;
let env: Record<string, string>;
let station: Station;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-repair-'));
  chmodSync(home, 0o755);
  folder = join(home, "it's here");
  mkdirSync(folder);
});
afterEach(async () => {
  await station.close();
  rmSync(home, { recursive: true, force: true });
});

async function open(engine: 'docker' | 'local', more: Readonly<Record<string, string>> = {}): Promise<void> {
  env = { PATH: process.env['PATH'] ?? '', HOME: home, CAPSTAN_DATA: join(home, 'data'), ...more };
  station = await openStation({ dataDirectory: join(home, 'data'), openStore: openConfStore, engine, credentials: noCredentials, env, version: '0.0.0' });
}

const matroska = ['-cluster_time_limit', '200', '-flush_packets', '1'];
const fragments = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-flush_packets', '1'];
const pictures = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '15', '-c:a', 'aac'];

/** What a recorder that was killed has left, once so much was written. */
async function cutOff(fileName: string, options: readonly string[], bytes: number): Promise<string> {
  const path = join(folder, fileName);
  const recorder = spawn('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=30', '-f', 'lavfi', '-i', 'sine', '-t', '3600', ...options, path], { stdio: 'ignore' });
  await until('a file', () => existsSync(path) && statSync(path).size > bytes, { withinSeconds: 60 });
  recorder.kill('SIGKILL');
  await once(recorder, 'exit');
  return path;
}

function remembered(path: string): Recording {
  const recording: Recording = {
    ...{ id: 'aaaaaaaaaa', path, remotePath: null, durationSeconds: 5, sizeBytes: statSync(path).size, frames: null, droppedFrames: 3, media: null },
    ...{ presetName: 'Test pattern', source: 'Test pattern', engine: 'local', host: { id: 'this-computer', name: 'This computer' } },
    ...{ startedAt: '2026-11-21T12:00:00.000Z', reason: 'failed', recovered: true, part: null, error: null, kept: true, unclosed: { problem: null } },
  };
  station.recordings.add(recording);
  return recording;
}

const decoded = async (path: string) => (await run('ffmpeg', ['-v', 'error', '-i', path, '-f', 'framehash', '-hash', 'md5', '-'], { maxBuffer: 2 ** 28 })).stdout.replace(/^#.*\n/gm, '').split('\n').map((line) => line.split(',').at(-1)).join();
const lengthInHeader = async (path: string) => Number((await run('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path])).stdout);
const files = () => readdirSync(folder);


/** Some seconds of work: long enough to be met in the middle of it. */
const large = ['-c:v', 'rawvideo', '-c:a', 'pcm_s16le'];
const largeBytes = 250 * 1024 ** 2;
const staged = () => files().find((name) => name.startsWith('.capstan-converting-'));
const growing = () => until('a new file that grows', () => (staged() !== undefined && existsSync(join(folder, staged()!, 'repaired.mkv')) ? true : null), { withinSeconds: 60 });
const contentOf = async (path: string) => (await run('sha256sum', [path])).stdout.split(' ')[0];

async function repairs(...recorded: (readonly [string, readonly string[]])[]): Promise<void> {
  for (const [fileName, options] of recorded) {
    const path = await cutOff(fileName, [...pictures, ...options], 200_000);
    const before = remembered(path);
    const whole = await decoded(path);
    const { mtimeMs } = statSync(path);
    const repaired = await station.conversions.repair('aaaaaaaaaa');
    expect(await decoded(path)).toBe(whole);
    expect(repaired).toMatchObject({ id: before.id, path, recovered: true, kept: true, reason: 'failed', droppedFrames: 3, sizeBytes: statSync(path).size });
    expect(repaired).not.toHaveProperty('unclosed');
    expect(repaired.frames).toBeGreaterThan(30);
    expect(await lengthInHeader(path)).toBeCloseTo(repaired.durationSeconds, 0);
    expect(statSync(path).mtimeMs).toBeCloseTo(mtimeMs, -1);
    expect(files()).toEqual([fileName]);
    expect(station.recordings.get('aaaaaaaaaa')).toEqual(repaired);
    expect(await refusalOf(station.conversions.repair('aaaaaaaaaa'))).toMatchObject({ kind: 'conversion-failed', detail: expect.stringContaining('nothing to repair') as string });
    rmSync(path);
  }
}

test('what a killed recorder left gets its length, and every picture of it stays', async () => {
  await open('local');
  await repairs(['talk.mkv', matroska], ['talk.mp4', fragments]);
});

test('the same in a container that sees this file alone', async (context) => {
  const { dockerHost, image } = testDaemon(context);
  await open('docker', { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image });
  await repairs(['talk.mkv', matroska]);
});

test('what is still being written is left alone', async () => {
  await open('local');
  const path = join(folder, 'talk.mkv');
  const recorder = spawn('ffmpeg', ['-nostdin', '-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=30', '-t', '3600', ...matroska, path], { stdio: 'ignore' });
  try {
    await until('a file', () => existsSync(path) && statSync(path).size > 20_000, { withinSeconds: 60 });
    recorder.kill('SIGSTOP');
    remembered(path);
    expect(await refusalOf(station.conversions.repair('aaaaaaaaaa'))).toMatchObject({ kind: 'recording-busy' });
  } finally {
    recorder.kill('SIGKILL');
  }
  expect(files()).toEqual(['talk.mkv']);
});

test('a repair whose ffmpeg is killed, or that is cancelled, leaves the original and nothing else', async () => {
  await open('local');
  const path = await cutOff('talk.mkv', [...large, ...matroska], largeBytes);
  remembered(path);
  const before = await contentOf(path);
  const killed = refusalOf(station.conversions.repair('aaaaaaaaaa'));
  await growing();
  await run('pkill', ['-KILL', '-f', `${staged()}/repaired.mkv`]);
  const refusal = await killed;
  expect(refusal).toMatchObject({ kind: 'conversion-failed' });
  expect(station.recordings.get('aaaaaaaaaa').unclosed).toEqual({ problem: refusal?.detail });
  const cancelled = refusalOf(station.conversions.repair('aaaaaaaaaa'));
  await growing();
  station.conversions.cancel('aaaaaaaaaa');
  expect(await cancelled).toMatchObject({ kind: 'conversion-cancelled' });
  expect(files()).toEqual(['talk.mkv']);
  expect(await contentOf(path)).toBe(before);
});

test('a terminal that is killed in the middle of a repair leaves the original; the next repair clears up after it', async () => {
  await open('local');
  const path = await cutOff('talk.mkv', [...large, ...matroska], largeBytes);
  remembered(path);
  const before = await contentOf(path);
  const terminal = new Cli(['recordings', 'repair', 'talk.mkv', '--json'], { ...env, DOCKER_HOST: 'unix:///nonexistent/docker.sock' });
  await growing();
  terminal.child.kill('SIGKILL');
  await terminal.exit;
  expect(await contentOf(path)).toBe(before);
  const next = new Cli(['recordings', 'repair', 'talk.mkv', '--json'], { ...env, DOCKER_HOST: 'unix:///nonexistent/docker.sock' });
  expect(await next.exit).toBe(0);
  expect(next.events.at(-1)).toMatchObject({ type: 'ended', recording: { id: 'aaaaaaaaaa', path }, error: null });
  expect(files()).toEqual(['talk.mkv']);
  expect(await lengthInHeader(path)).toBeGreaterThan(1);
});
