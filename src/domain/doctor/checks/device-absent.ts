import { failed, notApplicable, ok, type Check } from '../check';
import { usbLine } from '../hardware';
import { fromRule, pastFailure } from '../past';

export const deviceAbsent: Check = {
  ...fromRule('device-absent'),
  title: 'Nodes of the cameras',
  group: 'cameras',
  about: 'A camera is plugged in, but the machine that runs the containers has no node for it: the module uvcvideo is not loaded, or the containers run in another machine.',
  shows: '`error gathering device information while adding custom device "/dev/video0": no such file or directory`',
  find: (evidence) => {
    const past = pastFailure(evidence, 'device-absent');
    const cameras = evidence.machine?.usbDevices.filter(({ isVideo }) => isVideo) ?? [];
    const devices = evidence.capabilities?.captureDevices ?? [];
    const nodes = [...devices.map(({ path }) => path), ...(evidence.machine?.nodes ?? []).map(({ path }) => path).filter((path) => path.startsWith('/dev/video'))];
    const [camera] = cameras;
    if (camera !== undefined && nodes.length === 0) {
      return failed(usbLine(camera), 'The USB bus has a camera, and there is no /dev/video node for it.', {
        remedy: 'Load the module for USB cameras on the machine that has it.',
        commands: ['sudo modprobe uvcvideo', 'sudo dmesg | grep -i uvc | tail'],
      });
    }
    // It is there again.
    if (past !== null && !nodes.some((path) => past.evidence.includes(`"${path}"`))) return past;
    if (nodes.length === 0) return notApplicable('No camera is connected.');
    return ok([...new Set(nodes)].slice(0, 6).join(', '), 'The machine that runs ffmpeg has nodes for its cameras.');
  },
};
