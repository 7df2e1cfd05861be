import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, it } from 'vitest';
import { containerName } from '@domain/plan/container';
import type { Plan } from '@domain/plan/types';
import type { Station } from '../../src/station/types';
import { Cli } from '../support/cli';
import { until } from '../support/until';
import { cpuSeconds, docker, environment, firstFrameIn, home, open, output, pattern, plainRun } from './host';
import { median, percent, report, times } from './rows';

let station: Station;
beforeAll(async () => {
  station = await open();
});
afterAll(async () => {
  await station.close();
  rmSync(home, { recursive: true, force: true });
});

/** Seconds that both sides are measured over, once they run. */
const seconds = 15;

async function planOf(draft: ReturnType<typeof pattern>): Promise<Plan> {
  const folder = join(output, 'plain');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  const planned = await station.plan(draft, { destination: folder });
  if (!planned.ok) throw new Error(planned.error.detail);
  return planned.value;
}

/** CPU share of a core over `seconds`, for the containers that are named. */
async function share(names: readonly string[]): Promise<number> {
  const sum = async () => (await Promise.all(names.map(cpuSeconds))).reduce((a, b) => a + b, 0);
  const [before, from] = [await sum(), performance.now()];
  await delay(seconds * 1000);
  return (((await sum()) - before) / (performance.now() - from)) * 1000;
}

async function plainShare(draft: ReturnType<typeof pattern>): Promise<number> {
  const id = await plainRun(await planOf(draft));
  try {
    await delay(2000);
    return await share([id]);
  } finally {
    await docker('rm', '--force', id);
  }
}

async function sessionShare(draft: ReturnType<typeof pattern>, watched: boolean): Promise<number> {
  const session = await station.sessions.start(draft, { destination: output, watched });
  if (watched) session.watch(() => undefined);
  await until('progress', () => (session.view.progress?.frame ?? 0) > 60);
  try {
    return await share((['recorder', 'guard', 'observer'] as const).map((role) => containerName(session.id, role)));
  } finally {
    await session.stop();
  }
}

it('CPU of a session without a preview', async () => {
  const draft = pattern(1280, 720, { preview: { mode: 'off' } });
  const ratios: number[] = [];
  for (let run = 0; run < 3; run += 1) ratios.push((await sessionShare(draft, false)) / (await plainShare(draft)));
  const ratio = median(ratios);
  report({ promise: 'CPU of a session, preview off', figure: times(ratio), reference: 'the same line by docker run, median of 3 pairs', goal: '1.02 times', held: ratio <= 1.02 });
});

it('CPU of a watched session in 1080p30', async () => {
  const ratios: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const watched = await sessionShare(pattern(1920, 1080), true);
    ratios.push(watched / (await plainShare(pattern(1920, 1080, { preview: { mode: 'off' } }))));
  }
  const ratio = median(ratios);
  report({ promise: 'CPU of a watched session, 1080p30 x264', figure: times(ratio), reference: 'the same line without preview, median of 3 pairs', goal: '1.15 times', held: ratio <= 1.15 });
});

it('CPU of the preview of a kept MJPEG', async () => {
  const clip = join(home, 'clip.mkv');
  await docker(
    ...['run', '--rm', '--network', 'none', '--mount', `type=bind,source=${home},target=${home}`, '--entrypoint', 'ffmpeg', environment().CAPSTAN_IMAGE],
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'testsrc2=size=1920x1080:rate=30', '-t', '40', '-c:v', 'mjpeg', '-q:v', '4', clip],
  );
  chmodSync(home, 0o755);
  const kept = (preview: 'jpeg' | 'off') =>
    pattern(1920, 1080, {
      source: { type: 'file', path: clip, pace: 'real-time', frameSize: null, frameRate: null },
      video: { mode: 'copy' },
      ...(preview === 'off' ? { preview: { mode: 'off' } } : {}),
    });
  const cost = (await sessionShare(kept('jpeg') as ReturnType<typeof pattern>, true)) - (await sessionShare(kept('off') as ReturnType<typeof pattern>, false));
  report({ promise: 'CPU of the preview of a kept MJPEG, 1080p30', figure: `${percent(cost)} of a core`, reference: 'the same session without preview', goal: '20 %', held: cost <= 0.2 });
});

it('start to the first recorded frame', async () => {
  const draft = pattern(1280, 720, { audio: { mode: 'encode', encoder: 'aac', bitRateKbps: 128, input: { type: 'source' as const } } });
  const [sessions, plains]: [number[], number[]] = [[], []];
  for (let run = 0; run < 5; run += 1) {
    const folder = join(output, `start-${run}`);
    mkdirSync(folder, { recursive: true });
    let from = performance.now();
    const cli = new Cli(['record', '--engine', 'docker', '--source', 'test-pattern', '--output', folder, '--json'], environment());
    await firstFrameIn(folder);
    sessions.push(performance.now() - from);
    cli.child.kill('SIGINT');
    await cli.exit;

    const plan = await planOf(draft);
    from = performance.now();
    const id = await plainRun(plan);
    await firstFrameIn(join(output, 'plain'));
    plains.push(performance.now() - from);
    await docker('rm', '--force', id);
    rmSync(join(output, 'plain'), { recursive: true });
  }
  const ratio = median(sessions) / median(plains);
  report({
    promise: '`capstan record` to the first recorded frame',
    figure: `${times(ratio)} (${Math.round(median(sessions))} ms)`,
    reference: `docker run of the same line: ${Math.round(median(plains))} ms, medians of 5`,
    goal: '1.25 times',
    held: ratio <= 1.25,
  });
});

it('four test patterns at once', async () => {
  const draft = pattern(1280, 720, { durationSeconds: 10 });
  const behind = (elapsedMilliseconds: number) => elapsedMilliseconds / 1000 - 10;
  let from = performance.now();
  const plans = await Promise.all([0, 1, 2, 3].map(() => planOf(draft)));
  from = performance.now();
  const plains = await Promise.all(plans.map(plainRun));
  await Promise.all(plains.map((id) => docker('wait', id)));
  const plain = behind(performance.now() - from);
  await docker('rm', '--force', ...plains);
  from = performance.now();
  const sessions = await Promise.all([0, 1, 2, 3].map(() => station.sessions.start(draft, { destination: output })));
  const views = await Promise.all(sessions.map(({ ended }) => ended));
  const own = behind(performance.now() - from);
  const reported = Math.max(...views.map(({ progress }) => progress?.behindSeconds ?? 0));
  report({
    promise: 'four 720p30 test patterns at once, end after their 10 s',
    figure: `${own.toFixed(1)} s (behindSeconds at most ${reported.toFixed(1)})`,
    reference: `four docker run lines: ${plain.toFixed(1)} s`,
    goal: 'not later than they, plus the reading of the four files',
    held: own <= plain * 1.1 + 1.5,
  });
});
