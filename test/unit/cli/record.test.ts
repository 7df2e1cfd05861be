import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Recording } from '@domain/recording';
import type { SessionEvent } from '@domain/session';
import { record, type RecordOptions } from '../../../src/cli/record';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation, container, encode } from './fakes';

let station: FakeStation;
let shell: FakeShell;
beforeEach(() => {
  station = new FakeStation(temporaryDirectory());
  shell = new FakeShell(station);
});

const recording = {
  path: '/recordings/x.mkv',
  remotePath: null,
  durationSeconds: 5,
  sizeBytes: 1_500_000,
  frames: 150,
  droppedFrames: 0,
} as Recording;
const progress: SessionEvent = {
  type: 'progress',
  frame: 60,
  fps: 30,
  droppedFrames: 0,
  behindSeconds: 0,
  bitRateKbps: 2400,
  sizeBytes: 600_000,
  timeSeconds: 2,
  speed: 1,
};
const completed: SessionEvent = { type: 'ended', reason: 'completed', recording, error: null };

const started = async () => {
  await vi.waitFor(() => expect(station.live).toHaveLength(1));
  // The command has heard of the session once it listens to it.
  await vi.waitFor(() => expect(shell.stdout.text).toMatch(/session000/));
  return station.live[0]!;
};
const recordJson = (options: RecordOptions = {}) => record(shell, undefined, { ...options, json: true });
const last = () => shell.stdout.events.at(-1);

describe('with --json', () => {
  test('stdout holds the events of the contract in their order and nothing else', async () => {
    const status = recordJson({ seconds: '5' });
    const session = await started();
    station.emit({ type: 'image', step: 'ffmpeg', fraction: 0.5 });
    session.emit({ type: 'started', engine: 'docker', session: session.id, startedAt: 'again' });
    session.emit({ type: 'recording' });
    session.emit(progress);
    session.emit(completed);
    expect(await status).toBe(0);
    expect(shell.stdout.events).toEqual([
      { type: 'planned', plan: { argv: ['ffmpeg', '-i', 'x'], container, ...encode } },
      { type: 'warning', message: 'libx264 instead of auto: The GPU has no video driver.' },
      { type: 'started', engine: 'docker', session: 'session000', startedAt: '2026-01-01T00:00:00.000Z' },
      { type: 'image', step: 'ffmpeg', fraction: 0.5 },
      { type: 'recording' },
      progress,
      { type: 'ended', reason: 'completed', recording, error: null },
    ]);
    expect(shell.stderr.text).toBe('');
    expect(station.closed).toBe(true);
    expect(shell.listensToInterrupts).toBe(false);
  });

  test.each([
    ['unknown preset', 'No such preset', {}, 'preset-invalid'],
    ['impossible size', undefined, { size: '0x0' }, 'preset-invalid'],
    ['impossible rate', undefined, { rate: 'fast' }, 'preset-invalid'],
    ['negative time', undefined, { seconds: '-1' }, 'preset-invalid'],
    ['unknown engine', undefined, { engine: 'podman' }, 'preset-invalid'],
    ['network address', undefined, { source: 'ftp://camera/1' }, 'preset-invalid'],
    ['no output folder', undefined, { output: '' }, 'output-unwritable'],
  ])('%s: the only line is `ended` with the error, and the status is 1', async (_what, preset, options, kind) => {
    expect(await record(shell, preset, { ...options, json: true })).toBe(1);
    expect(shell.stdout.events).toEqual([
      { type: 'ended', reason: 'failed', recording: null, error: expect.objectContaining({ kind }) },
    ]);
    expect(station.started).toEqual([]);
  });

  test('a start that fails ends with its error', async () => {
    station.beforeStart = Promise.reject(new Error('socket hang up'));
    expect(await recordJson()).toBe(1);
    expect(last()).toMatchObject({
      type: 'ended',
      reason: 'failed',
      error: { kind: 'internal', detail: 'socket hang up' },
    });
    expect(station.closed).toBe(true);
  });

  test('an exception that nobody caught ends with an error, and nothing comes after it', async () => {
    const status = recordJson();
    const session = await started();
    shell.crash(new Error('boom'));
    expect(await status).toBe(1);
    session.emit(progress);
    expect(last()).toMatchObject({ type: 'ended', reason: 'failed', error: { kind: 'internal', detail: 'boom' } });
  });

  test.each([
    ['stopped', 0],
    ['failed', 1],
    ['lost', 1],
  ] as const)('a recording that ends %s has exit status %i', async (reason, expected) => {
    const status = recordJson();
    (await started()).emit({ type: 'ended', reason, recording, error: null });
    expect(await status).toBe(expected);
    expect(last()).toMatchObject({ type: 'ended', reason });
  });

  test('a session that ended before anybody listened is told all the same', async () => {
    const status = recordJson();
    await vi.waitFor(() => expect(station.live).toHaveLength(1));
    station.live[0]!.emit(completed);
    expect(await status).toBe(0);
    expect(last()).toMatchObject({ type: 'ended', reason: 'completed' });
  });
});

