import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { array, assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureDeviceSchema } from '@domain/capabilities';
import { parseHostProbe } from '@domain/host-probe/host-probe';
import { hostAgentArgv } from '@domain/host-probe/script';

const rig = readFileSync(resolve(import.meta.dirname, '../../../fixtures/host-probe/rig-two-usb-cameras-and-loopback-sound.txt'), 'utf8');

const captures = ['info \tDriver name      : uvcvideo', 'info \tDevice Caps      : 0x04200001', 'info \t\tVideo Capture'];
const parseCaptureProbe = (text: string) => parseHostProbe(text).captureDevices;
/** One node as the script prints it; the facts come in any order. */
const node = (number: number, facts: Record<string, string>, info: readonly string[] = captures): string =>
  [`stat /host/dev/video${number} 7 44 660`, `node ${number}`, ...Object.entries({ name: 'Camera', index: '0', ...facts }).map(([key, value]) => `${key} ${value}`), ...info, `end ${number}`, ''].join('\n');
const usb = { vendor: '046d', product: '0825', serial: 'ABC', interface: '00', place: '/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0' };

describe('a real machine with two virtual cameras and a USB camera', () => {
  const devices = parseCaptureProbe(rig);

  it('lists the nodes that deliver pictures, and not the camera’s metadata node', () => {
    expect(devices.map(({ path, name, driver, groupId }) => ({ path, name, driver, groupId }))).toEqual([
      { path: '/dev/video0', name: 'vivid-000-vid-cap', driver: 'vivid', groupId: 44 },
      { path: '/dev/video1', name: 'vivid-001-vid-cap', driver: 'vivid', groupId: 44 },
      { path: '/dev/video2', name: 'Rig Camera 0', driver: 'uvcvideo', groupId: 44 },
      { path: '/dev/video4', name: 'Rig Camera 2', driver: 'uvcvideo', groupId: 44 },
    ]);
  });

  it('knows the USB camera by its serial number and by its link', () => {
    expect(devices[2]).toMatchObject({
      identity: 'usb:1d6b:0102:RIG0000:00',
      identifiedBy: 'serial',
      bus: 'usb-vhci_hcd.0-1',
      usb: { vendorId: '1d6b', productId: '0102', serial: 'RIG0000', interfaceNumber: '00' },
      unusable: null,
      signal: null,
      colour: { matrix: 'bt601', range: 'full', primaries: 'srgb' },
      byIdPath: '/dev/v4l/by-id/usb-RigVendor_Rig_Camera_0_RIG0000-video-index0',
    });
    expect(devices[2]?.formats.map(({ fourcc, compressed }) => [fourcc, compressed])).toEqual([['MJPG', true], ['YUYV', false]]);
  });

  it('tells all of them apart', () => {
    expect(new Set(devices.map(({ identity }) => identity)).size).toBe(4);
    expect(devices.map(({ identifiedBy }) => identifiedBy)).toEqual(['name', 'name', 'serial', 'serial']);
  });

  it('names formats without the marks of v4l2-ctl', () => {
    expect(devices[0]?.formats[0]).toMatchObject({ fourcc: 'YUYV', description: 'YUYV 4:2:2' });
  });
});

describe('a real machine with an HDMI input and two cameras of one model and serial number', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../fixtures/host-probe/hdmi-and-twin-usb-cameras.txt'), 'utf8');
  const devices = parseCaptureProbe(text);

  it('tells the cameras apart by their ports, and says so', () => {
    expect(devices.filter(({ driver }) => driver === 'uvcvideo')).toMatchObject([
      { path: '/dev/video2', identity: 'bus:usb-vhci_hcd.0-2:1.0:0', identifiedBy: 'port', usb: { serial: 'TWIN0001' }, bus: 'usb-vhci_hcd.0-2' },
      { path: '/dev/video4', identity: 'bus:usb-vhci_hcd.0-1:1.0:0', identifiedBy: 'port', usb: { serial: 'TWIN0001' }, bus: 'usb-vhci_hcd.0-1' },
    ]);
  });

  it('knows what the HDMI input receives, and that the television input has no such thing', () => {
    expect(devices.map(({ path, signal }) => [path, signal])).toEqual([
      ['/dev/video0', { state: 'present', timings: { width: 1280, height: 720, framesPerSecond: 60, interlaced: false } }],
      ['/dev/video1', null],
      ['/dev/video2', null],
      ['/dev/video4', null],
    ]);
  });

  it('has their controls', () => {
    expect(devices[0]?.controls.find(({ name }) => name === 'brightness')).toMatchObject({ type: 'integer', minimum: 0, maximum: 255, value: 128 });
  });
});

