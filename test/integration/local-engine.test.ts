import { noOverlay, noTransform } from '@domain/preset';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Plan } from '@domain/plan/types';
import type { ProgressBlock } from '@domain/progress';
import { createLocalEngine } from '../../src/station/local/engine';
import type { Engine, Run } from '../../src/station/engine';
import { kindOfRefusal } from '../support/refusal';

const ownerId = 'owner-of-the-test';
let root: string;
let engines: Engine[] = [];
let mounts: string[] = [];
const never = new AbortController().signal;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'capstan-local-'));
});

afterEach(async () => {
  const last = await openEngine();
  for (const run of await last.adopt(ownerId)) {
    await run.signal('SIGKILL');
    await run.exited;
    await run.remove();
  }
  for (const engine of engines) await engine.close();
  engines = [];
  for (const mount of mounts) execFileSync('umount', [mount]);
  mounts = [];
  rmSync(root, { recursive: true, force: true });
});

async function openEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const user = { uid: process.getuid!(), gid: process.getgid!() };
  const engine = await createLocalEngine({ host: { id: 'this-computer', name: 'This computer' }, stateDirectory: join(root, 'sessions'), cacheDirectory: join(root, 'cache'), env, because: 'of the test', dockerError: null, user });
  engines.push(engine);
  return engine;
}

interface PlanOptions {
  readonly seconds?: number;
  readonly directory?: string;
  readonly input?: readonly string[];
  readonly diskFloorBytes?: number;
  readonly devicePath?: string;
  readonly id?: string;
}

/** A test pattern as H.264 with preview and progress, as plan() makes it. */
async function planFor(engine: Engine, options: PlanOptions = {}): Promise<Plan> {
  const { seconds = 60, directory = join(root, 'recordings'), diskFloorBytes = 0, devicePath = null, id = 'abcdefghij' } = options;
  mkdirSync(directory, { recursive: true });
  const channels = await engine.channels();
  const outputPath = join(directory, 'a.mkv');
  const input = options.input ?? ['-re', '-t', String(seconds), '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30'];
  const progress = `udp://127.0.0.1:${channels.progressPort}?pkt_size=1400&localport=${channels.progressLocalPort}`;
  const preview = `udp://127.0.0.1:${channels.previewPort}?pkt_size=65000&localport=${channels.previewLocalPort}`;
  const argv = [
    ...['ffmpeg', '-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-n', '-stats_period', '0.5', '-progress', progress, ...input],
    ...['-map', '0:v', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-pix_fmt', 'yuv420p', '-cluster_time_limit', '1000', '-flush_packets', '1', `file:${outputPath}`],
    ...['-map', '0:v', '-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p', '-f', 'mjpeg', '-flush_packets', '1', preview],
  ];
  return {
    argv,
    container: null,
    record: {
      schemaVersion: 1,
      id,
      ownerId,
      purpose: 'record',
      presetName: 'Test',
      settings: {
        transform: noTransform,
        overlay: noOverlay,
        source: { type: 'test-pattern', frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } },
        video: { mode: 'copy' },
        audio: { mode: 'none' },
        preview: { mode: 'off' },
        muxer: 'matroska',
        split: { mode: 'none' },
        durationSeconds: seconds,
        limits: { memoryMiB: null, cpus: null, swapMiB: 0, restarts: 0, awaitDeviceSeconds: 3600, logMiB: 1, logFiles: 2, privileged: false },
      },
      encode: null,
      output: { directory, fileName: 'a.mkv', storage: 'shared', source: directory },
      destination: directory,
      startedAt: '2026-01-01T00:00:00.000Z',
      part: null,
      devicePath,
      diskFloorBytes,
    },
    encode: { encoder: 'libx264', gpu: null, path: { name: 'software', decode: 'none', convert: 'cpu', encode: 'cpu', copies: 0, summary: '' }, fallback: null },
    outputPath,
    channels,
    hasPreview: true,
    accounting: { kind: 'paced' },
    diskFloorBytes,
    devicePath,
    controls: null,
    credential: null,
    warnings: [],
  };
}

