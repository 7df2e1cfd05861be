import { conversionReason } from '@domain/conversion';
import { failure } from '@domain/errors';
import type { FilePlace, FileRunOptions } from './file-place';

export interface MadeJpeg {
  /** Null where what came is none, or larger than allowed. */
  readonly jpeg: Uint8Array | null;
  /** Where ffmpeg failed, which may pass. */
  readonly trouble: string | null;
}

export interface JpegOptions extends Pick<FileRunOptions, 'isAwaited'> {
  readonly maximumBytes: number;
  readonly patienceMilliseconds: number;
  readonly signal?: AbortSignal;
}

/** The JPEG that ffmpeg writes to stdout. Throws what `run` throws, and `conversion-cancelled` when patience is at its end. */
export async function jpegOf({ run }: FilePlace, argv: readonly string[], { maximumBytes, patienceMilliseconds, signal, ...options }: JpegOptions): Promise<MadeJpeg> {
  signal?.throwIfAborted();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const patience = new AbortController();
  const giveUp = () => patience.abort(failure('conversion-cancelled', 'It took too long to make a picture.'));
  const timer = setTimeout(giveUp, patienceMilliseconds);
  const made = run(argv, {
    ...options,
    signal: signal ? AbortSignal.any([signal, patience.signal]) : patience.signal,
    onStdout: (chunk) => {
      bytes += chunk.length;
      if (bytes <= maximumBytes) chunks.push(chunk);
    },
  });
  const { exitCode, stderr } = await made.finally(() => clearTimeout(timer));
  const jpeg = Buffer.concat(chunks);
  const isWhole = jpeg.length > 4 && jpeg.length === bytes && jpeg.readUInt16BE(0) === 0xff_d8;
  return { jpeg: isWhole ? jpeg : null, trouble: exitCode === 0 ? null : conversionReason(stderr) };
}
