import type { CaptureDevice, FrameSizeRange } from '@domain/capabilities';
import type { Choice } from '../ui/fields';
import type { FrameSize } from '@domain/units';

/** Port of a USB device as its bus information names it: `usb-0000:00:14.0-1.2` is port 1.2. */
export const portOf = ({ bus }: Pick<CaptureDevice, 'bus'>): string | null => /^usb-.*-([\d.]+)$/.exec(bus ?? '')?.[1] ?? bus;

export function signalLabel({ signal }: Pick<CaptureDevice, 'signal'>): string | null {
  if (!signal || signal.state === 'unknown') return null;
  if (signal.state === 'none') return 'No signal';
  const { timings } = signal;
  if (!timings) return 'Signal present';
  const rate = timings.framesPerSecond;
  // Interlaced pictures are told by their fields a second, as in 1920x1080i50.
  const times = rate === null ? '' : String(Number((timings.interlaced ? rate * 2 : rate).toFixed(2)));
  return `${timings.width}x${timings.height}${timings.interlaced ? 'i' : 'p'}${times}`;
}

/** Devices for a select: those that can be recorded first, the others with the reason. */
export function deviceChoices(devices: readonly CaptureDevice[]) {
  const usable = devices.filter(({ unusable }) => unusable === null).map((device) => choiceOf(device, devices));
  const unusable = devices
    .filter((device) => device.unusable !== null)
    .map((device) => ({ value: device.identity, label: `${device.name}: ${device.unusable}`, disabled: true }));
  return unusable.length === 0 ? usable : [...usable, { group: 'Cannot be used', items: unusable }];
}

function choiceOf(device: CaptureDevice, devices: readonly CaptureDevice[]): Choice {
  const isTwin = devices.some((other) => other !== device && other.name === device.name);
  const port = device.identifiedBy === 'port' || isTwin ? portOf(device) : null;
  const where = port === null ? device.path : `${device.path}, port ${port}`;
  const signal = device.signal?.state === 'none' ? ' – no signal' : '';
  return { value: device.identity, label: `${device.name} (${where})${signal}` };
}

/** What is wrong with a typed size where the device offers ranges; null where it lies on a grid. */
export function sizeProblem({ width, height }: FrameSize, ranges: readonly FrameSizeRange[]): string | null {
  const fits = (value: number, minimum: number, maximum: number, step: number) =>
    value >= minimum && value <= maximum && (value - minimum) % step === 0;
  const isOffered = ranges.some(
    (range) =>
      fits(width, range.minimumWidth, range.maximumWidth, range.stepWidth) &&
      fits(height, range.minimumHeight, range.maximumHeight, range.stepHeight),
  );
  if (isOffered) return null;
  return `The device offers ${ranges.map(rangeLabel).join(', or ')}`;
}

function rangeLabel(range: FrameSizeRange): string {
  const steps = range.stepWidth === 1 && range.stepHeight === 1 ? '' : ` in steps of ${range.stepWidth}x${range.stepHeight}`;
  return `${range.minimumWidth}x${range.minimumHeight} to ${range.maximumWidth}x${range.maximumHeight}${steps}`;
}