/** Collects what a run sends until it is closed. */
async function watch(run: Run) {
  const blocks: ProgressBlock[] = [];
  const pictures: Uint8Array[] = [];
  const ended = vi.fn<() => void>();
  const observation = await run.observe({
    progress: (block) => blocks.push(block),
    picture: (jpeg) => pictures.push(jpeg),
    ended,
  });
  return { blocks, pictures, ended, close: () => observation.close() };
}

const frameWritten = (seen: { readonly blocks: readonly ProgressBlock[] }) =>
  vi.waitFor(() => expect(seen.blocks.at(-1)?.frame ?? 0).toBeGreaterThan(0), { timeout: 20_000 });

/** Processes whose command line names the folder of this test: recorders and guards. */
function processesOfTest(): string[] {
  const processes = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && entry !== String(process.pid));
  return processes.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(root);
    } catch {
      return false;
    }
  });
}
const noneLeft = () => vi.waitFor(() => expect(processesOfTest()).toEqual([]), { timeout: 5000 });

describe('a recording by this computer’s own ffmpeg', () => {
  it('runs to its end, is watched, and leaves nothing but the file', async () => {
    const engine = await openEngine();
    const run = await engine.launch(await planFor(engine, { seconds: 3 }), never);
    const seen = await watch(run);
    await run.guarded;
    expect(await run.exited).toEqual({ exitCode: 0, outOfMemory: false, diskFull: false, message: '' });
    expect(seen.blocks.at(-1)!.frame).toBeGreaterThan(30);
    expect(seen.pictures.length).toBeGreaterThan(30);
    for (const jpeg of seen.pictures) expect([...jpeg.subarray(0, 3), ...jpeg.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xff, 0xd9]);
    await vi.waitFor(() => expect(seen.ended).toHaveBeenCalledOnce());
    expect(await run.inspect(['a.mkv'], { complete: true })).toMatchObject([{ codec: 'h264', frames: 90, durationSeconds: 3 }]);
    expect((await run.delivered())?.framesPerSecond).toBe(30);
    const collected = await run.collect('a.mkv', () => {});
    expect(collected).toMatchObject({ path: join(root, 'recordings', 'a.mkv'), remotePath: null });
    await run.remove();
    await noneLeft();
    expect(existsSync(collected!.path)).toBe(true);
    expect(readdirSync(join(root, 'sessions'))).toEqual([]);
  });

  it('closes its file at SIGTERM once that is handled', async () => {
    const engine = await openEngine();
    const run = await engine.launch(await planFor(engine), never);
    const seen = await watch(run);
    await frameWritten(seen);
    expect(await run.handlesTermination()).toBe(true);
    await run.signal('SIGTERM');
    expect((await run.exited).exitCode).toBe(255);
    expect((await run.inspect(['a.mkv'], { complete: false }))[0]?.durationSeconds).toBeGreaterThan(0);
    await run.remove();
    await noneLeft();
  });

  it('is found again by another process of the same owner, which sees, stops and closes it', async () => {
    const first = await openEngine();
    const run = await first.launch(await planFor(first), never);
    const seen = await watch(run);
    await frameWritten(seen);
    await first.close();

    const second = await openEngine();
    expect(await second.adopt('somebody-else')).toEqual([]);
    const [adopted] = await second.adopt(ownerId);
    expect(adopted!.record).toEqual(run.record);
    expect(await second.adopt(ownerId)).toEqual([adopted]);
    const again = await watch(adopted!);
    await frameWritten(again);
    expect(await adopted!.handlesTermination()).toBe(true);
    await adopted!.signal('SIGTERM');
    expect(await adopted!.exited).toMatchObject({ exitCode: null, diskFull: false });
    await vi.waitFor(() => expect(again.ended).toHaveBeenCalledOnce());
    expect((await adopted!.inspect(['a.mkv'], { complete: true }))[0]?.frames).toBeGreaterThan(0);
    await adopted!.remove();
    await noneLeft();
    expect(await second.adopt(ownerId)).toEqual([]);
  });

  it('has lost little after SIGKILL, and its true length is told', async () => {
    const engine = await openEngine();
    const run = await engine.launch(await planFor(engine), never);
    const seen = await watch(run);
    await vi.waitFor(() => expect(seen.blocks.at(-1)?.frame ?? 0).toBeGreaterThan(90), { timeout: 20_000 });
    await run.signal('SIGKILL');
    expect((await run.exited).exitCode).toBe(137);
    const [media] = await run.inspect(['a.mkv'], { complete: true });
    expect(media!.durationSeconds).toBeLessThan(30);
    expect(media!.durationSeconds).toBeGreaterThan(seen.blocks.at(-1)!.outTimeSeconds! - 1.5);
    expect(media!.frames).toBeCloseTo(media!.durationSeconds! * 30, -1);
    await run.discard('a.mkv');
    expect(existsSync(join(root, 'recordings', 'a.mkv'))).toBe(false);
  });

  it('is found even where its run file was cut short before the pid was known', async () => {
    const first = await openEngine();
    const run = await first.launch(await planFor(first), never);
    await frameWritten(await watch(run));
    await first.close();
    const path = join(root, 'sessions', 'abcdefghij', 'run.json');
    const file = JSON.parse(readFileSync(path, 'utf8')) as { launcher: { startTicks: string } };
    writeFileSync(path, JSON.stringify({ ...file, recorder: null, launcher: { ...file.launcher, startTicks: '1' } }));

    const [adopted] = await (await openEngine()).adopt(ownerId);
    expect(await adopted!.handlesTermination()).toBe(true);
    await adopted!.signal('SIGTERM');
    expect((await adopted!.exited).exitCode).toBeNull();
  });

  it('is not taken for a later process with the same pid', async () => {
    const first = await openEngine();
    const run = await first.launch(await planFor(first), never);
    await frameWritten(await watch(run));
    await first.close();
    const path = join(root, 'sessions', 'abcdefghij', 'run.json');
    const file = JSON.parse(readFileSync(path, 'utf8')) as { recorder: { startTicks: string } };
    writeFileSync(path, JSON.stringify({ ...file, recorder: { ...file.recorder, startTicks: '1' } }));

    const [adopted] = await (await openEngine()).adopt(ownerId);
    expect((await adopted!.exited).exitCode).toBeNull();
    await adopted!.signal('SIGKILL');
    expect(await run.handlesTermination()).toBe(true);
    await run.signal('SIGKILL');
    await run.exited;
  });

  it('outlives the process that started it, whose group is ended', async () => {
    const engine = await openEngine();
    const plan = await planFor(engine);
    writeFileSync(join(root, 'plan.json'), JSON.stringify(plan));
    const run = await engine.launch(plan, never);
    await frameWritten(await watch(run));
    const { recorder } = JSON.parse(readFileSync(join(root, 'sessions', 'abcdefghij', 'run.json'), 'utf8')) as { recorder: { pid: number } };
    const fields = readFileSync(`/proc/${recorder.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    // Session and process group are the recorder's own: no signal for ours reaches it.
    expect([Number(fields[2]), Number(fields[3])]).toEqual([recorder.pid, recorder.pid]);
  });
});

describe('watching by two', () => {
  it('ends the second at once, and lets it in when the first has left', async () => {
    const first = await openEngine();
    const run = await first.launch(await planFor(first), never);
    const seen = await watch(run);
    await frameWritten(seen);
    const [adopted] = await (await openEngine()).adopt(ownerId);
    const refused = await watch(adopted!);
    await vi.waitFor(() => expect(refused.ended).toHaveBeenCalledOnce());
    await refused.close();
    await seen.close();
    const admitted = await watch(adopted!);
    await frameWritten(admitted);
    await vi.waitFor(() => expect(admitted.pictures.length).toBeGreaterThan(3), { timeout: 20_000 });
    expect(seen.ended).not.toHaveBeenCalled();
  });

  it('hears nobody but ffmpeg', async () => {
    const engine = await openEngine();
    const plan = await planFor(engine);
    const run = await engine.launch(plan, never);
    const seen = await watch(run);
    await frameWritten(seen);
    const forged = 'frame=123456789\\nprogress=continue\\n';
    const forger = spawn('bash', ['-c', `for i in 1 2 3 4 5; do printf '${forged}' >/dev/udp/127.0.0.1/${plan.channels.progressPort}; done`]);
    await once(forger, 'exit');
    const before = seen.blocks.length;
    await vi.waitFor(() => expect(seen.blocks.length).toBeGreaterThan(before + 1), { timeout: 20_000 });
    expect(Math.max(...seen.blocks.map((block) => block.frame))).toBeLessThan(100_000);
  });
});

describe('what cannot be recorded', () => {
  it('leaves nothing behind without ffmpeg', async () => {
    const engine = await openEngine({ PATH: join(root, 'nothing') });
    expect(await kindOfRefusal(engine.capabilities({}))).toBe('ffmpeg-missing');
    expect(await kindOfRefusal(engine.launch(await planFor(engine), never))).toBe('ffmpeg-missing');
    expect(readdirSync(join(root, 'sessions'))).toEqual([]);
  });

  it('starts nothing where the device is missing', async () => {
    const engine = await openEngine();
    expect(await kindOfRefusal(engine.launch(await planFor(engine, { devicePath: '/dev/video4242' }), never))).toBe('device-missing');
    expect(existsSync(join(root, 'sessions'))).toBe(false);
  });

  it('starts nothing after it was called off', async () => {
    const engine = await openEngine();
    const plan = await planFor(engine);
    await expect(engine.launch(plan, AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(processesOfTest()).toEqual([]);
  });

  it('tells ffmpeg’s own reason and status', async () => {
    const engine = await openEngine();
    const run = await engine.launch(await planFor(engine, { input: ['-i', '/nonexistent.mp4'] }), never);
    expect((await run.exited).exitCode).toBe(1);
    expect(await run.log()).toMatch(/No such file or directory/);
    expect(await run.inspect(['a.mkv'], { complete: true })).toEqual([null]);
    expect(await run.collect('a.mkv', () => {})).toBeNull();
  });

  it('refuses a folder that cannot be one', async () => {
    const engine = await openEngine();
    writeFileSync(join(root, 'file'), '');
    expect(await kindOfRefusal(engine.prepareOutput(join(root, 'file', 'folder')))).toBe('output-unwritable');
    const target = await engine.prepareOutput(join(root, 'new', 'folder'));
    expect(target).toMatchObject({ storage: 'shared', stageFor: null });
    expect(target.freeBytes).toBeGreaterThan(0);
  });

  it.skipIf(process.getuid!() !== 0)('ends with a file that plays before the disk is full', async () => {
    const directory = join(root, 'small');
    mkdirSync(directory);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory]);
    mounts.push(directory);
    const engine = await openEngine();
    const noise = ['-re', '-t', '60', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30,noise=alls=30:allf=t'];
    const run = await engine.launch(await planFor(engine, { directory, diskFloorBytes: 18_000_000, input: noise }), never);
    expect(await run.exited).toMatchObject({ exitCode: 255, diskFull: true });
    const [media] = await run.inspect(['a.mkv'], { complete: true });
    expect(media!.frames).toBeGreaterThan(0);
    await run.remove();
    await noneLeft();
  });
});

describe('what this computer offers', () => {
  it('names the ffmpeg and its encoders', async () => {
    const capabilities = await (await openEngine()).capabilities({});
    const [first = ''] = execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' }).split('\n');
    expect(first).toContain(capabilities.ffmpeg.version);
    expect(capabilities).toMatchObject({ engine: { kind: 'local' }, ffmpeg: { encoders: expect.arrayContaining(['libx264', 'mjpeg', 'aac']) } });
  });
});