describe('what is recorded', () => {
  const draftOf = async (preset: string | undefined, options: RecordOptions) => {
    const status = record(shell, preset, { ...options, json: true });
    (await started()).emit(completed);
    await status;
    return station.started[0]!;
  };

  test('without a preset, one that fits the source', async () => {
    const { draft } = await draftOf(undefined, { source: '/dev/video3', encoder: 'libx265' });
    expect(draft).toMatchObject({
      presetName: 'Camera',
      settings: {
        source: { type: 'capture-device', device: '/dev/video3' },
        video: { encoder: 'libx265' },
        audio: { mode: 'none' },
      },
    });
  });

  test('relative paths are those of the working folder, a preset is found by name', async () => {
    const { draft, options } = await draftOf('file to av1', { source: 'clips/a.mkv', output: 'out' });
    expect(draft).toMatchObject({
      presetName: 'File to AV1',
      settings: { source: { path: '/home/user/clips/a.mkv' } },
    });
    expect(options.destination).toBe('/home/user/out');
  });

  test('the engine is the one that was asked for, else whatever answers', async () => {
    await draftOf(undefined, { engine: 'local' });
    expect(shell.engines).toEqual(['local']);
  });
});

describe('interrupted', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops cleanly and waits for the end', async (signal) => {
    const status = recordJson();
    const session = await started();
    shell.interrupt(signal);
    expect(session.stops).toBe(1);
    session.emit({ type: 'ended', reason: 'stopped', recording, error: null });
    expect(await status).toBe(0);
    expect(last()).toMatchObject({ type: 'ended', reason: 'stopped', recording: { path: recording.path } });
  });

  test('a second Ctrl-C leaves it running and says how to reach it', async () => {
    const status = record(shell, undefined, {});
    const session = await started();
    shell.interrupt('SIGINT');
    expect(shell.stderr.text).toContain('Ctrl-C again');
    shell.interrupt('SIGINT');
    expect(await status).toBe(1);
    expect(session.stops).toBe(1);
    expect(shell.stderr.text).toContain('capstan stop session000');
    expect(shell.stderr.text).toContain('capstan sessions');
  });

  test('with --json that end is `lost`, and its line is the last', async () => {
    const status = recordJson();
    await started();
    shell.interrupt('SIGTERM');
    shell.interrupt('SIGTERM');
    expect(await status).toBe(1);
    expect(last()).toEqual({ type: 'ended', reason: 'lost', recording: null, error: null });
  });

  test('a closed terminal leaves it running without a stop', async () => {
    const status = recordJson();
    const session = await started();
    shell.interrupt('SIGHUP');
    expect(await status).toBe(1);
    expect(session.stops).toBe(0);
    expect(station.closed).toBe(true);
  });

  test('before the start, nothing is started and nothing is an error', async () => {
    let go = () => {};
    station.beforeStart = new Promise<void>((resolve) => {
      go = resolve;
    });
    const status = recordJson();
    await vi.waitFor(() => expect(station.started).toHaveLength(1));
    shell.interrupt('SIGINT');
    go();
    expect(await status).toBe(0);
    expect(last()).toEqual({ type: 'ended', reason: 'stopped', recording: null, error: null });
    expect(station.live).toHaveLength(0);
  });

  test('a reader that went away does not end the recording', async () => {
    const status = recordJson();
    const session = await started();
    shell.stdout.breakPipe();
    const before = shell.stdout.text;
    session.emit(progress);
    expect(session.stops).toBe(0);
    session.emit(completed);
    expect(await status).toBe(0);
    expect(shell.stdout.text).toBe(before);
  });
});

