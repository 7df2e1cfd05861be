import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf } from '@domain/preset';
import type { SessionRecord } from '@domain/session';
import { openLocalFiles } from '../../src/station/local/file-place';
import { growingFrame } from '../../src/station/recordings/growing-frame';
import { decode } from '../support/media';
import { openTestStation } from '../support/station';
import { until } from '../support/until';

const run = promisify(execFile);
const ffmpeg = (...words: string[]) => run('ffmpeg', ['-v', 'error', '-y', ...words]);

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-growing-'));
  folder = join(home, "it's, growing: here");
  mkdirSync(folder);
  copyFileSync(join(import.meta.dirname, '../fixtures/matroska/growing.mkv'), join(folder, 'a.mkv'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const frame = async ({ muxer = 'matroska', storage = 'shared', source = folder } = {}) => {
  const record = { settings: { ...settingsOf(builtInPresets[0]!), muxer }, output: { directory: source, source, fileName: 'a.mkv', storage } } as unknown as SessionRecord;
  return growingFrame(record, async (files) => openLocalFiles(process.env, files));
};

/** How like a picture is to that of a time of the file, in dB. */
async function likeness(jpeg: Uint8Array | null, seconds: number): Promise<number> {
  const [made, wanted] = [join(home, 'made.jpg'), join(home, 'wanted.png')];
  writeFileSync(made, jpeg ?? '');
  const input = join(import.meta.dirname, '../fixtures/matroska/growing.mkv');
  await ffmpeg('-copyts', '-i', input, '-vf', `select='gte(t,${seconds - 0.001})',setpts=0`, '-frames:v', '1', wanted);
  const graph = '[0]format=rgb24[a];[1]format=rgb24[b];[a][b]psnr=stats_file=-';
  const { stdout } = await ffmpeg('-i', made, '-i', wanted, '-lavfi', graph, '-f', 'null', '-');
  return Number(/psnr_avg:(\S+)/.exec(stdout)?.[1]?.replace('inf', 'Infinity'));
}

test('the newest picture of a file that grows is had in its full size, however its folder is called', async () => {
  const whole = await frame();
  expect(await likeness(whole, 4.507)).toBeGreaterThan((await likeness(whole, 4.407)) + 3);
  // Half a cluster is left out; what is before it needs the key frame of more than a second ago.
  truncateSync(join(folder, 'a.mkv'), 36_000);
  const cut = await frame();
  expect(await likeness(cut, 4.207)).toBeGreaterThan((await likeness(cut, 4.107)) + 3);
});

test('where there is none it is not made up', async () => {
  expect(await frame({ muxer: 'mp4' })).toBeNull();
  expect(await frame({ storage: 'separate' })).toBeNull();
  truncateSync(join(folder, 'a.mkv'), 600);
  expect(await frame()).toBeNull();
  await expect(frame({ source: join(home, 'nowhere') })).rejects.toThrow(/ENOENT/);
});

for (const engine of ['local', 'docker'] as const) {
  test(`a recording in 1080p by the ${engine} engine gives its newest picture again and again while it runs`, async (context) => {
    const station = await openTestStation(context, engine, home);
    try {
      station.settings.recordingsDirectory = join(home, 'out');
      const source = { type: 'test-pattern' as const, frameSize: { width: 1920, height: 1080 }, frameRate: { numerator: 30, denominator: 1 } };
      const session = await station.sessions.start({ presetName: 'Test pattern', settings: { ...settingsOf(builtInPresets[0]!), source } });
      const picture = join(home, 'still.jpg');
      for (const frames of [60, 80, 100]) {
        await until(`${frames} frames`, () => (session.view.progress?.frame ?? 0) >= frames, { withinSeconds: 40 });
        writeFileSync(picture, (await station.fileFrame(session.id)) ?? '');
        expect(await decode(picture)).toMatchObject({ codec: 'mjpeg', width: 1920, height: 1080, frames: 1, complaints: '' });
      }
      const { recording } = await session.stop();
      expect(await decode(recording?.path ?? '')).toMatchObject({ complaints: '', frames: recording?.frames });
      expect(await station.fileFrame(session.id)).toBeNull();
    } finally {
      await station.close();
    }
  });
}
