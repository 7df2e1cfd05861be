import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = (name: string) => resolve(import.meta.dirname, '../../scripts', name);

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'capstan-start-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

function run(file: string, env: Readonly<Record<string, string>>, words: readonly string[] = []) {
  return new Promise<{ status: number | null; output: string }>((done) => {
    const child = spawn(process.execPath, [file, ...words], { env: { PATH: process.env['PATH'], HOME: home, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('close', (status) => done({ status, output }));
  });
}

/** An Electron that only says how it was called. */
async function fakeElectron(status: number): Promise<string> {
  const path = join(home, 'electron');
  await writeFile(path, `#!/bin/sh\necho "called with $*, run as node: \${ELECTRON_RUN_AS_NODE:-no}"\nexit ${status}\n`);
  await chmod(path, 0o755);
  return path;
}

describe('npm start', () => {
  test('without a display says so, and how to record without one', async () => {
    const { status, output } = await run(script('start.mjs'), {});
    expect(status).toBe(1);
    expect(output).toMatch(/no display.*DISPLAY[^]*cli\.js record/i);
    expect(output).not.toMatch(/^ {4}at /m);
  });

  test('with an Electron that is not there names it', async () => {
    const { status, output } = await run(script('start.mjs'), { DISPLAY: ':1', ELECTRON_EXEC_PATH: join(home, 'nothing') });
    expect(status).toBe(1);
    expect(output).toContain(`no Electron at ${home}/nothing, which ELECTRON_EXEC_PATH names`);
  });

  test('as root refuses to weaken the sandbox by itself', async (context) => {
    if (process.getuid?.() !== 0) context.skip('this is not root');
    const { status, output } = await run(script('start.mjs'), { DISPLAY: ':1', ELECTRON_EXEC_PATH: await fakeElectron(0) });
    expect(status).toBe(1);
    expect(output).toMatch(/sandbox does not work for root.*plain user/);
    expect(output).not.toContain('called with');
  });

  test('hands its words to Electron, and Electron’s status on', async () => {
    const env = { DISPLAY: ':1', ELECTRON_EXEC_PATH: await fakeElectron(7), ELECTRON_RUN_AS_NODE: '1' };
    const { status, output } = await run(script('start.mjs'), env, ['--no-sandbox', '--engine=local']);
    expect(status).toBe(7);
    expect(output).toMatch(/called with \/\S+ --no-sandbox --engine=local, run as node: no/);
  });
});

describe('set-up', () => {
  test('of an unknown need lists the known ones', async () => {
    const { status, output } = await run(script('setup.mjs'), {}, ['ffmpeg', 'coffee']);
    expect(status).toBe(2);
    expect(output).toMatch(/Unknown: coffee[^]*ffmpeg, docker/);
  });
});
