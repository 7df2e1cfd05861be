import { debianFfmpeg, whyNoDebianFfmpeg } from '../../scripts/setup/debian-ffmpeg.mjs';
import type { FfmpegCommand } from './ffmpeg';
import { absent, present, type Piece } from './pieces';

/** The newest release of Debian, whose ffmpeg has encoders that this machine's own may lack. CAPSTAN_TEST_FFMPEG: another one, such as sid. */
async function newerFfmpeg(): Promise<Piece<FfmpegCommand>> {
  const missing = whyNoDebianFfmpeg();
  if (missing !== null) return absent(missing);
  try {
    return present(await debianFfmpeg(process.env['CAPSTAN_TEST_FFMPEG'] ?? 'trixie', console.log));
  } catch (error) {
    return absent(`Debian's archive: ${String(error)}`);
  }
}

/** This machine's own, as it is on the PATH. */
export const ownFfmpeg: FfmpegCommand = { executable: 'ffmpeg', argv: [] };

/** Those that plans are held against. */
export const ffmpegReleases: readonly [name: string, ffmpeg: () => Promise<Piece<FfmpegCommand>>][] = [
  ['this machine', () => Promise.resolve(present(ownFfmpeg))],
  ['the newest Debian', newerFfmpeg],
];
