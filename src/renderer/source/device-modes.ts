import type { CaptureDevice, CaptureFormat, FrameSizeRange } from '@domain/capabilities';
import { formatFrameRate, formatFrameSize, framesPerSecond, type FrameRate, type FrameSize } from '@domain/units';
import { isOnGrid } from '@domain/v4l2/formats';

/** How a capture device is read; null leaves the choice to its driver. */
export interface DeviceMode {
  readonly inputFormat: string | null;
  readonly frameSize: FrameSize | null;
  readonly frameRate: FrameRate | null;
}

/** What was wished and does not exist, and what was taken in its place; null: the driver's choice. */
export interface Moved {
  readonly what: 'format' | 'size' | 'rate';
  readonly wanted: string;
  readonly taken: string | null;
  readonly format: string | null;
}

/** The answer to a wish, and the device that it was made for. */
export interface Fitted {
  /** As the source names it. */
  readonly device: string;
  readonly mode: DeviceMode;
  readonly moved: readonly Moved[];
}

type FrameRateRange = NonNullable<CaptureFormat['frameSizes'][number]['frameRateRange']>;

/** Drivers round intervals: 30 is met by 29.97, as 25 is not. */
const rateTolerance = 0.01;

const formatsOf = (device: CaptureDevice, fourcc: string | null) => device.formats.filter((format) => fourcc === null || format.fourcc === fourcc);
const isSame = (one: FrameSize, other: FrameSize) => one.width === other.width && one.height === other.height;

/** Sizes that exist in a format, or in any of them where the driver chooses it. Odd ones cannot be recorded. */
export function sizesIn(device: CaptureDevice, fourcc: string | null): { readonly listed: readonly FrameSize[]; readonly ranges: readonly FrameSizeRange[] } {
  const formats = formatsOf(device, fourcc);
  const listed = formats.flatMap(({ frameSizes }) => frameSizes).filter(({ width, height }) => width % 2 === 0 && height % 2 === 0).map(({ width, height }) => ({ width, height }));
  return { listed, ranges: formats.flatMap(({ frameSizeRanges }) => frameSizeRanges) };
}

/** Rates that exist in a format at a size. */
export function ratesAt(device: CaptureDevice, fourcc: string | null, size: FrameSize | null): { readonly listed: readonly FrameRate[]; readonly ranges: readonly FrameRateRange[] } {
  const sizes = formatsOf(device, fourcc)
    .filter((format) => size === null || takes(format, size))
    .flatMap(({ frameSizes }) => {
      const same = frameSizes.filter((one) => size !== null && isSame(one, size));
      // A size between the listed ones has the rates of its format.
      return same.length > 0 ? same : frameSizes;
    });
  return { listed: sizes.flatMap(({ frameRates }) => frameRates), ranges: sizes.flatMap(({ frameRateRange }) => (frameRateRange ? [frameRateRange] : [])) };
}

const takes = ({ frameSizes, frameSizeRanges }: CaptureFormat, size: FrameSize) =>
  frameSizes.some((one) => isSame(one, size)) || frameSizeRanges.some((range) => isOnGrid(size, range));

/** What had to give way is told while what was taken for it stands. */
export const stillMoved = (source: DeviceMode & { readonly device: string }, fitted: Fitted | null): readonly Moved[] =>
  fitted !== null && source.device === fitted.device && modeKey(source) === modeKey(fitted.mode) ? fitted.moved : [];

const modeKey = ({ inputFormat, frameSize, frameRate }: DeviceMode) =>
  JSON.stringify([inputFormat, frameSize && formatFrameSize(frameSize), frameRate && formatFrameRate(frameRate)]);

/** The mode that the device has and that is nearest to the one that is wished, with what had to give way. */
export function fittingMode(device: CaptureDevice, wish: DeviceMode): { readonly mode: DeviceMode; readonly moved: readonly Moved[] } {
  const isOffered = wish.inputFormat === null || device.formats.length === 0 || device.formats.some(({ fourcc }) => fourcc === wish.inputFormat);
  const inputFormat = isOffered ? wish.inputFormat : null;
  const frameSize = wish.frameSize && nearestSize(wish.frameSize, sizesIn(device, inputFormat));
  const frameRate = wish.frameRate && nearestRate(wish.frameRate, ratesAt(device, inputFormat, frameSize));
  const moved: Moved[] = [];
  if (!isOffered && wish.inputFormat !== null) moved.push({ what: 'format', wanted: wish.inputFormat, taken: null, format: null });
  if (wish.frameSize && frameSize && !isSame(wish.frameSize, frameSize))
    moved.push({ what: 'size', wanted: formatFrameSize(wish.frameSize), taken: formatFrameSize(frameSize), format: inputFormat });
  if (wish.frameRate && frameRate && framesPerSecond(wish.frameRate) !== framesPerSecond(frameRate))
    moved.push({ what: 'rate', wanted: formatFrameRate(wish.frameRate), taken: formatFrameRate(frameRate), format: inputFormat });
  return { mode: { inputFormat, frameSize, frameRate }, moved };
}

function nearestSize(wanted: FrameSize, { listed, ranges }: ReturnType<typeof sizesIn>): FrameSize {
  const snapped = ranges.map((range) => ({
    width: onStep(wanted.width, range.minimumWidth, range.maximumWidth, range.stepWidth),
    height: onStep(wanted.height, range.minimumHeight, range.maximumHeight, range.stepHeight),
  }));
  const distance = (size: FrameSize) => Math.abs(size.width - wanted.width) + Math.abs(size.height - wanted.height);
  return nearest([...listed, ...snapped], distance) ?? wanted;
}

/** The value of a grid that is nearest; even where the grid has even ones. */
function onStep(value: number, minimum: number, maximum: number, step: number): number {
  const evenStep = step % 2 === 0 ? step : step * 2;
  const start = minimum % 2 === 0 || step % 2 === 0 ? minimum : minimum + step;
  const steps = Math.round((Math.min(maximum, Math.max(start, value)) - start) / evenStep);
  const found = start + steps * evenStep;
  return found > maximum ? found - evenStep : found;
}

function nearestRate(wanted: FrameRate, { listed, ranges }: ReturnType<typeof ratesAt>): FrameRate {
  const rate = framesPerSecond(wanted);
  const meets = (offered: FrameRate) => Math.abs(rate - framesPerSecond(offered)) <= rateTolerance * framesPerSecond(offered);
  const isInRange = ranges.some(({ minimum, maximum }) => rate >= framesPerSecond(minimum) && rate <= framesPerSecond(maximum));
  if (isInRange || listed.some(meets)) return wanted;
  return nearest([...listed, ...ranges.flatMap(({ minimum, maximum }) => [minimum, maximum])], (offered) => Math.abs(framesPerSecond(offered) - rate)) ?? wanted;
}

const nearest = <T,>(values: readonly T[], distance: (value: T) => number): T | undefined =>
  values.reduce<T | undefined>((best, value) => (best === undefined || distance(value) < distance(best) ? value : best), undefined);