describe('identity', () => {
  const identityOf = (text: string) => parseCaptureProbe(text).map(({ identity }) => identity);

  it('stays when the camera gets another number', () => {
    expect(identityOf(node(0, usb))).toEqual(identityOf(node(7, usb)));
  });

  it('is the place on the controller without a serial number, whatever number the bus has today', () => {
    const { serial: _serial, ...nameless } = usb;
    expect(identityOf(node(0, nameless))).toEqual(['bus:usb-0000:00:14.0-2:1.0:0']);
    expect(identityOf(node(0, { ...nameless, place: usb.place.replaceAll('1-2', '3-2').replace('usb1', 'usb3') }))).toEqual(['bus:usb-0000:00:14.0-2:1.0:0']);
  });

  it('is the place for cameras that share one serial number', () => {
    const twin = { ...usb, place: '/sys/devices/pci0000:00/0000:00:14.0/usb1/1-4/1-4:1.0' };
    expect(identityOf(node(0, usb) + node(2, twin))).toEqual(['bus:usb-0000:00:14.0-2:1.0:0', 'bus:usb-0000:00:14.0-4:1.0:0']);
  });

  it('is printable and without spaces, so that a preset can hold it', () => {
    expect(identityOf(node(0, { ...usb, serial: ' A:B "c" ü ' }))).toEqual(['usb:046d:0825:A_B__c___:00']);
  });

  it('is the place of a card that is no USB device', () => {
    expect(identityOf(node(0, { place: '/sys/devices/pci0000:00/0000:00:1c.0/0000:03:00.0', index: '1' }))).toEqual(['bus:0000:03:00.0:1']);
  });
});

describe('what is no camera', () => {
  it('is shown as such: converters of a Raspberry Pi', () => {
    const converter = ['info \tDriver name      : bcm2835-isp', ...captures.slice(1)];
    expect(parseCaptureProbe(node(14, {}, converter))).toMatchObject([{ path: '/dev/video14', unusable: expect.stringContaining('converts') }]);
  });

  it('is left out where it was cut short', () => {
    expect(parseCaptureProbe(node(0, usb).replace(/end 0\n$/, ''))).toEqual([]);
  });

  it('is guessed by the index where v4l2-ctl is not installed', () => {
    const driver = 'uvcvideo';
    const text = node(0, { ...usb, driver }, []) + node(1, { ...usb, driver, index: '1' }, []);
    expect(parseCaptureProbe(text)).toMatchObject([{ path: '/dev/video0', formats: [], driver }]);
  });
});

describe('hostile devices', () => {
  it('cannot add facts or nodes by line breaks in their names', () => {
    const text = node(0, { ...usb, name: 'Evil\nname end 0\nname node 9\nname done 1' });
    expect(parseCaptureProbe(text)).toMatchObject([{ path: '/dev/video0', groupId: 44, name: 'Evil end 0 node 9 done 1' }]);
  });

  it('have plain names', () => {
    expect(parseCaptureProbe(node(0, { name: '\u001b[31mred\u0000\u202e' }))[0]?.name).toBe('[31mred');
    expect(parseCaptureProbe(node(3, { name: '\u0007' }))[0]?.name).toBe('video3');
    expect(parseCaptureProbe(node(0, { name: 'HP TrueVision HD: HP TrueVision' }))[0]?.name).toBe('HP TrueVision HD');
    expect(parseCaptureProbe(node(0, { name: 'vi-output, ov9782 2-0060' }))[0]?.name).toBe('vi-output, ov9782 2-0060');
  });

  it('never make the reader throw, nor answer anything but devices', () => {
    const key = constantFrom('node', 'end', 'stat', 'link', 'name', 'index', 'place', 'driver', 'serial', 'vendor', 'product', 'interface', 'info', 'lists', '');
    const value = string({ maxLength: 30 }).map((text) => text.replaceAll('\n', ' '));
    const line = tuple(key, constantFrom('0', '1', '', '-1', '99999999999', 'Device Caps : 0x1', '\t\tVideo Capture', "[0]: 'YUYV' (a)"), value);
    assert(
      property(array(line, { maxLength: 40 }), (lines) => {
        const text = lines.map(([word, known, rest]) => `${word} ${known}${known === '' ? rest : ''}`).join('\n');
        for (const device of parseCaptureProbe(text)) captureDeviceSchema.parse(device);
      }),
    );
  });
});

describe('many devices', () => {
  it('five hundred of them are read in well under a second, each with its own identity', () => {
    const sample = (name: string) => readFileSync(resolve(import.meta.dirname, `../../../fixtures/v4l2/${name}.txt`), 'utf8').trimEnd().split('\n');
    const lists = [...sample('qidi-jhd-ctrls-menus'), ...sample('sunplus-fhd-formats-ext')].map((line) => `lists ${line}`).join('\n');
    const text = Array.from({ length: 500 }, (_, at) => node(at, { ...usb, serial: at % 2 === 0 ? `S${at}` : 'SAME', place: `/sys/devices/pci0/usb1/1-${at}/1-${at}:1.0` }, [...captures, lists])).join('');
    // Of the processor, not of the clock: others may use the machine.
    const before = process.cpuUsage();
    const devices = parseCaptureProbe(text);
    const seconds = process.cpuUsage(before).user / 1e6;
    expect(new Set(devices.map(({ identity }) => identity)).size).toBe(500);
    expect(devices[499]?.controls).toHaveLength(13);
    expect(devices[499]?.formats.map(({ frameSizes }) => frameSizes.length)).toEqual([10, 10]);
    expect(seconds).toBeLessThan(2);
    console.info(`500 devices, ${(text.length / 1e6).toFixed(1)} MB: ${seconds.toFixed(2)} s of processor time`);
  });
});

describe('the command', () => {
  it('takes folders as arguments, never as text of the script', () => {
    const hostile = '/host/dev"; touch /pwned; "';
    const argv = hostAgentArgv({ devDirectory: hostile, usersDirectory: '/run/user' });
    expect(argv.slice(0, 2)).toEqual(['sh', '-c']);
    expect(argv.slice(3)).toEqual(['capstan-host-agent', hostile, '/run/user', '']);
    expect(argv[2]).not.toContain('touch');
  });
});
