import { beforeAll, expect, test } from 'vitest';
import type { Capabilities } from '@domain/capabilities';
import { deviceAt, describeOnRig, type PluggedCamera } from './support/rig';

const model = { name: 'Rig Camera', vendorId: 0x1d6b, productId: 0x0102 };

describeOnRig('the devices of another machine', (rig) => {
  let left: PluggedCamera;
  let right: PluggedCamera;
  let probed: Capabilities;

  beforeAll(async () => {
    left = await rig.plug(0, { ...model, serial: 'RIG0000' });
    right = await rig.plug(1, { ...model, serial: 'RIG0001', width: 640, height: 360, framesPerSecond: 10 });
    probed = await rig.probe();
  });

  test('are reached over ssh, with nothing but Docker there', () => {
    expect(probed.engine).toMatchObject({ kind: 'docker', endpoint: rig.guest.address, storage: 'separate' });
  });

  test('are all listed, without the nodes for metadata', async () => {
    const names = probed.captureDevices.map(({ name }) => name);
    expect(names).toEqual(['vivid-000-vid-cap', 'vivid-001-vid-cap', 'vivid-002-vid-cap', 'Rig Camera', 'Rig Camera']);
    const nodes = await rig.guest.run('ls -d /sys/class/video4linux/video* | wc -l');
    expect(Number(nodes)).toBe(7);
  });

  test('have their serial, formats, sizes and rates', () => {
    expect(deviceAt(probed, left.node)).toMatchObject({
      identity: expect.stringContaining('RIG0000'),
      identifiedBy: 'serial',
      driver: 'uvcvideo',
      usb: { vendorId: '1d6b', productId: '0102', serial: 'RIG0000' },
      formats: [
        { fourcc: 'MJPG', compressed: true, frameSizes: [{ width: 320, height: 180, frameRates: [{ numerator: 15, denominator: 1 }] }] },
        { fourcc: 'YUYV', compressed: false, frameSizes: [{ width: 320, height: 180, frameRates: [{ numerator: 15, denominator: 1 }] }] },
      ],
    });
    const [mjpeg] = deviceAt(probed, right.node).formats;
    expect(mjpeg?.frameSizes).toMatchObject([{ width: 640, height: 360, frameRates: [{ numerator: 10, denominator: 1 }] }]);
  });

  test('have their controls, with what an automatic mode decides now', () => {
    const controls = deviceAt(probed, left.node).controls;
    const control = (name: string) => controls.find((candidate) => candidate.name === name);
    expect(controls).toHaveLength(12);
    expect(control('brightness')).toMatchObject({ type: 'integer', minimum: -64, maximum: 64, step: 1, default: 0, value: 0, inactive: false });
    expect(control('exposure_time_absolute')).toMatchObject({ minimum: 3, maximum: 2047, default: 250, inactive: true });
    expect(control('auto_exposure')).toMatchObject({
      type: 'menu',
      value: 3,
      menu: [
        { value: 1, label: 'Manual Mode' },
        { value: 3, label: 'Aperture Priority Mode' },
      ],
    });
  });

  test('bring their render nodes and the sound card', () => {
    expect(probed.renderNodes.map(({ path }) => path)).toEqual(['/dev/dri/renderD128', '/dev/dri/renderD129']);
    expect(probed.audioInputs).toContainEqual(expect.objectContaining({ kind: 'alsa', device: 'hw:CARD=Loopback,DEV=0' }));
  });

  test('tell what comes in at an HDMI input', () => {
    expect(deviceAt(probed, '/dev/video2').signal).toMatchObject({ state: 'present', timings: { width: 1280, height: 720, interlaced: false } });
    expect(deviceAt(probed, '/dev/video0').signal).toBeNull();
  });

  test('keep their identity under another number; two of a model without serials are told apart by port; a lost signal is said', async () => {
    await rig.pullAll();
    const first = await rig.plug(1, { ...model, serial: 'RIG0001', width: 640, height: 360, framesPerSecond: 10 });
    const second = await rig.plug(0, { ...model, serial: 'RIG0000' });
    expect([first.node, second.node]).toEqual([left.node, right.node]);
    const twins = [await rig.plug(2, model), await rig.plug(3, model)];
    await rig.guest.run('v4l2-ctl -d /dev/video2 -c dv_timings_signal_mode=1');

    const again = await rig.probe();
    expect(deviceAt(again, second.node).identity).toBe(deviceAt(probed, left.node).identity);
    expect(deviceAt(again, first.node).identity).toBe(deviceAt(probed, right.node).identity);
    const [one, other] = twins.map(({ node }) => deviceAt(again, node));
    expect(one).toMatchObject({ identifiedBy: 'port', usb: { serial: null } });
    expect(other).toMatchObject({ identifiedBy: 'port', usb: { serial: null } });
    expect(one?.identity).not.toBe(other?.identity);
    expect(deviceAt(again, '/dev/video2').signal).toMatchObject({ state: 'none' });
  });
});
