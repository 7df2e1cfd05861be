import { array, assert, integer, property, tuple } from 'fast-check';
import { expect, it } from 'vitest';
import { diskFloorBytes, FloorMeter, floorSeconds, maximumFloorBytes } from '@domain/disk-floor';

it('holds what is written until a stop has surely finished, within bounds', () => {
  expect(diskFloorBytes(8000)).toBe(20_000_000);
  expect(diskFloorBytes(16_000)).toBe(2 * diskFloorBytes(8000));
  expect(diskFloorBytes(1)).toBe(16 * 1024 ** 2);
  expect(diskFloorBytes(1e9)).toBe(maximumFloorBytes);
});

it('rises with what is really written, and falls no lower than was planned', () => {
  const meter = new FloorMeter(diskFloorBytes(8000));
  expect(meter.next(null, 0)).toBe(20_000_000);
  expect(meter.next(0, 0)).toBe(20_000_000);
  // Looks that come too soon say nothing of the rate.
  expect(meter.next(9e9, 1)).toBe(20_000_000);
  expect(meter.next(50_000_000, 5)).toBe(floorSeconds * 10_000_000);
  expect(meter.next(50_000_000, 10)).toBe(20_000_000);
  // Another file of the same recording begins with nothing.
  expect(meter.next(0, 15)).toBe(20_000_000);
});

it('is never under its plan, whatever is told', () => {
  assert(
    property(integer({ min: 0, max: 1e7 }), array(tuple(integer({ min: 0 }), integer({ min: 0, max: 100 }))), (planned, looks) => {
      const meter = new FloorMeter(planned);
      let at = 0;
      for (const [size, seconds] of looks) {
        const floor = meter.next(size, (at += seconds));
        expect(floor).toBeGreaterThanOrEqual(planned);
        expect(floor).toBeLessThanOrEqual(Math.max(planned, maximumFloorBytes));
      }
    }),
  );
});
