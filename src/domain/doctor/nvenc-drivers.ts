import { isAtLeast } from './version';

/** Interfaces of NVENC with the driver for Linux that each takes, newest first. */
const interfaces = [
  { api: '13.0', driver: '570.0' },
  { api: '12.2', driver: '550.54.14' },
  { api: '12.1', driver: '530.41.03' },
  { api: '12.0', driver: '520.56.06' },
  { api: '11.1', driver: '470.57.02' },
  { api: '11.0', driver: '455.28' },
] as const;

/** What an ffmpeg of a version is usually built with: the newest interface at its release. */
const usualInterfaces = [
  { ffmpeg: '8.0', api: '13.0' },
  { ffmpeg: '7.0', api: '12.2' },
  { ffmpeg: '6.1', api: '12.1' },
  { ffmpeg: '6.0', api: '12.0' },
  { ffmpeg: '5.0', api: '11.1' },
  { ffmpeg: '4.4', api: '11.0' },
] as const;

/** The interface that an ffmpeg is usually built with, and the least driver for it; null for older ones. */
export function usualNvenc(ffmpegVersion: string): { readonly api: string; readonly driver: string } | null {
  const api = usualInterfaces.find(({ ffmpeg }) => isAtLeast(ffmpegVersion, ffmpeg) === true)?.api;
  return interfaces.find((one) => one.api === api) ?? null;
}
