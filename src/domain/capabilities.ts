import { z } from 'zod';
import { frameRateSchema } from './units';

/** Any rate between two, with both ends: devices with a stepwise or continuous interval. */
export const frameRateRangeSchema = z.object({ minimum: frameRateSchema, maximum: frameRateSchema });

/** One frame size of a capture device in pixels, with the rates it is offered at. */
const captureFrameSizeSchema = z.object({
  width: z.int(),
  height: z.int(),
  frameRates: z.array(frameRateSchema),
  /** Where any rate of a range is offered; `frameRates` then holds its ends and the common ones between. */
  frameRateRange: frameRateRangeSchema.nullable().default(null),
});

/** Any size on this grid, in pixels: devices with stepwise or continuous sizes (step 1). */
export const frameSizeRangeSchema = z.object({
  minimumWidth: z.int(),
  maximumWidth: z.int(),
  stepWidth: z.int().min(1),
  minimumHeight: z.int(),
  maximumHeight: z.int(),
  stepHeight: z.int().min(1),
});
export type FrameSizeRange = z.infer<typeof frameSizeRangeSchema>;

export const captureFormatSchema = z.object({
  /** V4L2 fourcc, such as MJPG or YUYV. */
  fourcc: z.string(),
  description: z.string(),
  compressed: z.boolean(),
  frameSizes: z.array(captureFrameSizeSchema),
  /** Where any size of a range is offered; `frameSizes` then holds its ends and the common ones between. */
  frameSizeRanges: z.array(frameSizeRangeSchema).default([]),
});
export type CaptureFormat = z.infer<typeof captureFormatSchema>;

/** V4L2's name of a control as v4l2-ctl writes it, such as `exposure_time_absolute`. */
export const controlNameSchema = z.string().regex(/^[a-z0-9_]{1,64}$/, 'must be the name of a V4L2 control');

export const captureControlSchema = z.object({
  name: controlNameSchema,
  /** V4L2's own label where it is known, else made from the name. */
  label: z.string(),
  /** `unknown`: shown, never set. */
  type: z.enum(['integer', 'boolean', 'menu', 'integer-menu', 'bitmask', 'button', 'unknown']),
  minimum: z.int().nullable(),
  maximum: z.int().nullable(),
  /** 1 where the device says 0. */
  step: z.int().min(1).nullable(),
  default: z.int().nullable(),
  value: z.int().nullable(),
  /** Choices of a menu; empty where the device names none. */
  menu: z.array(z.object({ value: z.int(), label: z.string() })),
  readOnly: z.boolean(),
  /** Another control, such as automatic exposure, decides it now. */
  inactive: z.boolean(),
});
export type CaptureControl = z.infer<typeof captureControlSchema>;

/** Values of controls by name, as a preset keeps them and as a device gives them back. */
export const controlValuesSchema = z.record(controlNameSchema, z.int());
export type ControlValues = z.infer<typeof controlValuesSchema>;

/** What an input with its own timings (HDMI, SDI) receives. */
export const inputSignalSchema = z.object({
  state: z.enum(['present', 'none', 'unknown']),
  /** DV timings where there is a signal. */
  timings: z
    .object({ width: z.int(), height: z.int(), framesPerSecond: z.number().nullable(), interlaced: z.boolean() })
    .nullable(),
});

/** How the device says that its pictures are to be read; null where it does not. */
export const captureColourSchema = z.object({
  matrix: z.enum(['bt601', 'bt709', 'bt2020', 'rgb']).nullable(),
  range: z.enum(['limited', 'full']).nullable(),
  primaries: z.enum(['bt601', 'bt709', 'bt2020', 'srgb']).nullable(),
});

export const captureDeviceSchema = z.object({
  /** Same device, same identity, at whatever number: `usb:VENDOR:PRODUCT:SERIAL:INTERFACE`, else `bus:PATH:INDEX`. */
  identity: z.string(),
  /** The node as it is numbered now, such as /dev/video2. */
  path: z.string(),
  /** /dev/v4l/by-id path where udev made one. */
  byIdPath: z.string().nullable(),
  name: z.string(),
  driver: z.string().nullable(),
  /** V4L2 bus information, such as usb-0000:00:14.0-1. */
  bus: z.string().nullable().default(null),
  usb: z
    .object({
      /** Four hexadecimal digits. */
      vendorId: z.string(),
      productId: z.string(),
      serial: z.string().nullable(),
      interfaceNumber: z.string().nullable(),
      /** Of the connection: 480 is USB 2, 5000 and more USB 3; absent where unknown. */
      speedMbps: z.number().optional(),
    })
    .nullable()
    .default(null),
  /** `port`: other devices here share its model and serial number, so the port it is plugged into tells it apart. */
  identifiedBy: z.enum(['serial', 'port', 'name']).default('serial'),
  /** Why ffmpeg cannot read it (raw Bayer, a media-controller node, no format); null where it can. */
  unusable: z.string().nullable().default(null),
  signal: inputSignalSchema.nullable().default(null),
  colour: captureColourSchema.nullable().default(null),
  controls: z.array(captureControlSchema).default([]),
  /** Numeric owner group of the node on the Docker host: passed on as supplementary group. */
  groupId: z.int().min(0),
  formats: z.array(captureFormatSchema),
});
export type CaptureDevice = z.infer<typeof captureDeviceSchema>;

