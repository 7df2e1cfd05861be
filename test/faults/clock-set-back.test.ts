import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recording } from '@domain/recording';
import { decode } from '../support/media';
import { fault, seconds } from './support/fault';
import { endOf, framesPerSecond, recorded, Workplace } from './support/workplace';

const length = 10;

// Wall time has no namespace: libfaketime sets it back for Capstan, its guard and its ffmpeg, and leaves the steady clock.
fault('clock-set-back', { needs: [] }, async (found, context) => {
  const library = fakeTime();
  if (library === null) context.skip('faketime is not installed: node scripts/setup.mjs faults');
  const place = new Workplace(null);
  const clock = join(place.home, 'clock');
  const setClock = (offset: string) => writeFileSync(clock, `${offset}\n`);
  const env = { LD_PRELOAD: library ?? '', FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_CACHE_DURATION: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_NO_CACHE: '0' };
  const record = () => place.record(['--engine', 'local', '--seconds', String(length)], env);
  try {
    setClock('+0');
    const cli = record();
    await recorded(cli, 3 * framesPerSecond);
    const told = cli.events.length;
    setClock('-3600');
    const status = await cli.exit;
    const { reason, recording, error } = endOf(cli);
    found.check(status === 0 && reason === 'completed', `exit ${status}, ${reason}: ${error?.detail}`);
    const missing = length * framesPerSecond - (await decode(recording?.path ?? '')).frames;
    found.check(missing === 0, `${missing} frames are missing`);
    found.check(recording?.droppedFrames === 0, `${recording?.droppedFrames} frames are reported lost`);
    const progress = cli.events.slice(told).filter(({ type }) => type === 'progress');
    const greatestBehind = Math.max(...progress.map((event) => Number(event['behindSeconds'] ?? 0)));
    found.check(greatestBehind < 5, `it says to be ${greatestBehind} s behind`);

    // An hour earlier by its name, and still another file; the list and a second stop know both.
    const earlier = record();
    await earlier.exit;
    found.check(endOf(earlier).reason === 'completed', `started after that: ${endOf(earlier).reason}`);
    const recordings = await place.json<Recording[]>(['recordings'], env);
    found.check(recordings.length === 2 && place.files().length === 2, `${recordings.length} recordings, ${place.files().length} files`);
    const [one, other] = [endOf(cli), endOf(earlier)].map((end) => Date.parse(end.recording?.startedAt ?? ''));
    const hours = ((one ?? 0) - (other ?? 0)) / 3_600_000;
    found.check(hours > 0.9 && hours < 1.1, `the clock was not set back: ${hours} h`);
    found.figure(`${missing} of ${length * framesPerSecond} frames missing, ${recording?.droppedFrames} reported lost, at most ${seconds(greatestBehind)} behind; ${recordings.length} files, the second started ${hours.toFixed(2)} h before the first`);
  } finally {
    await place.remove();
  }
});

function fakeTime(): string | null {
  for (const folder of readdirSync('/usr/lib').filter((name) => name.includes('-linux-'))) {
    const path = join('/usr/lib', folder, 'faketime');
    try {
      if (readdirSync(path).includes('libfaketime.so.1')) return join(path, 'libfaketime.so.1');
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
    }
  }
  return null;
}
