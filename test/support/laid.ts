import type { Transform } from '@domain/preset';
import { isSideways } from '@domain/transform';

/** One plane of samples, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly samples: Uint8Array;
}

/** The first plane and the two of half the size of a picture in planar 4:2:0. */
export function planesOf(picture: Uint8Array, width: number, height: number): readonly Plane[] {
  const whole = width * height;
  const quarter = whole / 4;
  const plane = (from: number, length: number, by: number) => ({ width: width / by, height: height / by, samples: picture.subarray(from, from + length) });
  return [plane(0, whole, 1), plane(whole, quarter, 2), plane(whole + quarter, quarter, 2)];
}

/** A plane cropped, then turned clockwise, then flipped, sample by sample. @param scale pixels of the source for each of its samples */
export function laid({ width, height, samples }: Plane, transform: Transform, scale = 1): Plane {
  const { crop, rotateDegrees, flipHorizontal, flipVertical } = transform;
  const left = crop.left / scale;
  const top = crop.top / scale;
  const [across, down] = [width - left - crop.right / scale, height - top - crop.bottom / scale];
  const [newWidth, newHeight] = isSideways(transform) ? [down, across] : [across, down];
  const out = new Uint8Array(newWidth * newHeight);
  for (let y = 0; y < newHeight; y += 1) {
    for (let x = 0; x < newWidth; x += 1) {
      const u = flipHorizontal ? newWidth - 1 - x : x;
      const v = flipVertical ? newHeight - 1 - y : y;
      const [column, row] = { 0: [u, v], 90: [v, down - 1 - u], 180: [across - 1 - u, down - 1 - v], 270: [across - 1 - v, u] }[rotateDegrees];
      out[y * newWidth + x] = samples[(top + (row ?? 0)) * width + left + (column ?? 0)] ?? 0;
    }
  }
  return { width: newWidth, height: newHeight, samples: out };
}

/** Mean and greatest difference of two planes; of different sizes they are not compared. */
export function difference(one: Plane, other: Plane): { readonly mean: number; readonly greatest: number } {
  if (one.width !== other.width || one.height !== other.height || one.samples.length !== other.samples.length) {
    throw new RangeError(`${one.width}x${one.height} is not ${other.width}x${other.height}`);
  }
  const differences = one.samples.map((sample, index) => Math.abs(sample - (other.samples[index] ?? 0)));
  return { mean: differences.reduce((sum, each) => sum + each, 0) / differences.length, greatest: differences.reduce((most, each) => Math.max(most, each), 0) };
}

/** A plane at another size, each sample the one nearest to its place. */
export function reduced({ width, height, samples }: Plane, to: Pick<Plane, 'width' | 'height'>): Plane {
  const out = new Uint8Array(to.width * to.height);
  for (let y = 0; y < to.height; y += 1) {
    const row = Math.floor(((y + 0.5) * height) / to.height);
    for (let x = 0; x < to.width; x += 1) out[y * to.width + x] = samples[row * width + Math.floor(((x + 0.5) * width) / to.width)] ?? 0;
  }
  return { ...to, samples: out };
}
