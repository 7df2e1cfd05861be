import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trialsArgv } from '@domain/encoder-probe/script';
import { errorOf, failure } from '@domain/errors';
import type { OpenAgent } from '../../../src/station/devices/agent-link';
import { TrialBench } from '../../../src/station/encoders/bench';
import { startPiped, type PipedProcess } from '../../../src/station/process';
import { findProgram } from '../../../scripts/setup/programs.mjs';
import { until } from '../../support/until';

let folder: string;
let work: string;
const started: PipedProcess[] = [];
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-trials-test-'));
  work = join(folder, 'work');
});
afterEach(async () => {
  for (const shell of started.splice(0)) shell.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** The real script in a real shell. */
function scriptIn(shell: readonly string[]): OpenAgent {
  return async ({ stdout, stderr, ended }) => {
    const process = startPiped([...shell, ...trialsArgv(work).slice(1)]);
    started.push(process);
    process.stdout.on('data', stdout);
    process.stderr.on('data', stderr);
    process.closed.then(ended, ended);
    return {
      write: (text) => process.stdin.write(text),
      close: async () => {
        process.stdin.end();
        await process.closed;
      },
    };
  };
}

/** Says its number, then hangs as a driver does: no signal but SIGKILL ends it. */
const hanging = () => ['sh', '-c', `trap '' TERM; echo $$ >${join(folder, 'pid')}; while :; do read -r line </proc/self/stat; done`];
const hangingProcess = () => until('the process that hangs', async () => (existsSync(join(folder, 'pid')) ? Number(await readFile(join(folder, 'pid'), 'utf8')) : 0));
const isGone = (pid: number) => () => !existsSync(`/proc/${pid}`);

describe.each([[['sh']], [['busybox', 'sh']]])('trials in %j', (shell) => {
  const runs = it.skipIf(findProgram(shell[0]!) === null);

  runs('run one after another in a folder of their own, which goes with them', async () => {
    const bench = new TrialBench(scriptIn(shell), 20);
    expect(await bench.run(['sh', '-c', 'echo frame=15; echo "  done 1" >&2; echo kept >file; exit 3'], never)).toEqual({ exitCode: 3, stdout: 'frame=15', stderr: '  done 1' });
    expect(await bench.run(['cat', 'file'], never)).toEqual({ exitCode: 0, stdout: 'kept', stderr: '' });
    expect(await bench.run(['printf', '%s|', 'a b', '', '$HOME', '*', 'x'], never)).toMatchObject({ stdout: 'a b||$HOME|*|x|' });
    expect(await bench.run(['env', 'NAME=of it', 'sh', '-c', 'echo "$NAME"'], never)).toMatchObject({ stdout: 'of it' });
    expect((await bench.run([join(folder, 'absent')], never)).exitCode).toBe(127);
    expect(existsSync(work)).toBe(true);
    await bench.close();
    expect(existsSync(work)).toBe(false);
    expect(started).toHaveLength(1);
  });

  runs('that hang are killed, and the next one runs', async () => {
    const bench = new TrialBench(scriptIn(shell), 1);
    expect(await bench.run(hanging(), never)).toMatchObject({ exitCode: null });
    await until('it to be killed', isGone(await hangingProcess()));
    expect(await bench.run(['echo', 'next'], never)).toMatchObject({ exitCode: 0, stdout: 'next' });
    await bench.close();
  });

  runs('end when Capstan is killed, with what they run', async () => {
    const bench = new TrialBench(scriptIn(shell), 60);
    const cutOff = bench.run(hanging(), never).catch(errorOf);
    const pid = await hangingProcess();
    started[0]!.stdin.end();
    await until('it to be killed', isGone(pid));
    await until('its folder to be removed', () => !existsSync(work));
    expect(await cutOff).toMatchObject({ kind: 'connection-lost' });
  });
});

describe('trials', () => {
  it('that are cancelled end with the reason, at once', async () => {
    const bench = new TrialBench(scriptIn(['sh']), 60);
    const controller = new AbortController();
    const cancelled = bench.run(hanging(), controller.signal).catch(errorOf);
    const pid = await hangingProcess();
    controller.abort(failure('probe-cancelled', 'enough'));
    expect(await cancelled).toMatchObject({ kind: 'probe-cancelled', detail: 'enough' });
    await bench.close();
    await until('it to be killed', isGone(pid));
  });

  it('keep the end of what a tool writes without an end', async () => {
    const bench = new TrialBench(scriptIn(['sh']), 20);
    const { stderr, exitCode } = await bench.run(['sh', '-c', 'i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i + 1)); done >&2; printf "at the end" >&2; exit 1'], never);
    expect(exitCode).toBe(1);
    expect(stderr.endsWith('line 19999\nat the end')).toBe(true);
    expect(stderr.length).toBeLessThan(17_000);
    await bench.close();
  });
});
