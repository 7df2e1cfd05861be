import type { CaptureDevice, CaptureFormat } from '../capabilities';
import { capstanError, type CapstanError } from '../errors';
import type { Source } from '../preset';
import { formatFrameRate, formatFrameSize, framesPerSecond, type FrameRate, type FrameSize } from '../units';
import { isOnGrid } from '../v4l2/formats';

type Wanted = Pick<Extract<Source, { type: 'capture-device' }>, 'frameSize' | 'frameRate'>;
type CaptureSize = CaptureFormat['frameSizes'][number];

/** Drivers round intervals: 30 is met by 29.97, as 25 is not. */
const rateTolerance = 0.01;

/**
 * Why this device cannot be asked for this format, size or rate; null where it can. A driver that is asked for what it
 * does not have gives something else without a word. What the device lists is believed; where it lists nothing the
 * driver is left to answer.
 */
export function refusedByDevice(device: CaptureDevice, fourcc: string | null, { frameSize, frameRate }: Wanted): CapstanError | null {
  if (device.formats.length === 0) return null;
  const formats = fourcc === null ? device.formats : device.formats.filter((format) => format.fourcc === fourcc);
  const refusal = (field: string, wanted: string, offered: string) =>
    capstanError('format-unsupported', `${device.name} does not offer ${wanted}; it offers ${offered}.`, { field: `source.${field}` });
  if (fourcc !== null && formats.length === 0) {
    return refusal('inputFormat', fourcc, device.formats.map((format) => format.fourcc).join(', '));
  }
  const fitting = frameSize === null ? formats : formats.filter((format) => takesSize(format, frameSize));
  const inFormat = fourcc === null ? '' : ` in ${fourcc}`;
  if (frameSize !== null && fitting.length === 0) return refusal('frameSize', `${formatFrameSize(frameSize)}${inFormat}`, sizesOf(formats));
  if (frameRate === null || fitting.some((format) => takesRate(format, frameSize, frameRate))) return null;
  const atSize = frameSize === null ? '' : ` at ${formatFrameSize(frameSize)}`;
  return refusal('frameRate', `${formatFrameRate(frameRate)} frames a second${atSize}${inFormat}`, ratesOf(fitting.flatMap((format) => sizesFor(format, frameSize))));
}

function takesSize({ frameSizes, frameSizeRanges }: CaptureFormat, wanted: FrameSize): boolean {
  if (frameSizes.length === 0 && frameSizeRanges.length === 0) return true;
  return frameSizes.some((size) => isSame(size, wanted)) || frameSizeRanges.some((range) => isOnGrid(wanted, range));
}

function takesRate(format: CaptureFormat, frameSize: FrameSize | null, wanted: FrameRate): boolean {
  const listed = sizesFor(format, frameSize).filter(({ frameRates, frameRateRange }) => frameRates.length > 0 || frameRateRange !== null);
  if (listed.length === 0) return true;
  const rate = framesPerSecond(wanted);
  return listed.some(
    ({ frameRates, frameRateRange: range }) =>
      frameRates.some((offered) => Math.abs(rate - framesPerSecond(offered)) <= rateTolerance * framesPerSecond(offered)) ||
      (range !== null && rate >= framesPerSecond(range.minimum) * (1 - rateTolerance) && rate <= framesPerSecond(range.maximum) * (1 + rateTolerance)),
  );
}

/** Sizes whose rates count for this one; a size within a range has those of the range's listed ones. */
function sizesFor({ frameSizes }: CaptureFormat, wanted: FrameSize | null): CaptureSize[] {
  const same = wanted === null ? [] : frameSizes.filter((size) => isSame(size, wanted));
  return same.length > 0 ? same : frameSizes;
}

const isSame = (one: FrameSize, other: FrameSize) => one.width === other.width && one.height === other.height;

function sizesOf(formats: readonly CaptureFormat[]): string {
  const ranges = formats.flatMap((format) => format.frameSizeRanges).map(
    (range) =>
      `${range.minimumWidth}x${range.minimumHeight} to ${range.maximumWidth}x${range.maximumHeight}` +
      (range.stepWidth > 1 || range.stepHeight > 1 ? ` in steps of ${range.stepWidth}x${range.stepHeight}` : ''),
  );
  const listed = ranges.length > 0 ? ranges : formats.flatMap((format) => format.frameSizes).map(formatFrameSize);
  return [...new Set(listed)].join(', ');
}

function ratesOf(sizes: readonly CaptureSize[]): string {
  const ranges = sizes.flatMap(({ frameRateRange: range }) => (range ? [`${formatFrameRate(range.minimum)} to ${formatFrameRate(range.maximum)}`] : []));
  const listed = sizes.flatMap(({ frameRates }) => frameRates).toSorted((a, b) => framesPerSecond(b) - framesPerSecond(a)).map(formatFrameRate);
  return [...new Set(ranges.length > 0 ? ranges : listed)].join(', ');
}
