import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest';
import type { StationEvent } from '@domain/contract';
import type { Recording } from '@domain/recording';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { Station } from '../../src/station/types';
import { noCredentials } from '../support/credentials';
import { DockerView } from '../support/docker';
import { decode } from '../support/media';
import { testDaemon } from '../support/pieces';
import { refusalOf } from '../support/refusal';
import { until } from '../support/until';

const run = promisify(execFile);
const ffmpeg = (...words: string[]) => run('ffmpeg', ['-v', 'error', '-y', ...words]);
const probe = async (path: string, entries: string) => (await run('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'default=nk=1:nw=1', path])).stdout.trim();

let home: string;
let folder: string;
let station: Station;
let events: StationEvent[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-conversions-'));
  chmodSync(home, 0o755);
  folder = join(home, "it's here");
  mkdirSync(folder);
  events = [];
});
afterEach(async () => {
  await station.close();
  rmSync(home, { recursive: true, force: true });
});

async function open(engine: 'docker' | 'local', env: Readonly<Record<string, string>>): Promise<void> {
  station = await openStation({ dataDirectory: join(home, 'data'), openStore: openConfStore, engine, credentials: noCredentials, env: { PATH: process.env['PATH'], HOME: home, ...env }, version: '0.0.0' });
  station.onEvent((event) => events.push(event));
}

/** A recording that ffmpeg makes: the words are its encoder and output options. */
async function recorded(id: string, fileName: string, options: { readonly words?: readonly string[]; readonly seconds?: number; readonly part?: Recording['part']; readonly droppedFrames?: number } = {}): Promise<Recording> {
  const { words = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'], seconds = 3, part: ofPart = null, droppedFrames = 0 } = options;
  const path = join(folder, fileName);
  const sound = words.includes('-an') ? [] : ['-f', 'lavfi', '-i', 'sine'];
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=30', ...sound, '-t', String(seconds), ...words, path);
  const recording: Recording = {
    ...{ id, path, remotePath: null, durationSeconds: seconds, sizeBytes: statSync(path).size, frames: seconds * 30, droppedFrames },
    ...{ media: null, presetName: 'Test pattern', source: 'Test pattern', engine: 'local', host: { id: 'this-computer', name: 'This computer' } },
    ...{ startedAt: '2026-11-21T12:00:00.000Z', reason: 'completed', recovered: false, part: ofPart, error: null },
  };
  station.recordings.add(recording);
  return recording;
}

/** As a session writes it: the first part has none. */
const part = (number: number) => ({ number, firstSessionId: 'aaaaaaaaaa' });
const files = () => readdirSync(folder).toSorted();

/** The same with both: `place` opens a station of its kind. */
function conversions(place: (context: TestContext) => Promise<void>): void {
  test('a Matroska recording becomes an MP4 of the same frames, beside it', async (context) => {
    await place(context);
    await recorded('aaaaaaaaaa', 'talk.mkv');
    const before = readFileSync(join(folder, 'talk.mkv'));
    const made = await station.conversions.remux('aaaaaaaaaa');
    expect(made).toMatchObject({ path: join(folder, 'talk.mp4'), frames: 90, media: { codec: 'h264', audioCodec: 'aac' }, reason: 'completed' });
    expect(made.id).not.toBe('aaaaaaaaaa');
    expect(await decode(made.path)).toMatchObject({ codec: 'h264', frames: 90, complaints: '' });
    // The index is in front, so that players begin at once.
    const head = readFileSync(made.path).subarray(0, 64).toString('latin1');
    expect(head).toMatch(/moov/);
    expect(readFileSync(join(folder, 'talk.mkv'))).toEqual(before);
    const { uid, gid } = statSync(folder);
    expect(statSync(made.path)).toMatchObject({ uid, gid });
    expect((await station.recordings.list()).map(({ path }) => basename(path)).toSorted()).toEqual(['talk.mkv', 'talk.mp4']);
    expect((await station.conversions.remux('aaaaaaaaaa')).path).toBe(join(folder, 'talk-2.mp4'));
    expect(files()).toEqual(['talk-2.mp4', 'talk.mkv', 'talk.mp4']);
    const told = events.flatMap((event) => (event.type === 'conversion' ? [event.fraction] : []));
    expect(told[0]).toBeNull();
    expect(told.at(-1)).toBe(1);
  });

  test('HEVC gets the tag that Apple’s players want', async (context) => {
    await place(context);
    await recorded('aaaaaaaaaa', 'talk.mkv', { words: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=error', '-an'], seconds: 1 });
    const made = await station.conversions.remux('aaaaaaaaaa');
    expect(await probe(made.path, 'stream=codec_tag_string')).toBe('hvc1');
  });

  test('what an MP4 cannot hold is refused with the reason, and leaves nothing', async (context) => {
    await place(context);
    await recorded('aaaaaaaaaa', 'talk.mkv', { words: ['-c:v', 'ffv1', '-an'], seconds: 1 });
    expect(await refusalOf(station.conversions.remux('aaaaaaaaaa'))).toMatchObject({ kind: 'conversion-failed', detail: 'An MP4 cannot hold ffv1.' });
    expect(files()).toEqual(['talk.mkv']);
  });

  test('parts become one file with all their frames, one that was cut off included', async (context) => {
    await place(context);
    const words = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-cluster_time_limit', '500'];
    await recorded('aaaaaaaaaa', 'talk.mkv', { words, droppedFrames: 2 });
    const second = await recorded('bbbbbbbbbb', 'talk-p02.mkv', { words: [...words, '-t', '3'], part: part(2), droppedFrames: 3 });
    await recorded('cccccccccc', 'talk-p03.mkv', { words, part: part(3), seconds: 2 });
    // Cut off in its second second, as by a power cut: its header still speaks of three.
    truncateSync(second.path, Math.floor(second.sizeBytes * 0.6));
    const cut = Number((await run('ffprobe', ['-v', 'quiet', '-count_packets', '-select_streams', 'v', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0', second.path])).stdout.trim().replace(',', ''));
    station.recordings.add({ ...second, frames: cut, durationSeconds: cut / 30, reason: 'lost' });
    const made = await station.conversions.join('bbbbbbbbbb');
    expect(made.path).toBe(join(folder, 'talk-joined.mkv'));
    expect(made).toMatchObject({ frames: 90 + cut + 60, droppedFrames: 5, part: null });
    expect((await decode(made.path)).frames).toBe(90 + cut + 60);
    expect(files()).toEqual(['talk-joined.mkv', 'talk-p02.mkv', 'talk-p03.mkv', 'talk.mkv']);
  });

  test('nothing is made where a part is missing; it is named', async (context) => {
    await place(context);
    await recorded('aaaaaaaaaa', 'talk.mkv', { seconds: 1 });
    const { path } = await recorded('bbbbbbbbbb', 'talk-p02.mkv', { seconds: 1, part: part(2) });
    await recorded('cccccccccc', 'talk-p03.mkv', { seconds: 1, part: part(3) });
    rmSync(path);
    expect(await refusalOf(station.conversions.join('aaaaaaaaaa'))).toMatchObject({ kind: 'conversion-failed', detail: `Part 2 is missing: there is no ${path}.` });
    station.recordings.forget('bbbbbbbbbb');
    expect(await refusalOf(station.conversions.join('cccccccccc'))).toMatchObject({ kind: 'conversion-failed', detail: 'Part 2 is not among the recordings any more.' });
    expect(files()).toEqual(['talk-p03.mkv', 'talk.mkv']);
  });

  test('parts that do not match are refused', async (context) => {
    await place(context);
    const words = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-an'];
    await recorded('aaaaaaaaaa', 'talk.mkv', { words, seconds: 1 });
    await recorded('bbbbbbbbbb', 'talk-p02.mkv', { words: ['-c:v', 'libx264', '-preset', 'slow', '-pix_fmt', 'yuv420p', '-an'], seconds: 1, part: part(2) });
    expect(await refusalOf(station.conversions.join('aaaaaaaaaa'))).toMatchObject({ kind: 'conversion-failed', detail: expect.stringMatching(/^Part 1 has h264 Constrained Baseline 640 x 360 yuv420p, part 2 has h264 High/) as string });
    expect(files()).toEqual(['talk-p02.mkv', 'talk.mkv']);
  });

  test('a preview of what Chromium does not play; a cancelled one leaves nothing', async (context) => {
    await place(context);
    await recorded('aaaaaaaaaa', 'talk.mkv', { words: ['-c:v', 'ffv1', '-c:a', 'flac', '-s', '1920x1080'], seconds: 4 });
    const making = station.conversions.makePlayable('aaaaaaaaaa');
    const outcome = refusalOf(making);
    await until('progress', () => events.some((event) => event.type === 'conversion' && event.fraction !== null));
    station.conversions.cancel('aaaaaaaaaa');
    expect(await outcome).toMatchObject({ kind: 'conversion-cancelled' });
    expect(readdirSync(join(home, 'data/previews'))).toEqual([]);
    await station.conversions.makePlayable('aaaaaaaaaa');
    const path = await station.conversions.playable('aaaaaaaaaa');
    expect(await decode(path ?? '')).toMatchObject({ codec: 'h264', width: 1280, height: 720, frames: 120, complaints: '' });
    station.recordings.forget('aaaaaaaaaa');
    await until('its preview to be removed', () => !existsSync(path ?? ''));
  });

  test('a small picture of a recording, also of one that was cut off; none of what has none', async (context) => {
    await place(context);
    const { path } = await recorded('aaaaaaaaaa', 'talk.mkv', { seconds: 5 });
    truncateSync(path, Math.floor(statSync(path).size * 0.5));
    const picture = await station.thumbnail('aaaaaaaaaa');
    expect(await probe(picture, 'stream=codec_name,width,height')).toBe('mjpeg\n320\n180');
    await recorded('bbbbbbbbbb', 'sound.mkv', { words: ['-vn', '-c:a', 'aac'], seconds: 1 });
    expect(await refusalOf(station.thumbnail('bbbbbbbbbb'))).toMatchObject({ kind: 'conversion-failed' });
    station.recordings.forget('aaaaaaaaaa');
    await until('the picture to be removed', () => !existsSync(picture));
  });
}

describe('with this computer’s own ffmpeg', () => {
  conversions(() => open('local', { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }));
});

describe('in containers that see these files alone', () => {
  conversions(async (context) => {
    const { dockerHost, image } = testDaemon(context);
    await open('docker', { DOCKER_HOST: dockerHost, CAPSTAN_IMAGE: image });
    context.onTestFinished(async () => {
      const docker = new DockerView(dockerHost);
      const left = await docker.containers();
      docker.close();
      expect(left).toEqual([]);
    });
  });
});
