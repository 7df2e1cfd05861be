import { z } from 'zod';
import { controlValuesSchema } from './capabilities';
import { hostSchema } from './host';
import { splitLogin } from './network-source';
import { frameRateSchema, frameSizeSchema } from './units';

/** Version of the preset's shape. A file with a higher number is set aside unread; lower ones are read with the defaults below. */
export const presetSchemaVersion = 5;
export const readableSchemaVersions: readonly number[] = [1, 2, 3, 4, presetSchemaVersion];

const text = (maximum: number) => z.string().min(1).max(maximum);
/** A path or name that goes to a tool as one argument: absolute, without control characters. */
// oxlint-disable-next-line no-control-regex
const absolutePath = text(4096).regex(/^\/[^\u0000-\u001f\u007f]+$/, 'must be an absolute path without control characters');

export const sourceSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('test-pattern'), frameSize: frameSizeSchema, frameRate: frameRateSchema }),
  z.strictObject({
    type: z.literal('capture-device'),
    /** Stable identity, /dev/v4l/by-id path or /dev/videoN, as `CaptureDevice` lists them. Empty: the user has to choose. */
    device: z.union([z.literal(''), text(512).regex(/^[\x21-\x7e]+$/, 'must be printable, without spaces')]),
    /** V4L2 fourcc such as MJPG, YUYV or H264; null leaves the choice to the driver. */
    inputFormat: z.string().regex(/^[A-Z0-9]{2,4}$/).nullable(),
    frameSize: frameSizeSchema.nullable(),
    frameRate: frameRateSchema.nullable(),
    /** Brightness, exposure and the like: set at the start and whenever the device comes back. Others are left alone. */
    controls: controlValuesSchema.default({}),
  }),
  z.strictObject({
    type: z.literal('network'),
    /** rtsp, rtsps, srt, udp, rtp, http or https; never with a user or password. Empty: the user has to enter it. */
    url: z.union([z.literal(''), text(2048).regex(/^(rtsps?|srt|udp|rtp|https?):\/\/[\x21-\x7e]+$/, 'must be an rtsp, srt, udp, rtp or http address').refine((url) => splitLogin(url).login === null, 'must not hold a user or password')]),
    /** How RTSP brings the picture; null lets ffmpeg choose. Others ignore it. */
    rtspTransport: z.enum(['tcp', 'udp']).nullable(),
    /** Name of a user and password that are kept apart from every preset; null where none is needed. */
    credential: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/).nullable(),
    /** `host`: the recorder shares the network of its machine, for multicast and for senders that must find its port. */
    containerNetwork: z.enum(['bridge', 'host']),
    /** Scaled and made regular to these; null keeps what arrives. */
    frameSize: frameSizeSchema.nullable(),
    frameRate: frameRateSchema.nullable(),
  }),
  z.strictObject({
    type: z.literal('file'),
    path: z.union([z.literal(''), absolutePath]),
    /** `real-time` reads at the file's own rate, as a camera would deliver it. */
    pace: z.enum(['real-time', 'fastest']),
    frameSize: frameSizeSchema.nullable(),
    frameRate: frameRateSchema.nullable(),
  }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** A network source before its address is entered. */
export const emptyNetworkSource: Extract<Source, { type: 'network' }> = {
  type: 'network',
  url: '',
  rtspTransport: 'tcp',
  credential: null,
  containerNetwork: 'bridge',
  frameSize: null,
  frameRate: null,
};

const bitRateKbps = z.int().min(50).max(1_000_000);
const quality = z.int().min(0).max(255);
export const rateControlSchema = z.discriminatedUnion('mode', [
  /** Constant quality of software encoders. Every quality is on the encoder's own scale: smaller is better, but for JPEG. */
  z.strictObject({ mode: z.literal('crf'), quality }),
  /** One quantiser for all frames; NVENC calls it constqp. */
  z.strictObject({ mode: z.literal('cqp'), quality }),
  /** Intelligent constant quality of Intel's encoders. */
  z.strictObject({ mode: z.literal('icq'), quality }),
  /** A quality that is aimed at within bit rates, of Intel's encoders. */
  z.strictObject({ mode: z.literal('qvbr'), quality, bitRateKbps, maxBitRateKbps: bitRateKbps }),
  /** Constant quality of NVENC, below a bit rate where one is given. */
  z.strictObject({ mode: z.literal('cq'), quality, maxBitRateKbps: bitRateKbps.nullable() }),
  z.strictObject({ mode: z.literal('cbr'), bitRateKbps }),
  z.strictObject({ mode: z.literal('vbr'), bitRateKbps, maxBitRateKbps: bitRateKbps }),
]);
export type RateControl = z.infer<typeof rateControlSchema>;
export type RateControlMode = RateControl['mode'];

export const pixelFormats = ['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le', 'yuv422p10le', 'yuv444p10le'] as const;
export type PixelFormat = (typeof pixelFormats)[number];

/** Names of encoders that the host chooses by what it was proved to do, with the codec that comes out. */
export const automaticEncoders = { auto: 'h264', 'auto-hevc': 'hevc', 'auto-av1': 'av1', 'auto-vp9': 'vp9' } as const;

/** A render node or GPU of the host as capabilities list them: `pci:0000:00:02.0`, /dev/dri/renderD128, `GPU-...` or `nvidia:0`. */
const gpuReferenceSchema = text(128).regex(/^[\x21-\x7e]+$/, 'must be printable, without spaces');

export const videoSchema = z.discriminatedUnion('mode', [
  /** Keeps the camera's own MJPEG or H.264 as it is. */
  z.strictObject({ mode: z.literal('copy') }),
  z.strictObject({
    mode: z.literal('encode'),
    /** ffmpeg's name of the encoder, or one of `automaticEncoders`; which are allowed is the plan's to say. */
    encoder: z.string().regex(/^[a-z0-9][a-z0-9_-]{1,39}$/, 'must be the name of an ffmpeg encoder'),
    rateControl: rateControlSchema,
    gopFrames: z.int().min(1).max(600),
    bFrames: z.int().min(0).max(16),
    /** The encoder's own speed preset, such as `veryfast` or `8`; null for its default. */
    encoderPreset: text(20).nullable(),
    profile: text(20).nullable(),
    /** The pictures in the file. Hardware takes 4:2:0 as NV12 and P010. */
    pixelFormat: z.enum(pixelFormats),
    /** The encoder's own tuning, such as `zerolatency` or `hq`; null for its default. */
    tune: text(20).nullable().default(null),
    /** Intel's fixed-function encoder; null for what was proved to work, without it where both do. */
    lowPower: z.boolean().nullable().default(null),
    /** Frames that the encoder looks ahead; 0: none. */
    lookAheadFrames: z.int().min(0).max(250).default(0),
    /** GPU that encodes; null: the one with the least load that can. */
    gpu: gpuReferenceSchema.nullable().default(null),
    /** `auto`: on the GPU where it encodes too; `hardware`: on a GPU also for software encoders, where there is one; `cpu`: never on a GPU. */
    decoding: z.enum(['auto', 'hardware', 'cpu']).default('auto'),
    /** What may be done where the best does not work: nothing else, a path with more copies, or a software encoder of the same codec. */
    fallback: z.enum(['none', 'path', 'software']).default('path'),
  }),
]);
export type Video = z.infer<typeof videoSchema>;
export type VideoEncode = Extract<Video, { mode: 'encode' }>;

export const usualPreview = { mode: 'jpeg', frameSize: { width: 640, height: 360 }, framesPerSecond: 15 } as const satisfies PresetSettings['preview'];

/** What leaves everything to the encoder and to what the host was proved to do. */
export const usualHardwareChoices = { tune: null, lowPower: null, lookAheadFrames: 0, gpu: null, decoding: 'auto', fallback: 'path' } as const satisfies Partial<VideoEncode>;

const cropPixels = z.int().min(0).max(16_384);
/** How the pictures of a source are cropped, then turned, then mirrored before they are recorded and shown. Kept pictures stay as they are. */
export const transformSchema = z.strictObject({
  /** Left off at each edge, in pixels of the source. */
  crop: z.strictObject({ left: cropPixels, top: cropPixels, right: cropPixels, bottom: cropPixels }),
  /** Clockwise. */
  rotateDegrees: z.literal([0, 90, 180, 270]),
  /** Left and right change places. */
  flipHorizontal: z.boolean(),
  /** Top and bottom change places. */
  flipVertical: z.boolean(),
});
export type Transform = z.infer<typeof transformSchema>;
export const noTransform: Transform = { crop: { left: 0, top: 0, right: 0, bottom: 0 }, rotateDegrees: 0, flipHorizontal: false, flipVertical: false };

export const overlayClocks = ['none', 'local', 'utc', 'elapsed'] as const;
export const overlayPositions = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
/** What is drawn into the pictures, after the transform: recorded and shown alike. Kept pictures stay as they are. */
export const overlaySchema = z.strictObject({
  /** Drawn as it stands, up to 200 characters; empty: none. */
  text: z.string().max(200).regex(/^[\P{C}\p{Cf}\n]*$/u, 'must not hold control characters other than line breaks'),
  /** Date and time of day to the second, or the time since the recorder's first picture to the millisecond. */
  clock: z.enum(overlayClocks),
  position: z.enum(overlayPositions),
  /** Height of a line, in percent of the picture's height; less where the text would not fit. */
  sizePercent: z.int().min(2).max(20),
});
export type Overlay = z.infer<typeof overlaySchema>;
export const noOverlay: Overlay = { text: '', clock: 'none', position: 'bottom-left', sizePercent: 4 };

export const audioInputChoiceSchema = z.discriminatedUnion('type', [
  /** The test pattern's tone, or the first audio track of the file or stream. */
  z.strictObject({ type: z.literal('source') }),
  z.strictObject({ type: z.literal('test-tone') }),
  /** An input of the Docker host by identity, as `AudioInput` lists them. Empty: the user has to choose. */
  z.strictObject({ type: z.literal('device'), device: z.union([z.literal(''), text(512).regex(/^(alsa|pulse):[\x20-\x7e]*$/, 'must be an audio input such as alsa:... or pulse:...')]) }),
]);
export type AudioInputChoice = z.infer<typeof audioInputChoiceSchema>;

/** An hour: who pulls a cable sees it and puts it back, and what nobody looks at ends some day. */
export const usualAwaitDeviceSeconds = 3600;
/** Two weeks, which a timer can wait. */
export const longestAwaitDeviceSeconds = 1_209_600;

export const splitSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  /** A new file with the first key frame after this time. */
  z.strictObject({ mode: z.literal('time'), seconds: z.int().min(1).max(604_800) }),
  /** Files of at most this size, in units of a million bytes; for bit rates with a bound. */
  z.strictObject({ mode: z.literal('size'), megabytes: z.int().min(1).max(1_000_000) }),
]);
export type Split = z.infer<typeof splitSchema>;
export const noSplit = { mode: 'none' } as const satisfies Split;

