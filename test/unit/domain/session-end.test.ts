import { describe, expect, it } from 'vitest';
import { capstanError } from '@domain/errors';
import { concludeSession, mayGoOn, type EndFacts } from '@domain/session-end';
import { camera, file, settings } from './plan/fixtures';

const media = { codec: 'h264', frameSize: { width: 640, height: 360 }, framesPerSecond: 30, pixelFormat: null, audioCodec: null, durationSeconds: 5, frames: 150 };
const network = { type: 'network', url: 'rtsp://camera/x', rtspTransport: 'tcp', credential: null, containerNetwork: 'bridge', frameSize: null, frameRate: null } as const;
const facts = (overrides: Partial<EndFacts>, source: EndFacts['record']['settings']['source'] = camera): EndFacts => ({
  record: { purpose: 'record', settings: { ...settings, source } },
  exitCode: 1,
  outOfMemory: false,
  diskFull: false,
  message: '',
  stopRequested: false,
  diagnosis: null,
  log: '',
  media,
  ...overrides,
});
const goesOn = (...given: Parameters<typeof facts>) => mayGoOn(facts(...given), concludeSession(facts(...given)));

it('a network stream that ends by itself is lost, and says so', () =>
  expect(concludeSession(facts({ exitCode: 0 }, network))).toMatchObject({ reason: 'lost', error: { kind: 'source-unreachable' } }));

it('a camera that stalled is away, however its recorder was ended for it, and is recorded on', () => {
  for (const exitCode of [137, 255, null]) {
    expect(concludeSession(facts({ exitCode, stalled: true }))).toMatchObject({ reason: 'failed', error: { kind: 'device-missing', field: 'source.device' } });
    expect(goesOn({ exitCode, stalled: true })).toBe(true);
  }
  expect(concludeSession(facts({ exitCode: 255, stalled: true, stopRequested: true }))).toEqual({ reason: 'stopped', error: null });
});

describe('a recording goes on in a new part', () => {
  it.each<[string, Partial<EndFacts>]>([
    ['after a crash', { exitCode: 139 }],
    ['after a SIGKILL', { exitCode: 137 }],
    ['when its camera was pulled', { exitCode: 0, diagnosis: capstanError('device-missing', 'gone') }],
    ['when it ran out of memory', { exitCode: 137, outOfMemory: true }],
  ])('%s', (_name, given) => expect(goesOn(given)).toBe(true));
  it('when its stream ended', () => expect(goesOn({ exitCode: 0 }, network)).toBe(true));

  it.each<[string, Partial<EndFacts>]>([
    ['that was stopped', { exitCode: 255, stopRequested: true }],
    ['that somebody else ended cleanly', { exitCode: 255 }],
    ['whose disk is full', { exitCode: 255, diskFull: true }],
    ['whose end nobody saw', { exitCode: null }],
    ['that never began', { media: null }],
    ['whose encoder does not open', { diagnosis: capstanError('encoder-unavailable', 'no') }],
    ['whose login was refused', { diagnosis: capstanError('source-login-failed', 'no') }],
    ['without a folder to write to', { diagnosis: capstanError('output-unwritable', 'no') }],
  ])('never one %s', (_name, given) => expect(goesOn(given)).toBe(false));
  it('never one of a file, which would begin anew', () => expect(goesOn({ exitCode: 137 }, file)).toBe(false));
  it('never a live view', () => {
    const watching = facts({ exitCode: 137 });
    expect(mayGoOn({ ...watching, record: { ...watching.record, purpose: 'watch' } }, concludeSession(watching))).toBe(false);
  });
});
