import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { builtInPresets } from '@domain/built-in-presets';
import { settingsOf } from '@domain/preset';
import { openStation } from '../../src/station';
import { openConfStore } from '../../src/station/store/conf-store';
import type { LiveSession, Station } from '../../src/station/types';
import { noCredentials } from '../support/credentials';
import { until } from '../support/until';
import { verdict, type Sample } from './verdict';

// A process of its own, without a test runner in it: what grows here is Capstan's.
// Its environment: CAPSTAN_SOAK_MINUTES, CAPSTAN_SOAK_HOME, CAPSTAN_SOAK_REPORT, DOCKER_HOST and CAPSTAN_IMAGE.

const run = promisify(execFile);
const home = process.env['CAPSTAN_SOAK_HOME'] ?? '';
const minutes = Number(process.env['CAPSTAN_SOAK_MINUTES']);
const output = join(home, 'recordings');
/** Until everything that is made once has been made. */
const warmRounds = 3;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const docker = async (...words: string[]): Promise<string[]> => (await run('docker', words)).stdout.split('\n').filter((line) => line !== '');

const draft = {
  presetName: 'Soak',
  settings: {
    ...settingsOf(builtInPresets[0]!),
    source: { type: 'test-pattern' as const, frameSize: { width: 640, height: 360 }, frameRate: { numerator: 30, denominator: 1 } },
    audio: { mode: 'none' as const },
  },
};

const frames = (session: LiveSession, count: number) => until(`${count} frames`, () => (session.view.progress?.frame ?? 0) >= count, { withinSeconds: 60 });

async function pictures(session: LiveSession, count: number): Promise<void> {
  let seen = 0;
  const end = session.watch(() => (seen += 1));
  await until(`${count} pictures`, () => seen >= count, { withinSeconds: 60 });
  end();
}

/** Watches, records, kills the observer and then the recorder, pauses, resumes, stops, and looks around. */
async function round(station: Station): Promise<number> {
  const watched = await station.sessions.start(draft, { purpose: 'watch' });
  await pictures(watched, 10);
  const [first, second] = [await station.sessions.start(draft, { destination: output }), await station.sessions.start(draft, { destination: output })];
  await Promise.all([frames(first, 30), frames(second, 30)]);
  await pictures(first, 10);
  await docker('kill', `capstan-${first.id}-observer`);
  await pictures(first, 10);
  await first.pause();
  const resumed = await first.resume();
  await frames(resumed, 30);
  await docker('kill', `capstan-${second.id}-recorder`);
  await second.ended;
  await station.watchLoad({ wholeGpu: false });
  await station.sessions.adopt();
  await station.plan(draft);
  await station.capabilities();
  await Promise.all([watched.stop(), resumed.stop()]);
  await station.watchLoad(null);
  for (const { id, path } of await station.recordings.list()) {
    await station.thumbnail(id);
    station.recordings.forget(id);
    rmSync(path);
  }
  return 4;
}

async function sample(sessions: number): Promise<Sample> {
  await until('the containers of the round to be gone', async () => (await docker('ps', '--all', '--quiet', '--filter', 'label=dev.capstan.role=recorder')).length === 0, { withinSeconds: 30 });
  // Twice: what the first one frees may hold what the second one does.
  collect();
  await new Promise((resolve) => setTimeout(resolve, 500));
  collect();
  const resources = process.getActiveResourcesInfo();
  const files = (folder: string) => readdirSync(folder, { recursive: true }).length;
  return {
    atSeconds: Math.round(process.uptime()),
    sessions,
    rssMiB: process.memoryUsage().rss / 1024 ** 2,
    heapMiB: process.memoryUsage().heapUsed / 1024 ** 2,
    descriptors: readdirSync('/proc/self/fd').length,
    timers: resources.filter((name) => name === 'Timeout').length,
    handles: resources.filter((name) => name !== 'Timeout').length,
    containers: (await docker('ps', '--all', '--quiet')).length,
    volumes: (await docker('volume', 'ls', '--quiet')).length,
    temporaryFiles: files(process.env['TMPDIR'] ?? ''),
    recordingFiles: files(output),
    // Marks of stops are empty files that go after a day.
    stateFiles: files(join(home, 'data')) - files(join(home, 'data', 'stops')),
  };
}

async function main(): Promise<void> {
  mkdirSync(output, { recursive: true });
  const station = await openStation({ dataDirectory: join(home, 'data'), openStore: openConfStore, engine: 'docker', credentials: noCredentials, env: process.env, version: '0.0.0' });
  const samples: Sample[] = [];
  let sessions = 0;
  const endAt = performance.now() + minutes * 60_000;
  for (let rounds = 1; rounds <= warmRounds + 1 || performance.now() < endAt; rounds += 1) {
    sessions += await round(station);
    const now = await sample(sessions);
    process.stderr.write(`round ${rounds}: ${JSON.stringify(now)}\n`);
    if (rounds >= warmRounds) samples.push(now);
  }
  const [first, last] = [samples[0]!, samples.at(-1)!];
  await station.close();
  const left = { containers: (await docker('ps', '--all', '--quiet')).length, timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length };
  writeFileSync(process.env['CAPSTAN_SOAK_REPORT'] ?? '', JSON.stringify({ minutes, rounds: samples.length + warmRounds - 1, sessions, first, last, afterClose: left, rows: verdict(samples, left) }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
