import type { ErrorExtras, ErrorKind } from './errors';

/** A message that is known to be the cause, and what it means to people. `$1` stands for the first group. */
export interface LogRule {
  readonly pattern: RegExp;
  readonly kind: ErrorKind;
  readonly words: string;
  readonly extras?: ErrorExtras;
}

/** A message as a pattern that also finds it where another program has wrapped the log. */
export const phrase = (source: string, flags = ''): RegExp => new RegExp(source.replaceAll(' ', String.raw`\s+`), `m${flags}`);

const device = String.raw`(\/dev\/(?:video\d+|v4l\/\S+?))`;
export const deviceRules: readonly LogRule[] = [
  {
    pattern: phrase(String.raw`ioctl\(VIDIOC_STREAMON\): No space left on device`),
    kind: 'format-unsupported',
    words: 'The USB bus has no bandwidth left for this camera and format.',
    extras: { nextStep: 'Choose MJPEG or a smaller frame size, or plug the camera into a USB port of another controller.' },
  },
  {
    pattern: phrase(String.raw`ioctl\(VIDIOC_D?QBUF\): (?:No such device|Inappropriate ioctl)|Error during demuxing: No such device$`),
    kind: 'device-missing',
    words: 'The capture device went away while it was in use.',
    extras: { nextStep: 'Plug the device in again, then start a new recording.' },
  },
  {
    pattern: phrase(String.raw`Cannot open video device (\S+): No such (?:file|device)|${device}: No such (?:file|device)`),
    kind: 'device-missing',
    words: 'There is no such capture device: $1.',
  },
  {
    pattern: phrase(String.raw`Cannot open video device (\S+): (?:Permission denied|Operation not permitted)|${device}: (?:Permission denied|Operation not permitted)`),
    kind: 'device-forbidden',
    words: 'The recorder may not open $1.',
  },
  {
    pattern: phrase(String.raw`${device}: Device or resource busy|ioctl\(VIDIOC_\w+\): Device or resource busy`),
    kind: 'device-busy',
    words: 'Another program uses the capture device.',
  },
  {
    pattern: phrase(String.raw`ioctl\(VIDIOC_QUERYCAP\): Inappropriate ioctl|Not a video capture device`),
    kind: 'device-missing',
    words: 'The node is there, but it delivers no pictures.',
    extras: { nextStep: 'Choose one of the devices that `capstan probe` lists.' },
  },
  {
    pattern: phrase(
      String.raw`Cannot find a proper format for codec|No such input format|ioctl\(VIDIOC_(?:[GS]_FMT|S_INPUT|S_PARM|REQBUFS|STREAMON)\): (?:Invalid argument|Broken pipe|Protocol error|Inappropriate ioctl)|does not support the streaming I/O`,
    ),
    kind: 'format-unsupported',
    words: 'The capture device refused this format, size or rate.',
  },
];

const frameSizeField = { field: 'source.frameSize', nextStep: 'Choose a larger frame size, or an encoder in software.' };