export const presetSettingsSchema = z.strictObject({
  source: sourceSchema,
  transform: transformSchema.default(noTransform),
  overlay: overlaySchema.default(noOverlay),
  video: videoSchema,
  audio: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('none') }),
    z.strictObject({
      mode: z.literal('encode'),
      encoder: z.enum(['aac', 'libopus']),
      bitRateKbps: z.int().min(16).max(512),
      input: audioInputChoiceSchema.default({ type: 'source' }),
    }),
  ]),
  preview: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('off') }),
    z.strictObject({ mode: z.literal('jpeg'), frameSize: frameSizeSchema, framesPerSecond: z.int().min(1).max(30) }),
  ]),
  muxer: z.enum(['matroska', 'mp4']),
  /** Whether it is written as several files, of which each begins with a key frame; none lacks a frame. */
  split: splitSchema.default(noSplit),
  /** Seconds after which the recording ends by itself; null: until it is stopped. */
  durationSeconds: z.number().min(0.1).max(31_536_000).nullable(),
  limits: z.strictObject({
    /** Memory of the recorder's container in MiB; null: sized by frame size and encoder. */
    memoryMiB: z.int().min(64).max(1_048_576).nullable(),
    /** CPU cores that the recorder may use; null: all. */
    cpus: z.number().min(0.1).max(1024).nullable(),
    /** Swap beyond the memory limit in MiB; 0: none. */
    swapMiB: z.int().min(0).max(1_048_576).default(0),
    /** How often a recording that failed goes on in a new part, in a new container; 0: never. */
    restarts: z.int().min(0).max(100).default(0),
    /** Seconds that a recording waits for a capture device that went away, to go on in a new part; 0: not at all, null: until it is stopped. */
    awaitDeviceSeconds: z.int().min(0).max(longestAwaitDeviceSeconds).nullable().default(usualAwaitDeviceSeconds),
    /** The recorder's own log: size of one file in MiB, and how many of them Docker keeps. */
    logMiB: z.int().min(1).max(1024).default(1),
    logFiles: z.int().min(1).max(100).default(2),
    /** All devices and powers of the host. Off unless nothing less works. */
    privileged: z.boolean().default(false),
  }),
});
export type PresetSettings = z.infer<typeof presetSettingsSchema>;
export type Muxer = PresetSettings['muxer'];