describe('for people', () => {
  test('in a terminal one line is drawn over and over, in its width, and gone at the end', async () => {
    shell = new FakeShell(station, { terminal: true, columns: 40 });
    const status = record(shell, undefined, {});
    const session = await started();
    session.emit({ type: 'recording' });
    session.emit(progress);
    const drawn = shell.stdout.text.split('\r').at(-1)!;
    expect(drawn).toMatch(/^recording {2}00:00:02 .*0\.0 s behind/);
    expect(drawn.endsWith('\u001B[K')).toBe(true);
    expect(drawn.replace('\u001B[K', '').length).toBeLessThan(40);
    session.emit({ type: 'warning', message: 'late \u001B[2J frames' });
    expect(shell.stderr.text).not.toContain('\u001B');
    session.emit(completed);
    expect(await status).toBe(0);
    expect(shell.stdout.text.split('\u001B[K').at(-1)).toBe(
      'Completed: 5.0 s, 150 frames, 1.4 MiB\n  /recordings/x.mkv\n',
    );
  });

  test('elsewhere there is a plain line every few seconds, and no control codes', async () => {
    const status = record(shell, undefined, {});
    const session = await started();
    for (const timeSeconds of [1, 2, 5, 6, 9, 10.2]) session.emit({ ...progress, timeSeconds });
    session.emit(completed);
    await status;
    expect(
      shell.stdout.lines.filter((line) => line.includes('fps')).map((line) => /00:00:\d\d/.exec(line)?.[0]),
    ).toEqual(['00:00:05', '00:00:10']);
    expect(shell.stdout.text).not.toContain('\u001B');
    expect(shell.stdout.text).not.toContain('\r');
    expect(shell.stdout.text).toContain('Docker answers.');
  });

  test('an error has its title, detail and next step on stderr', async () => {
    expect(await record(shell, 'Nope', {})).toBe(1);
    expect(shell.stderr.lines).toEqual([
      'Error: The settings are not valid',
      '  There is no preset "Nope".',
      '  Next: Choose one of the list: `capstan presets list` shows them.',
    ]);
    expect(shell.stdout.text).toBe('');
  });

  test('notices of the data folder are told', async () => {
    station.notices = ['presets.json was set aside'];
    const status = record(shell, undefined, {});
    (await started()).emit(completed);
    await status;
    expect(shell.stderr.text).toContain('Note: presets.json was set aside');
  });
});

describe('a recording in parts', () => {
  const pulled = { kind: 'device-missing', title: 'gone', detail: 'gone', nextStep: 'plug it in' } as const;
  const lost: SessionEvent = { type: 'ended', reason: 'lost', recording, error: pulled };

  test('earlier parts are `part` events, and the last line is the `ended` of the last part', async () => {
    const status = recordJson();
    const first = await started();
    first.goesOn = true;
    first.emit(lost);
    first.emit({ type: 'waiting', message: 'Goes on as part 2.' });
    const second = station.addSession({ presetName: 'x', settings: first.view.settings });
    second.view = { ...second.view, part: { number: 2, firstSessionId: first.id } };
    first.leadTo(second);
    await vi.waitFor(() => expect(second.isHeard).toBe(true));
    second.emit(progress);
    second.emit({ ...completed, reason: 'stopped' } as SessionEvent);
    expect(await status).toBe(0);
    expect(shell.stdout.events.slice(3)).toEqual([
      { type: 'waiting', message: 'Goes on as part 2.' },
      { type: 'part', part: 1, reason: 'lost', recording, error: pulled, next: { part: 2, session: second.id, startedAt: second.view.startedAt } },
      progress,
      { type: 'ended', reason: 'stopped', recording, error: null },
    ]);
  });

  test('a session that records instead of one whose encoder was refused tells its fallback', async () => {
    const status = record(shell, undefined, {});
    const first = await started();
    first.goesOn = true;
    first.emit({ ...lost, reason: 'failed', recording: null, error: { ...pulled, kind: 'encoder-unavailable', title: 'No encoder' } } as SessionEvent);
    const second = station.addSession({ presetName: 'x', settings: first.view.settings });
    second.view = { ...second.view, encode, warnings: ['libx264 instead of auto: it would not open.'] };
    first.leadTo(second);
    await vi.waitFor(() => expect(second.isHeard).toBe(true));
    second.emit(completed);
    expect(await status).toBe(0);
    expect(shell.stdout.text).toContain(`Session ${second.id} records instead, with libx264.`);
    expect(shell.stderr.text).toContain('Warning: libx264 instead of auto: it would not open.');
  });

  test('Ctrl-C while it waits ends the waiting, and the end of the last part stays as it was', async () => {
    const status = recordJson();
    const first = await started();
    first.goesOn = true;
    first.emit(lost);
    await vi.waitFor(() => expect(first.view.state).toBe('lost'));
    shell.interrupt('SIGINT');
    expect(first.stops).toBe(1);
    first.leadTo(null);
    expect(await status).toBe(1);
    expect(last()).toEqual({ type: 'ended', reason: 'lost', recording, error: pulled });
    expect(shell.stdout.events.some(({ type }) => type === 'part')).toBe(false);
  });
});
