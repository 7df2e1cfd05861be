// Descriptors of a webcam after UVC 1.0: one camera, MJPEG and YUYV of one size and rate, a bulk endpoint.
import { cameraTerminal, Controls, processingUnit } from './controls.mjs';

const outputTerminal = 3;
const yuyvGuid = Buffer.from('5955593200001000800000aa00389b71', 'hex');

/** Numbers of the formats in the descriptors. */
export const mjpeg = 1;
export const yuyv = 2;

const u16 = (value) => [value & 0xff, (value >> 8) & 0xff];
const u32 = (value) => [...u16(value & 0xffff), ...u16(value >>> 16)];
/** A descriptor: its own length first. */
const descriptor = (...bytes) => {
  const flat = bytes.flat();
  return [flat.length + 1, ...flat];
};
const classInterface = (...bytes) => descriptor(0x24, ...bytes);
const bits = (unit, bytes) => [bytes, ...u32(Controls.bits(unit)).slice(0, bytes)];

/** Length of one frame in units of 100 ns, as UVC counts time. */
export const frameInterval = (framesPerSecond) => Math.round(10_000_000 / framesPerSecond);

/** @param {{ vendorId: number, productId: number, serial: string | null }} identity */
export function deviceDescriptor({ vendorId, productId, serial }) {
  const strings = [1, 2, serial === null ? 0 : 3];
  return Buffer.from(descriptor(1, u16(0x0200), 0xef, 2, 1, 64, u16(vendorId), u16(productId), u16(0x0100), strings, 1));
}

/** @param {number} index @param {{ name: string, serial: string | null }} identity @returns {Buffer | null} */
export function stringDescriptor(index, { name, serial }) {
  if (index === 0) return Buffer.from(descriptor(3, u16(0x0409)));
  const text = [null, 'Capstan Test Rig', name, serial][index];
  return text == null ? null : Buffer.from(descriptor(3, ...Buffer.from(text, 'utf16le')));
}

/** @param {{ width: number, height: number, framesPerSecond: number, maximumFrameBytes: (format: number) => number }} picture */
export function configurationDescriptor(picture) {
  const parts = [controlInterface(), streamingInterface(picture), endpoint()].flat();
  const association = descriptor(0x0b, 0, 2, 0x0e, 3, 0, 2);
  const total = 9 + association.length + parts.length;
  return Buffer.from([...descriptor(2, u16(total), 2, 1, 0, 0x80, 250), ...association, ...parts]);
}

function controlInterface() {
  const camera = classInterface(2, cameraTerminal, u16(0x0201), 0, 0, u16(0), u16(0), u16(0), bits(cameraTerminal, 3));
  const processing = classInterface(5, processingUnit, cameraTerminal, u16(0), bits(processingUnit, 2), 0);
  const output = classInterface(3, outputTerminal, u16(0x0101), 0, processingUnit, 0);
  const units = [camera, processing, output].flat();
  const header = classInterface(1, u16(0x0100), u16(13 + units.length), u32(6_000_000), 1, 1);
  return [...descriptor(4, 0, 0, 0, 0x0e, 1, 0, 2), ...header, ...units];
}

function streamingInterface({ width, height, framesPerSecond, maximumFrameBytes }) {
  const frame = (subtype, format) => {
    const interval = frameInterval(framesPerSecond);
    const bytes = maximumFrameBytes(format);
    const bitRate = bytes * 8 * framesPerSecond;
    return classInterface(subtype, 1, 0, u16(width), u16(height), u32(bitRate), u32(bitRate), u32(bytes), u32(interval), 1, u32(interval));
  };
  const formats = [
    ...classInterface(6, mjpeg, 1, 0, 1, 0, 0, 0, 0),
    ...frame(7, mjpeg),
    ...classInterface(4, yuyv, 1, ...yuyvGuid, 16, 1, 0, 0, 0, 0),
    ...frame(5, yuyv),
  ];
  const header = classInterface(1, 2, u16(15 + formats.length), 0x81, 0, outputTerminal, 0, 0, 0, 1, 0, 0);
  return [...descriptor(4, 1, 0, 1, 0x0e, 2, 0, 0), ...header, ...formats];
}

const endpoint = () => descriptor(5, 0x81, 2, u16(512), 0);
