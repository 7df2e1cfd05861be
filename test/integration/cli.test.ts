import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const bundle = resolve(import.meta.dirname, '../../out/main/cli.js');

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-cli-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

interface Event extends Record<string, unknown> {
  readonly type: string;
}

class Command {
  stdout = '';
  stderr = '';
  readonly exit: Promise<number | null>;
  private readonly process;

  constructor(words: readonly string[]) {
    const { PATH } = process.env;
    const env = {
      PATH,
      HOME: home,
      CAPSTAN_DATA: join(home, 'data'),
      DOCKER_HOST: `unix://${join(home, 'no-docker.sock')}`,
    };
    this.process = spawn(process.execPath, [bundle, ...words], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.exit = new Promise((done) => this.process.on('close', done));
  }

  get events(): Event[] {
    const lines = this.stdout.split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse(line));
  }

  async event(type: string): Promise<Event> {
    return vi.waitFor(
      () => this.events.find((event) => event.type === type) ?? expect.fail(`no ${type}: ${this.stdout}${this.stderr}`),
      {
        timeout: 20_000,
      },
    );
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }

  closeStdout(): void {
    this.process.stdout.destroy();
  }
}

const capstan = (...words: string[]) => new Command(words);
const record = (...words: string[]) =>
  capstan('record', '--engine', 'local', '--size', '320x240', '--output', 'out', '--json', ...words);
const run = async (...words: string[]) => {
  const command = capstan(...words);
  return { status: await command.exit, stdout: command.stdout, stderr: command.stderr };
};
const files = () => (existsSync(join(home, 'out')) ? readdirSync(join(home, 'out')) : []);

describe('capstan record', () => {
  test('ends by itself, tells the events of the contract and leaves one file', async () => {
    const command = record('--seconds', '2');
    expect(await command.exit).toBe(0);
    const types = command.events.map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(['planned', 'started']);
    expect(types).toContain('progress');
    const last = command.events.at(-1)!;
    expect(last).toMatchObject({ type: 'ended', reason: 'completed', error: null });
    const { path, sizeBytes, durationSeconds } = last['recording'] as {
      path: string;
      sizeBytes: number;
      durationSeconds: number;
    };
    expect(path).toBe(join(home, 'out', files()[0]!));
    expect(statSync(path).size).toBe(sizeBytes);
    expect(durationSeconds).toBeCloseTo(2, 0);
    expect(JSON.parse((await run('recordings', '--json')).stdout)).toMatchObject([{ path }]);
  });

  test('Ctrl-C closes the file and is no error', async () => {
    const command = record();
    await command.event('progress');
    command.signal('SIGINT');
    expect(await command.exit).toBe(0);
    expect(command.events.at(-1)).toMatchObject({
      type: 'ended',
      reason: 'stopped',
      error: null,
      recording: { path: expect.any(String) },
    });
  });

  test('a reader that closes the pipe does not end it', async () => {
    const command = record('--seconds', '2');
    await command.event('started');
    command.closeStdout();
    expect(await command.exit).toBe(0);
    expect(JSON.parse((await run('recordings', '--json')).stdout)).toMatchObject([{ reason: 'completed' }]);
  });

  test('a closed terminal leaves it running, and another terminal finds and stops it', async () => {
    const command = record();
    const { session } = await command.event('started');
    await command.event('progress');
    command.signal('SIGHUP');
    expect(await command.exit).toBe(1);
    expect(JSON.parse((await run('sessions', '--json')).stdout)).toMatchObject([{ id: session, engine: 'local' }]);
    const stopped = await run('stop', String(session), '--json');
    expect(stopped.status).toBe(0);
    expect(JSON.parse(stopped.stdout.trim().split('\n').at(-1)!)).toMatchObject({ reason: 'stopped', error: null });
    expect(files()).toHaveLength(1);
    expect(JSON.parse((await run('sessions', '--json')).stdout)).toEqual([]);
  });

  test.each([
    ['an unknown preset', ['Nope'], 'preset-invalid'],
    ['a device that is not there', ['--source', '/dev/video99'], 'device-missing'],
    ['an encoder that no ffmpeg has', ['--encoder', 'h264_of_the_future'], 'encoder-unavailable'],
    ['a file that is not there', ['--source', 'gone.mkv'], 'source-missing'],
    ['a folder that cannot be', ['--output', '/proc/capstan'], 'output-unwritable'],
    ['Docker that does not answer', ['--engine', 'docker'], 'daemon-unreachable'],
  ])('%s is refused with its kind, and leaves no file', async (_what, words, kind) => {
    const command = record(...words);
    expect(await command.exit).toBe(1);
    expect(command.events.at(-1)).toMatchObject({ type: 'ended', reason: 'failed', recording: null, error: { kind } });
    expect(files()).toEqual([]);
  });
});

test('wrong command lines have exit status 2, help and version 0', async () => {
  expect((await run('recrod')).status).toBe(2);
  expect((await run('record', '--size')).status).toBe(2);
  expect(await run('record', '--help')).toMatchObject({ status: 0, stderr: '' });
  expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('eight that begin in a new folder at once agree on what is in it', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `host-${index}`);
  const added = names.map((name) => new Command(['hosts', 'add', name, `ssh://user@${name}`, '--json']));
  expect(await Promise.all(added.map(({ exit }) => exit))).toEqual(names.map(() => 0));
  const list = new Command(['hosts', 'list', '--json']);
  await list.exit;
  expect((JSON.parse(list.stdout) as { name: string }[]).map(({ name }) => name).filter((name) => names.includes(name)).toSorted()).toEqual(names);
  expect(readdirSync(join(home, 'data')).filter((name) => name.endsWith('.lock'))).toEqual([]);
});
