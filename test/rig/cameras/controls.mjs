// Controls of a UVC 1.0 camera, numbered as the specification does (A.9.4 and A.9.5; table 4.x for the sizes).

/** Units that hold controls. */
export const cameraTerminal = 1;
export const processingUnit = 2;

/**
 * @typedef {object} ControlSpec
 * @property {number} unit cameraTerminal or processingUnit
 * @property {number} selector
 * @property {number} bit its place in the unit's bmControls
 * @property {number} bytes
 * @property {number} minimum
 * @property {number} maximum
 * @property {number} step for automatic exposure: the modes as bits
 * @property {number} default
 */

const control = (unit, selector, bit, bytes, minimum, maximum, step, usual) => ({ unit, selector, bit, bytes, minimum, maximum, step, default: usual });

/** @type {Record<string, ControlSpec>} by V4L2's names */
export const controlSpecs = {
  // Modes: 1 manual, 8 aperture priority; read and written as the bit itself.
  auto_exposure: control(cameraTerminal, 0x02, 1, 1, 1, 8, 1 | 8, 8),
  exposure_time_absolute: control(cameraTerminal, 0x04, 3, 4, 3, 2047, 1, 250),
  focus_absolute: control(cameraTerminal, 0x06, 5, 2, 0, 250, 5, 0),
  focus_automatic_continuous: control(cameraTerminal, 0x08, 17, 1, 0, 1, 1, 1),
  zoom_absolute: control(cameraTerminal, 0x0b, 9, 2, 100, 500, 1, 100),
  brightness: control(processingUnit, 0x02, 0, 2, -64, 64, 1, 0),
  contrast: control(processingUnit, 0x03, 1, 2, 0, 255, 1, 128),
  saturation: control(processingUnit, 0x07, 3, 2, 0, 255, 1, 128),
  gain: control(processingUnit, 0x04, 9, 2, 0, 255, 1, 0),
  power_line_frequency: control(processingUnit, 0x05, 10, 1, 0, 2, 1, 2),
  white_balance_temperature: control(processingUnit, 0x0a, 6, 2, 2000, 6500, 10, 4000),
  white_balance_automatic: control(processingUnit, 0x0b, 12, 1, 0, 1, 1, 1),
};

const setCurrent = 0x01;
const readers = {
  0x82: (spec) => spec.minimum,
  0x83: (spec) => spec.maximum,
  0x84: (spec) => spec.step,
  0x87: (spec) => spec.default,
};

/** The controls of one camera that is plugged: their values go with it. */
export class Controls {
  #values = new Map(Object.values(controlSpecs).map((spec) => [spec, spec.default]));

  /** Value of a control, by V4L2's name. @param {string} name */
  value(name) {
    return this.#values.get(controlSpecs[name]);
  }

  /** The bits of the controls that a unit has, for its descriptor. */
  static bits(unit) {
    return Object.values(controlSpecs).reduce((bits, spec) => (spec.unit === unit ? bits | (1 << spec.bit) : bits), 0);
  }

  /** @param {import('./usbip.mjs').Setup} setup @param {Buffer} data @returns {Buffer | null} as `UsbDevice.control` */
  answer({ request, value, index }, data) {
    const spec = Object.values(controlSpecs).find(({ unit, selector }) => unit === index >> 8 && selector === value >> 8);
    if (!spec) return null;
    if (request === setCurrent) return this.#set(spec, data);
    if (request === 0x81) return number(spec, this.#values.get(spec));
    if (request === 0x85) return Buffer.from([spec.bytes, 0]);
    if (request === 0x86) return Buffer.from([0b11]);
    const read = readers[request];
    return read ? number(spec, read(spec)) : null;
  }

  #set(spec, data) {
    if (data.length !== spec.bytes) return null;
    const value = spec.minimum < 0 ? data.readIntLE(0, spec.bytes) : data.readUIntLE(0, spec.bytes);
    if (value < spec.minimum || value > spec.maximum) return null;
    this.#values.set(spec, value);
    return Buffer.alloc(0);
  }
}

function number(spec, value) {
  const bytes = Buffer.alloc(spec.bytes);
  if (spec.minimum < 0) bytes.writeIntLE(value, 0, spec.bytes);
  else bytes.writeUIntLE(value, 0, spec.bytes);
  return bytes;
}
