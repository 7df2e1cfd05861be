import { notApplicable, ok, type Check } from '../check';
import { fromRule, pastFailure } from '../past';

export const deviceGone: Check = {
  ...fromRule('device-gone'),
  title: 'Cameras that are plugged in again',
  group: 'cameras',
  about: 'A camera that went away while it recorded comes back with another node. A container keeps the devices that it was made with, so a new one is needed; `--await-device` waits and goes on in a new file.',
  shows: '`ioctl(VIDIOC_DQBUF): No such device`, or `Operation not permitted` in a container that runs on',
  find: (evidence) => {
    const past = pastFailure(evidence, 'device-gone');
    if (past !== null) return { ...past, commands: ['capstan record --source /dev/video0 --await-device 600', 'sudo dmesg | grep -i usb | tail'] };
    if ((evidence.capabilities?.captureDevices.length ?? 0) === 0) return notApplicable('No camera is connected.');
    return ok('', 'No camera went away while it recorded.');
  },
};
