import { debianFfmpeg, whyNoDebianFfmpeg } from '../../scripts/setup/debian-ffmpeg.mjs';
import type { FfmpegCommand } from './ffmpeg';
import { absent, present, type Piece } from './pieces';

/** The newest release of Debian, whose ffmpeg has encoders that this machine's own may lack. CAPSTAN_TEST_FFMPEG: another one, such as sid. */
export async function newerFfmpeg(): Promise<Piece<FfmpegCommand>> {
  const missing = whyNoDebianFfmpeg();
  if (missing !== null) return absent(missing);
  try {
    return present(await debianFfmpeg(process.env['CAPSTAN_TEST_FFMPEG'] ?? 'trixie', console.log));
  } catch (error) {
    return absent(`Debian's archive: ${String(error)}`);
  }
}
