import { mkdtempSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diagnoseFfmpeg } from '@domain/ffmpeg-log';
import { checkFor } from '@domain/doctor/check-for';
import { checks } from '@domain/doctor/checks';
import { capstanError, errorKinds, failure } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { daemonInfo } from '../../../src/station/docker/daemon-info';
import { Parts } from '../../../src/station/doctor/parts';
import { PastFailures } from '../../../src/station/doctor/past-failures';
import { runHere } from '../../../src/station/doctor/run-here';
import { usualBitRateKbps } from '../../../src/station/doctor/usual-bit-rate';
import { FailureWatch } from '../../../src/station/doctor/watch-failures';
import { openConfStore } from '../../../src/station/store/conf-store';
import type { SessionView } from '@domain/session';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'capstan-doctor-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('the parts of an examination', () => {
  const hang = (signal: AbortSignal) => new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  it('cost their own facts alone where they fail or hang', async () => {
    const parts = new Parts(3, new AbortController().signal, () => {});
    const answers = await Promise.all([
      parts.part('the disk', 20, hang, 'nothing'),
      parts.part('the machine', 60_000, () => Promise.reject(failure('image-missing', 'no image')), 'nothing'),
      parts.part('the daemon', 60_000, async () => 'told', 'nothing'),
    ]);
    expect(answers).toEqual(['nothing', 'nothing', 'told']);
    expect(parts.unseen.toSorted((a, b) => a.what.localeCompare(b.what))).toMatchObject([
      { what: 'the disk', error: { kind: 'host-unreachable', detail: expect.stringContaining('0.02 s') } },
      { what: 'the machine', error: { kind: 'image-missing', detail: 'no image' } },
    ]);
  });

  it('end with the signal’s reason, and clear up', async () => {
    const controller = new AbortController();
    const parts = new Parts(1, controller.signal, () => {});
    let isClean = false;
    const looking = parts.part('the disk', 60_000, (signal) => hang(signal).finally(() => (isClean = true)), null);
    controller.abort(failure('doctor-cancelled', 'enough'));
    await expect(looking).rejects.toThrow('enough');
    await parts.close();
    expect(isClean).toBe(true);
    await expect(parts.part('another', 60_000, async () => 1, null)).rejects.toThrow('enough');
  });

  it('tell what is under way, and how many are done', async () => {
    const told: string[] = [];
    const parts = new Parts(2, new AbortController().signal, ({ done, total, doing }) => told.push(`${done}/${total} ${doing}`));
    await parts.part('the daemon', 60_000, () => parts.part('the disk', 60_000, async () => null, null), null);
    expect(told).toEqual(['0/2 the daemon', '0/2 the daemon, the disk', '1/2 the daemon']);
  });
});

it('a command of this computer ends with all its children where it is cut off', async () => {
  const controller = new AbortController();
  const mark = join(home, 'mark');
  const running = runHere(['sh', '-c', `sh -c 'sleep 1; touch ${mark}' & wait`], process.env, controller.signal);
  controller.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
  expect(existsSync(mark)).toBe(false);
  expect(await runHere(['sh', '-c', 'echo told; exit 3'], process.env, new AbortController().signal)).toBe('told\n');
});

