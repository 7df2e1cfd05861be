import { createServer } from 'node:net';

const headerBytes = 48;
const submit = 1;
const unlink = 2;
const submitted = 3;
const unlinked = 4;
const stall = -32; // -EPIPE
const reset = -104; // -ECONNRESET

/**
 * @typedef {{ requestType: number, request: number, value: number, index: number, length: number }} Setup control request of USB
 * @typedef {object} UsbDevice what a device answers; everything else of USB is done here
 * @property {(setup: Setup, data: Buffer) => Buffer | null} control bytes to read, empty for a write that was taken, null for a stall
 * @property {(pipe: BulkPipe) => () => void} stream called when the device is plugged; what it answers is called when it is pulled
 */

/** Bytes from the device to the host, as USB has them: a transfer ends with a packet that is not full. */
export class BulkPipe {
  /** @type {{ sequence: number, length: number }[]} */
  #waiting = [];
  #rest = null;
  #write;

  constructor(write) {
    this.#write = write;
  }

  /** Whether the host asks for data and the last transfer has gone. */
  get isReady() {
    return this.#waiting.length > 0 && this.#rest === null;
  }

  /** Sends one transfer in as many pieces as the host asks for. @param {Buffer} bytes */
  send(bytes) {
    this.#rest = bytes;
    this.#feed();
  }

  /** The host asks for up to `length` bytes. */
  ask(sequence, length) {
    this.#waiting.push({ sequence, length });
    this.#feed();
  }

  /** The host takes a question back. @returns {boolean} whether it was still open */
  takeBack(sequence) {
    const at = this.#waiting.findIndex((waiting) => waiting.sequence === sequence);
    if (at < 0) return false;
    this.#waiting.splice(at, 1);
    if (this.#waiting.length === 0) this.#rest = null;
    return true;
  }

  #feed() {
    while (this.#rest !== null && this.#waiting.length > 0) {
      const { sequence, length } = this.#waiting.shift();
      const piece = this.#rest.subarray(0, length);
      this.#rest = piece.length < length ? null : this.#rest.subarray(length);
      this.#write(sequence, piece);
    }
  }
}

/**
 * Serves a device to the first who connects: the socket is the cable. Linux' vhci-hcd speaks this protocol (USB/IP).
 * @param {UsbDevice} device
 * @returns {Promise<{ port: number, pull: () => Promise<void>, pulled: Promise<void> }>} `port` on the loopback; `pulled` settles when the cable is out
 */
export async function serveDevice(device) {
  const server = createServer({ noDelay: true });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  let cable = null;
  const pulled = new Promise((resolve) =>
    server.once('connection', (socket) => {
      cable = socket;
      server.close();
      const end = attach(device, socket);
      // A guest that ends resets the connection: that is a pulled cable too.
      socket.on('error', () => socket.destroy());
      socket.once('close', () => {
        end();
        resolve(undefined);
      });
    }),
  );
  const pull = async () => {
    if (cable === null) return void server.close();
    cable.destroy();
    await pulled;
  };
  return { port, pull, pulled };
}

/** @param {UsbDevice} device @param {import('node:net').Socket} socket */
function attach(device, socket) {
  const pipe = new BulkPipe((sequence, piece) => socket.write(answer(submitted, sequence, { actualLength: piece.length, data: piece })));
  let unread = Buffer.alloc(0);
  let newest = 0;
  /** Requests that were taken back before they came, and by which message. */
  const early = new Map();
  socket.on('data', (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      const message = readMessage(unread);
      if (message === null) return;
      unread = unread.subarray(message.bytes);
      handle(message);
    }
  });
  return device.stream(pipe);

  function handle({ command, sequence, fromDevice, endpoint, length, setup, data, takenBack }) {
    if (command === unlink) {
      // Linux may take a request back before it has sent it; answered at once, it would forget the request or wait for ever.
      if (takenBack > newest) return void early.set(takenBack, sequence);
      const wasOpen = pipe.takeBack(takenBack);
      return void socket.write(answer(unlinked, sequence, { status: wasOpen ? reset : 0 }));
    }
    newest = sequence;
    if (early.has(sequence)) {
      socket.write(answer(unlinked, early.get(sequence), { status: reset }));
      early.delete(sequence);
    } else if (endpoint !== 0) {
      pipe.ask(sequence, length);
    } else {
      const bytes = device.control(setup, data)?.subarray(0, setup.length) ?? null;
      if (bytes === null) socket.write(answer(submitted, sequence, { status: stall }));
      else socket.write(answer(submitted, sequence, fromDevice ? { actualLength: bytes.length, data: bytes } : { actualLength: length }));
    }
  }
}

/** The first whole message of what has arrived, or null. */
function readMessage(bytes) {
  if (bytes.length < headerBytes) return null;
  const command = bytes.readUInt32BE(0);
  if (command !== submit && command !== unlink) throw new Error(`unknown USB/IP command ${command}`);
  const fromDevice = bytes.readUInt32BE(12) === 1;
  const length = bytes.readUInt32BE(24);
  const dataBytes = command === submit && !fromDevice ? length : 0;
  if (bytes.length < headerBytes + dataBytes) return null;
  return {
    command,
    sequence: bytes.readUInt32BE(4),
    fromDevice,
    endpoint: bytes.readUInt32BE(16),
    takenBack: bytes.readUInt32BE(20),
    length,
    setup: {
      requestType: bytes[40],
      request: bytes[41],
      value: bytes.readUInt16LE(42),
      index: bytes.readUInt16LE(44),
      length: bytes.readUInt16LE(46),
    },
    data: bytes.subarray(headerBytes, headerBytes + dataBytes),
    bytes: headerBytes + dataBytes,
  };
}

function answer(command, sequence, { status = 0, actualLength = 0, data = Buffer.alloc(0) }) {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(command, 0);
  header.writeUInt32BE(sequence, 4);
  header.writeInt32BE(status, 20);
  header.writeUInt32BE(actualLength, 24);
  return Buffer.concat([header, data]);
}
