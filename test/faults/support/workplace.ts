import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtInPresets } from '@domain/built-in-presets';
import type { CapstanError } from '@domain/errors';
import { settingsOf, type PresetSettings } from '@domain/preset';
import type { Recording } from '@domain/recording';
import type { SessionView } from '@domain/session';
import { openStation } from '../../../src/station';
import { openConfStore } from '../../../src/station/store/conf-store';
import type { LiveSession, Station } from '../../../src/station/types';
import { Cli } from '../../support/cli';
import { noCredentials } from '../../support/credentials';
import type { TestDaemon } from '../../support/pieces';
import { until } from '../../support/until';
import type { Findings } from './fault';

const run = promisify(execFile);

export const framesPerSecond = 30;

/** How a recording ended, as `capstan record --json` tells it. */
export interface End {
  readonly type: string;
  readonly reason: string;
  readonly recording: Recording | null;
  readonly error: CapstanError | null;
}

export const endOf = (cli: Cli): End => cli.events.at(-1) as unknown as End;
export const sessionOf = async (cli: Cli): Promise<string> => String((await cli.event('started'))['session']);
/** Waits until a terminal's recording has so many frames. */
export const recorded = (cli: Cli, frames: number) => cli.event('progress', ({ frame }) => Number(frame) >= frames, 60);
/** The same of a session in this process. */
export const framesAbove = (session: { readonly view: SessionView }, frames: number) =>
  until(`more than ${frames} frames`, () => (session.view.progress?.frame ?? 0) > frames, { withinSeconds: 60 });

/** The test pattern, small: what is lost does not depend on its size. */
export const pattern = (overrides: Partial<PresetSettings> = {}) => ({
  presetName: 'Test pattern',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize: { width: 640, height: 360 }, frameRate: { numerator: framesPerSecond, denominator: 1 } },
    audio: { mode: 'none' as const },
    ...overrides,
  },
});

/** A home and a recordings folder of one row, the daemon beside it, and everything that was started in it. */
export class Workplace {
  readonly home = mkdtempSync(join(tmpdir(), 'capstan-fault-'));
  readonly output = join(this.home, 'recordings');
  private readonly stations: Station[] = [];
  private readonly terminals: Cli[] = [];
  private readonly mounts: string[] = [];

  /** @param daemon null where nothing runs in Docker */
  constructor(private readonly daemon: TestDaemon | null) {}

  get env(): Record<string, string> {
    const docker = this.daemon && { DOCKER_HOST: this.daemon.dockerHost, CAPSTAN_IMAGE: this.daemon.image };
    return { ...docker, HOME: this.home, CAPSTAN_DATA: join(this.home, 'data') };
  }

  capstan(words: readonly string[], env: Readonly<Record<string, string>> = {}, wrapper: readonly string[] = []): Cli {
    const cli = new Cli(words, { ...this.env, ...env }, wrapper);
    this.terminals.push(cli);
    return cli;
  }

  /** `capstan record` of the test pattern. */
  record(words: readonly string[] = [], env: Readonly<Record<string, string>> = {}, wrapper: readonly string[] = []): Cli {
    const usual = ['record', '--source', 'test-pattern', '--size', '640x360', '--rate', String(framesPerSecond), '--output', this.output, '--json'];
    return this.capstan([...usual, ...words], env, wrapper);
  }

  /** What a command prints as JSON, once it ended well. */
  async json<T>(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<T> {
    const cli = this.capstan([...words, '--json'], env);
    const status = await cli.exit;
    if (status !== 0) throw new Error(`capstan ${words.join(' ')} ended with ${status}: ${cli.stdout}${cli.stderr}`);
    return JSON.parse(cli.stdout) as T;
  }

  async station(data = 'data'): Promise<Station> {
    const station = await openStation({
      dataDirectory: join(this.home, data),
      openStore: openConfStore,
      engine: this.daemon ? 'docker' : 'local',
      credentials: noCredentials,
      env: { ...process.env, ...this.env },
      version: '0.0.0',
    });
    this.stations.push(station);
    return station;
  }

  /** The station ends its part, as an app that is closed. */
  async leave(station: Station): Promise<void> {
    this.stations.splice(this.stations.indexOf(station), 1);
    await station.close();
  }

  start(station: Station, overrides: Partial<PresetSettings> = {}): Promise<LiveSession> {
    return station.sessions.start(pattern(overrides), { destination: this.output });
  }

  async docker(...words: string[]): Promise<string> {
    return (await run('docker', words, { env: { ...process.env, ...this.env } })).stdout.trim();
  }

  /** Names of Capstan's containers of the daemon, ended ones too. */
  async containers(): Promise<string[]> {
    return (await this.docker('ps', '--all', '--filter', 'name=capstan', '--format', '{{.Names}}')).split('\n').filter((name) => name !== '');
  }

  /** Process of a running container, as this computer numbers it. */
  async processOf(container: string): Promise<number> {
    const pid = Number(await this.docker('inspect', '--format', '{{.State.Pid}}', container));
    if (!(pid > 0)) throw new Error(`${container} does not run`);
    return pid;
  }

  /** Milliseconds that the daemon takes, at this moment, to run a container that does nothing. */
  async plainRunMs(): Promise<number> {
    const before = performance.now();
    await this.docker('run', '--rm', '--network', 'none', this.daemon?.image ?? '', 'true');
    return performance.now() - before;
  }

  /** Mounts something in its home until it is removed. @param words of `mount`, without the folder */
  async mount(folder: string, ...words: string[]): Promise<void> {
    mkdirSync(folder, { recursive: true });
    await run('mount', [...words, folder]);
    this.mounts.push(folder);
  }

  async unmount(folder: string): Promise<void> {
    this.mounts.splice(this.mounts.indexOf(folder), 1);
    await run('umount', [folder]);
  }

  /** Files of the recordings folder; the folders that recordings are made in count too. */
  files(): string[] {
    return readdirSync(this.output, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** Once every app is closed: no container of Capstan's, ended or running. */
  async checkNothingLeft(found: Findings): Promise<void> {
    for (const station of [...this.stations]) await this.leave(station);
    let left: string[] = [];
    await until('the containers to be gone', async () => (left = await this.containers()).length === 0, { withinSeconds: 10 }).catch(() => null);
    found.check(left.length === 0, `left behind: ${left.join(', ')}`);
  }

  async remove(): Promise<void> {
    for (const { child } of this.terminals) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    await Promise.all(this.stations.map((station) => station.close()));
    if (this.daemon) {
      const left = await this.containers();
      if (left.length > 0) await this.docker('rm', '--force', ...left);
    }
    for (const folder of this.mounts) await run('umount', ['--lazy', folder]);
    rmSync(this.home, { recursive: true, force: true });
  }
}
