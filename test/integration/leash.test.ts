import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { leashArgv } from '@domain/leash';
import { identify, isAlive, type ProcessIdentity } from '../../src/station/local/proc';
import { until } from '../support/until';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

async function start(...argv: string[]): Promise<ProcessIdentity> {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { stdio: 'ignore' });
  started.push(child);
  const identity = await identify(child.pid ?? 0);
  if (identity === null) throw new Error(`${file} did not start`);
  return identity;
}
const gone = (what: string, identity: ProcessIdentity) => until(what, async () => !(await isAlive(identity)));

test('a picture that nobody can see any more is not made any more', async () => {
  const [viewer, recorder] = [await start('sleep', '60'), await start('sleep', '60')];
  const leash = await start(...leashArgv({ viewer, recorder }));
  process.kill(viewer.pid, 'SIGKILL');
  await gone('the recorder to end', recorder);
  await gone('the leash to end', leash);
});

test('who does not heed SIGTERM is killed', async () => {
  const viewer = await start('sleep', '60');
  const recorder = await start('sh', '-c', 'trap "" TERM; while :; do sleep 1; done');
  await start(...leashArgv({ viewer, recorder }));
  process.kill(viewer.pid, 'SIGKILL');
  await gone('the recorder to end', recorder);
});

test('a viewer that is there keeps its picture; the leash ends with the recorder, or when it is let go', async () => {
  const [viewer, recorder, other] = [await start('sleep', '60'), await start('sleep', '60'), await start('sleep', '60')];
  const [held, free] = [await start(...leashArgv({ viewer, recorder })), await start(...leashArgv({ viewer, recorder: other }))];
  process.kill(free.pid, 'SIGTERM');
  await gone('the leash that was let go', free);
  process.kill(recorder.pid, 'SIGKILL');
  await gone('the leash of a recorder that ended', held);
  expect([await isAlive(viewer), await isAlive(other)]).toEqual([true, true]);
});

test('another process with the number of the viewer is not the viewer', async () => {
  const [viewer, recorder] = [await start('sleep', '60'), await start('sleep', '60')];
  await start(...leashArgv({ viewer: { ...viewer, startTicks: '1' }, recorder }));
  await gone('the recorder to end', recorder);
});