/** A node of /dev/dri that renders and encodes. */
export const renderNodeSchema = z.object({
  /** Same GPU, same identity, at whatever number: `pci:0000:00:02.0`; else the path. Empty only in what older versions saved. */
  identity: z.string().default(''),
  path: z.string(),
  /** Such as `Intel 3e92`; null where only the path tells it. */
  name: z.string().nullable().default(null),
  driver: z.string().nullable(),
  /** Four hexadecimal digits of PCI; null for other buses. */
  vendorId: z.string().nullable(),
  deviceId: z.string().nullable().default(null),
  vendor: z.string().nullable(),
  groupId: z.int().min(0),
});
export type RenderNode = z.infer<typeof renderNodeSchema>;

export const nvidiaGpuSchema = z.object({
  index: z.int().min(0),
  name: z.string(),
  /** Null where the driver does not tell. */
  uuid: z.string().nullable(),
  driverVersion: z.string().nullable(),
  memoryMiB: z.int().nullable(),
  /** Such as 0000:01:00.0. */
  pciAddress: z.string().nullable().default(null),
});
export type NvidiaGpu = z.infer<typeof nvidiaGpuSchema>;

/** A V4L2 node that encodes from memory to memory, as on a Raspberry Pi. */
export const codecNodeSchema = z.object({
  path: z.string(),
  name: z.string(),
  driver: z.string().nullable(),
  groupId: z.int().min(0),
});
export type CodecNode = z.infer<typeof codecNodeSchema>;

/** Kinds of hardware that encode, and the images for them. Quick Sync and VAAPI share their nodes. */
export const encoderFamilies = ['software', 'vaapi', 'quicksync', 'nvenc', 'v4l2m2m', 'jetson'] as const;
export type EncoderFamily = (typeof encoderFamilies)[number];

/**
 * How pictures get to the encoder, from the fewest copies to the most: `zero-copy` (decoded, converted and encoded on
 * the GPU), `gpu-convert` (uploaded once, converted and encoded there), `cpu-convert` (converted by the CPU, uploaded,
 * encoded), `software` (no GPU).
 */
export const pipelinePaths = ['zero-copy', 'gpu-convert', 'cpu-convert', 'software'] as const;
export type PipelinePath = (typeof pipelinePaths)[number];

