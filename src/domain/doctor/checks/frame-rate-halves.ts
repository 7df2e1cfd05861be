import { notApplicable, ok, warning, type Check } from '../check';

/** Lets a camera expose for longer than a frame lasts: its new and its old name in V4L2. */
const controlNames = ['exposure_dynamic_framerate', 'exposure_auto_priority'];

export const frameRateHalves: Check = {
  id: 'frame-rate-halves',
  title: 'Exposure that lowers the frame rate',
  group: 'cameras',
  about: 'In low light many cameras expose for longer than a frame lasts and deliver half of the rate that was asked for, without a word. Capstan measures what is delivered and warns during the recording.',
  shows: '15 frames per second where 30 were asked for; the alert `frame-rate-low`',
  remedy: 'Turn the dynamic frame rate off, or set the exposure by hand, and add light.',
  commands: ['v4l2-ctl -d /dev/video0 --set-ctrl=exposure_dynamic_framerate=0'],
  find: ({ capabilities }) => {
    const devices = capabilities?.captureDevices ?? [];
    if (devices.length === 0) return notApplicable('No camera is connected.');
    const known = devices.flatMap(({ path, name, controls }) => controls.filter((control) => controlNames.includes(control.name)).map((control) => ({ path, name, control })));
    const [first] = known;
    if (first === undefined) return notApplicable('No camera here tells whether it lowers its frame rate for the exposure.');
    const on = known.find(({ control }) => control.value === 1);
    const line = ({ path, name, control }: typeof first): string => `${path} ${name}: ${control.name}=${control.value ?? '?'}`;
    if (on === undefined) return ok(line(first), 'The cameras keep their frame rate in low light.');
    const path = /^\/dev\/video\d{1,4}$/.test(on.path) ? on.path : '/dev/video0';
    return warning(line(on), 'This camera may lower its frame rate in low light.', { commands: [`capstan controls ${path} --set ${on.control.name}=0`] });
  },
};
