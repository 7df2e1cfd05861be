import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, property, string, stringMatching, array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaptureFormat } from '@domain/capabilities';
import { formatFrameRate } from '@domain/units';
import { parseDeviceInfo } from '@domain/v4l2/device-info';
import { parseFormats } from '@domain/v4l2/formats';

const folder = resolve(import.meta.dirname, '../../fixtures/v4l2');
const read = (name: string): string => readFileSync(resolve(folder, `${name}.txt`), 'utf8');
const formatsOf = (name: string) => parseFormats(read(name));

/** `1280x720: 30 15`, in the device's order. */
const sizes = (format: CaptureFormat | undefined) =>
  format?.frameSizes.map(({ width, height, frameRates }) => `${width}x${height}: ${frameRates.map(formatFrameRate).join(' ')}`.trim());
const formatNamed = (formats: CaptureFormat[], fourcc: string) => formats.find((format) => format.fourcc === fourcc);

describe('formats of a device', () => {
  it('reads the layout of today, in the device’s order', () => {
    const formats = formatsOf('sunplus-fhd-formats-ext');
    expect(formats.map(({ fourcc, description, compressed }) => [fourcc, description, compressed])).toEqual([
      ['MJPG', 'Motion-JPEG', true],
      ['YUYV', 'YUYV 4:2:2', false],
    ]);
    expect(sizes(formats[0])).toHaveLength(10);
    expect(sizes(formats[0])?.[0]).toBe('640x480: 30');
    expect(sizes(formats[0])?.[9]).toBe('1920x1080: 30');
    expect(sizes(formats[1])).toHaveLength(10);
    expect(sizes(formats[1])).toEqual(expect.arrayContaining(['1920x1080: 5', '1600x896: 7500/1000', '800x480: 25']));
  });

  it('reads the layout before 2018', () => {
    const formats = formatsOf('c525-formats-ext-2015');
    const [yuyv, mjpg] = formats;
    expect(formats.map(({ fourcc, compressed }) => [fourcc, compressed])).toEqual([['YUYV', false], ['MJPG', true]]);
    expect(yuyv?.description).toBe('YUV 4:2:2 (YUYV)');
    expect(sizes(yuyv)).toHaveLength(25);
    expect(sizes(yuyv)?.[0]).toBe('640x480: 30 24 20 15 10 7500/1000 5');
    expect(sizes(yuyv)).toContain('1920x1080: 5');
    expect(sizes(mjpg)).toHaveLength(23);
    for (const { frameRates } of mjpg!.frameSizes) expect(frameRates).toHaveLength(7);
  });

  it('takes 59.940 for what it is', () => {
    const formats = formatsOf('camlink4k-sony-formats-ext');
    expect(formats.map(({ fourcc }) => fourcc)).toEqual(['YUYV', 'NV12', 'YU12']);
    for (const format of formats) expect(sizes(format)).toEqual(['1920x1080: 60000/1001']);
  });

  it('keeps formats that name no sizes', () => {
    const formats = formatsOf('rk3588-hdmirx-formats-ext');
    expect(formats.map(({ fourcc }) => fourcc)).toEqual(['BGR3', 'NV24', 'NV16', 'NV12']);
    for (const { frameSizes } of formats) expect(frameSizes).toEqual([]);
    expect(formatsOf('qidi-rga-formats-ctrls')).toHaveLength(16);
  });

  it('reads a list without its heading', () => {
    const formats = formatsOf('qidi-jhd-formats');
    expect(sizes(formatNamed(formats, 'MJPG'))).toEqual(['1280x720: 30', '1920x1080: 30', '640x480: 30']);
    expect(sizes(formatNamed(formats, 'YUYV'))).toEqual(['1280x720: 10', '1920x1080: 5', '640x480: 30']);
  });

  it('makes of a range its ends and the common sizes on its grid', () => {
    const formats = formatsOf('qidi-iep-stepwise');
    expect(formats).toHaveLength(6);
    expect(sizes(formats[0])).toEqual(['320x240', '640x480', '720x480', '720x576', '1024x768', '1280x720', '1280x1024', '1920x1088'].map((size) => `${size}:`));
  });

  it('makes of a range of rates its ends and the common rates between', () => {
    expect(sizes(formatsOf('uvc-gadget-interval-stepwise')[0])).toEqual(['320x240: 25 24 20 15 10 5 1']);
  });

  it('offers no format without a name', () => {
    expect(formatsOf('jetson-brio-ir-empty-fourcc')).toEqual([]);
  });

  it('reads an infrared camera of one size', () => {
    expect(formatsOf('ir-340x340-formats-ext').map(sizes)).toEqual([['340x340: 30']]);
  });

  it('leaves out formats of another direction, and those of a driver that names one twice', () => {
    const text = "\tType: Video Output\n\t[0]: 'YUYV' (YUYV 4:2:2)\n\tType: Video Capture\n\t[0]: 'NV12' (a)\n\t[1]: 'NV12' (b, emulated)\n";
    expect(parseFormats(text).map(({ fourcc, description }) => [fourcc, description])).toEqual([['NV12', 'a']]);
  });

  const withFormats = /formats|stepwise|empty-fourcc/;
  it.each(readdirSync(folder).filter((file) => !withFormats.test(file)))('finds none in %s', (file) => {
    expect(parseFormats(readFileSync(resolve(folder, file), 'utf8'))).toEqual([]);
  });
});

