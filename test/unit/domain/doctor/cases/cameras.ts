import type { CaptureControl } from '@domain/capabilities';
import { camera, capabilities, failedBy, machine, read, usbCamera } from '../evidence';
import type { Case } from './case';

const none = capabilities('software-only', { captureDevices: [] });
const one = capabilities('software-only', { captureDevices: [camera({ bus: 'usb-0000:00:14.0-2' })] });
const local = (uid: number) => capabilities('software-only', { captureDevices: [camera()], engine: 'local', user: { uid, gid: uid } });
const dynamicFrameRate = (value: number): CaptureControl => ({
  name: 'exposure_dynamic_framerate',
  label: 'Exposure, Dynamic Framerate',
  type: 'boolean',
  minimum: null,
  maximum: null,
  step: null,
  default: 0,
  value,
  menu: [],
  readOnly: false,
  inactive: false,
});
const withControl = (value: number) => capabilities('software-only', { captureDevices: [camera({ controls: [dynamicFrameRate(value)] })] });
const raw = camera({ bus: 'usb-0000:00:14.0-1', name: 'Cam Link 4K', formats: [{ fourcc: 'YUYV', description: 'YUYV 4:2:2', compressed: false, frameSizes: [], frameSizeRanges: [] }] });

export const cameraCases: readonly Case[] = [
  ['device-absent', 'failed', { capabilities: none, machine: machine({ usbDevices: [usbCamera('1-2')] }) }, { evidence: 'usb 1-2 HD Pro Webcam C920: 480 Mbit/s', commands: 'modprobe uvcvideo' }],
  ['device-absent', 'warning', { capabilities: none, failures: [failedBy(read('diagnosis/docker-20.10-video-missing.txt'), 'device-missing')] }, { evidence: 'error gathering device information' }],
  ['device-absent', 'ok', { capabilities: one }, { evidence: '/dev/video2' }],
  ['device-absent', 'ok', { capabilities: one, failures: [failedBy('docker: Error response from daemon: error gathering device information while adding custom device "/dev/video2": no such file or directory.', 'device-missing')] }],
  ['device-absent', 'not-applicable', { capabilities: none, machine: machine() }],
  ['device-missing', 'warning', { capabilities: one, failures: [failedBy(read('ffmpeg-log/v4l2-no-such-file.txt'), 'device-missing')] }, { evidence: 'No such file', reason: '2026-03-04 05:06 UTC' }],
  ['device-missing', 'ok', { capabilities: capabilities('software-only', { captureDevices: [camera({ path: '/dev/video0' })] }), failures: [failedBy('Cannot open video device /dev/video0: No such file or directory', 'device-missing')] }, { reason: 'it is there again' }],
  ['device-missing', 'ok', { capabilities: one }],
  ['device-missing', 'not-applicable', {}],
  ['device-forbidden', 'failed', { capabilities: local(1000), machine: machine({ ownGroups: [1000] }) }, { evidence: '/dev/video2 belongs to the group 44; yours are 1000', commands: 'usermod -aG video' }],
  ['device-forbidden', 'warning', { capabilities: one, failures: [failedBy(read('ffmpeg-log/v4l2-permission-denied.txt'), 'device-forbidden')] }, { evidence: 'Permission denied' }],
  ['device-forbidden', 'ok', { capabilities: local(1000), machine: machine() }, { reason: 'Your account may open it' }],
  ['device-forbidden', 'ok', { capabilities: local(0), machine: machine({ ownGroups: [0] }) }],
  ['device-forbidden', 'ok', { capabilities: one }, { reason: 'Recorders get this group' }],
  ['device-busy', 'warning', { capabilities: one, machine: machine({ deviceHolders: [{ path: '/dev/video2', processId: 4711, command: 'zoom' }] }) }, { evidence: '/dev/video2: process 4711 zoom' }],
  ['device-busy', 'warning', { capabilities: one, machine: machine(), failures: [failedBy(read('ffmpeg-log/xawtv-busy-2005.txt'), 'device-busy')] }, { evidence: 'busy' }],
  ['device-busy', 'ok', { capabilities: one, machine: machine({ deviceHolders: [{ path: '/dev/video2', processId: 12, command: 'ffmpeg' }] }) }],
  ['device-busy', 'not-applicable', { capabilities: none }],
  ['device-gone', 'warning', { capabilities: one, failures: [failedBy(read('ffmpeg-log/v4l2-unplugged-dqbuf.txt'), 'device-missing')] }, { evidence: 'VIDIOC_DQBUF', commands: '--await-device' }],
  ['device-gone', 'ok', { capabilities: one }],
  ['device-gone', 'not-applicable', { capabilities: none }],
  ['not-a-camera', 'warning', { capabilities: one, failures: [failedBy(read('ffmpeg-log/5.1-v4l2-not-a-camera.txt'), 'device-missing')] }],
  ['not-a-camera', 'warning', { capabilities: capabilities('software-only', { captureDevices: [camera({ unusable: 'It delivers raw sensor data.' })] }) }, { evidence: 'raw sensor data' }],
  ['not-a-camera', 'ok', { capabilities: one }, { reason: '1 of 1' }],
  ['format-refused', 'warning', { capabilities: one, failures: [failedBy('[video4linux2,v4l2 @ 0x55d] ioctl(VIDIOC_S_FMT): Invalid argument', 'format-unsupported')] }, { evidence: 'VIDIOC_S_FMT' }],
  ['format-refused', 'ok', { capabilities: one }, { evidence: 'MJPG 2 sizes' }],
  ['usb-bandwidth', 'warning', { capabilities: one, failures: [failedBy(read('ffmpeg-log/v4l2-streamon-no-space.txt'), 'format-unsupported')] }, { evidence: 'No space left on device', commands: 'lsusb -t' }],
  ['usb-bandwidth', 'ok', { machine: machine({ usbDevices: [usbCamera('1-2')] }) }],
  ['usb-bandwidth', 'not-applicable', { machine: machine() }],
  ['usb-speed', 'warning', { machine: machine({ usbDevices: [usbCamera('1-2', 12)] }) }, { reason: 'port 1-2 is connected at 12 Mbit/s' }],
  ['usb-speed', 'warning', { capabilities: capabilities('software-only', { captureDevices: [raw] }), machine: machine({ usbDevices: [usbCamera('3-1', 480, 'Cam Link 4K')] }) }, { reason: 'port 3-1', evidence: '480 Mbit/s' }],
  ['usb-speed', 'ok', { capabilities: capabilities('software-only', { captureDevices: [raw] }), machine: machine({ usbDevices: [usbCamera('4-1', 5000, 'Cam Link 4K')] }) }, { evidence: '5000 Mbit/s' }],
  ['usb-speed', 'ok', { capabilities: one, machine: machine({ usbDevices: [usbCamera('1-2')] }) }, { reason: 'USB 2' }],
  ['usb-speed', 'not-applicable', {}],
  ['usb-shared-bus', 'warning', { machine: machine({ usbDevices: [usbCamera('1-2.1'), usbCamera('1-2.3')] }) }, { reason: 'ports 1-2.1 and 1-2.3 share bus 1' }],
  ['usb-shared-bus', 'warning', { machine: machine({ usbDevices: [usbCamera('2-1.1', 5000), usbCamera('2-1.4', 5000)] }) }, { reason: 'share port 2-1' }],
  ['usb-shared-bus', 'ok', { machine: machine({ usbDevices: [usbCamera('1-2'), usbCamera('3-1')] }) }],
  ['usb-shared-bus', 'ok', { machine: machine({ usbDevices: [usbCamera('2-1', 5000), usbCamera('2-2', 5000)] }) }],
  ['usb-shared-bus', 'ok', { machine: machine({ usbDevices: [usbCamera('1-2')] }) }],
  ['frame-rate-halves', 'warning', { capabilities: withControl(1) }, { evidence: 'exposure_dynamic_framerate=1', commands: 'capstan controls /dev/video2 --set exposure_dynamic_framerate=0' }],
  ['frame-rate-halves', 'ok', { capabilities: withControl(0) }],
  ['frame-rate-halves', 'not-applicable', { capabilities: one }],
];
