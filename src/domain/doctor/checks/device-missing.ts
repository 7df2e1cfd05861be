import { notApplicable, ok, type Check } from '../check';
import { fromRule, pastFailure } from '../past';

export const deviceMissing: Check = {
  ...fromRule('device-missing'),
  title: 'Cameras that were asked for',
  group: 'cameras',
  about: 'The camera of a preset is not there: it is unplugged, or has another number now. Presets that name it by its identity find it at any number.',
  shows: '`Cannot open video device /dev/video2: No such file or directory`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'device-missing', 'device-missing');
    const path = /\/dev\/video\d+/.exec(past?.evidence ?? '')?.[0];
    const device = evidence.capabilities?.captureDevices.find((one) => one.path === path);
    if (past !== null && device === undefined) return past;
    if (past !== null && device !== undefined) return ok(`${device.path} ${device.name}`, 'A recording missed it once; it is there again.');
    const [first] = evidence.capabilities?.captureDevices ?? [];
    if (first === undefined) return notApplicable('No camera is connected, and none was missed.');
    return ok(`${first.path} ${first.name}`, 'No recording missed its camera.');
  },
};
