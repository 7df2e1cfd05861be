import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseHostProbe } from '@domain/host-probe/host-probe';

const sample = (name: string) => readFileSync(resolve(import.meta.dirname, `../../../fixtures/v4l2/${name}.txt`), 'utf8').trimEnd();
const keyed = (key: string, text: string) => text.split('\n').map((line) => `${key} ${line}`);
const infoOf = (driver: string, caps: string) => `Driver Info:\n\tDriver name      : ${driver}\n\tDevice Caps      : 0x${caps}`;

/** The one device that the agent tells of, with what v4l2-ctl said of it. */
function deviceWith(info: string, lists = '') {
  const lines = ['node 0', 'name Camera', 'index 0', ...keyed('info', info), ...keyed('lists', lists), 'end 0', ''];
  return parseHostProbe(lines.join('\n')).captureDevices[0];
}

const capture = '04200001';
const multiplanar = '04201000';

describe('nodes that ffmpeg cannot record from say why', () => {
  it('raw Bayer of a Raspberry Pi’s sensor', () => {
    const device = deviceWith(sample('pizero-unicam-all'));
    expect(device?.unusable).toContain('raw sensor data (pGAA)');
    expect(device?.colour).toEqual({ matrix: 'bt601', range: 'full', primaries: null });
  });

  it('raw Bayer of any driver that offers nothing else', () => {
    const lists = "\t[0]: 'BA10' (10-bit Bayer GRGR/BGBG)\n\t[1]: 'pgAA' (10-bit Bayer Packed)";
    expect(deviceWith(infoOf('some-csi', capture), lists)?.unusable).toContain('raw sensor data (BA10, pgAA)');
    expect(deviceWith(infoOf('some-csi', capture), `${lists}\n\t[2]: 'YUYV' (YUYV 4:2:2)`)?.unusable).toBeNull();
  });

  it.each(['rp1-cfe', 'rkisp_v5', 'rkcif', 'ipu6', 'unicam'])('a media-controller pipeline: %s', (driver) => {
    expect(deviceWith(infoOf(driver, capture), "\t[0]: 'YUYV' (YUYV 4:2:2)")?.unusable).toContain('media-controller pipeline');
  });

  it('a media-controller pipeline of an unknown driver, by its capability', () => {
    expect(deviceWith(infoOf('new-csi', '24200001'), "\t[0]: 'YUYV' (YUYV 4:2:2)")?.unusable).toContain('media-controller pipeline');
  });

  it.each(['bcm2835-codec', 'bcm2835-isp', 'pispbe', 'rpivid', 'rpi-hevc-dec', 'rockchip-rga', 'rga', 'iep', 'rk_iep', 'hantro-vpu', 'vicodec'])(
    'a converter: %s',
    (driver) => {
      expect(deviceWith(infoOf(driver, capture), sample('qidi-iep-stepwise'))?.unusable).toContain('converts pictures');
    },
  );

  it('a converter of an unknown driver, by its capability', () => {
    expect(deviceWith(infoOf('new-scaler', '04208000'), sample('qidi-rga-formats-ctrls'))?.unusable).toContain('converts pictures');
  });

  it('an HDMI receiver with several planes', () => {
    expect(deviceWith(infoOf('snps_hdmirx', multiplanar), sample('rk3588-hdmirx-formats-ext'))?.unusable).toContain('multiplanar');
  });

  it('a loopback device without a producer', () => {
    const device = deviceWith(sample('v4l2loopback-idle-all'));
    expect(device).toMatchObject({ driver: 'v4l2 loopback', formats: [], unusable: expect.stringContaining('No program feeds') });
    expect(deviceWith(sample('v4l2loopback-idle-all'), sample('qidi-jhd-formats'))?.unusable).toBeNull();
  });

  it('an infrared camera whose one format has no name', () => {
    expect(deviceWith(infoOf('uvcvideo', capture), sample('jetson-brio-ir-empty-fourcc'))).toMatchObject({
      formats: [],
      unusable: expect.stringContaining('no picture format'),
    });
  });

  it('formats that ffmpeg does not know', () => {
    expect(deviceWith(infoOf('grabber', capture), "\t[0]: 'NV24' (Y/UV 4:4:4)\n\t[1]: 'NV16' (Y/UV 4:2:2)")?.unusable).toContain('NV24, NV16 alone');
  });

  it('but not an infrared camera that reports YUYV, nor one of which nothing is known', () => {
    expect(deviceWith(infoOf('uvcvideo', capture), sample('ir-340x340-formats-ext'))?.unusable).toBeNull();
    expect(deviceWith(sample('error-cannot-open-device'))).toMatchObject({ unusable: null, formats: [] });
  });

  it('and nodes of metadata or output are left out altogether', () => {
    expect(deviceWith(infoOf('uvcvideo', '04a00000'))).toBeUndefined();
    expect(deviceWith(infoOf('vivid', '05200002'))).toBeUndefined();
  });
});