export const presetNameSchema = z.string().trim().min(1).max(80).regex(/^\P{C}+$/u, 'must not hold control characters');

/** Host that a preset belongs to, with its name for people. */
export const presetHostSchema = hostSchema.pick({ id: true, name: true }).extend({ name: z.string().max(300) });
export type PresetHost = z.infer<typeof presetHostSchema>;

export const presetSchema = presetSettingsSchema.extend({
  schemaVersion: z.literal(presetSchemaVersion),
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  name: presetNameSchema,
  builtIn: z.boolean(),
  /** Choosing the preset chooses this host. Null: whichever is chosen. It is not exported. */
  host: presetHostSchema.nullable().default(null),
});
export type Preset = z.infer<typeof presetSchema>;

/** A file of presets that is larger is none. */
export const maximumPresetFileBytes = 4 * 1024 * 1024;

/** What is exported and imported: a preset without its identity, so that importing never replaces one. */
export const presetFileSchema = z.strictObject({
  capstanPresets: z.literal(presetSchemaVersion),
  presets: z.array(presetSettingsSchema.extend({ name: presetNameSchema })).min(1).max(500),
});
export type PresetFile = z.infer<typeof presetFileSchema>;

export function settingsOf(preset: Preset): PresetSettings {
  const { source, transform, overlay, video, audio, preview, muxer, split, durationSeconds, limits } = preset;
  return { source, transform, overlay, video, audio, preview, muxer, split, durationSeconds, limits };
}

/** A preset or settings file of an older version as one of this version: what is missing takes its default when it is read. */
export function upgraded(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const upgradedVersion = (field: 'schemaVersion' | 'capstanPresets') =>
    field in raw && readableSchemaVersions.includes((raw as Record<string, unknown>)[field] as number) ? { [field]: presetSchemaVersion } : {};
  return { ...raw, ...upgradedVersion('schemaVersion'), ...upgradedVersion('capstanPresets') };
}
