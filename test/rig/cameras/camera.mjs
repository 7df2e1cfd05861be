import { Controls } from './controls.mjs';
import { configurationDescriptor, deviceDescriptor, frameInterval, mjpeg, stringDescriptor, yuyv } from './descriptors.mjs';
import { makeFrames } from './frames.mjs';

/**
 * @typedef {object} CameraOptions
 * @property {string} name product name
 * @property {string | null} serial
 * @property {number} vendorId
 * @property {number} productId
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {number} framesPerSecond
 */

/** @type {CameraOptions} */
export const usualCamera = { name: 'Rig Camera', serial: null, vendorId: 0x1d6b, productId: 0x0102, width: 320, height: 180, framesPerSecond: 15 };

const probeControl = 1;
const commitControl = 2;
const standard = 0x00;
const classSpecific = 0x20;

/** A USB webcam without hardware, to be served over USB/IP. Its pictures wait in `frames`. */
export class Camera {
  controls = new Controls();
  /** A camera that stalls stays plugged and sends no frame. */
  stalled = false;
  #options;
  #frames;
  #probe;
  #commit;

  /** @param {CameraOptions} options @param {Awaited<ReturnType<typeof makeFrames>>} frames */
  constructor(options, frames) {
    this.#options = options;
    this.#frames = frames;
    this.#probe = this.#negotiate(Buffer.alloc(26));
    this.#commit = this.#probe;
  }

  /** @param {Partial<CameraOptions>} [options] */
  static async make(options = {}) {
    const all = { ...usualCamera, ...options };
    return new Camera(all, await makeFrames(all));
  }

  /** @param {import('./usbip.mjs').Setup} setup @param {Buffer} data @returns {Buffer | null} */
  control(setup, data) {
    const kind = setup.requestType & 0x60;
    if (kind === standard) return this.#standard(setup);
    if (kind !== classSpecific) return null;
    return (setup.index & 0xff) === 0 ? this.#unit(setup, data) : this.#streaming(setup, data);
  }

  /** Sends a frame at each tick at which the host waits for one; what nobody waits for is lost, as in a camera. */
  stream(pipe) {
    const began = performance.now();
    const lengthMs = 1000 / this.#options.framesPerSecond;
    let tick = 0;
    let timer = setTimeout(next, lengthMs);
    const shoot = (number) => {
      if (pipe.isReady && !this.stalled) pipe.send(this.#payload(number));
    };
    return () => clearTimeout(timer);

    function next() {
      tick += 1;
      shoot(tick);
      timer = setTimeout(next, Math.max(0, began + (tick + 1) * lengthMs - performance.now()));
    }
  }

  /** A frame with the header of UVC: its length, and the bit that changes with each frame. */
  #payload(number) {
    const pictures = this.#commit[2] === yuyv ? this.#frames.yuyv : this.#frames.mjpeg;
    return Buffer.concat([Buffer.from([2, 0x82 | (number & 1)]), pictures[number % pictures.length]]);
  }

  #standard({ request, value }) {
    if (request === 6) return this.#descriptor(value >> 8, value & 0xff);
    if (request === 0) return Buffer.from([0, 0]);
    if (request === 8) return Buffer.from([1]);
    if (request === 10) return Buffer.from([0]);
    // Clear and set feature, set configuration, set interface: nothing to do.
    return [1, 3, 9, 11].includes(request) ? Buffer.alloc(0) : null;
  }

  #descriptor(type, index) {
    if (type === 1) return deviceDescriptor(this.#options);
    if (type === 2) return configurationDescriptor({ ...this.#options, maximumFrameBytes: (format) => this.#maximumFrameBytes(format) });
    return type === 3 ? stringDescriptor(index, this.#options) : null;
  }

  #maximumFrameBytes(format) {
    return Math.max(...this.#frames[format === yuyv ? 'yuyv' : 'mjpeg'].map(({ length }) => length));
  }

  #unit(setup, data) {
    return this.controls.answer(setup, data);
  }

  /** The negotiation of format and rate: what is proposed is answered with what there is. */
  #streaming({ request, value }, data) {
    const selector = value >> 8;
    if (selector !== probeControl && selector !== commitControl) return null;
    if (request === 0x01) {
      const agreed = this.#negotiate(data);
      if (selector === probeControl) this.#probe = agreed;
      else this.#commit = agreed;
      return Buffer.alloc(0);
    }
    if (request >= 0x81 && request <= 0x84) return selector === probeControl ? this.#probe : this.#commit;
    if (request === 0x87) return this.#negotiate(Buffer.alloc(26));
    if (request === 0x85) return Buffer.from([26, 0]);
    return request === 0x86 ? Buffer.from([3]) : null;
  }

  #negotiate(proposed) {
    const agreed = Buffer.alloc(26);
    proposed.copy(agreed, 0, 0, 26);
    const format = agreed[2] === yuyv ? yuyv : mjpeg;
    agreed[2] = format;
    agreed[3] = 1;
    agreed.writeUInt32LE(frameInterval(this.#options.framesPerSecond), 4);
    agreed.writeUInt32LE(this.#maximumFrameBytes(format), 18);
    agreed.writeUInt32LE(this.#maximumFrameBytes(format) + 64, 22);
    return agreed;
  }
}
