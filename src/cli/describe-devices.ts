import type { AudioInput, Capabilities, CaptureDevice, CaptureFormat, NvidiaGpu, RenderNode } from '@domain/capabilities';
import { inputFormatNames } from '@domain/plan/v4l2-formats';
import { formatFrameSize, framesPerSecond, type FrameRate } from '@domain/units';
import { table } from './text';

/** What a host has, as a page for people. */
export function describeDevices({ captureDevices, renderNodes, nvidiaGpus, audioInputs }: Capabilities): string {
  const usable = captureDevices.filter(({ unusable }) => unusable === null);
  const others = captureDevices.filter(({ unusable }) => unusable !== null);
  return [
    ...(usable.length === 0 ? ['No capture device was found.'] : ['Capture devices', ...usable.map(describeDevice)]),
    ...(others.length === 0 ? [] : ['Not for recording', ...others.map(describeUnusable)]),
    ...section('Render nodes', renderNodes.map(renderNodeRow)),
    ...section('NVIDIA GPUs', nvidiaGpus.map(gpuRow)),
    ...section('Audio inputs', audioInputs.map(audioRow)),
  ].join('\n');
}

const section = (title: string, rows: readonly (readonly string[])[]): string[] => (rows.length === 0 ? [] : [title, table(rows)]);

function describeDevice(device: CaptureDevice): string {
  const { path, name, identity, byIdPath, driver, bus, groupId } = device;
  const facts = [
    ['identity', identity],
    ['', identityNote(device)],
    ['link', byIdPath ?? ''],
    ['USB', usbText(device)],
    ['driver', [driver ?? 'unknown', bus ?? '', `group ${groupId}`].filter((part) => part !== '').join(', ')],
    ['signal', signalText(device)],
    ['colour', colourText(device)],
    ['controls', device.controls.length === 0 ? '' : `${device.controls.length}, listed by \`capstan controls ${path}\``],
  ];
  const rows = facts.filter(([, value]) => value !== '').map(([key = '', value = '']) => [`      ${key}`, value]);
  return [`  ${path}  ${name}`, table(rows), ...describeFormats(device.formats)].join('\n');
}

function identityNote({ identifiedBy, usb }: CaptureDevice): string {
  if (identifiedBy === 'name') return 'Told apart from its neighbours by its name alone.';
  if (identifiedBy !== 'port' || usb === null) return '';
  return usb.serial === null
    ? 'It has no serial number: it is known by the USB port it is plugged into.'
    : 'Another device here has its model and serial number: it is known by the USB port it is plugged into.';
}

const usbText = ({ usb }: CaptureDevice): string =>
  usb === null ? '' : `${usb.vendorId}:${usb.productId}, ${usb.serial === null ? 'no serial number' : `serial number ${usb.serial}`}`;

function signalText({ signal }: CaptureDevice): string {
  if (signal === null) return '';
  if (signal.state === 'none') return 'none: nothing is plugged in, or it is switched off';
  if (signal.timings === null) return 'not locked: something is plugged in that cannot be captured as it is';
  const { timings } = signal;
  const rate = timings.framesPerSecond === null ? '' : ` at ${decimal(timings.framesPerSecond)} frames a second`;
  return `${formatFrameSize(timings)}${rate}, ${timings.interlaced ? 'interlaced' : 'progressive'}`;
}

function colourText({ colour }: CaptureDevice): string {
  if (colour === null) return '';
  const { matrix, range, primaries } = colour;
  return [matrix && `matrix ${matrix}`, range && `${range} range`, primaries && `primaries ${primaries}`].filter(Boolean).join(', ');
}

/** Those that ffmpeg reads; the others by name alone. */
function describeFormats(formats: readonly CaptureFormat[]): string[] {
  const others = formats.filter(({ fourcc }) => inputFormatNames[fourcc] === undefined).map(({ fourcc }) => fourcc);
  return [
    ...formats.filter(({ fourcc }) => inputFormatNames[fourcc] !== undefined).map(describeFormat),
    ...(others.length === 0 ? [] : [`      and ${others.length} that ffmpeg does not read: ${others.join(' ')}`]),
  ];
}

/** Largest size first, each with its highest rate; a range as it is. */
function describeFormat({ fourcc, description, frameSizes, frameSizeRanges }: CaptureFormat): string {
  const rates = frameSizes.flatMap((size) => size.frameRates);
  const ranges = frameSizeRanges.map(
    (range) =>
      `${range.minimumWidth}x${range.minimumHeight} to ${range.maximumWidth}x${range.maximumHeight} in steps of ${range.stepWidth}x${range.stepHeight}${highest(rates)}`,
  );
  const sizes = frameSizes
    .toSorted((a, b) => b.width * b.height - a.width * a.height)
    .map((size) => {
      const range = size.frameRateRange;
      const rate = range ? `@${rateText(range.minimum)}-${rateText(range.maximum)}` : highest(size.frameRates);
      return `${formatFrameSize(size)}${rate}`;
    });
  const offered = ranges.length > 0 ? ranges : sizes;
  return `      ${fourcc || '(unnamed)'}  ${description}: ${offered.length === 0 ? 'sizes not listed' : offered.join(' ')}`;
}

function highest(rates: readonly FrameRate[]): string {
  const [best] = rates.toSorted((a, b) => framesPerSecond(b) - framesPerSecond(a));
  return best ? `@${rateText(best)}` : '';
}

const rateText = (rate: FrameRate): string => decimal(framesPerSecond(rate));
const decimal = (value: number): string => String(Number(value.toFixed(2)));

const describeUnusable = ({ path, name, unusable }: CaptureDevice): string => `  ${path}  ${name}\n      ${unusable}`;

const renderNodeRow = ({ path, vendor, vendorId, driver, groupId }: RenderNode): string[] => [
  `  ${path}`,
  vendor ?? (vendorId === null ? 'not on PCI' : `PCI vendor ${vendorId}`),
  driver ?? 'no driver named',
  `group ${groupId}`,
];

const gpuRow = ({ index, name, driverVersion, memoryMiB }: NvidiaGpu): string[] => [
  `  ${index}`,
  name,
  driverVersion === null ? '' : `driver ${driverVersion}`,
  memoryMiB === null ? '' : `${memoryMiB} MiB`,
];

const audioRow = ({ identity, name, device, kind }: AudioInput): string[] => [`  ${identity}`, name, kind === 'alsa' ? device : ''];
