import { plainDevice } from '../domain/plan/fixtures';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { builtInPresets } from '@domain/built-in-presets';
import type { Capabilities } from '@domain/capabilities';
import { capstanError, failure } from '@domain/errors';
import { settingsOf } from '@domain/preset';
import { err, ok } from '@domain/result';
import type { Plan } from '@domain/plan/types';
import { runCommandLine } from '../../../src/cli/program';
import { temporaryDirectory } from '../station/temporary';
import { FakeShell, FakeStation, container, encode } from './fakes';

let station: FakeStation;
let shell: FakeShell;
beforeEach(() => {
  station = new FakeStation(temporaryDirectory());
  shell = new FakeShell(station);
});
const run = (...words: string[]) => runCommandLine(shell, '1.2.3', words);
const output = () => JSON.parse(shell.stdout.text);

const capabilities: Capabilities = {
  schemaVersion: 1,
  engine: { kind: 'local' },
  user: { uid: 1000, gid: 1000 },
  ffmpeg: { version: '5.1.9', major: 5, minor: 1, encoders: ['libx264', 'aac'] },
  captureDevices: [
    {
      identity: 'usb:0bda:5846:0001:0',
      path: '/dev/video2',
      byIdPath: null,
      name: 'Cam \u001B[2J era',
      driver: 'uvcvideo',
      ...plainDevice,
      groupId: 44,
      formats: [
        {
          fourcc: 'MJPG',
          description: 'Motion-JPEG',
          compressed: true,
          frameSizes: [
            {
              width: 640,
              height: 480,
              frameRates: [
                { numerator: 15, denominator: 1 },
                { numerator: 30, denominator: 1 },
              ],
              frameRateRange: null,
            },
            { width: 1920, height: 1080, frameRates: [{ numerator: 30_000, denominator: 1001 }], frameRateRange: null },
          ],
          frameSizeRanges: [],
        },
        { fourcc: 'NV12', description: 'Y/UV 4:2:0', compressed: false, frameSizes: [], frameSizeRanges: [] },
      ],
    },
  ],
  renderNodes: [],
  nvidiaGpus: [],
  audioInputs: [],
  codecNodes: [],
  jetson: null,
  kernel: null,
  encoders: null,
};

describe('the command line', () => {
  test.each([
    ['an unknown command', ['recrod']],
    ['an unknown preset command', ['presets', 'delete']],
    ['an unknown flag', ['record', '--sise', '1280x720']],
    ['a flag without its value', ['record', '--size']],
    ['a missing argument', ['stop']],
    ['too many arguments', ['record', 'a', 'b']],
    ['no command', []],
    ['no preset command', ['presets']],
  ])('%s has exit status 2, tells why on stderr and prints nothing', async (_what, words) => {
    expect(await run(...words)).toBe(2);
    expect(shell.stderr.text).not.toBe('');
    expect(shell.stdout.text).toBe('');
  });

  test.each([
    ['record'],
    ['plan'],
    ['sessions'],
    ['stop'],
    ['recordings'],
    ['probe'],
    ['presets'],
    ['presets', 'import'],
  ])('%s %s has help with an example, on stdout, with exit status 0', async (...words) => {
    expect(await run(...words.filter(Boolean), '--help')).toBe(0);
    expect(shell.stdout.text).toContain(`capstan ${words.filter(Boolean).join(' ')}`);
    expect(shell.stdout.text).toContain('Examples:');
    expect(shell.stderr.text).toBe('');
  });

  test('--version prints it', async () => {
    expect(await run('--version')).toBe(0);
    expect(shell.stdout.text).toBe('1.2.3\n');
  });

  test('a wrong value of a known flag is refused, not misunderstood: exit status 1', async () => {
    expect(await run('record', '--seconds', '-5', '--json')).toBe(1);
    expect(await run('plan', '--format', 'xml')).toBe(1);
    expect(await run('probe', '--engine', 'podman')).toBe(1);
  });
});