describe('what sessions failed by', () => {
  const failed = { hostId: 'studio', source: '/dev/video0', encoder: 'h264_vaapi', error: capstanError('out-of-memory', 'The kernel ended the recorder at its memory limit.'), log: '' };
  const open = () => new PastFailures(openConfStore, home);

  it('is remembered for each host, the newest ten, with what the log shows', () => {
    const failures = open();
    for (let number = 0; number < 12; number += 1) failures.add({ ...failed, error: capstanError('ffmpeg-exited', `run ${number}`), log: 'Failed to open /dev/dri/renderD128 as DRM device node: Permission denied' });
    failures.add({ ...failed, hostId: 'other' });
    expect(open().of('studio').map(({ error }) => error.detail)).toEqual(Array.from({ length: 10 }, (_, index) => `run ${11 - index}`));
    expect(open().of('studio')[0]?.diagnosis?.id).toBe(diagnoseFfmpeg('Failed to open /dev/dri/renderD128 as DRM device node: Permission denied')?.check);
    expect(open().of('other')).toMatchObject([{ error: { kind: 'out-of-memory' }, diagnosis: null }]);
  });

  it('is not what the user asked for wrongly, nor what was cancelled', () => {
    open().add({ ...failed, error: capstanError('preset-invalid', 'no') });
    open().add({ ...failed, error: capstanError('start-cancelled', 'no') });
    expect(open().of('studio')).toEqual([]);
  });

  const view = { id: 's1', host: { id: 'studio', name: 'studio' }, source: '/dev/video0', encode: { encoder: 'h264_vaapi' }, error: failed.error } as unknown as SessionView;
  const ended = (reason: 'failed' | 'stopped', encoder = 'h264_vaapi') =>
    ({ type: 'session', view: { ...view, encode: { encoder } } as unknown as SessionView, event: { type: 'ended', reason, error: reason === 'failed' ? failed.error : null, recording: reason === 'failed' ? null : ({ id: 'r' } as Recording) } }) as const;

  it('is told by the end of a session, and forgotten once the same has recorded', async () => {
    const failures = open();
    const watch = new FailureWatch(failures, { logOf: async () => 'x264 [error]: malloc of size 3732480 failed', notice: () => {} });
    watch.onEvent(ended('failed'));
    await watch.close();
    expect(failures.of('studio')).toMatchObject([{ error: { kind: 'out-of-memory' }, diagnosis: { id: 'memory-limit' } }]);
    watch.onEvent(ended('stopped', 'libx264'));
    expect(failures.of('studio')).toHaveLength(1);
    watch.onEvent(ended('stopped'));
    expect(failures.of('studio')).toEqual([]);
  });

  it('is remembered without a log where that is gone', async () => {
    const failures = open();
    const watch = new FailureWatch(failures, { logOf: () => Promise.reject(new Error('gone')), notice: () => {} });
    watch.onEvent(ended('failed'));
    await watch.close();
    expect(failures.of('studio')).toHaveLength(1);
  });
});

it('every error that points to a check points to one that is there', () => {
  const ids = checks.map(({ id }) => id);
  for (const kind of errorKinds) {
    const id = checkFor({ kind });
    if (id !== null) expect(ids, kind).toContain(id);
  }
  expect(checkFor({ kind: 'runtime-missing', check: 'nvidia-toolkit-missing' })).toBe('nvidia-toolkit-missing');
});

it('the usual bit rate is the median of the last recordings', () => {
  const recording = (megabytes: number, seconds: number, day: number) => ({ sizeBytes: megabytes * 1e6, durationSeconds: seconds, startedAt: `2026-01-0${day}` }) as Recording;
  expect(usualBitRateKbps([])).toBe(8000);
  expect(usualBitRateKbps([recording(10, 10, 1), recording(30, 10, 2), recording(20, 10, 3), recording(900, 1, 4)])).toBe(16_000);
});

it('a daemon tells its cgroups, its folder, its warnings and its clock', () => {
  const { told, systemTime } = daemonInfo({ CgroupDriver: 'systemd', CgroupVersion: '2', DockerRootDir: '/var/lib/docker', DefaultRuntime: 'runc', Architecture: 'x86_64', Warnings: ['WARNING: No swap limit support'], SystemTime: '2026-01-01T00:00:00.500000000Z' }, false);
  expect(told).toEqual({ cgroupDriver: 'systemd', cgroupVersion: '2', dockerRootDirectory: '/var/lib/docker', defaultRuntime: 'runc', architecture: 'x86_64', warnings: ['WARNING: No swap limit support'] });
  expect(systemTime).toBe(Date.UTC(2026, 0, 1, 0, 0, 0, 500));
  expect(daemonInfo({}, false)).toMatchObject({ told: { cgroupDriver: null, warnings: [] }, systemTime: null });
});
