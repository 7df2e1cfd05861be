import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plan } from '@domain/plan/plan';
import { parseFrameRate, parseFrameSize } from '@domain/units';
import { parseFormats } from '@domain/v4l2/formats';
import { context, dockerHost, preset, webcam } from './fixtures';

const formatsOf = (name: string) => parseFormats(readFileSync(resolve(import.meta.dirname, `../../../fixtures/v4l2/${name}.txt`), 'utf8'));

/** The field and detail of a refusal, or null where it is planned. */
function refusal(formats: typeof webcam.formats, inputFormat: string | null, size: string | null, rate: string | null) {
  const source = { type: 'capture-device' as const, device: '/dev/video2', inputFormat, frameSize: size ? parseFrameSize(size) : null, frameRate: rate ? parseFrameRate(rate) : null, controls: {} };
  const result = plan({ preset: preset({ source }), capabilities: { ...dockerHost(), captureDevices: [{ ...webcam, name: 'Cam', formats }] }, run: context() });
  return result.ok ? null : `${result.error.kind} ${result.error.field} ${result.error.detail}`;
}

describe('discrete sizes and rates', () => {
  const sunplus = formatsOf('sunplus-fhd-formats-ext');

  it.each([
    ['MJPG', '1920x1080', '30'],
    ['MJPG', null, '30'],
    [null, '1920x1080', '5'],
    ['YUYV', '1600x896', '7.5'],
    ['YUYV', '1920x1080', null],
  ])('offered: %s %s %s', (fourcc, size, rate) => expect(refusal(sunplus, fourcc, size, rate)).toBeNull());

  it('a rate of another format or size is refused with what is offered', () => {
    expect(refusal(sunplus, 'YUYV', '1920x1080', '30')).toBe('format-unsupported source.frameRate Cam does not offer 30 frames a second at 1920x1080 in YUYV; it offers 5.');
    expect(refusal(sunplus, 'MJPG', '1920x1080', '25')).toMatch(/^format-unsupported source\.frameRate Cam does not offer 25 frames a second at 1920x1080 in MJPG; it offers 30\.$/);
    expect(refusal(sunplus, 'MJPG', '1920x1082', null)).toMatch(/^format-unsupported source\.frameSize Cam does not offer 1920x1082 in MJPG; it offers 640x480, /);
  });

  it('30 is met by 29.97, and 60 by 59.94, but not 59 by 60', () => {
    const camlink = formatsOf('camlink4k-sony-formats-ext');
    expect(refusal(camlink, 'NV12', '1920x1080', '60')).toBeNull();
    expect(refusal(camlink, 'NV12', '1920x1080', '59.94')).toBeNull();
    expect(refusal(camlink, 'NV12', '1920x1080', '59')).toBe('format-unsupported source.frameRate Cam does not offer 59 frames a second at 1920x1080 in NV12; it offers 60000/1001.');
  });

  it('where nothing is listed the driver is left to answer', () => {
    expect(refusal(formatsOf('rk3588-hdmirx-formats-ext'), 'BGR3', '1920x1080', '50')).toBeNull();
  });
});

describe('ranges', () => {
  it('take any rate between their ends', () => {
    const gadget = formatsOf('uvc-gadget-interval-stepwise');
    for (const rate of ['1', '12.5', '25', '25.2']) expect(refusal(gadget, 'YUYV', '320x240', rate)).toBeNull();
    expect(refusal(gadget, 'YUYV', '320x240', '30')).toBe('format-unsupported source.frameRate Cam does not offer 30 frames a second at 320x240 in YUYV; it offers 1 to 25.');
  });

  it('take any size on their grid', () => {
    const iep = formatsOf('qidi-iep-stepwise').map((format) => ({ ...format, fourcc: 'NV12' })).slice(0, 1);
    for (const size of ['320x240', '336x256', '1920x1088']) expect(refusal(iep, 'NV12', size, null)).toBeNull();
    expect(refusal(iep, 'NV12', '1920x1080', null)).toBe('format-unsupported source.frameSize Cam does not offer 1920x1080 in NV12; it offers 320x240 to 1920x1088 in steps of 16x16.');
    expect(refusal(iep, 'NV12', '304x240', null)).toMatch(/source\.frameSize/);
  });
});

it('a device that ffmpeg cannot read is refused with the reason', () => {
  const unusable = { ...webcam, unusable: 'It delivers raw sensor data (RG10).' };
  const source = { type: 'capture-device' as const, device: '/dev/video2', inputFormat: null, frameSize: null, frameRate: null, controls: {} };
  const result = plan({ preset: preset({ source }), capabilities: { ...dockerHost(), captureDevices: [unusable] }, run: context() });
  expect(result).toMatchObject({ ok: false, error: { kind: 'format-unsupported', field: 'source.device', detail: 'HD Pro Webcam (/dev/video2) cannot be recorded: It delivers raw sensor data (RG10).' } });
});
