import { describe, expect, it } from 'vitest';
import type { AudioInput } from '@domain/capabilities';
import { plan } from '@domain/plan/plan';
import type { PlanInput } from '@domain/plan/types';
import type { PresetSettings } from '@domain/preset';
import { camera, context, dockerHost, file, localHost, preset, settings, watching } from './fixtures';

const microphone: AudioInput = {
  identity: 'alsa:usb:046d:082d:A1B2C3:0',
  kind: 'alsa',
  name: 'HD Pro Webcam',
  device: 'hw:CARD=C920,DEV=0',
  cardNumber: 2,
  groupId: 29,
  socketPath: null,
};
const desktop: AudioInput = {
  identity: 'pulse:',
  kind: 'pulse',
  name: 'Sound server',
  device: '',
  cardNumber: null,
  groupId: null,
  socketPath: '/run/user/1000/pulse/native',
};
const host = { ...dockerHost(), audioInputs: [microphone, desktop] };
const sound = (input: Extract<PresetSettings['audio'], { mode: 'encode' }>['input'], encoder: 'aac' | 'libopus' = 'aac'): PresetSettings['audio'] => ({
  mode: 'encode',
  encoder,
  bitRateKbps: 128,
  input,
});
const live = ({ identity }: AudioInput) => sound({ type: 'device', device: identity });

const result = (overrides: Partial<PresetSettings>, input: Partial<PlanInput> = {}) =>
  plan({ preset: preset(overrides), capabilities: host, run: context(), ...input });
const planned = (overrides: Partial<PresetSettings>, input: Partial<PlanInput> = {}) => {
  const answer = result(overrides, input);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const refused = (overrides: Partial<PresetSettings>, input: Partial<PlanInput> = {}) => {
  const answer = result(overrides, input);
  if (answer.ok) throw new Error(`planned: ${answer.value.argv.join(' ')}`);
  return answer.error;
};

describe('whole command lines', () => {
  it('camera and its microphone', () => expect(planned({ source: camera, audio: live(microphone) }).argv).toMatchSnapshot());
  it('camera kept as it is, and the sound server, for ten seconds', () =>
    expect(planned({ source: camera, video: { mode: 'copy' }, audio: live(desktop), durationSeconds: 10 }).argv).toMatchSnapshot());
  it('test pattern and the sound server', () => expect(planned({ audio: live(desktop) }).argv).toMatchSnapshot());
  it('camera and test tone', () => expect(planned({ source: camera, audio: sound({ type: 'test-tone' }) }).argv).toMatchSnapshot());
  it('live picture of a camera with its microphone', () =>
    expect(planned({ source: camera, audio: live(microphone) }, { run: watching() }).argv).toMatchSnapshot());
  it('live picture of a file', () => expect(planned({ source: file }, { run: watching() }).argv).toMatchSnapshot());
});

describe('the container', () => {
  it('gets two nodes of the one card, and its group beside the camera’s', () => {
    const { HostConfig } = planned({ source: camera, audio: live(microphone) }).container!;
    expect(HostConfig.Devices.map(({ PathOnHost }) => PathOnHost)).toEqual(['/dev/video2', '/dev/snd/controlC2', '/dev/snd/pcmC2D0c']);
    expect(HostConfig.GroupAdd).toEqual(['44', '29']);
    expect(HostConfig).toMatchObject({ Privileged: false, CapDrop: ['ALL'], NetworkMode: 'none' });
  });
  it('gets the socket of the sound server, and nothing of /dev/snd', () => {
    const { HostConfig } = planned({ audio: live(desktop) }).container!;
    const path = '/run/user/1000/pulse/native';
    expect(HostConfig.Mounts[0]).toEqual({ Type: 'bind', Source: path, Target: path, ReadOnly: true });
    expect(HostConfig.Devices).toEqual([]);
  });
  it('gets none of it for a tone', () => {
    const { HostConfig } = planned({ audio: sound({ type: 'test-tone' }) }).container!;
    expect([HostConfig.Devices, HostConfig.GroupAdd, HostConfig.Mounts.length]).toEqual([[], [], 1]);
  });
});

it('the test pattern’s own tone is its test tone', () => {
  expect(planned({ audio: sound({ type: 'test-tone' }) }).argv).toEqual(planned({}).argv);
});

it('no sound, no input and no meter', () => {
  const argv = planned({ source: camera, audio: { mode: 'none' } }).argv.join(' ');
  expect(argv).not.toMatch(/astats|-f alsa|sine|timestamps/);
});

it('levels go to a port of their own where loopback is shared, and nowhere where nobody receives them', () => {
  const channels = { progressPort: 1, previewPort: 2, levelPort: 3, progressLocalPort: 4, previewLocalPort: 5, levelLocalPort: 6 };
  const argv = planned({}, { capabilities: localHost(), run: context({ channels }) }).argv;
  expect(argv[argv.indexOf('-af') + 1]).toContain(String.raw`file='udp\://127.0.0.1\:3?pkt_size=1400&localport=6'`);
  const silent = planned({}, { capabilities: localHost(), run: context({ channels: { ...channels, levelPort: null } }) }).argv;
  expect(silent.join(' ')).not.toContain('astats');
});

it('Opus in MP4 is no experiment from ffmpeg 5 on', () => {
  const argv = (version: '4.4' | '5.1') =>
    planned({ muxer: 'mp4', audio: sound({ type: 'source' }, 'libopus') }, { capabilities: dockerHost({ ffmpeg: version }) }).argv.join(' ');
  expect(argv('4.4')).toContain('-c:a libopus -b:a 128k -strict experimental');
  expect(argv('5.1')).not.toContain('-strict');
});

describe('refusals name the field', () => {
  const field = 'audio.input';
  it.each([
    ['none chosen', { audio: sound({ type: 'device', device: '' }) }, { kind: 'preset-invalid', field }],
    ['an input that is gone', { audio: sound({ type: 'device', device: 'alsa:gone:0' }) }, { kind: 'audio-missing', field }],
    ['live sound with a file at full speed', { source: file, audio: live(desktop) }, { kind: 'preset-invalid', field }],
  ] as const)('%s', (_name, overrides, expected) => expect(refused(overrides)).toMatchObject(expected));

  it('with what is there instead', () => {
    expect(refused({ audio: sound({ type: 'device', device: 'pulse:gone' }) }).detail).toBe(
      'pulse:gone is not there; there are HD Pro Webcam (alsa:usb:046d:082d:A1B2C3:0), Sound server (pulse:).',
    );
  });
  it('an ffmpeg that cannot keep two inputs in step', () => {
    expect(refused({ source: camera, audio: live(desktop) }, { capabilities: { ...host, ffmpeg: dockerHost({ ffmpeg: '4.4' }).ffmpeg } })).toMatchObject({
      kind: 'preset-invalid',
      field,
    });
  });
  it.each(['hw:0', 'hw:CARD=A,DEV=0 -y', 'plug:{ type file }', ''])('the ALSA name %j', (device) => {
    const capabilities = { ...host, audioInputs: [{ ...microphone, device }] };
    expect(refused({ source: settings.source, audio: live(microphone) }, { capabilities })).toMatchObject({ kind: 'audio-missing', field });
  });
});
