import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compare, decodedFrames } from '../../scripts/gpu-check/compare.mjs';

const run = promisify(execFile);
let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'capstan-gpu-check-test-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** The check as `npm run test:gpu` starts it, with this computer's own ffmpeg. */
const check = (...words: string[]) =>
  run(process.execPath, [resolve(import.meta.dirname, '../../scripts/gpu-check.mjs'), '--engine', 'local', '--output', join(home, 'report'), ...words], {
    env: { PATH: process.env['PATH'], HOME: home, CAPSTAN_DATA: join(home, 'data') },
  });

const clip = async (name: string, pattern: string) => {
  const path = join(home, name);
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `${pattern}=size=320x180:rate=30:duration=1`, '-c:v', 'libx264', '-crf', '18', '-pix_fmt', 'yuv420p', path]);
  return path;
};

describe('the GPU check', () => {
  it('records with what it is given, compares it with a software encoder, and tells nothing of the user', async () => {
    const { stdout } = await check('--encoders', 'libx264,h264_absent', '--size', '320x180', '--seconds', '2', '--bit-rate', '500');
    expect(stdout).toContain('h264_absent is left out');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 encoders');
    const json = await readFile(join(home, 'report', 'report.json'), 'utf8');
    const { checks } = JSON.parse(json) as { checks: { psnrDb: number; sizeBytes: number; software: { psnrDb: number } }[] };
    expect(checks).toMatchObject([{ encoder: 'libx264', gpu: null, path: 'software', decodedFrames: 60, expectedFrames: 60, error: null, fallback: null, faults: [] }]);
    expect(checks[0]!.psnrDb).toBeGreaterThan(25);
    expect(Math.abs(checks[0]!.psnrDb - checks[0]!.software.psnrDb)).toBeLessThan(3);
    // What two seconds of 500 kb/s may take, and a half more.
    expect(checks[0]!.sizeBytes).toBeLessThan(190_000);
    expect(json).not.toContain(home);
    expect(await readFile(join(home, 'report', 'report.md'), 'utf8')).toMatch(/\| libx264 \| - \| software \| 60 of 60 \|/);
  });

  it('says so where nothing is to be checked, and ends with 0', async () => {
    const { stdout } = await check('--encoders', 'h264_absent');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 encoders');
    expect(existsSync(join(home, 'report', 'report.md'))).toBe(true);
  });
});

describe('the comparison', () => {
  it('tells the same pictures from others, and whole files from broken ones', async () => {
    const [pattern, other] = [await clip('a.mkv', 'testsrc2'), await clip('b.mkv', 'rgbtestsrc')];
    expect(compare(pattern, pattern, false)).toEqual({ psnrDb: 99, worstPsnrDb: 99, vmaf: null });
    expect(compare(other, pattern, false).psnrDb).toBeLessThan(20);
    expect(compare(join(home, 'absent.mkv'), pattern, false).psnrDb).toBeNull();
    expect(decodedFrames(pattern)).toBe(30);
    expect(decodedFrames(join(home, 'absent.mkv'))).toBe(0);
  });
});
