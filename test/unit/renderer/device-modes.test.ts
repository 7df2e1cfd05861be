import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaptureDevice } from '@domain/capabilities';
import { refusedByDevice } from '@domain/plan/device-formats';
import { fittingMode, ratesAt, sizesIn, stillMoved, type DeviceMode } from '../../../src/renderer/source/device-modes';
import { webcam } from './fixtures';

const fps = (numerator: number, denominator = 1) => ({ numerator, denominator });
const size = (width: number, height: number) => ({ width, height });
type Format = CaptureDevice['formats'][number];
const listed = (width: number, height: number, ...frameRates: ReturnType<typeof fps>[]): Format['frameSizes'][number] => ({ width, height, frameRates, frameRateRange: null });
const format = (fourcc: string, frameSizes: Format['frameSizes'], frameSizeRanges: Format['frameSizeRanges'] = []): Format => ({
  fourcc,
  description: fourcc,
  compressed: fourcc === 'MJPG',
  frameSizes,
  frameSizeRanges,
}) as Format;

/** As UVC cameras are: large sizes are compressed, raw ones small or slow. */
const camera = webcam({
  formats: [
    format('MJPG', [listed(1920, 1080, fps(30), fps(15)), listed(1280, 720, fps(60), fps(30)), listed(640, 480, fps(30))]),
    format('YUYV', [listed(1280, 720, fps(10)), listed(640, 480, fps(30), fps(15))]),
  ],
});
const card = webcam({
  formats: [
    format(
      'UYVY',
      [{ width: 48, height: 32, frameRates: [fps(1), fps(60)], frameRateRange: { minimum: fps(1), maximum: fps(60) } }],
      [{ minimumWidth: 48, maximumWidth: 1920, stepWidth: 16, minimumHeight: 32, maximumHeight: 1080, stepHeight: 1 }],
    ),
  ],
});

describe('the mode of a capture device', () => {
  it('stays as it is where the other format has its size and rate', () => {
    const wish = { inputFormat: 'YUYV', frameSize: size(640, 480), frameRate: fps(30) };
    expect(fittingMode(camera, wish)).toEqual({ mode: wish, moved: [] });
  });

  it('takes the nearest size and rate, and says so', () => {
    const wish = { inputFormat: 'YUYV', frameSize: size(1920, 1080), frameRate: fps(30) };
    expect(fittingMode(camera, wish)).toEqual({
      mode: { inputFormat: 'YUYV', frameSize: size(1280, 720), frameRate: fps(10) },
      moved: [
        { what: 'size', wanted: '1920x1080', taken: '1280x720', format: 'YUYV' },
        { what: 'rate', wanted: '30', taken: '10', format: 'YUYV' },
      ],
    });
  });

  it('says what gave way while what was taken stands: not after Revert, nor of another device', () => {
    const wish = { inputFormat: 'YUYV', frameSize: size(1920, 1080), frameRate: fps(30) };
    const fitted = { ...fittingMode(camera, wish), device: 'usb:1' };
    expect(stillMoved({ device: 'usb:1', ...fitted.mode }, fitted)).toBe(fitted.moved);
    expect(stillMoved({ device: 'usb:1', ...wish }, fitted)).toEqual([]);
    expect(stillMoved({ device: 'usb:2', ...fitted.mode }, fitted)).toEqual([]);
    expect(stillMoved({ device: 'usb:1', ...wish }, null)).toEqual([]);
  });

  it('leaves the format to the driver of a device that has none of that name', () => {
    const { mode, moved } = fittingMode(card, { inputFormat: 'MJPG', frameSize: null, frameRate: null });
    expect(mode).toEqual({ inputFormat: null, frameSize: null, frameRate: null });
    expect(moved).toEqual([{ what: 'format', wanted: 'MJPG', taken: null, format: null }]);
  });

  it('keeps 29.97 where the driver calls it 30', () => {
    const wish = { inputFormat: 'MJPG', frameSize: size(1920, 1080), frameRate: fps(30_000, 1001) };
    expect(fittingMode(camera, wish).moved).toEqual([]);
  });

  it('offers the rates of the chosen format and size alone', () => {
    expect(ratesAt(camera, 'YUYV', size(1280, 720)).listed).toEqual([fps(10)]);
    expect(ratesAt(camera, null, size(1280, 720)).listed).toEqual([fps(60), fps(30), fps(10)]);
    expect(sizesIn(camera, 'YUYV').listed.map(({ width }) => width)).toEqual([1280, 640]);
  });

  it('is one that the device has, whatever is wished', () => {
    const even = (maximum: number) => fc.integer({ min: 8, max: maximum / 2 }).map((half) => half * 2);
    const wishes: fc.Arbitrary<DeviceMode> = fc.record({
      inputFormat: fc.constantFrom(null, 'MJPG', 'YUYV', 'UYVY'),
      frameSize: fc.option(fc.record({ width: even(4096), height: even(4096) })),
      frameRate: fc.option(fc.record({ numerator: fc.integer({ min: 1, max: 240 }), denominator: fc.constantFrom(1, 1001) })),
    });
    fc.assert(
      fc.property(fc.constantFrom(camera, card), wishes, (device, wish) => {
        const { mode } = fittingMode(device, wish);
        expect(refusedByDevice(device, mode.inputFormat, mode)).toBeNull();
        expect((mode.frameSize?.width ?? 0) % 2).toBe(0);
        expect((mode.frameSize?.height ?? 0) % 2).toBe(0);
      }),
    );
  });
});