describe('what a node is', () => {
  const camera = { captures: true, onlyMultiplanar: false, memoryToMemory: false, mediaController: false };

  it.each([
    ['c525-all-L-2015', { driver: 'uvcvideo', card: 'HD Webcam C525', bus: 'usb-0000:00:1a.0-1.2', node: camera }],
    ['pizero-unicam-all', { driver: 'unicam', card: 'unicam', bus: 'platform:20801000.csi', node: { ...camera, mediaController: true } }],
    [
      'v4l2loopback-idle-all',
      { driver: 'v4l2 loopback', card: 'Dummy video device (0x0000)', bus: 'platform:v4l2loopback-000', node: { ...camera, memoryToMemory: true } },
    ],
    ['error-cannot-open-device', { driver: null, card: null, bus: null, node: null }],
    ['rpi5-dual-list-devices', { driver: null, card: null, bus: null, node: null }],
  ])('%s', (name, info) => {
    expect(parseDeviceInfo(read(name))).toEqual(info);
  });

  it('goes by the node’s own capabilities, not by those of the whole device', () => {
    const metadata = '\tCapabilities     : 0x84a00001\n\t\tVideo Capture\n\t\tMetadata Capture\n\tDevice Caps      : 0x04a00000\n\t\tMetadata Capture\n\t\tStreaming\n';
    expect(parseDeviceInfo(metadata).node?.captures).toBe(false);
  });

  it('is not led astray by a card name that holds a heading', () => {
    const text = '\tCard type        : A\n\tDevice Caps : 0x1\n\t\tVideo Capture\n\tDevice Caps      : 0x04a00000\n\t\tMetadata Capture\n';
    expect(parseDeviceInfo(text).node?.captures).toBe(false);
  });
});

describe('any text', () => {
  it('is read without an exception, and without bound only in its own length', () => {
    const line = stringMatching(/^(\t|Size: |Interval: |\[\d{1,3}\]: '|Pixel Format: '|Discrete |Stepwise |\d{1,5}x\d{1,5}|[ -~]){0,12}$/);
    assert(
      property(array(line, { maxLength: 40 }), string(), (lines, rest) => {
        const text = `${lines.join('\n')}\n${rest}`;
        parseDeviceInfo(text);
        for (const { fourcc } of parseFormats(text)) expect(fourcc).toMatch(/^[\x21-\x7e]{1,7}$/);
      }),
    );
  });

  it('keeps a device with ten thousand sizes small', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `Size: Discrete ${at + 16}x480\nInterval: Discrete 0.033s (30.000 fps)`);
    expect(parseFormats(`[0]: 'YUYV' (a)\n${many.join('\n')}`)[0]?.frameSizes).toHaveLength(256);
  });
});