/** Why something does not work: what was seen, what that means, and what helps. Data for people, made by pure rules. */
export const diagnosisSchema = z.object({
  /** Stable name of the failure, such as `render-group`. */
  id: z.string(),
  title: z.string(),
  /** The line that shows it, as the tool wrote it but for addresses in memory. */
  evidence: z.string(),
  reason: z.string(),
  remedy: z.string(),
  /** Ready to copy; never run by Capstan. */
  commands: z.array(z.string()).default([]),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;

/** What one encoder did on one GPU when it was tried with real frames. */
export const encoderProofSchema = z.object({
  encoder: z.string(),
  family: z.enum(encoderFamilies),
  /** Identity of the render node or GPU (`gpuIdentity`); null for software and codec nodes. */
  gpu: z.string().nullable(),
  usable: z.boolean(),
  /** Those that worked from raw and from MJPEG pictures. `zero-copy` means MJPEG decoded on the GPU. */
  paths: z.array(z.enum(pipelinePaths)),
  /** Driver that libva was told to load (LIBVA_DRIVER_NAME); null where it was left to choose, or has no part. */
  libvaDriver: z.string().nullable().default(null),
  /** Which settings of low power work; null where the encoder has none, or it was not tried. */
  lowPower: z.object({ off: z.boolean(), on: z.boolean() }).nullable().default(null),
  tenBit: z.boolean().nullable().default(null),
  /** Speed of the trial; small pictures and a short time, so only good to tell slow from fast. */
  framesPerSecond: z.number().nullable().default(null),
  /** Null where it is usable. */
  diagnosis: diagnosisSchema.nullable(),
});
export type EncoderProof = z.infer<typeof encoderProofSchema>;

export const audioInputSchema = z.object({
  /** `alsa:usb:VENDOR:PRODUCT:SERIAL:DEVICE`, `alsa:CARD:DEVICE`, or `pulse:SOURCE`; `pulse:` is the default source. */
  identity: z.string(),
  kind: z.enum(['alsa', 'pulse']),
  name: z.string(),
  /** What ffmpeg is given: `hw:CARD=NAME,DEV=0`, or the name of a source. */
  device: z.string(),
  /** Number of the ALSA card now, as in /dev/snd/controlC1: only its nodes are mapped. Null for a sound server. */
  cardNumber: z.int().min(0).nullable(),
  /** Numeric group of /dev/snd on the Docker host; null for a sound server. */
  groupId: z.int().min(0).nullable(),
  /** Socket of the sound server on the Docker host; null for ALSA. */
  socketPath: z.string().nullable(),
});
export type AudioInput = z.infer<typeof audioInputSchema>;

export const ffmpegBuildSchema = z.object({
  version: z.string(),
  major: z.int(),
  minor: z.int(),
  /** Names of the video and audio encoders that this build lists. */
  encoders: z.array(z.string()),
  /** Whether it has the filter that draws text, and finds fonts by itself; absent where that was not asked yet. */
  drawsText: z.boolean().optional(),
});
export type FfmpegBuild = z.infer<typeof ffmpegBuildSchema>;

/** The image that recorders of one family run in, where the daemon has it. */
export const familyImageSchema = z.object({
  family: z.enum(encoderFamilies),
  reference: z.string(),
  /** Content digest, such as sha256:...; what runs is this. */
  id: z.string(),
  ffmpeg: ffmpegBuildSchema,
});
export type FamilyImage = z.infer<typeof familyImageSchema>;

export const capabilitiesSchema = z.object({
  schemaVersion: z.literal(1),
  engine: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('docker'),
      /** Where the daemon was found, such as unix:///var/run/docker.sock. */
      endpoint: z.string(),
      daemonId: z.string(),
      serverVersion: z.string(),
      rootless: z.boolean(),
      /** Reference or id of the image that the containers are made from. */
      image: z.string(),
      /** `shared`: the daemon sees this computer's files. `separate`: recordings go to a named volume and are copied here. */
      storage: z.enum(['shared', 'separate']),
      /** Whether its kernel limits swap; absent where unknown. */
      swapLimit: z.boolean().optional(),
      /** Such as `Docker Desktop` or `Debian GNU/Linux 12 (bookworm)`. */
      operatingSystem: z.string().default(''),
      /** Names of the daemon's runtimes, such as runc and nvidia. */
      runtimes: z.array(z.string()).default([]),
      /** Names of CDI devices, such as nvidia.com/gpu=all. */
      cdiDevices: z.array(z.string()).default([]),
      /** Podman behind Docker's API. */
      podman: z.boolean().default(false),
      /** Images of the hardware families that the daemon has; `image` is that of software. */
      images: z.array(familyImageSchema).default([]),
    }),
    z.object({ kind: z.literal('local') }),
  ]),
  /** Numeric user and group that the recorder runs as. */
  user: z.object({ uid: z.int().min(0), gid: z.int().min(0) }),
  ffmpeg: ffmpegBuildSchema,
  captureDevices: z.array(captureDeviceSchema),
  renderNodes: z.array(renderNodeSchema).default([]),
  nvidiaGpus: z.array(nvidiaGpuSchema).default([]),
  codecNodes: z.array(codecNodeSchema).default([]),
  /** The board and its L4T release, where the host is a Jetson. */
  jetson: z.object({ model: z.string(), release: z.string().nullable() }).nullable().default(null),
  /** Release of the host's kernel, such as 6.1.0-28-amd64. */
  kernel: z.string().nullable().default(null),
  audioInputs: z.array(audioInputSchema).default([]),
  /** What each encoder did when it was tried; null where none was tried on this host yet. */
  encoders: z.array(encoderProofSchema).nullable().default(null),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** The device that a preset names by identity, by-id path or node; undefined where there is none. */
export function findCaptureDevice(capabilities: Pick<Capabilities, 'captureDevices'>, reference: string): CaptureDevice | undefined {
  return (
    capabilities.captureDevices.find((device) => device.identity === reference) ??
    capabilities.captureDevices.find((device) => device.byIdPath === reference || device.path === reference)
  );
}