describe('plan', () => {
  test('prints argv and container as JSON, and starts nothing', async () => {
    expect(await run('plan', '--size', '640x480')).toBe(0);
    expect(output()).toEqual({ argv: ['ffmpeg', '-i', 'x'], container, ...encode, warnings: ['libx264 instead of auto: The GPU has no video driver.'] });
    expect(station.started[0]!.draft.settings.source.frameSize).toEqual({ width: 640, height: 480 });
    expect(station.live).toEqual([]);
    expect(station.closed).toBe(true);
  });

  test('a refusal is in the JSON and on stderr, with exit status 1', async () => {
    station.planResult = err(capstanError('device-missing', '/dev/video9 is not there.', { field: 'source.device' }));
    expect(await run('plan', '--source', '/dev/video9')).toBe(1);
    expect(output()).toMatchObject({
      argv: null,
      container: null,
      error: { kind: 'device-missing', field: 'source.device' },
    });
    expect(shell.stderr.text).toContain('/dev/video9 is not there.');
  });

  test('there is no docker run line for an engine without containers', async () => {
    station.planResult = ok({ argv: ['ffmpeg'], container: null, encode, warnings: [] } as unknown as Plan);
    expect(await run('plan', '--engine', 'local', '--format', 'docker-run')).toBe(1);
    expect(shell.stdout.text).toBe('');
    expect(shell.stderr.text).toContain('without a container');
    expect(await run('plan', '--engine', 'local')).toBe(0);
    expect(output()).toEqual({ argv: ['ffmpeg'], container: null, ...encode, warnings: [] });
  });

  test('the docker run line makes the folder that is missing, for the user who writes in it', async () => {
    await run('plan', '--format', 'docker-run');
    expect(shell.stdout.lines[0]).toMatch(/^mkdir -p '\/srv\/my recordings' && docker run /);
    shell.userId = 0;
    await run('plan', '--format', 'docker-run');
    expect(shell.stdout.lines[1]).toMatch(/^install -d -o 1000 -g 1000 '\/srv\/my recordings' && docker run /);
    shell.files.set('/srv/my recordings', 'folder');
    await run('plan', '--format', 'docker-run');
    expect(shell.stdout.lines[2]).toMatch(/^docker run /);
    expect(shell.stdout.lines).toHaveLength(3);
  });

  test('saved capabilities take the place of this host', async () => {
    shell.files.set('studio.json', JSON.stringify(capabilities));
    expect(await run('plan', '--capabilities', 'studio.json')).toBe(0);
    expect(station.started[0]!.options.capabilities).toEqual(capabilities);
    expect(await run('plan', '--capabilities', 'studio.json', '--engine', 'docker')).toBe(1);
  });

  test.each([
    ['not there', undefined],
    ['not JSON', '{'],
    ['of another shape', '{"schemaVersion":1}'],
    ['newer', JSON.stringify({ ...capabilities, schemaVersion: 2 })],
  ])('capabilities that are %s are refused', async (_what, text) => {
    if (text !== undefined) shell.files.set('studio.json', text);
    expect(await run('plan', '--capabilities', 'studio.json')).toBe(1);
    expect(output().error.kind).toBe('preset-invalid');
    expect(station.started).toEqual([]);
  });
});

describe('presets', () => {
  test('are listed and shown, for people and as JSON', async () => {
    await run('presets', 'list', '--json');
    expect(output()).toEqual(builtInPresets);
    await run('presets', 'show', 'test pattern');
    expect(shell.stdout.text).toMatch(/Video +libx264, CRF 23/);
  });

  test('go from one Capstan to another through a file', async () => {
    await run('presets', 'copy', 'Test pattern', 'Mine');
    expect(await run('presets', 'export', '--output', 'out.json')).toBe(0);
    const other = new FakeShell(new FakeStation(temporaryDirectory()));
    other.files.set('in.json', shell.files.get('out.json')!);
    expect(await runCommandLine(other, '1.2.3', ['presets', 'import', 'in.json', '--json'])).toBe(0);
    const [imported] = JSON.parse(other.stdout.text);
    expect(imported).toMatchObject({ name: 'Mine', builtIn: false });
    expect(settingsOf(imported)).toEqual(settingsOf(builtInPresets[0]!));
  });

  test('are copied, renamed and removed', async () => {
    await run('presets', 'copy', 'Test pattern');
    await run('presets', 'rename', 'Test pattern 2', 'Front door');
    expect(station.presets.find('front door').name).toBe('Front door');
    expect(shell.stdout.text).toContain('Renamed "Test pattern 2" to "Front door".');
    expect(await run('presets', 'remove', 'Front door')).toBe(0);
    expect(station.presets.list()).toHaveLength(builtInPresets.length);
  });

  test.each([
    ['show', 'Nope'],
    ['remove', 'Test pattern'],
    ['export', ''],
  ])('%s of %j is an error with exit status 1', async (command, name) => {
    expect(await run('presets', command, ...(name === '' ? [] : [name]))).toBe(1);
    expect(shell.stderr.text).toMatch(/^Error: .*\n {2}.*\n {2}Next: /);
  });

  test('an error of a command with --json is JSON too', async () => {
    expect(await run('presets', 'remove', 'Test pattern', '--json')).toBe(1);
    expect(output()).toMatchObject({ error: { kind: 'preset-invalid' } });
  });
});

