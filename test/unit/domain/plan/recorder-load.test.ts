import { createInterface } from 'node:readline';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { assert, property, string, stringMatching } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseFdinfo } from '@domain/gpu-load/fdinfo';
import { parseLoadLine } from '@domain/plan/recorder-load';
import { parsePulseLine, type RecorderPulse } from '@domain/watchdog/pulse';
import script from '@domain/plan/recorder-load.sh?raw';
import { findProgram } from '../../../../scripts/setup/programs.mjs';
import { startPiped } from '../../../../src/station/process';

vi.setConfig({ testTimeout: 30_000 });

const fixtures = resolve(import.meta.dirname, '../../../fixtures/fdinfo');
const recorded = readdirSync(fixtures)
  .filter((name) => !name.includes('grep'))
  .map((name) => readFileSync(join(fixtures, name), 'utf8'));

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'capstan-proc-'));
  writeFileSync(join(proc, 'uptime'), '24524.56 31072.10\n');
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

/** A process with these files open: pictures of /proc/PID, with a real character device behind each DRM client. */
function openFiles(pid: number, comm: string, fdinfo: readonly string[], target = '/dev/null'): void {
  const folder = join(proc, String(pid));
  for (const name of ['fd', 'fdinfo']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'comm'), `${comm}\n`);
  for (const [index, text] of fdinfo.entries()) {
    symlinkSync(target, join(folder, 'fd', String(index)));
    writeFileSync(join(folder, 'fdinfo', String(index)), text);
  }
}

/** The first line that the script writes. */
async function firstLine(shell: readonly string[]): Promise<string> {
  const running = startPiped([...shell, '-c', `${script}\ntell_load "$1"`, 'capstan-observer', proc]);
  try {
    for await (const line of createInterface({ input: running.stdout })) return line;
    throw new Error((await running.closed).stderr);
  } finally {
    running.kill('SIGKILL');
  }
}

describe.each([[['sh']], [['busybox', 'sh']]])('the load of a recorder, told by %j', (shell) => {
  const withShell = it.skipIf(findProgram(shell[0]!) === null);

  withShell('is what the kernel says of each of its DRM clients', async () => {
    openFiles(1, 'ffmpeg', ['pos:\t0\nflags:\t0100000\n', ...recorded]);
    const sample = parseLoadLine(await firstLine(shell));
    expect(sample).toMatchObject({ atSeconds: 24524.56, isCut: false, isClosed: false });
    expect(sample!.fdinfo.map(parseFdinfo)).toEqual(recorded.map(parseFdinfo));
  });

  withShell('tells a client once, however many descriptors it has, and no other files', async () => {
    const [client = ''] = recorded;
    openFiles(1, 'ffmpeg', [client, client, client]);
    openFiles(2, 'ffmpeg', recorded);
    expect(parseLoadLine(await firstLine(shell))?.fdinfo).toHaveLength(1);
    rmSync(join(proc, '1'), { recursive: true });
    openFiles(1, 'ffmpeg', [client], join(proc, 'uptime'));
    expect(parseLoadLine(await firstLine(shell))?.fdinfo).toEqual([]);
  });

  withShell('is that of the child where a shell stands before the recorder', async () => {
    openFiles(1, 'sh', ['pos:\t0\n']);
    mkdirSync(join(proc, '1/task/1'), { recursive: true });
    writeFileSync(join(proc, '1/task/1/children'), '7 8 ');
    openFiles(7, 'sh', ['pos:\t0\n']);
    openFiles(8, 'ffmpeg', recorded.slice(0, 2));
    expect(parseLoadLine(await firstLine(shell))?.fdinfo).toHaveLength(2);
  });

  withShell('stays one write that no other writer of the pipe cuts, and says so where clients are left out', async () => {
    const [client = ''] = recorded;
    openFiles(1, 'ffmpeg', Array.from({ length: 40 }, (_, index) => client.replace(/drm-client-id:\s*\d+/, `drm-client-id:\t${100 + index}`)));
    const line = await firstLine(shell);
    expect(line.length).toBeLessThan(4096);
    expect(parseLoadLine(line)).toMatchObject({ isCut: true });
    expect(parseLoadLine(line)!.fdinfo.length).toBeGreaterThan(3);
  });

  withShell('says where the descriptors may not be looked at', async () => {
    openFiles(1, 'ffmpeg', []);
    expect(parseLoadLine(await firstLine(shell))).toMatchObject({ fdinfo: [], isClosed: true });
  });
});

