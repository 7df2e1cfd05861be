import { join } from 'node:path';
import { Camera } from './camera.mjs';
import { serveDevice } from './usbip.mjs';
import { waitFor } from '../machine/wait.mjs';

/**
 * Plugs a camera into a USB port of the guest and waits until it has a node.
 * @param {import('../machine/guest.mjs').Guest} guest
 * @param {number} usbPort 0 to 7
 * @param {Partial<import('./camera.mjs').CameraOptions>} [options]
 */
export async function plugCamera(guest, usbPort, options) {
  const camera = await Camera.make(options);
  const { port, pull, pulled } = await serveDevice(camera);
  try {
    await waitFor(`USB port ${usbPort} to be free`, () => isFree(guest, usbPort), { withinSeconds: 60 });
    await guest.run(`plug ${usbPort} ${port}`);
    const node = await waitFor(`a node of the camera in USB port ${usbPort}`, () => captureNode(guest, usbPort), { withinSeconds: 60 });
    return { camera, node, pull, pulled };
  } catch (error) {
    await pull();
    throw error;
  }
}

/** A port is held for a while after its camera was pulled. 004 is the kernel's number for an empty one. */
const isFree = async (guest, usbPort) => (await guest.attempt(`grep -q '^hs *000${usbPort} 004' /sys/devices/platform/vhci_hcd.0/status`)).status === 0;

/** Node of the camera in a port, such as /dev/video3; null where none is. The other node of a webcam is for metadata. */
export async function captureNode(guest, usbPort) {
  const found = await guest.run(`grep -lx ${usbPort + 1} /sys/class/video4linux/*/device/../devpath 2>/dev/null | sort -V | head -n 1`);
  const node = /\/(video\d+)\/device\/\.\.\/devpath$/.exec(found)?.[1];
  return node ? `/dev/${node}` : null;
}

/** Where a camera with a process of its own says that it is plugged. */
export const cameraFile = (guest, usbPort) => join(guest.runDirectory, `camera-${usbPort}.json`);
