import { notApplicable, ok, warning, type Check } from '../check';
import type { UsbDevice } from '../evidence';
import { usbLine } from '../hardware';

/** Bandwidth of USB 2 is that of its bus; each root port of USB 3 has its own, which a hub shares. */
function shareOf({ path, speedMbps }: UsbDevice): string {
  const [bus = '', ports = ''] = path.split('-');
  return speedMbps <= 480 ? `bus ${bus}` : `port ${bus}-${ports.split('.')[0] ?? ''}`;
}

export const usbSharedBus: Check = {
  id: 'usb-shared-bus',
  title: 'Cameras that share a USB bus',
  group: 'cameras',
  about: 'Two cameras behind one hub or on one bus share its bandwidth: each works alone, and the second one fails to start, or drops pictures.',
  shows: '`ioctl(VIDIOC_STREAMON): No space left on device` for the second camera only',
  remedy: 'Plug one of them into a port of another controller (often the other side of the machine), or choose MJPEG or a smaller size for both.',
  commands: ['lsusb -t'],
  find: ({ machine }) => {
    if (machine === null) return notApplicable('The USB bus could not be looked at.');
    const cameras = machine.usbDevices.filter(({ isVideo }) => isVideo);
    const [only] = cameras;
    if (only === undefined) return notApplicable('No USB camera is connected.');
    if (cameras.length === 1) return ok(usbLine(only), 'One camera has the bus for itself.');
    for (const camera of cameras) {
      const sharing = cameras.filter((other) => shareOf(other) === shareOf(camera));
      if (sharing.length < 2) continue;
      const paths = sharing.map(({ path }) => path).join(' and ');
      return warning(sharing.map(usbLine).join(', '), `The cameras at ports ${paths} share ${shareOf(camera)}: ${camera.speedMbps} Mbit/s for all of them.`);
    }
    return ok(cameras.map(usbLine).join(', '), 'Each camera has a bus or port of its own.');
  },
};
