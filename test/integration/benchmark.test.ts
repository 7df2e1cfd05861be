import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest';
import { benchmarkReportSchema } from '@domain/benchmark/report';
import { errorOf, failure } from '@domain/errors';
import type { Station } from '../../src/station/types';
import { Cli } from '../support/cli';
import { testDaemon } from '../support/pieces';
import { openTestStation } from '../support/station';
import { until } from '../support/until';

const run = promisify(execFile);

let home: string;
let clip: string;
let station: Station | null = null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'capstan-benchmark-test-'));
  clip = join(home, 'small clip.mkv');
  await run('chmod', ['711', home]);
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=1', '-c:v', 'libx264', clip]);
});
afterEach(async () => {
  await station?.close();
  station = null;
  await rm(home, { recursive: true, force: true });
});

const options = () => ({ encoders: ['libx264'], clips: null, source: { kind: 'file', path: clip } as const, secondsPerRun: 1, runs: 1, streams: false, quality: true });
/** Words of the command that runs the same for as long as anybody waits. */
const words = (engine: string) => ['bench', '--engine', engine, '--encoders', 'libx264', '--source', clip, '--seconds', '60', '--runs', '10', '--no-quality'];

describe.each(['local', 'docker'] as const)('a benchmark with the engine %s', (engine) => {
  /** The other engine adds nothing to what is tested. */
  const onlyWithDocker: (name: string, act: (context: TestContext) => Promise<void>) => void = engine === 'docker' ? test : () => {};
  /** What a benchmark could leave behind: containers and volumes of the daemon, or folders of this computer. */
  async function left(context: TestContext): Promise<string[]> {
    if (engine === 'local') return (await readdir(tmpdir())).filter((name) => /^capstan-(benchmark|trials)-(?!test-)/.test(name));
    const { dockerHost } = testDaemon(context);
    const ask = async (...question: string[]) => (await run('docker', ['--host', dockerHost, ...question])).stdout.split('\n').filter((line) => line !== '');
    return [...(await ask('ps', '--all', '--quiet', '--no-trunc')), ...(await ask('volume', 'ls', '--quiet'))];
  }
  const clean = async (context: TestContext, before: readonly string[]) =>
    until('nothing to be left of the benchmark', async () => (await left(context)).every((name) => before.includes(name)), { withinSeconds: 60 });

  test('measures an own clip, and keeps the report', async (context) => {
    const before = await left(context);
    station = await openTestStation(context, engine, home);
    const told: string[] = [];
    const report = await station.benchmarks.run({ ...options(), onProgress: ({ doing }) => told.push(doing) });
    expect(benchmarkReportSchema.parse(report)).toEqual(report);
    expect(report.clips).toMatchObject([{ name: 'small_clip.mkv', width: 320, height: 240, framesPerSecond: 25, bitDepth: 8, frames: 25, origin: 'file' }]);
    expect(report.rows).toMatchObject([{ encoder: 'libx264', gpu: null, path: 'software', clip: 'small_clip.mkv', diagnosis: null, quality: { metric: 'ssim' } }]);
    const [row] = report.rows;
    expect(row?.framesPerSecond?.median).toBeGreaterThan(0);
    expect(row?.quality?.value).toBeGreaterThan(0.9);
    expect(row?.ceilings.decode).toBeGreaterThan(0);
    expect(told).toContain('libx264 with small_clip.mkv: run 1 of 1');
    expect(station.benchmarks.list()).toEqual([report]);
    expect(await left(context)).toEqual(before);
  });

  onlyWithDocker('mounts no file of the system, whatever name leads to it', async (context) => {
    station = await openTestStation(context, engine, home);
    const link = join(home, 'talk.mkv');
    await symlink('/etc/shadow', link);
    const measured = (path: string) => station!.benchmarks.run({ ...options(), source: { kind: 'file', path } }).then(() => 'measured', (thrown: unknown) => errorOf(thrown).kind);
    for (const path of ['/etc/shadow', link, home]) expect(await measured(path), path).toBe('preset-invalid');
    expect(await measured('/nonexistent/talk.mkv')).toBe('source-missing');
  });

  onlyWithDocker('that is cancelled leaves nothing behind', async (context) => {
    const before = await left(context);
    station = await openTestStation(context, engine, home);
    const controller = new AbortController();
    const onProgress = ({ doing }: { readonly doing: string }) => doing.includes('run 1') && controller.abort(failure('benchmark-cancelled', 'enough'));
    const cancelled = await station.benchmarks.run({ ...options(), secondsPerRun: 60, runs: 10, signal: controller.signal, onProgress }).catch(errorOf);
    expect(cancelled).toMatchObject({ kind: 'benchmark-cancelled' });
    expect(await left(context)).toEqual(before);
    expect(station.benchmarks.list()).toEqual([]);
  });

  test('whose command is killed leaves nothing behind', async (context) => {
    const before = await left(context);
    const docker = engine === 'docker' ? testDaemon(context) : null;
    const cli = new Cli(words(engine), { HOME: home, CAPSTAN_DATA: join(home, 'data'), ...(docker && { DOCKER_HOST: docker.dockerHost, CAPSTAN_IMAGE: docker.image }) });
    await until('the first run', () => cli.stderr.includes('run 1 of 10'), { withinSeconds: 90 });
    cli.child.kill('SIGKILL');
    await cli.exit;
    await clean(context, before);
  });
});
