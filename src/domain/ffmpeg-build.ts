import type { FfmpegBuild } from './capabilities';

export const atLeast = (ffmpeg: FfmpegBuild, major: number, minor: number): boolean =>
  ffmpeg.major > major || (ffmpeg.major === major && ffmpeg.minor >= minor);

/** Releases by their libavcodec, newest first: builds from git carry no release number. */
const releases: readonly (readonly [codecMajor: number, codecMinor: number, major: number, minor: number])[] = [
  [62, 28, 8, 1],
  [62, 0, 8, 0],
  [61, 19, 7, 1],
  [61, 0, 7, 0],
  [60, 31, 6, 1],
  [60, 0, 6, 0],
  [59, 37, 5, 1],
  [59, 0, 5, 0],
  [58, 134, 4, 4],
  [58, 91, 4, 3],
  [58, 54, 4, 2],
  [58, 35, 4, 1],
  [58, 0, 4, 0],
];

/**
 * @param versionText what `ffmpeg -version` printed
 * @param encodersText what `ffmpeg -encoders` printed
 * @returns null where the first text is not ffmpeg's, or tells no version
 */
export function parseFfmpegBuild(versionText: string, encodersText: string): FfmpegBuild | null {
  const version = /^ffmpeg version (\S+)/m.exec(versionText)?.[1];
  if (version === undefined) return null;
  const number = releaseOf(version) ?? releaseOfCodecLibrary(versionText);
  return number && { version, ...number, encoders: parseEncoders(encodersText), ...drawsText(versionText) };
}

/** `5.1.9-0+deb12u1`, `n7.1-12-gabc`; null for `N-118000-gabc` and dates such as `2025-01-02-git-abc`. */
function releaseOf(version: string): { major: number; minor: number } | null {
  const match = /^n?(\d{1,2})\.(\d{1,3})(?!\d)/.exec(version);
  return match && { major: Number(match[1]), minor: Number(match[2]) };
}

function releaseOfCodecLibrary(versionText: string): { major: number; minor: number } | null {
  const match = /^libavcodec\s+(\d{1,3})\.\s*(\d{1,3})\./m.exec(versionText);
  if (!match) return null;
  const [codecMajor, codecMinor] = [Number(match[1]), Number(match[2])];
  const release = releases.find(([major, minor]) => codecMajor > major || (codecMajor === major && codecMinor >= minor));
  return release ? { major: release[2], minor: release[3] } : null;
}

/** Nothing where the text does not say how it was built. */
function drawsText(versionText: string): Pick<FfmpegBuild, 'drawsText'> {
  const configuration = /^\s*configuration: (.*)$/m.exec(versionText)?.[1];
  if (configuration === undefined) return {};
  return { drawsText: ['--enable-libfreetype', '--enable-libfontconfig'].every((flag) => configuration.split(' ').includes(flag)) };
}

/** Names of the video and audio encoders, in ffmpeg's order. The list starts below a rule of dashes. */
function parseEncoders(text: string): string[] {
  const [, list = ''] = text.split(/^\s*-{3,}\s*$/m);
  return [...list.matchAll(/^\s*[VA][A-Z.]{5}\s+([a-z0-9_-]+)\s/gim)].map((match) => match[1] ?? '');
}