describe('probe', () => {
  test('as JSON is what plan --capabilities reads', async () => {
    station.probed = capabilities;
    expect(await run('probe', '--json')).toBe(0);
    expect(output()).toEqual(capabilities);
  });

  test('for people names encoders and devices, and no device steers the terminal', async () => {
    station.probed = capabilities;
    await run('probe');
    expect(shell.stdout.text).toMatch(/libx264 .*available/);
    expect(shell.stdout.text).toMatch(/libx265 .*not in this ffmpeg/);
    expect(shell.stdout.text).toContain('MJPG  Motion-JPEG: 1920x1080@29.97 640x480@30');
    expect(shell.stdout.text).toContain('NV12  Y/UV 4:2:0: sizes not listed');
    expect(shell.stdout.text).not.toContain('\u001B');
  });

  test('without an engine is an error', async () => {
    expect(await run('probe', '--engine', 'docker')).toBe(1);
    expect(shell.engines).toEqual(['docker']);
    expect(shell.stderr.text).toContain('Docker does not answer');
  });
});

describe('sessions', () => {
  const draft = { presetName: 'Test pattern', settings: settingsOf(builtInPresets[0]!) };
  const figures = {
    frame: 30,
    fps: 30,
    droppedFrames: 0,
    behindSeconds: 0,
    bitRateKbps: 1,
    sizeBytes: 9,
    timeSeconds: 1,
    speed: 1,
  };
  let local: FakeStation;
  beforeEach(() => {
    local = new FakeStation(temporaryDirectory());
    shell.local = local;
  });

  test('those of both engines are listed once they told that they run, and none that has ended', async () => {
    const inContainer = station.addSession(draft);
    const beside = local.addSession(draft, 'local');
    const over = station.addSession(draft);
    const status = run('sessions', '--json');
    await vi.waitFor(() => expect(beside.isHeard && inContainer.isHeard && over.isHeard).toBe(true));
    inContainer.emit({ type: 'progress', ...figures });
    beside.emit({ type: 'progress', ...figures });
    over.emit({ type: 'ended', reason: 'completed', recording: null, error: null });
    expect(await status).toBe(0);
    expect(output()).toMatchObject([
      { id: inContainer.id, progress: figures },
      { id: beside.id, engine: 'local' },
    ]);
    expect(station.closed && local.closed).toBe(true);
  });

  test('without Docker the others are listed, and it is said that some are missing', async () => {
    station.adoptError = failure('daemon-unreachable', 'no socket');
    expect(await run('sessions', '--json')).toBe(0);
    expect(output()).toEqual([]);
    expect(shell.stderr.text).toContain('Docker does not answer: no socket');
  });

  test('without ffmpeg nothing runs beside the containers', async () => {
    local.adoptError = failure('ffmpeg-missing', 'not found');
    expect(await run('sessions')).toBe(0);
    expect(shell.stdout.text).toBe('No session is running.\n');
    expect(shell.stderr.text).toBe('');
  });

  test('stop finds it on either engine, waits for the end and tells it as record does', async () => {
    const session = local.addSession(draft, 'local');
    const status = run('stop', session.id, '--json');
    await vi.waitFor(() => expect(session.stops).toBe(1));
    session.emit({ type: 'ended', reason: 'stopped', recording: null, error: null });
    expect(await status).toBe(0);
    expect(output()).toEqual({ type: 'ended', reason: 'stopped', recording: null, error: null });
  });

  test('an unknown one is an error of its kind, which says what could not be asked', async () => {
    station.adoptError = failure('daemon-unreachable', 'no socket');
    expect(await run('stop', 'k3v9x0a2bc', '--json')).toBe(1);
    expect(output()).toMatchObject({
      type: 'ended',
      reason: 'failed',
      error: { kind: 'session-unknown', detail: expect.stringContaining('no socket') },
    });
  });

  test('recordings are listed after those that ended meanwhile were closed', async () => {
    expect(await run('recordings', '--json')).toBe(0);
    expect(output()).toEqual([]);
    expect(station.adopted && local.adopted).toBe(true);
  });
});
