import type { CaptureDevice } from '../../capabilities';
import { notApplicable, ok, warning, type Check } from '../check';
import { captureDeviceAt, usbLine } from '../hardware';

const isCompressed = ({ formats }: Pick<CaptureDevice, 'formats'>): boolean => formats.some(({ compressed }) => compressed);

export const usbSpeed: Check = {
  id: 'usb-speed',
  title: 'Speed of the USB connection',
  group: 'cameras',
  about: 'A camera or capture card is connected more slowly than it could be: an old hub, a cable for charging, or a port of USB 2. At 480 Mbit/s raw 1080p does not pass at more than a few pictures a second.',
  shows: '`lsusb -t` ends the line of the camera in 12M or 480M where 5000M is expected',
  remedy: 'Plug it into a port of USB 3 (blue, or marked SS) of the machine itself, with the cable that came with it; or choose MJPEG or H.264.',
  commands: ['lsusb -t'],
  find: (evidence) => {
    if (evidence.machine === null) return notApplicable('The USB bus could not be looked at.');
    const cameras = evidence.machine.usbDevices.filter(({ isVideo }) => isVideo);
    const slowest = cameras.toSorted((one, other) => one.speedMbps - other.speedMbps)[0];
    if (slowest === undefined) return notApplicable('No USB camera is connected.');
    if (slowest.speedMbps < 480) return warning(usbLine(slowest), `The camera at port ${slowest.path} is connected at ${slowest.speedMbps} Mbit/s, too slow for moving pictures of any size.`);
    const raw = cameras.find((camera) => {
      const device = captureDeviceAt(evidence, camera);
      return camera.speedMbps <= 480 && device !== undefined && device.formats.length > 0 && !isCompressed(device);
    });
    if (raw !== undefined) return warning(usbLine(raw), `The camera at port ${raw.path} has raw formats alone, and 480 Mbit/s (USB 2) carry few of its pictures.`);
    const isUsb2 = slowest.speedMbps === 480;
    return ok(cameras.map(usbLine).join(', '), isUsb2 ? '480 Mbit/s (USB 2) carry MJPEG and H.264 of any size, and raw pictures up to about 640x480 at 30.' : 'The connection is fast enough for raw pictures.');
  },
};
