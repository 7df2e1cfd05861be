import { notApplicable, ok, warning, type Check } from '../check';
import { fromRule, pastFailure } from '../past';

export const notACamera: Check = {
  ...fromRule('not-a-camera'),
  title: 'Nodes without pictures',
  group: 'cameras',
  about: 'Not every /dev/video node is a camera: codecs, scalers, metadata and raw sensors have nodes too, which ffmpeg cannot record.',
  shows: '`ioctl(VIDIOC_QUERYCAP): Inappropriate ioctl for device`, `Not a video capture device`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'not-a-camera');
    if (past !== null) return past;
    const devices = evidence.capabilities?.captureDevices ?? [];
    const [first] = devices;
    if (first === undefined) return notApplicable('No camera is connected.');
    const usable = devices.filter(({ unusable }) => unusable === null);
    if (usable.length === 0) return warning(`${first.path} ${first.name}: ${first.unusable ?? ''}`, 'None of the capture devices of this host can be recorded.');
    return ok(usable.map(({ path, name }) => `${path} ${name}`).join(', '), `${usable.length} of ${devices.length} capture devices can be recorded.`);
  },
};
