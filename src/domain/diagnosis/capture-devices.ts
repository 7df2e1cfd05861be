import { phrase, type FailureRule } from './rule';

const device = String.raw`(\/dev\/(?:video\d+|v4l\/\S+?))`;
const holders = 'fuser -v /dev/video*';

/** How cameras and capture cards fail. */
export const captureDeviceRules: readonly FailureRule[] = [
  {
    id: 'usb-bandwidth',
    title: 'The USB bus has no bandwidth left',
    shows: phrase(String.raw`ioctl\(VIDIOC_STREAMON\): No space left on device`),
    reason: 'The USB bus has no bandwidth left for this camera and format.',
    remedy: 'Choose MJPEG or a smaller frame size, or plug the camera into a USB port of another controller.',
    commands: ['lsusb -t'],
    kind: 'format-unsupported',
  },
  {
    id: 'device-gone',
    title: 'The capture device went away',
    shows: phrase(String.raw`ioctl\(VIDIOC_D?QBUF\): (?:No such device|Inappropriate ioctl)|Error during demuxing: No such device$`),
    reason: 'The capture device went away while it was in use.',
    remedy: 'Plug the device in again, then start a new recording.',
    kind: 'device-missing',
  },
  {
    id: 'device-absent',
    title: 'The device is not on the Docker host',
    shows: phrase(String.raw`error gathering device information while adding custom device "(?!\/dev\/dri)([^"\n]+)"`),
    reason: 'The machine that runs the containers has no $1.',
    remedy: 'Plug the device into the Docker host, and check the list of `capstan probe`. With Docker Desktop that is a virtual machine without your devices.',
    kind: 'device-missing',
  },
  {
    id: 'device-missing',
    title: 'There is no such capture device',
    shows: phrase(String.raw`Cannot open video device (\S+): No such (?:file|device)|${device}: No such (?:file|device)`),
    reason: 'There is no such capture device: $1.',
    remedy: 'Plug the device in, and check the list of `capstan probe`.',
    kind: 'device-missing',
  },
  {
    id: 'device-forbidden',
    title: 'The capture device may not be opened',
    shows: phrase(String.raw`Cannot open video device (\S+): (?:Permission denied|Operation not permitted)|${device}: (?:Permission denied|Operation not permitted)`),
    reason: 'The recorder may not open $1.',
    remedy: 'Check the permissions of the device node on the machine that has it.',
    commands: ["stat -c '%n %g %G %a' /dev/video*"],
    kind: 'device-forbidden',
  },
  {
    id: 'device-busy',
    title: 'The capture device is in use',
    shows: phrase(String.raw`${device}: Device or resource busy|ioctl\(VIDIOC_\w+\): Device or resource busy`),
    reason: 'Another program uses the capture device.',
    remedy: 'Close the other program that uses the device, then try again.',
    commands: [holders],
    kind: 'device-busy',
  },
  {
    id: 'not-a-camera',
    title: 'The node delivers no pictures',
    shows: phrase(String.raw`ioctl\(VIDIOC_QUERYCAP\): Inappropriate ioctl|Not a video capture device`),
    reason: 'The node is there, but it delivers no pictures.',
    remedy: 'Choose one of the devices that `capstan probe` lists.',
    kind: 'device-missing',
  },
  {
    id: 'format-refused',
    title: 'The capture device refused the format',
    shows: phrase(
      String.raw`Cannot find a proper format for codec|No such input format|ioctl\(VIDIOC_(?:[GS]_FMT|S_INPUT|S_PARM|REQBUFS|STREAMON)\): (?:Invalid argument|Broken pipe|Protocol error|Inappropriate ioctl)|does not support the streaming I/O`,
    ),
    reason: 'The capture device refused this format, size or rate.',
    remedy: 'Choose a format that the device offers: `capstan probe` lists them.',
    kind: 'format-unsupported',
  },
];
