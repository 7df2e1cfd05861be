import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardArgv, parseGuardLog, type GuardOptions } from '@domain/guard';

let directory: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'capstan-guard-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(directory, { recursive: true });
});

function start(file: string, args: string[]): ChildProcess {
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  children.push(child);
  return child;
}

function startRecorder(seconds: number): { recorder: ChildProcess; file: string } {
  const file = join(directory, 'a "quoted" $name.mkv');
  const input = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30', '-t', String(seconds)];
  const output = ['-c:v', 'libx264', '-preset', 'ultrafast', '-cluster_time_limit', '200', '-flush_packets', '1', file];
  return { recorder: start('ffmpeg', ['-nostdin', '-v', 'error', ...input, ...output]), file };
}

function startGuard(shell: readonly string[], options: Partial<GuardOptions> & { pid: number }) {
  const argv = guardArgv({ directory, filePath: join(directory, 'none'), floorBytes: 0, ...options });
  const guard = start(shell[0]!, [...shell.slice(1), ...argv.slice(1)]);
  let text = '';
  guard.stderr!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { guard, text: () => text };
}

const shells = [
  { name: 'dash', shell: ['dash'] },
  { name: 'busybox', shell: ['busybox', 'sh'] },
].filter(({ shell }) => {
  try {
    execFileSync(shell[0]!, [...shell.slice(1), '-c', ':']);
    return true;
  } catch {
    console.warn(`${shell[0]} is not installed: the guard is not tried with it`);
    return false;
  }
});

describe.each(shells)('the guard under $name', ({ shell }) => {
  it('asks the recorder to end once when the disk is under its floor, and the file is closed', async () => {
    const { recorder, file } = startRecorder(60);
    const { guard, text } = startGuard(shell, { pid: recorder.pid!, filePath: file, floorBytes: 1e18 });
    const [recorderCode] = await once(recorder, 'exit');
    const [guardCode] = await once(guard, 'close');
    expect(recorderCode).toBe(255);
    expect(guardCode).toBe(0);
    expect(text().match(/capstan-guard floor \d+/g)).toHaveLength(1);
    expect(parseGuardLog(text()).diskFull).toBe(true);
  });

  it('tells the head of the recording once, and ends with the recorder', async () => {
    const { recorder, file } = startRecorder(4);
    const { guard, text } = startGuard(shell, { pid: recorder.pid!, filePath: file });
    await Promise.all([once(recorder, 'exit'), once(guard, 'close')]);
    expect(text().match(/capstan-guard media/g)).toHaveLength(1);
    expect(parseGuardLog(text())).toMatchObject({
      diskFull: false,
      media: { codec: 'h264', frameSize: { width: 320, height: 180 }, framesPerSecond: 30, durationSeconds: null },
    });
  });

  it('ends at once by SIGTERM and leaves the recorder alone', async () => {
    const { recorder, file } = startRecorder(60);
    const { guard, text } = startGuard(shell, { pid: recorder.pid!, filePath: file });
    await vi.waitFor(() => expect(parseGuardLog(text()).media).not.toBeNull(), { timeout: 20_000 });
    const askedAt = performance.now();
    guard.kill('SIGTERM');
    const [code] = await once(guard, 'close');
    expect(code).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(500);
    expect(recorder.exitCode).toBeNull();
  });

  it('ends at once when the recorder is gone already', async () => {
    const { recorder } = startRecorder(60);
    recorder.kill('SIGKILL');
    await once(recorder, 'exit');
    const { guard, text } = startGuard(shell, { pid: recorder.pid!, floorBytes: 1e18 });
    const [code] = await once(guard, 'close');
    expect(code).toBe(0);
    expect(text()).toBe('');
  });

  it('keeps the recorder’s log small', async () => {
    const { recorder } = startRecorder(2);
    const logFile = join(directory, 'ffmpeg.log');
    writeFileSync(logFile, 'a warning\n'.repeat(500_000));
    const { guard } = startGuard(shell, { pid: recorder.pid!, logFile });
    await once(guard, 'close');
    expect(statSync(logFile).size).toBe(0);
    expect(statSync(`${logFile}.1`).size).toBe(1_048_576);
  });
});
