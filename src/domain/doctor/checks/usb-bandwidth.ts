import { notApplicable, ok, type Check } from '../check';
import { usbLine } from '../hardware';
import { fromRule, pastFailure } from '../past';

export const usbBandwidth: Check = {
  ...fromRule('usb-bandwidth'),
  title: 'Bandwidth of the USB bus',
  group: 'cameras',
  about: 'Raw pictures of several cameras do not fit through one USB bus. The message speaks of space on the device and means bandwidth, not the disk.',
  shows: '`ioctl(VIDIOC_STREAMON): No space left on device`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'usb-bandwidth');
    if (past !== null) return past;
    const cameras = evidence.machine?.usbDevices.filter(({ isVideo }) => isVideo) ?? [];
    const [first] = cameras;
    if (first === undefined) return notApplicable(evidence.machine === null ? 'The USB bus could not be looked at.' : 'No USB camera is connected.');
    return ok(cameras.map(usbLine).join(', '), 'No recording was refused for want of bandwidth.');
  },
};
