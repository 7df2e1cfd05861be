import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '@domain/errors';
import type { Recording } from '@domain/recording';
import { runCommandLine } from '../../../src/cli/program';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation } from './fakes';

const recording: Recording = {
  ...{ id: 'aaaaaaaaaa', path: '/videos/talk.mkv', remotePath: null, durationSeconds: 5, sizeBytes: 2048, frames: 150, droppedFrames: 0, media: null },
  ...{ presetName: 'Test pattern', source: 'Test pattern', engine: 'docker', host: { id: 'this-computer', name: 'This computer' } },
  ...{ startedAt: '2026-01-01T00:00:00.000Z', reason: 'completed', recovered: false, part: null, error: null },
};
const gap = { beforePart: 2, from: '2026-01-01T00:00:05.000Z', to: '2026-01-01T00:00:09.000Z', seconds: 4, reason: 'away', atSeconds: 5 } as const;
const mp4 = { ...recording, id: 'bbbbbbbbbb', path: '/videos/talk.mp4' };

let station: FakeStation;
let shell: FakeShell;
let work: (kind: string, id: string, signal?: AbortSignal) => Promise<Recording>;
beforeEach(() => {
  work = async () => mp4;
  const conversions = {
    remux: (id: string, signal?: AbortSignal) => work('remux', id, signal),
    join: (id: string, signal?: AbortSignal) => work('join', id, signal),
  };
  station = new FakeStation(temporaryDirectory());
  Object.assign(station, { conversions: { ...station.conversions, ...conversions }, recordings: { ...station.recordings, list: async () => [recording] } });
  shell = new FakeShell(station);
});
const run = (...words: string[]) => runCommandLine(shell, '1.2.3', ['recordings', ...words]);

describe.each(['remux', 'join'] as const)('capstan recordings %s', (kind) => {
  it('tells its progress and ends with what was made, one event a line', async () => {
    work = async (asked, recordingId) => {
      station.emit({ type: 'conversion', recordingId, kind: asked === 'join' ? 'join' : 'remux', fraction: 0.5 });
      station.emit({ type: 'conversion', recordingId, kind: 'playable', fraction: 0.1 });
      station.emit({ type: 'conversion', recordingId: 'cccccccccc', kind, fraction: 0.2 });
      return mp4;
    };
    expect(await run(kind, 'talk.mkv', '--json')).toBe(0);
    expect(shell.stdout.events).toEqual([
      { type: 'conversion', recordingId: 'aaaaaaaaaa', kind, fraction: 0.5 },
      { type: 'ended', recording: mp4, error: null },
    ]);
    expect(station.closed).toBe(true);
  });

  it('says in words where it is, and that nothing was lost', async () => {
    expect(await run(kind, recording.path)).toBe(0);
    const stays = kind === 'join' ? 'parts stay' : 'recording stays';
    expect(shell.stdout.text).toContain(`Made 2.0 KiB, 5.0 s; the ${stays}.\n  /videos/talk.mp4`);
  });

  it('ends with 1 and the reason where it fails, and where nothing is called so', async () => {
    work = async () => {
      throw failure('conversion-failed', 'ffmpeg refused it');
    };
    expect(await run(kind, 'aaaaaaaaaa')).toBe(1);
    expect(shell.stderr.text).toContain('ffmpeg refused it');
    expect(await run(kind, 'other.mkv', '--json')).toBe(1);
    expect(shell.stdout.events.at(-1)).toMatchObject({ type: 'ended', recording: null, error: { kind: 'recording-unknown' } });
  });

  it('is called off by Ctrl-C', async () => {
    work = (_kind, _id, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(failure('conversion-cancelled', 'called off')));
        shell.interrupt('SIGINT');
      });
    expect(await run(kind, 'talk.mkv')).toBe(1);
    expect(shell.stderr.text).toContain('called off');
  });
});

it('what is missing in a joined recording is said', async () => {
  work = async () => ({ ...mp4, joined: { parts: 2, gaps: [gap] } });
  expect(await run('join', 'talk.mkv')).toBe(0);
  expect(shell.stdout.text).toContain('At 5.0 s there are 4.0 s missing: its source was away.');
});
