import { conversionReason } from '@domain/conversion';
import type { FilePlace, FileRunOptions } from './file-place';

export interface MadeJpeg {
  /** Null where what came is none, or larger than allowed. */
  readonly jpeg: Uint8Array | null;
  /** Where ffmpeg failed, which may pass. */
  readonly trouble: string | null;
}

export interface JpegOptions extends Omit<FileRunOptions, 'onStdout'> {
  readonly maximumBytes: number;
}

/** The JPEG that ffmpeg writes to stdout. Throws what `run` throws. */
export async function jpegOf({ run }: FilePlace, argv: readonly string[], { maximumBytes, ...options }: JpegOptions): Promise<MadeJpeg> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const { exitCode, stderr } = await run(argv, {
    ...options,
    onStdout: (chunk) => {
      bytes += chunk.length;
      if (bytes <= maximumBytes) chunks.push(chunk);
    },
  });
  const jpeg = Buffer.concat(chunks);
  const isWhole = jpeg.length > 4 && jpeg.length === bytes && jpeg.readUInt16BE(0) === 0xff_d8;
  return { jpeg: isWhole ? jpeg : null, trouble: exitCode === 0 ? null : conversionReason(stderr) };
}
