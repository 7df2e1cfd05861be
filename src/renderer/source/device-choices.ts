import type { TFunction } from 'i18next';
import type { CaptureDevice, FrameSizeRange } from '@domain/capabilities';
import type { Choice } from '../ui/fields';
import type { FrameSize } from '@domain/units';
import { isOnGrid } from '@domain/v4l2/formats';

type Words = TFunction<'source'>;

/** Port of a USB device as its bus information names it: `usb-0000:00:14.0-1.2` is port 1.2. */
export const portOf = ({ bus }: Pick<CaptureDevice, 'bus'>): string | null => /^usb-.*-([\d.]+)$/.exec(bus ?? '')?.[1] ?? bus;

export function signalLabel({ signal }: Pick<CaptureDevice, 'signal'>, t: Words): string | null {
  if (!signal || signal.state === 'unknown') return null;
  if (signal.state === 'none') return t('signal.none');
  const { timings } = signal;
  if (!timings) return t('signal.present');
  const rate = timings.framesPerSecond;
  // Interlaced pictures are told by their fields a second, as in 1920x1080i50.
  const times = rate === null ? '' : String(Number((timings.interlaced ? rate * 2 : rate).toFixed(2)));
  return `${timings.width}x${timings.height}${timings.interlaced ? 'i' : 'p'}${times}`;
}

/** Devices for a select: those that can be recorded first, the others with the reason. */
export function deviceChoices(devices: readonly CaptureDevice[], t: Words) {
  const usable = devices.filter(({ unusable }) => unusable === null).map((device) => choiceOf(device, devices, t));
  const unusable = devices
    .filter((device) => device.unusable !== null)
    .map((device) => ({ value: device.identity, label: `${device.name}: ${device.unusable}`, disabled: true }));
  return unusable.length === 0 ? usable : [...usable, { group: t('device.unusable'), items: unusable }];
}

function choiceOf(device: CaptureDevice, devices: readonly CaptureDevice[], t: Words): Choice {
  const isTwin = devices.some((other) => other !== device && other.name === device.name);
  const port = device.identifiedBy === 'port' || isTwin ? portOf(device) : null;
  const where = port === null ? device.path : `${device.path}, ${t('device.port', { port })}`;
  const signal = device.signal?.state === 'none' ? ` – ${t('device.noSignal')}` : '';
  return { value: device.identity, label: `${device.name} (${where})${signal}` };
}

/** What is wrong with a typed size where the device offers ranges; null where it lies on a grid. */
export function sizeProblem(size: FrameSize, ranges: readonly FrameSizeRange[], t: Words): string | null {
  if (ranges.some((range) => isOnGrid(size, range))) return null;
  return t('offers', { list: eitherOf(ranges.map((range) => rangeLabel(range, t)), t) });
}

export const eitherOf = (ranges: readonly string[], t: Words): string => ranges.reduce((one, other) => t('or', { one, other }));

function rangeLabel(range: FrameSizeRange, t: Words): string {
  const label = t('from', { from: `${range.minimumWidth}x${range.minimumHeight}`, to: `${range.maximumWidth}x${range.maximumHeight}` });
  const isFree = range.stepWidth === 1 && range.stepHeight === 1;
  return isFree ? label : t('steps', { range: label, step: `${range.stepWidth}x${range.stepHeight}` });
}
