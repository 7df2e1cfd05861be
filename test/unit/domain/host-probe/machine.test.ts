import { array, assert, constantFrom, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codecNodeSchema } from '@domain/capabilities';
import { parseHostProbe } from '@domain/host-probe/host-probe';

/** As the agent tells of a node: v4l2-ctl's own words after their keys. */
const node = (number: number, { name = '', caps = '0x04204000', driver = 'bcm2835-codec', formats = ['H264'] } = {}) =>
  [
    `node ${number}`,
    `name ${name}`,
    'info Driver Info:',
    `info \tDriver name      : ${driver}`,
    `info \tCard type        : ${name}`,
    `info \tDevice Caps      : ${caps}`,
    'lists ioctl: VIDIOC_ENUM_FMT',
    'lists \tType: Video Capture Multiplanar',
    ...formats.map((fourcc, at) => `lists \t[${at}]: '${fourcc}' (${fourcc}, compressed)`),
    `end ${number}`,
    '',
  ].join('\n');

describe('codec nodes', () => {
  it('are those that deliver coded video, with the group of the node', () => {
    const text = [
      'stat /dev/video11 90 44 660\n',
      node(10, { name: 'bcm2835-codec-decode', formats: ['YU12', 'NV12'] }),
      node(11, { name: 'bcm2835-codec-encode' }),
      node(12, { name: 'bcm2835-codec-isp', formats: ['YU12', 'RGB3'] }),
      node(31, { name: 'bcm2835-codec-image_encode', formats: ['JPEG', 'MJPG'] }),
      node(4, { name: 'Qualcomm Venus video encoder', driver: 'qcom-venus', formats: ['H264', 'HEVC', 'VP80'] }),
    ].join('');
    expect(parseHostProbe(text).codecNodes).toEqual([
      { path: '/dev/video4', name: 'Qualcomm Venus video encoder', driver: 'qcom-venus', groupId: 0 },
      { path: '/dev/video11', name: 'bcm2835-codec-encode', driver: 'bcm2835-codec', groupId: 44 },
    ]);
  });

  it('are not cameras that deliver H.264', () => {
    expect(parseHostProbe(node(0, { name: 'HD Pro Webcam C920', caps: '0x04200001', driver: 'uvcvideo' })).codecNodes).toEqual([]);
  });
});

describe('a Jetson', () => {
  it.each([
    ['in a container, by sysfs alone', 'soc-family Tegra\nsoc-machine NVIDIA Jetson AGX Orin Developer Kit\n', { model: 'NVIDIA Jetson AGX Orin Developer Kit', release: null }],
    [
      'with its release, where the agent may read it',
      'soc-family Tegra\nsoc-machine NVIDIA Jetson Nano Developer Kit\ntegra-release # R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, EABI: aarch64, DATE: Sat Feb 19 17:05:08 UTC 2022\n',
      { model: 'NVIDIA Jetson Nano Developer Kit', release: 'R32.7.1' },
    ],
    ['whose kernel names no board', 'soc-family Tegra\n', { model: 'NVIDIA Jetson', release: null }],
    ['and no other board', 'soc-family jep106:0a10\nsoc-machine Raspberry Pi 4 Model B Rev 1.4\n', null],
    ['and no PC', 'kernel 6.1.0-28-amd64\n', null],
  ])('%s', (_what, text, expected) => {
    expect(parseHostProbe(text).jetson).toEqual(expected);
  });
});

it('the kernel is told by its release', () => {
  expect(parseHostProbe('kernel 5.15.167.4-microsoft-standard-WSL2\n').kernel).toBe('5.15.167.4-microsoft-standard-WSL2');
  expect(parseHostProbe('').kernel).toBeNull();
});

describe('any text', () => {
  it('gives valid answers', () => {
    const key = constantFrom('node 0', 'end 0', 'cdi', 'end', 'info ', 'lists ', 'name ', 'spec ', 'tegra-release ', 'soc-family ', 'soc-machine ', 'kernel ');
    assert(
      property(array(tuple(key, string({ maxLength: 30 })), { maxLength: 40 }), (lines) => {
        const probe = parseHostProbe(lines.map(([word, rest]) => (word.endsWith(' ') ? `${word}${rest}` : word)).join('\n'));
        for (const found of probe.codecNodes) codecNodeSchema.parse(found);
        for (const device of probe.cdiDevices) expect(device).toMatch(/^[\w.-]+\/[\w.-]+=[\w.:-]+$/);
      }),
    );
  });
});