/** How encoders fail to open, the telling line before the general one that follows it. */
export const encoderRules: readonly LogRule[] = [
  {
    pattern: phrase(String.raw`Unknown encoder '([^']+)'`),
    kind: 'encoder-unavailable',
    words: 'This ffmpeg has no encoder $1.',
  },
  {
    pattern: phrase('Frame Dimension less than the minimum supported value|Source (?:Width|Height) must be at least \\d+'),
    kind: 'preset-invalid',
    words: 'The picture is too small for this encoder.',
    extras: frameSizeField,
  },
  {
    pattern: phrase(String.raw`Driver does not support the required nvenc API version\. Required: (\S+)`),
    kind: 'encoder-unavailable',
    words: 'The NVIDIA driver is too old for this ffmpeg, which needs NVENC $1.',
    extras: { nextStep: 'Update the NVIDIA driver, or choose an encoder in software.' },
  },
  {
    pattern: phrase('OpenEncodeSessionEx failed: out of memory'),
    kind: 'encoder-unavailable',
    words: 'The NVIDIA card takes no further encoding session.',
    extras: { nextStep: 'Stop another recording that uses this card, or choose an encoder in software.' },
  },
  {
    pattern: phrase('OpenEncodeSessionEx failed: unsupported device|No capable devices found'),
    kind: 'encoder-unavailable',
    words: 'The NVIDIA card cannot encode this codec.',
  },
  {
    pattern: phrase('Cannot load libcuda|Cannot load libnvidia-encode|Cannot load libnvcuvid|Could not dynamically load CUDA'),
    kind: 'encoder-unavailable',
    words: 'The NVIDIA driver is missing where ffmpeg runs.',
    extras: { nextStep: 'Install the NVIDIA driver and its container toolkit, or choose an encoder in software.' },
  },
  {
    pattern: phrase(String.raw`cuInit\(0\) failed -> (CUDA_ERROR_\w+)`),
    kind: 'encoder-unavailable',
    words: 'The NVIDIA card could not be started ($1).',
  },
  {
    pattern: phrase('Selected ratecontrol mode is unsupported|Driver does not support any RC mode compatible'),
    kind: 'preset-invalid',
    words: 'The encoder does not know this rate control.',
    extras: { field: 'video.rateControl', nextStep: 'Choose another rate control.' },
  },
  {
    pattern: phrase('No usable encoding profile found'),
    kind: 'encoder-unavailable',
    words: 'The graphics hardware does not encode this codec and profile in this way.',
  },
  {
    pattern: phrase('(?:Error (?:creating a|initializing an|initializing an internal)) MFX session|some encoding parameters are not supported by the QSV runtime'),
    kind: 'encoder-unavailable',
    words: 'Quick Sync is not available where ffmpeg runs.',
  },
  {
    pattern: phrase('No VA display found for device (\\S+?)\\.?$|Failed to initialise VAAPI connection|vaInitialize failed|Failed to open (\\S+) as DRM device node'),
    kind: 'encoder-unavailable',
    words: 'The VAAPI driver of the graphics hardware cannot be used.',
  },
  {
    pattern: phrase(String.raw`\[\w+_v4l2m2m @ \w+\] Could not find a valid device`),
    kind: 'encoder-unavailable',
    words: 'This machine has no V4L2 encoder.',
  },
  {
    pattern: phrase(String.raw`Error setting preset/tune (\S+)/|Error setting option preset to value (\S+?)\.$`),
    kind: 'preset-invalid',
    words: 'The encoder has no preset $1.',
    extras: { field: 'video.encoderPreset' },
  },
  {
    pattern: phrase(String.raw`Error setting profile (\S+?)\.$|Invalid or incompatible profile set: (\S+?)\.$|(g_profile) out of range`),
    kind: 'preset-invalid',
    words: 'The encoder does not know this profile, or not with this pixel format ($1).',
    extras: { field: 'video.profile' },
  },
];

export const generalRules: readonly LogRule[] = [
  {
    pattern: phrase(String.raw`^x26[45] \[error\]: malloc of size \d+ failed|Cannot allocate memory|insufficient resources \(0x80001000\)`),
    kind: 'out-of-memory',
    words: 'ffmpeg asked for more memory than there is.',
  },
  {
    pattern: phrase(String.raw`(?:av_interleaved_write_frame\(\)|Error (?:writing trailer|closing file|muxing|submitting|writing)[^\n]*): (?:No space left on device|Disk quota exceeded)`),
    kind: 'disk-full',
    words: 'The disk or your share of it is full.',
  },
  {
    pattern: phrase(String.raw`(?:av_interleaved_write_frame\(\)|Error (?:writing trailer|closing file|muxing)[^\n]*): File too large`),
    kind: 'disk-full',
    words: 'The file system takes no larger file.',
    extras: { nextStep: 'Record to a disk with another file system: FAT32 ends at 4 GiB.' },
  },
  {
    pattern: phrase(String.raw`File '(.+?)' already exists\. Exiting`),
    kind: 'output-unwritable',
    words: 'File exists: $1. Capstan never writes over a recording.',
    extras: { nextStep: 'Choose another folder, or move the file away.' },
  },
  {
    pattern: phrase(String.raw`codec (\S+) in stream #\d+, codec not currently supported in container`),
    kind: 'preset-invalid',
    words: 'This kind of file cannot hold $1.',
    extras: { field: 'muxer', nextStep: 'Choose Matroska, or another encoder.' },
  },
  {
    pattern: phrase(String.raw`^(?:file:)?(\/[^\n]*): could not find codec parameters|Could not find codec parameters for stream`),
    kind: 'format-unsupported',
    words: 'The source holds nothing that ffmpeg can read as a picture.',
    extras: { nextStep: 'Choose another file or format.' },
  },
  {
    pattern: phrase(String.raw`Stream map '(\S+)' matches no streams`),
    kind: 'format-unsupported',
    words: 'The source has no such track ($1).',
    extras: { nextStep: 'Choose a source with a picture, and no audio where it has none.' },
  },
];
