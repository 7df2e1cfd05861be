import { z } from 'zod';
import { frameRateSchema } from './units';

/** One frame size of a capture device in pixels, with the rates it is offered at. */
const captureFrameSizeSchema = z.object({ width: z.int(), height: z.int(), frameRates: z.array(frameRateSchema) });

export const captureFormatSchema = z.object({
  /** V4L2 fourcc, such as MJPG or YUYV. */
  fourcc: z.string(),
  description: z.string(),
  compressed: z.boolean(),
  frameSizes: z.array(captureFrameSizeSchema),
});
export type CaptureFormat = z.infer<typeof captureFormatSchema>;

export const captureDeviceSchema = z.object({
  /** Same device, same identity, at whatever number: `usb:VENDOR:PRODUCT:SERIAL:INTERFACE`, else `bus:PATH:INDEX`. */
  identity: z.string(),
  /** The node as it is numbered now, such as /dev/video2. */
  path: z.string(),
  /** /dev/v4l/by-id path where udev made one. */
  byIdPath: z.string().nullable(),
  name: z.string(),
  driver: z.string().nullable(),
  /** Numeric owner group of the node on the Docker host: passed on as supplementary group. */
  groupId: z.int().min(0),
  formats: z.array(captureFormatSchema),
});
export type CaptureDevice = z.infer<typeof captureDeviceSchema>;

export const ffmpegBuildSchema = z.object({
  version: z.string(),
  major: z.int(),
  minor: z.int(),
  /** Names of the video and audio encoders that this build lists. */
  encoders: z.array(z.string()),
});
export type FfmpegBuild = z.infer<typeof ffmpegBuildSchema>;

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
    }),
    z.object({ kind: z.literal('local') }),
  ]),
  /** Numeric user and group that the recorder runs as. */
  user: z.object({ uid: z.int().min(0), gid: z.int().min(0) }),
  ffmpeg: ffmpegBuildSchema,
  captureDevices: z.array(captureDeviceSchema),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** The device that a preset names by identity, by-id path or node; undefined where there is none. */
export function findCaptureDevice(capabilities: Capabilities, reference: string): CaptureDevice | undefined {
  return (
    capabilities.captureDevices.find((device) => device.identity === reference) ??
    capabilities.captureDevices.find((device) => device.byIdPath === reference || device.path === reference)
  );
}
