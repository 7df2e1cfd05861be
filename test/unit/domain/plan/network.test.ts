import { describe, expect, it } from 'vitest';
import { channelsOf, observerContainer } from '@domain/plan/container';
import { inputScript } from '@domain/plan/network-source';
import { plan } from '@domain/plan/plan';
import type { PlanInput } from '@domain/plan/types';
import type { NetworkSource } from '@domain/network-source';
import { context, dockerHost, ffmpeg, localHost, preset, watching } from './fixtures';

const network = (overrides: Partial<NetworkSource>): NetworkSource => ({
  type: 'network',
  url: 'rtsp://camera/stream',
  rtspTransport: 'tcp',
  credential: null,
  containerNetwork: 'bridge',
  frameSize: null,
  frameRate: null,
  ...overrides,
});
const result = (source: Partial<NetworkSource>, input: Partial<PlanInput> = {}) =>
  plan({ preset: preset({ source: network(source) }), capabilities: dockerHost(), run: context(), ...input });
const planned = (source: Partial<NetworkSource>, input: Partial<PlanInput> = {}) => {
  const made = result(source, input);
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
};

describe('whole command lines', () => {
  it.each(['rtsp://camera/stream', 'rtsps://camera/stream', 'srt://relay:9000', 'http://camera/live.m3u8', 'https://camera/video.mjpg'])('%s', (url) =>
    expect(planned({ url }).argv).toMatchSnapshot(),
  );
  it.each(['srt://:9000', 'udp://239.1.1.1:5004', 'rtp://:5004'])('%s', (url) => expect(planned({ url, containerNetwork: 'host' }).argv).toMatchSnapshot());
  it('with a login', () => expect(planned({ credential: 'door' }).argv).toMatchSnapshot());
  it('MJPEG with a login, scaled', () => expect(planned({ url: 'http://camera/video.mjpg', credential: 'door', frameSize: { width: 640, height: 360 } }).argv).toMatchSnapshot());
  it('RTSP for ffmpeg 4.4', () => expect(planned({}, { capabilities: dockerHost({ ffmpeg: '4.4' }) }).argv.join(' ')).toContain('-stimeout 10000000'));
  it('kept as it is', () => {
    const { argv } = planned({}, { preset: preset({ source: network({}), video: { mode: 'copy' } }) });
    expect(argv.join(' ')).toContain('-c:v copy');
  });
});

it('only a network source gets a network, and only its recorder', () => {
  expect(planned({}).container!.HostConfig.NetworkMode).toBe('bridge');
  expect(planned({ containerNetwork: 'host' }).container!.HostConfig.NetworkMode).toBe('host');
  expect(planned({}, { run: watching() }).container!.HostConfig.NetworkMode).toBe('bridge');
});

describe('a recorder with a login', () => {
  const { container, credential, record } = planned({ credential: 'door' });
  it('reads its address from standard input and cleans its log', () => {
    expect(container).toMatchObject({ OpenStdin: true, StdinOnce: true, Entrypoint: ['sh', '-c', expect.stringContaining('mkfifo'), 'capstan-recorder'] });
    expect(container!.Cmd[0]).toBe('ffmpeg');
    expect(credential).toBe('door');
  });
  it('has a script that quotes whatever the login is', () => {
    expect(inputScript(network({ credential: 'door' }), { user: "o'neil", password: 'a@b:c/d\n' }, ffmpeg['5.1'] as never)).toBe(
      "ffconcat version 1.0\nfile 'rtsp://o%27neil:a%40b%3Ac%2Fd%0A@camera/stream'\noption rtsp_transport 'tcp'\noption timeout '10000000'\n",
    );
  });
  it('gives SRT a passphrase and a stream', () => {
    const script = inputScript(network({ url: 'srt://relay:9000', credential: 'x' }), { user: 'live', password: "it's a secret" }, ffmpeg['5.1'] as never);
    expect(script).toContain(String.raw`option streamid 'live'`);
    expect(script).toContain(String.raw`option passphrase 'it'\''s a secret'`);
  });
  it('holds nothing of the login anywhere', () => expect(JSON.stringify({ container, record })).not.toContain('geheim'));
});

it('shares the loopback of its machine by ports of its own, and takes pictures from its recorder alone', () => {
  const shared = planned({ containerNetwork: 'host' });
  const { progressPort, previewPort, progressLocalPort, previewLocalPort } = shared.channels;
  const ports = [progressPort, previewPort, progressLocalPort!, previewLocalPort!];
  expect(new Set(ports).size).toBe(4);
  for (const port of ports) expect(port).toBeGreaterThanOrEqual(20_000);
  for (const port of ports) expect(port).toBeLessThan(32_768);
  expect(channelsOf(shared.record)).toEqual(shared.channels);
  expect(channelsOf({ ...shared.record, id: 'zzzzzzzzzz' })).not.toEqual(shared.channels);
  const observer = observerContainer({ image: 'x', user: '1:1', record: shared.record }, true);
  expect(observer.Cmd.slice(-2)).toEqual([
    `udp://127.0.0.1:${progressLocalPort}?localport=${progressPort}&connect=1&fifo_size=2000&overrun_nonfatal=1`,
    `udp://127.0.0.1:${previewLocalPort}?localport=${previewPort}&connect=1&fifo_size=2000&overrun_nonfatal=1`,
  ]);
  expect(planned({}, { capabilities: localHost() }).channels).toEqual(context().channels);
});

describe('refusals name the field', () => {
  it.each<[string, Partial<NetworkSource>, Partial<PlanInput>, { kind: string; field: string }]>([
    ['no address', { url: '' }, {}, { kind: 'preset-invalid', field: 'source.url' }],
    ['a login in the address', { url: 'rtsp://a:b@camera/x' }, {}, { kind: 'preset-invalid', field: 'source.url' }],
    ['a sender that cannot reach the container', { url: 'udp://:5004' }, {}, { kind: 'preset-invalid', field: 'source.containerNetwork' }],
    ['a login for ffmpeg 4.4', { credential: 'door' }, { capabilities: dockerHost({ ffmpeg: '4.4' }) }, { kind: 'format-unsupported', field: 'source.credential' }],
    [
      'a size for what is kept as it is',
      {},
      { preset: preset({ source: network({ frameSize: { width: 640, height: 360 } }), video: { mode: 'copy' } }) },
      { kind: 'preset-invalid', field: 'video.mode' },
    ],
  ])('%s', (_name, source, input, expected) => {
    const made = result(source, input);
    expect(made.ok ? 'planned' : { kind: made.error.kind, field: made.error.field }).toEqual(expected);
  });
});
