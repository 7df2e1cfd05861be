import { notApplicable, ok, warning, type Check } from '../check';
import { noMachine } from '../hardware';
import { fromRule, pastFailure } from '../past';

export const deviceBusy: Check = {
  ...fromRule('device-busy'),
  title: 'Programs that hold a camera',
  group: 'cameras',
  about: 'A camera serves one program at a time. Browsers, meetings and virtual cameras keep it open, often without a picture.',
  shows: '`ioctl(VIDIOC_STREAMON): Device or resource busy`',
  find: (evidence) => {
    const { machine, capabilities } = evidence;
    // ffmpeg is what Capstan itself records with.
    const holder = machine?.deviceHolders.find(({ command }) => !/^ffmpeg\b/.test(command));
    if (holder !== undefined) return warning(`${holder.path}: process ${holder.processId} ${holder.command}`, `${holder.command} holds ${holder.path} open; a recording of it cannot start meanwhile.`);
    const past = pastFailure(evidence, 'device-busy', 'device-busy');
    if (past !== null) return past;
    if ((capabilities?.captureDevices.length ?? 0) === 0) return notApplicable('No camera is connected.');
    if (machine === null) return noMachine;
    const own = machine.deviceHolders.map(({ path, processId, command }) => `${path}: process ${processId} ${command}`).join('; ');
    return ok(own, machine.seenFrom === 'process' ? 'No other program that can be seen from here holds a camera.' : 'No recording found its camera in use; which programs hold one cannot be seen through a daemon.');
  },
};