describe.each([[['sh']], [['busybox', 'sh']]])('the pulse of a recorder, told by %j', (shell) => {
  const withShell = it.skipIf(findProgram(shell[0]!) === null);
  const stat = (comm: string, state: string, ticks: number) => `12 (${comm}) ${state} 1 12 12 0 -1 4194560 1 0 0 0 ${ticks} 4 0 0 20 0 9 0 24500 1 1\n`;
  /** What the kernel says of a recorder with these threads. */
  const open = (pid: number, comm: string, threads: readonly string[], io: string | null) => {
    openFiles(pid, comm, []);
    const folder = join(proc, String(pid));
    writeFileSync(join(folder, 'stat'), stat(comm, threads[0] ?? 'S', 250));
    if (io !== null) writeFileSync(join(folder, 'io'), io);
    for (const [index, state] of threads.entries()) {
      mkdirSync(join(folder, 'task', String(pid + index)), { recursive: true });
      writeFileSync(join(folder, 'task', String(pid + index), 'stat'), stat('a) thread', state, 1));
    }
  };
  const pulses = async (count: number) => {
    const running = startPiped([...shell, '-c', `${script}\ntell_load "$1"`, 'capstan-observer', proc]);
    try {
      const told: RecorderPulse[] = [];
      for await (const line of createInterface({ input: running.stdout })) {
        const pulse = parsePulseLine(line);
        if (pulse !== null) told.push(pulse);
        if (told.length === count) return told;
      }
      throw new Error((await running.closed).stderr);
    } finally {
      running.kill('SIGKILL');
    }
  };

  withShell('tells its time, what it wrote, and all its threads once nothing is written', async () => {
    open(1, 'ffmpeg', ['S', 'D', 'S'], 'rchar: 1\nwchar: 4711\nsyscr: 1\n');
    const told = { upSeconds: 24524.56, cpuSeconds: 2.54, writtenBytes: 4711 };
    expect(await pulses(2)).toEqual([{ ...told, states: 'S' }, { ...told, states: 'SDS' }]);
  });

  withShell('is that of ffmpeg behind a shell, and says where the kernel does not tell what is written', async () => {
    open(1, 'sh', ['S'], null);
    mkdirSync(join(proc, '1/task/1'), { recursive: true });
    writeFileSync(join(proc, '1/task/1/children'), '7 8 ');
    open(7, 'sh', ['S'], null);
    open(8, 'ffmpeg', ['T', 'T'], null);
    expect(await pulses(1)).toEqual([expect.objectContaining({ states: 'T', writtenBytes: null })]);
  });

  it('is read without a crash, whatever it holds', () => {
    assert(property(string(), (text) => parsePulseLine(`capstan-pulse ${text}`) === null));
    expect(parsePulseLine('capstan-pulse 61651.99 TTTTTTTTTT 49 579')).toEqual({ upSeconds: 61651.99, cpuSeconds: 0.49, writtenBytes: 579, states: 'TTTTTTTTTT' });
  });
});

describe('a line of the observer', () => {
  it('of progress and levels is left alone', () => {
    for (const line of ['frame=12', 'progress=continue', 'lavfi.astats.1.Peak_level=-12.0', 'capstan-load', 'capstan-load now', '']) expect(parseLoadLine(line)).toBeNull();
  });

  it('is read without a crash, whatever it holds', () => {
    assert(property(string(), (text) => parseLoadLine(text) === null || text.startsWith('capstan-load ')));
    assert(property(stringMatching(/^[ -~]{0,80}$/), (text) => parseLoadLine(`capstan-load 1.5|${text}`)?.fdinfo.map(parseFdinfo).every((client) => client === null || client.driver !== '') ?? false));
  });
});
