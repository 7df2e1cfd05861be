import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduce, type Action } from '../../../src/renderer/state/reducer';
import { isUnplugged, sessionDraft } from '../../../src/renderer/state/selectors';
import { watchWish } from '../../../src/renderer/state/watch-wish';
import { initialState, type AppState } from '../../../src/renderer/state/state';
import { deviceChoices, signalLabel, sizeProblem } from '../../../src/renderer/source/device-choices';
import { credentialName, splitUserInfo } from '../../../src/renderer/source/network-address';
import { openTexts } from '@locales/i18n';
import { camera, capabilities, settings, webcam } from './fixtures';

const t = (await openTexts('en')).getFixedT('en', 'source');
const after = (...actions: Action[]): AppState => actions.reduce(reduce, initialState);
const found = (...devices: Parameters<typeof capabilities>): Action => ({
  type: 'capabilities',
  capabilities: { state: 'ready', value: capabilities(...devices) },
});
const chosen = (source: Parameters<typeof settings>[0]): Action => ({ type: 'settings-edited', settings: settings(source) });

describe('a device that is pulled', () => {
  const pulled = after(found(webcam()), chosen({ source: camera }), found());

  it('stays chosen, under its name', () => {
    expect(isUnplugged(pulled)).toBe(true);
    expect(pulled.draft.settings.source).toEqual(camera);
    expect(sessionDraft(pulled).presetName).toBe('HD Webcam');
  });

  it('is there again when it comes back at another number', () => {
    expect(isUnplugged(reduce(pulled, found(webcam({ path: '/dev/video4' }))))).toBe(false);
  });

  it('is not told as unplugged before the devices are known', () => {
    expect(isUnplugged(after(chosen({ source: camera })))).toBe(false);
  });
});

describe('the name of what is recorded', () => {
  const network = {
    type: 'network',
    url: 'rtsp://10.0.0.7:554/stream?channel=1',
    rtspTransport: 'tcp',
    credential: null,
    containerNetwork: 'bridge',
    frameSize: null,
    frameRate: null,
  } as const;

  it('is the preset’s where the source is of its kind', () => {
    expect(sessionDraft(initialState).presetName).toBe('Test pattern');
  });

  it.each([
    [camera, 'HD Webcam'],
    [network, '10.0.0.7:554'],
    [{ type: 'file', path: '/data/My talk.mp4', pace: 'fastest', frameSize: null, frameRate: null }, 'My talk'],
  ] as const)('is the source’s where the preset is of another kind', (source, name) => {
    expect(sessionDraft(after(found(webcam()), chosen({ source }))).presetName).toBe(name);
  });

  it('is the preset’s while no source is chosen', () => {
    expect(sessionDraft(after(chosen({ source: { ...network, url: '' } }))).presetName).toBe('Test pattern');
  });
});

it('another sound is watched anew, another encoder of it is not', () => {
  const key = (audio: ReturnType<typeof settings>['audio']) => {
    const wish = watchWish(after(chosen({ audio })));
    return wish.show === 'source' ? wish.key : null;
  };
  const tone = { mode: 'encode', encoder: 'aac', bitRateKbps: 128, input: { type: 'test-tone' } } as const;
  expect(key(tone)).toBe(key({ ...tone, encoder: 'libopus' }));
  expect(key(tone)).not.toBe(key({ ...tone, input: { type: 'device', device: 'pulse:' } }));
  expect(key(tone)).not.toBe(key({ mode: 'none' }));
});

describe('the choice of devices', () => {
  it('puts what cannot be recorded last, disabled, with the reason', () => {
    const raw = webcam({ identity: 'bus:platform:0', name: 'unicam', unusable: 'It delivers raw Bayer pictures.' });
    expect(deviceChoices([raw, webcam()], t)).toEqual([
      { value: 'usb:046d:0892:1A2B:0', label: 'HD Webcam (/dev/video0)' },
      { group: 'Cannot be used', items: [{ value: 'bus:platform:0', label: 'unicam: It delivers raw Bayer pictures.', disabled: true }] },
    ]);
  });

  it('tells twins apart by their port', () => {
    const twin = webcam({ identity: 'bus:b:0', path: '/dev/video2', bus: 'usb-0000:00:14.0-3', identifiedBy: 'port' });
    const [, second] = deviceChoices([webcam({ identifiedBy: 'port' }), twin], t);
    expect(second).toEqual({ value: 'bus:b:0', label: 'HD Webcam (/dev/video2, port 3)' });
  });

  it.each([
    [null, null],
    [{ state: 'unknown', timings: null }, null],
    [{ state: 'none', timings: null }, 'No signal'],
    [{ state: 'present', timings: { width: 1920, height: 1080, framesPerSecond: 25, interlaced: true } }, '1920x1080i50'],
    [{ state: 'present', timings: { width: 1280, height: 720, framesPerSecond: 59.94, interlaced: false } }, '1280x720p59.94'],
    [{ state: 'present', timings: { width: 1280, height: 720, framesPerSecond: null, interlaced: false } }, '1280x720p'],
  ] as const)('says the signal: %j is %j', (signal, label) => {
    expect(signalLabel({ signal }, t)).toBe(label);
  });

  it('takes typed sizes on the grid of the device alone', () => {
    const ranges = [
      { minimumWidth: 48, maximumWidth: 1920, stepWidth: 16, minimumHeight: 32, maximumHeight: 1080, stepHeight: 2 },
    ];
    expect(sizeProblem({ width: 640, height: 360 }, ranges, t)).toBeNull();
    for (const size of [{ width: 642, height: 360 }, { width: 2048, height: 360 }, { width: 640, height: 30 }])
      expect(sizeProblem(size, ranges, t)).toBe('The device offers 48x32 to 1920x1080 in steps of 16x2');
  });
});

describe('an address with a password', () => {
  it('is taken apart, whatever the password holds', () => {
    const password = fc.string({ unit: 'grapheme', maxLength: 40 }).map(encodeURIComponent);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.%]{1,20}$/), password, (user, secret) => {
        const split = splitUserInfo(`rtsp://${user}:${secret}@cam.example:554/live?a=b@c`);
        expect(split?.url).toBe('rtsp://cam.example:554/live?a=b@c');
        expect(split?.password).toBe(decodeURIComponent(secret));
      }),
    );
  });

  it.each([
    ['rtsp://admin:p@ss@10.0.0.7/1', { url: 'rtsp://10.0.0.7/1', user: 'admin', password: 'p@ss' }],
    ['rtsp://admin:100%@10.0.0.7/1', { url: 'rtsp://10.0.0.7/1', user: 'admin', password: '100%' }],
    ['http://me@10.0.0.7', { url: 'http://10.0.0.7', user: 'me', password: '' }],
    ['rtsp://10.0.0.7/me@home', null],
    ['me@home', null],
  ])('%s', (address, split) => {
    expect(splitUserInfo(address)).toEqual(split);
  });

  it('names its login by machine and port', () => {
    expect(credentialName('rtsp://10.0.0.7:554/1')).toBe('10.0.0.7-554');
    expect(credentialName('rtsp://[fe80::1]:554/1')).toBe('fe80-1-554');
    expect(credentialName('rtsp://')).toBeNull();
  });
});
