import { notApplicable, ok, type Check } from '../check';
import { fromRule, pastFailure } from '../past';

export const formatRefused: Check = {
  ...fromRule('format-refused'),
  title: 'Formats of the cameras',
  group: 'cameras',
  about: 'A camera was asked for a format, size or rate that it does not have, or its driver takes it back at the start.',
  shows: '`ioctl(VIDIOC_S_FMT): Invalid argument`, `Cannot find a proper format for codec`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'format-refused');
    if (past !== null) return past;
    const device = evidence.capabilities?.captureDevices.find(({ unusable }) => unusable === null);
    if (device === undefined) return notApplicable('No camera is connected.');
    const formats = device.formats.map(({ fourcc, frameSizes }) => `${fourcc} ${frameSizes.length} sizes`).join(', ');
    return ok(`${device.path} ${device.name}: ${formats || 'no format told'}`, 'No recording was refused its format.');
  },
};
