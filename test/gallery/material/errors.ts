import { capstanError } from '@domain/errors';

export const hostAway = capstanError('host-unreachable', 'ssh: connect to host studio.example.org port 22: No route to host');
export const cameraGone = capstanError('device-missing', 'HD Pro Webcam C920 (usb:046d:0892:9C1F2A6E:00) is not plugged in.');
export const cameraBusy = capstanError('device-busy', '/dev/video0: Device or resource busy. It is open in obs (process 4711).');
export const socketClosed = capstanError('daemon-forbidden', 'connect EACCES /var/run/docker.sock');
export const diskFull = capstanError('disk-full', '/home/me/Videos/Capstan: No space left on device; 512 MB were kept free.');
export const encoderFailed = capstanError('ffmpeg-exited', '[h264_vaapi @ 0x55d0c1a2b3c0] Failed to end picture encode issue: 24 (internal encoding error).');

/** As ffmpeg says it of such a failure. */
export const failedLog = [
  "Input #0, video4linux2,v4l2, from '/dev/video0':",
  '  Duration: N/A, start: 8123.441234, bitrate: N/A',
  '  Stream #0:0: Video: mjpeg (Baseline), yuvj422p(pc, bt470bg/unknown/unknown), 1920x1080, 30 fps, 30 tbr, 1000k tbn',
  '[mjpeg @ 0x55d0c1a1f2c0] overread 8',
  '[h264_vaapi @ 0x55d0c1a2b3c0] Failed to end picture encode issue: 24 (internal encoding error).',
  '[h264_vaapi @ 0x55d0c1a2b3c0] Encode failed: -5.',
  'Video encoding failed',
  'Error while filtering: Input/output error',
  'Conversion failed!',
  '',
].join('\n');
